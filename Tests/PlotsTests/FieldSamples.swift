// No oracle: shaded planes and grids of images, usual and hostile, for the tests of every figure.
import Testing

@testable import Plots

extension Samples {
  /// A field from a formula.
  static func field(
    _ columns: Int, _ rows: Int, x: ClosedRange<Double> = -2...3, y: ClosedRange<Double> = -1.5...2,
    _ value: (Double, Double) -> Double
  ) -> ScalarField {
    func place(_ index: Int, _ count: Int, _ range: ClosedRange<Double>) -> Double {
      count < 2
        ? (range.lowerBound + range.upperBound) / 2
        : range.lowerBound
          + (range.upperBound - range.lowerBound) * Double(index) / Double(count - 1)
    }
    var values: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        values.append(value(place(column, columns, x), place(row, rows, y)))
      }
    }
    guard
      let field = try? ScalarField(columns: columns, rows: rows, x: x, y: y, values: values)
    else { preconditionFailure("the sample is a field") }
    return field
  }

  /// A smooth step from 0 to 1.
  static func step(_ score: Double) -> Double {
    0.5 + 0.5 * score / (1 + score * score).squareRoot()
  }

  /// Two interleaved half moons, carried by a perturbation towards each other.
  static func moons(_ count: Int, moves: Bool = true) -> [FieldChart.Sample] {
    var numbers = TestNumbers(11)
    return (0..<count).map { index in
      let (c, s) = Elementary.cosineAndSine(Double(index / 2) / Double(count / 2) * .pi)
      let label = index % 2
      let point = Point(
        (label == 0 ? c : 1 - c) + 0.12 * numbers.bell(),
        (label == 0 ? s : 0.5 - s) + 0.12 * numbers.bell())
      let y = point.y + (label == 0 ? -0.2 : 0.2)
      return .init(point, label: label, moved: moves && index % 3 == 0 ? Point(point.x, y) : nil)
    }
  }

  /// The plane of a model that tells the moons apart with a slope.
  static func moonField(_ side: Int, slope: Double) -> ScalarField {
    field(side, side) { x, y in
      let (_, s) = Elementary.cosineAndSine((x - 0.5) * 1.6)
      return step(slope * (0.25 - 0.9 * s * (x < 2.4 ? 1 : 0.4) - y))
    }
  }

  /// Three models of as many blobs as there are classes.
  static func bumps(_ classes: Int, _ side: Int) -> [ScalarField] {
    let middles = (0..<classes).map {
      Elementary.cosineAndSine(2 * .pi * Double($0) / Double(classes) + 0.3)
    }
    func weight(_ x: Double, _ y: Double, _ label: Int) -> Double {
      let (dx, dy) = (x - 0.5 - 1.2 * middles[label].0, y - 0.25 - 1.2 * middles[label].1)
      return Elementary.power(2, -3 * (dx * dx + dy * dy))
    }
    return (0..<classes).map { label in
      field(side, side) { x, y in
        let all = (0..<classes).map { weight(x, y, $0) }
        return weight(x, y, label) / all.reduce(0, +)
      }
    }
  }

  static func panels(_ panels: [FieldChart.Panel], _ meaning: FieldChart.Meaning = .confidence)
    -> Figure
  {
    .fields(FieldChart(title: "Planes", meaning: meaning, panels: panels))
  }

  /// An image of a stroke on black, `shift` to the right.
  static func strokeImage(_ side: Int, shift: Double) -> [Double] {
    (0..<side * side).map { place in
      let (x, y) = (Double(place % side) / Double(side), Double(place / side) / Double(side))
      let distance = (x - 0.35 - 0.3 * y - shift).magnitude
      return y > 0.15 && y < 0.85 ? Swift.max(0, 1 - 9 * distance) : 0
    }
  }

  static func picture(
    _ values: [Double], _ width: Int, _ height: Int, channels: Int = 1,
    _ shading: Picture.Shading = .range(0...1)
  ) -> Picture? {
    try? Picture(
      values: values, width: width, height: height, channels: channels, shading: shading)
  }

  /// Clean, adversarial and difference.
  static func imageGrid(_ count: Int, side: Int = 28) -> ImageGrid {
    var numbers = TestNumbers(5)
    let rows = (0..<count).map { index -> ImageGrid.Row in
      let clean = strokeImage(side, shift: 0.05 * Double(index))
      let noise = clean.map { _ in numbers.next() < 0.5 ? -0.2 : 0.2 }
      let moved = zip(clean, noise).map { Swift.min(Swift.max($0 + $1, 0), 1) }
      let delta = zip(moved, clean).map { $0 - $1 }
      return .init(
        label: index % 2 == 0 ? "PGD, 40 steps" : "FGSM",
        entries: [
          .init(picture(clean, side, side), label: "7, 99.2\u{202F}%"),
          .init(
            picture(moved, side, side),
            label: "$7 \\to 3$, $\\|\\delta\\|_\\infty = 0.2$", numbers: [0.2]),
          .init(picture(delta, side, side, .difference(limit: 0.2))),
        ])
    }
    return ImageGrid(
      title: "Images", columns: ["clean", "adversarial", "difference"], rows: rows,
      numberHeads: ["‖δ‖∞"])
  }

  /// Shaded planes and images that courses draw.
  static let usualFields: [NamedFigure] = {
    let moved = moons(120)
    let ball = BoundaryChart.Contour(
      label: "$\\|\\delta\\|_\\infty \\leq 0.3$", style: .robust,
      polylines: [
        [Point(-0.3, -0.3), Point(0.3, -0.3), Point(0.3, 0.3), Point(-0.3, 0.3), Point(-0.3, -0.3)]
      ])
    let loss = field(61, 61, x: -0.5...0.5, y: -0.5...0.5) { x, y in
      1.2 + 3 * x + 0.6 * y * y + (x > 0.2 ? 2 * (x - 0.2) : 0)
    }
    let three = (0..<90).map { index -> FieldChart.Sample in
      let (c, s) = Elementary.cosineAndSine(2 * .pi * Double(index % 3) / 3 + 0.3)
      let (dx, dy) = Elementary.cosineAndSine(Double(index))
      return .init(
        Point(0.5 + 1.2 * c + 0.5 * dx, 0.25 + 1.2 * s + 0.5 * dy), label: index % 3,
        moved: index % 4 == 0 ? Point(0.5 + 0.8 * c + 0.5 * dx, 0.25 + 0.8 * s + 0.5 * dy) : nil)
    }
    let epochs = (1...20).map { epoch -> (clean: Point, robust: Point) in
      let share = Double(epoch) / 20
      return (
        Point(Double(epoch), 0.55 + 0.4 * share),
        Point(Double(epoch), epoch < 12 ? 0.3 + 0.4 * share : 0.02)
      )
    }
    return [
      NamedFigure(
        name: "confidence",
        figure: .fields(
          FieldChart(
            title: "Confidence", panels: [.init(field: moonField(80, slope: 3), points: moved)],
            classLabels: ["$y = -1$", "$y = +1$"]))),
      NamedFigure(
        name: "plain and robust",
        figure: panels([
          .init(label: "plain", field: moonField(60, slope: 9), points: moved),
          .init(
            label: "robust, $\\varepsilon = 0.2$", field: moonField(60, slope: 1.5), points: moved),
        ])),
      NamedFigure(
        name: "four models",
        figure: panels(
          (1...4).map {
            .init(
              label: "model \($0) with a name that goes on",
              field: moonField(40, slope: Double($0)), points: moons(60, moves: false))
          })),
      NamedFigure(
        name: "three classes",
        figure: .fields(
          FieldChart(
            title: "Three", meaning: .winner,
            panels: [
              .init(label: "plain", probabilities: bumps(3, 60), points: three),
              .init(label: "robust", probabilities: bumps(3, 50)),
              .init(label: "early stopping", probabilities: bumps(3, 40)),
            ]))),
      NamedFigure(
        name: "loss in two directions",
        figure: .fields(
          FieldChart(
            title: "Loss", meaning: .level, x: Axis("adversarial direction"),
            y: Axis("random direction"),
            panels: [.init(field: loss, outlines: [ball])], shadeLabel: "loss"))),
      NamedFigure(name: "images", figure: .images(imageGrid(3))),
      NamedFigure(
        name: "loss along two directions",
        figure: lines(
          [
            .init(
              label: "adversarial",
              points: (-20...20).map { Point(Double($0) / 40, 1 + Double($0) / 20) }),
            .init(
              label: "random",
              points: (-20...20).map { Point(Double($0) / 40, 1 + Double($0 * $0) / 2000) }),
          ], x: Axis("step along the direction"), y: Axis("loss", grid: true),
          verticals: [
            Reference(0, label: "clean point"), Reference(0.3, label: "$\\varepsilon = 0.3$"),
          ])),
      NamedFigure(
        name: "catastrophic overfitting",
        figure: lines(
          [
            .init(label: "clean", points: epochs.map(\.clean), style: .plain, marks: true),
            .init(label: "PGD", points: epochs.map(\.robust), style: .robust, marks: true),
          ], x: Axis("epoch", wholeNumbers: true),
          y: Axis("accuracy", range: 0...1, unit: .percent, grid: true),
          verticals: [Reference(12, label: "catastrophic overfitting: epoch 12")])),
      NamedFigure(
        name: "ten models over ε",
        figure: lines(
          (0..<10).map { place in
            .init(
              label: "model \(place), trained with a radius of 0.\(place)",
              points: (0...20).map { step in
                let slope = 2.2 - 0.15 * Double(place)
                return Point(
                  Double(step) / 40,
                  Swift.max(
                    0,
                    0.99 - 0.01 * Double(place)
                      - slope * Double(step) / 40))
              })
          }, x: Axis("$\\varepsilon$"),
          y: Axis("robust accuracy", range: 0...1, unit: .percent, grid: true))),
    ]
  }()

  /// Shaded planes and images that may happen.
  static let hostileFields: [NamedFigure] = {
    var numbers = TestNumbers(17)
    let noise = field(110, 110) { _, _ in numbers.next() }
    let holes = field(30, 30) { x, y in x * x + y * y < 0.5 ? .nan : step(x - y) }
    let spikes = field(40, 40) { x, y in
      x > 0.4 && x < 0.6 && y > 0 && y < 0.1 ? 1e300 : y > 1.9 ? -1e300 : 0.5
    }
    let wild: [FieldChart.Sample] = [
      .init(Point(.nan, 0), label: 0), .init(Point(1e9, 0), label: 1),
      .init(Point(0, 0), label: 1, moved: Point(1e200, 1e200)),
      .init(Point(1, 1), label: 7, moved: Point(.infinity, 0)),
    ]
    let sets: [(String, [FieldChart.Panel])] = [
      ("no panels", []),
      ("nothing finite", [.init(field: field(9, 9) { _, _ in .nan })]),
      ("a panel without a field", [.init(probabilities: [])]),
      (
        "grids that differ",
        [.init(probabilities: [field(9, 9) { x, _ in step(x) }, field(8, 9) { _, _ in 0 }])]
      ),
      ("one node", [.init(field: field(1, 1) { _, _ in 0.7 }, points: moons(10))]),
      ("one column", [.init(field: field(1, 9) { _, y in step(y) })]),
      ("two by two", [.init(field: field(2, 2) { x, y in x * y > 0 ? 1 : 0 })]),
      ("constant", [.init(field: field(20, 20) { _, _ in 0.5 }, points: moons(20))]),
      ("zero", [.init(field: field(20, 20) { _, _ in 0 })]),
      ("holes", [.init(field: holes, points: moons(30))]),
      ("spikes", [.init(field: spikes)]),
      ("noise", [.init(field: noise)]),
      ("wild points", [.init(field: holes, points: wild)]),
      (
        "nine panels with long names",
        (0..<9).map {
          .init(
            label: $0 == 3 ? String(repeating: "W", count: 90) : long,
            field: moonField(12, slope: Double($0)))
        }
      ),
      (
        "100,000 points",
        [
          .init(
            field: moonField(20, slope: 1),
            points: blobs(100_000).map { .init($0.point, label: $0.isPositive ? 1 : 0) })
        ]
      ),
    ]
    var list: [NamedFigure] = []
    for (name, panels) in sets {
      let isLarge = name == "100,000 points"
      for meaning in [FieldChart.Meaning.confidence, .winner, .level]
      where meaning == .confidence || (panels.count < 2 && !isLarge) {
        list.append(
          NamedFigure(name: "\(name), \(meaning)", figure: Samples.panels(panels, meaning)))
      }
    }
    for scale in [1e-12, 1e12, 1e-200, 1e200] {
      let plane = field(30, 30, x: -2 * scale...3 * scale, y: -1 * scale...scale) { x, y in
        scale * (x / scale - y / scale)
      }
      for count in [1, 3] {
        list.append(
          NamedFigure(
            name: "\(count) planes at \(scale)",
            figure: panels(
              Array(repeating: .init(label: "plane", field: plane), count: count), .level)
          ))
      }
    }
    list.append(
      NamedFigure(
        name: "flat plane",
        figure: panels([.init(field: field(9, 9, x: 0...1e9, y: 0...1) { x, _ in x })], .level)))
    list.append(
      NamedFigure(
        name: "long titles and names",
        figure: .fields(
          FieldChart(
            title: "Long", x: Axis(long + long), y: Axis(long + long),
            panels: [
              .init(label: long, field: holes, points: moons(8)), .init(label: long, field: holes),
            ],
            classLabels: [long, long + long], shadeLabel: long + long + long))))
    list.append(
      NamedFigure(
        name: "twelve classes",
        figure: .fields(
          FieldChart(
            title: "Twelve", meaning: .winner,
            panels: [
              .init(
                probabilities: bumps(12, 24),
                points: (0..<240).map {
                  .init(Point(Double($0 % 17) / 6 - 1, Double($0 % 23) / 9 - 1), label: $0 % 12)
                })
            ]))))
    return list + hostileImages
  }()

  static let hostileImages: [NamedFigure] = {
    func grid(_ columns: [String], _ rows: [ImageGrid.Row]) -> Figure {
      .images(ImageGrid(title: "Images", columns: columns, rows: rows))
    }
    let dot = picture([0.5], 1, 1)
    let wild = picture([.nan, .infinity, -3, 7], 2, 2)
    let tall = picture((0..<300).map { Double($0) / 300 }, 3, 100)
    let colour = picture((0..<48).map { Double($0) / 48 }, 4, 4, channels: 3)
    return [
      NamedFigure(name: "no images", figure: grid([], [])),
      NamedFigure(name: "heads without images", figure: grid(["a", "b"], [.init(entries: [])])),
      NamedFigure(name: "one pixel", figure: grid([""], [.init(entries: [.init(dot)])])),
      NamedFigure(
        name: "strange images",
        figure: grid(
          [long, "b"],
          [
            .init(label: long, entries: [.init(wild, label: long), .init(tall, label: "tall")]),
            .init(entries: [.init(nil, label: "none"), .init(colour), .init(dot, label: "beyond")]),
          ])),
      NamedFigure(
        name: "100 images",
        figure: grid(
          (0..<10).map { "class \($0)" },
          (0..<10).map { row in
            .init(
              label: "row \(row)",
              entries: (0..<10).map {
                .init(
                  picture(strokeImage(28, shift: 0.02 * Double($0 + row)), 28, 28),
                  label: "\($0) → \(row)")
              })
          })),
      NamedFigure(
        name: "scales that differ",
        figure: grid(
          ["difference"],
          (1...9).map {
            .init(
              label: String(repeating: "W", count: 60),
              entries: [
                .init(
                  picture([0, 1], 1, 2, .difference(limit: Double($0))),
                  label: String(repeating: "M", count: 90))
              ])
          })),
    ]
  }()
}
