internal import Markup

/// Vectors as arrows from the origin, with the balls that some of them may not leave: in the plane, or
/// on a line.
package struct ArrowChart: Sendable, Hashable {
  /// One vector.
  package struct Arrow: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// Where it ends; on a line the second coordinate is 0.
    package let tip: Point

    /// A vector under its name.
    package init(label: String, tip: Point) {
      self.label = label
      self.tip = tip
    }
  }

  /// One ball.
  package struct Ball: Sendable, Hashable {
    /// What it says: rich text.
    package let label: String
    /// The exponent p of its norm, from 1 to infinity.
    package let exponent: Double
    /// Its radius.
    package let radius: Double
    /// Its middle; on a line the second coordinate is 0.
    package let center: Point

    /// A ball under its name.
    package init(label: String, exponent: Double, radius: Double, center: Point) {
      self.label = label
      self.exponent = exponent
      self.radius = radius
      self.center = center
    }

    /// Whether there is a ball to draw.
    var isDrawable: Bool {
      radius.isDrawable && radius >= 0 && exponent >= 1 && center.isDrawable
    }
  }

  /// A number that stands beside the drawing.
  package struct Value: Sendable, Hashable {
    /// Its name: rich text.
    package let label: String
    /// The number.
    package let number: Double

    /// A number under its name.
    package init(label: String, number: Double) {
      self.label = label
      self.number = number
    }

    /// The number with four significant digits, as the text around prints it.
    var printed: String { NumberText(number, .general(4)).plain }
  }

  /// What the chart is about: plain text.
  package var title: String
  /// Whether the vectors are numbers, so that it is drawn on a line.
  package var isLine: Bool
  /// The vectors.
  package var arrows: [Arrow]
  /// The balls.
  package var balls: [Ball]
  /// What stands beside the drawing.
  package var values: [Value]

  /// A chart of vectors and balls.
  package init(
    title: String, isLine: Bool = false, arrows: [Arrow], balls: [Ball] = [], values: [Value] = []
  ) {
    self.title = title
    self.isLine = isLine
    self.arrows = arrows
    self.balls = balls
    self.values = values
  }

  /// How many vectors and how many balls are drawn at most.
  static let most = (arrows: 8, balls: 4)

  /// The vectors that are drawn.
  var shownArrows: [Arrow] {
    Array(arrows.filter(\.tip.isDrawable).prefix(ArrowChart.most.arrows))
  }

  /// The balls that are drawn.
  var shownBalls: [Ball] { Array(balls.filter(\.isDrawable).prefix(ArrowChart.most.balls)) }

  private func place(_ point: Point) -> String {
    isLine ? Words.number(point.x) : Words.point(point)
  }

  /// Every vector, every ball and every number.
  package var description: String {
    let (arrows, balls) = (shownArrows, shownBalls)
    guard !(arrows.isEmpty && balls.isEmpty) else { return "No vectors to draw." }
    var words = ["Drawn \(isLine ? "on a line" : "in the plane")."]
    words += arrows.map { "\(RichText($0.label).plain) is \(place($0.tip))." }
    words += balls.map { ball in
      "The ball \(RichText(ball.label).plain) has radius \(Words.number(ball.radius))"
        + " around \(place(ball.center))."
    }
    words += values.map { "\(RichText($0.label).plain) \($0.printed)." }
    let missing = (self.arrows.count - arrows.count, self.balls.count - balls.count)
    if missing.0 > 0 { words.append("Left out: \(Words.count(missing.0, "vector", "vectors")).") }
    if missing.1 > 0 { words.append("Left out: \(Words.count(missing.1, "ball", "balls")).") }
    return Words.sentences(words)
  }

  /// The coordinates of every vector and middle, and the radii.
  package var table: FigureTable {
    let empty = FigureEntry.words("")
    func coordinates(_ point: Point) -> [FigureEntry] {
      isLine ? [.number(point.x)] : [.number(point.x), .number(point.y)]
    }
    let rows =
      arrows.map { [.words(RichText($0.label).plain)] + coordinates($0.tip) + [empty, empty] }
      + balls.map {
        [.words(RichText($0.label).plain)] + coordinates($0.center)
          + [
            .number($0.radius),
            $0.exponent == .infinity ? .words("∞") : .number($0.exponent),
          ]
      }
    let head = isLine ? ["value"] : ["first", "second"]
    return FigureTable(
      head: ["vector or ball"] + head + ["radius", "p"], thinning: rows)
  }
}
