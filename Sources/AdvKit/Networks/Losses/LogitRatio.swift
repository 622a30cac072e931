/// The difference of logits ratio, a margin loss that no scaling or shift of the logits changes.
///
/// With z_(1) ≥ z_(2) ≥ … the sorted logits:
/// DLR = −(z_y − max over i ≠ y of z_i) / (z_(1) − z_(3) + 10⁻¹²), and with a target t
/// −(z_y − z_t) / (z_(1) − ½(z_(3) + z_(4)) + 10⁻¹²). Among equal logits the first one counts.
/// Source: Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of diverse
/// parameter-free attacks", ICML 2020, section 4.
enum LogitRatio {
  private static let guardTerm = 1e-12

  /// Computes the untargeted form; at least three classes.
  static func evaluate(_ rows: LossRows) {
    let k = rows.classes
    precondition(k >= 3, "DLR needs three classes")
    for row in 0..<rows.rows {
      let logits = rows.logits + row * k
      let label = rows.labels[row]
      let other = logitMargin(logits, classes: k, label: label).other
      let top = fourLargest(logits, k)
      quotient(rows, row, label, other, top.0, top.2, top.2)
    }
  }

  /// Computes the targeted form; at least four classes.
  static func evaluateTargeted(_ rows: LossRows) {
    let k = rows.classes
    precondition(k >= 4, "targeted DLR needs four classes")
    guard let targets = rows.targets else { preconditionFailure("a targeted loss has targets") }
    for row in 0..<rows.rows {
      let top = fourLargest(rows.logits + row * k, k)
      quotient(rows, row, rows.labels[row], targets[row], top.0, top.2, top.3)
    }
  }

  /// Writes −(z_label − z_other) / (z_first − ½(z_third + z_fourth) + 10⁻¹²) and its gradient.
  @inline(__always)
  private static func quotient(
    _ rows: LossRows, _ row: Int, _ label: Int, _ other: Int, _ first: Int, _ third: Int,
    _ fourth: Int
  ) {
    let k = rows.classes
    let z = rows.logits + row * k
    let top = Double(z[label]) - Double(z[other])
    let bottom = Double(z[first]) - 0.5 * (Double(z[third]) + Double(z[fourth])) + guardTerm
    rows.losses[row] = Float(-top / bottom)
    guard let gradient = rows.gradient else { return }
    let g = gradient + row * k
    for i in 0..<k { g[i] = 0 }
    let slope = Float(1 / bottom)
    let turn = Float(top / bottom / bottom)
    g[label] -= slope
    g[other] += slope
    g[first] += turn
    g[third] -= 0.5 * turn
    g[fourth] -= 0.5 * turn
  }

  /// The places of the four largest logits in order; the last repeats the third of three.
  @inline(__always)
  private static func fourLargest(_ z: UnsafePointer<Float>, _ k: Int) -> (Int, Int, Int, Int) {
    var places = (-1, -1, -1, -1)
    for i in 0..<k {
      if places.0 < 0 || z[i] > z[places.0] {
        places = (i, places.0, places.1, places.2)
      } else if places.1 < 0 || z[i] > z[places.1] {
        places = (places.0, i, places.1, places.2)
      } else if places.2 < 0 || z[i] > z[places.2] {
        places = (places.0, places.1, i, places.2)
      } else if places.3 < 0 || z[i] > z[places.3] {
        places.3 = i
      }
    }
    return (places.0, places.1, places.2, places.3 < 0 ? places.2 : places.3)
  }
}
