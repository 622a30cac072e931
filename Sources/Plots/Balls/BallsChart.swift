/// Balls of several norms around a point, with the perturbation in each that is worst for a linear
/// model.
package struct BallsChart: Sendable, Hashable {
  /// One ball.
  package struct Panel: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// The exponent p of its norm, from 1 to infinity.
    package let exponent: Double
    /// Its radius.
    package let radius: Double
    /// Its middle.
    package let center: Point
    /// The worst perturbation, relative to the middle; nil: none is shown.
    package let delta: Point?
    /// The name of the worst perturbation: rich text.
    package let deltaLabel: String
    /// The ends, relative to the middle, of the side on which every perturbation is worst.
    package let freeEdge: Edge?

    /// A side of a ball.
    package struct Edge: Sendable, Hashable {
      /// One end, relative to the middle.
      package let from: Point
      /// The other end.
      package let to: Point
    }

    /// A ball and its worst perturbation.
    package init(
      label: String, exponent: Double, radius: Double, center: Point = Point(0, 0), delta: Point?,
      deltaLabel: String = "$\\delta^\\star$", freeEdge: (Point, Point)? = nil
    ) {
      self.label = label
      self.exponent = exponent
      self.radius = radius
      self.center = center
      self.delta = delta
      self.deltaLabel = deltaLabel
      self.freeEdge = freeEdge.map { Edge(from: $0.0, to: $0.1) }
    }

    /// Whether there is a ball to draw.
    var isDrawable: Bool {
      radius.isDrawable && radius >= 0 && exponent >= 1 && center.isDrawable
        && (delta?.isDrawable ?? true)
    }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// The weights of the linear model; drawn as a direction.
  package var weights: Point
  /// The name of the weights: rich text.
  package var weightsLabel: String
  /// The balls.
  package var panels: [Panel]

  /// A chart of balls side by side, or one below the other on a narrow screen.
  package init(
    title: String, weights: Point, weightsLabel: String = "$\\mathbf{w}$", panels: [Panel]
  ) {
    self.title = title
    self.weights = weights
    self.weightsLabel = weightsLabel
    self.panels = panels
  }

  /// What each ball is and what the perturbation in it does.
  package var description: String {
    let shown = panels.filter(\.isDrawable)
    guard !shown.isEmpty else { return "No balls to draw." }
    var words = [
      "\(Words.count(shown.count, "ball", "balls")); the weights are \(Words.point(weights)),"
        + " drawn as a direction."
    ]
    words += shown.map { panel in
      let name = RichText(panel.label).plain
      var sentence =
        "\(name): radius \(Words.number(panel.radius)) around \(Words.point(panel.center))"
      if let delta = panel.delta {
        let change = weights.x * delta.x + weights.y * delta.y
        sentence +=
          ", \(RichText(panel.deltaLabel).plain) = \(Words.point(delta))"
          + " changes the score by \(Words.number(change))"
      }
      if let edge = panel.freeEdge {
        sentence +=
          "; so does every perturbation from \(Words.point(edge.from))"
          + " to \(Words.point(edge.to))"
      }
      return sentence + "."
    }
    let missing = panels.count - shown.count
    if missing > 0 {
      words.append(
        "Left out: \(Words.count(missing, "ball", "balls"))"
          + " without a finite radius, an exponent of at least 1 and finite points."
      )
    }
    return words.joined(separator: " ")
  }

  /// Radius, perturbation and change of the score for each ball.
  package var table: FigureTable {
    FigureTable(
      head: ["ball", "radius", "δ₁", "δ₂", "change of the score"],
      rows: panels.map { panel in
        let name = FigureEntry.words(RichText(panel.label).plain)
        guard let delta = panel.delta else {
          return [name, .number(panel.radius), .words(""), .words(""), .words("")]
        }
        return [
          name, .number(panel.radius), .number(delta.x), .number(delta.y),
          .number(weights.x * delta.x + weights.y * delta.y),
        ]
      })
  }
}
