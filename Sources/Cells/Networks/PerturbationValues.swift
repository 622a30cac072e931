internal import AdvKit
internal import Notebook

/// What cells publish about the sizes of perturbations on networks.
enum PerturbationValues {
  /// The names, with what the sizes are those of.
  static func names(_ what: String) -> [PublishedName] {
    [
      ("l0", "number of changed coordinates"), ("l2", "ℓ2 norm of x′ − x, in the unit of the data"),
      ("linf", "ℓ∞ norm of x′ − x, in the unit of the data"),
    ].flatMap { measure, meaning in
      [
        PublishedName("perturbation.\(measure).mean", "\(what): mean \(meaning)"),
        PublishedName("perturbation.\(measure).max", "\(what): largest \(meaning)"),
      ]
    }
  }

  /// The values for perturbed inputs x′ of examples x.
  static func values(
    _ inputs: [Float], _ examples: Examples
  ) throws(AttackError) -> [NamedValue] {
    try perturbationSizes(of: inputs, from: examples).flatMap { sizes in
      [
        NamedValue("perturbation.\(sizes.measure).mean", Value(sizes.mean)),
        NamedValue("perturbation.\(sizes.measure).max", Value(sizes.largest)),
      ]
    }
  }
}

extension Audit {
  /// Confirms sizes of perturbations from the definitions, summed in the opposite order.
  mutating func expectSizes(of inputs: [Float], _ examples: Examples) {
    let d = examples.shape.count
    guard inputs.count == examples.count * d else {
      report("perturbation.l2.mean", "there is not one input for each example")
      return
    }
    var sizes: [String: [Rounded]] = [:]
    for example in 0..<examples.count {
      var squares: [Rounded] = []
      var (largest, changed) = (0.0, 0.0)
      for place in example * d..<(example + 1) * d {
        // The difference of two numbers of single precision is rounded at most once here.
        let difference = Rounded(Double(inputs[place])) - Rounded(Double(examples.inputs[place]))
        squares.append(difference * difference)
        largest = max(largest, difference.value.magnitude)
        if difference.value != 0 { changed += 1 }
      }
      sizes["l0", default: []].append(Rounded(changed))
      sizes["l2", default: []].append(Rounded.sum(squares).squareRoot)
      sizes["linf", default: []].append(.rounding(largest, 0))
    }
    for (measure, terms) in sizes.sorted(by: { $0.key < $1.key }) {
      expect("perturbation.\(measure).mean", .mean(terms), by: "the mean of the differences")
      let largest = terms.max { $0.value < $1.value } ?? Rounded(0)
      expect("perturbation.\(measure).max", largest, by: "the largest of the differences")
    }
  }
}
