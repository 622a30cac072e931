// No oracle: data that are hard to draw, and the figures that teachers draw, for the other tests.
import Testing

@testable import Plots

/// A deterministic source of numbers for tests.
struct TestNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2_654_435_769 &+ 12345 }

  /// A number in 0..<1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }

  /// Roughly normal: a sum of twelve.
  mutating func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
}

/// Figures under a name.
struct NamedFigure: Sendable, CustomTestStringConvertible {
  let name: String
  let figure: Figure
  var testDescription: String { name }
}

enum Samples {
  static func curve(_ from: Double, _ to: Double, count: Int = 201, rate: Double = 0.97) -> [Point]
  {
    var share = 1.0
    return (0..<count).map { step in
      defer { share *= rate }
      return Point(Double(step), to + (from - to) * share)
    }
  }

  static func blobs(_ count: Int, spread: Double = 0.7, scale: Double = 1) -> [BoundaryChart.Sample]
  {
    var numbers = TestNumbers(7)
    return (0..<count).map { index in
      let isPositive = index % 2 == 1
      let middle = isPositive ? 1.0 : -1
      return .init(
        Point(
          scale * (middle + spread * numbers.bell()), scale * (middle + spread * numbers.bell())),
        isPositive: isPositive)
    }
  }

  static let models: [BoundaryChart.DecisionLine] = [
    .init(label: "plain", weights: Point(3, 0.9), bias: 0.1, style: .plain),
    .init(
      label: "robust, $\\varepsilon = 0.3$", weights: Point(1, 1.1), bias: 0, style: .robust,
      band: 0.45),
  ]

  static func boundary(
    _ points: [BoundaryChart.Sample], _ lines: [BoundaryChart.DecisionLine] = models
  ) -> Figure {
    .boundary(BoundaryChart(title: "Boundaries", points: points, lines: lines))
  }

  static func lines(
    _ series: [LineChart.Series], x: Axis = Axis("step"), y: Axis = Axis("loss"),
    verticals: [Reference] = [], horizontals: [Reference] = []
  ) -> Figure {
    .lines(
      LineChart(
        title: "Lines", x: x, y: y, series: series, verticals: verticals, horizontals: horizontals))
  }

  static func values(_ count: Int, around middle: Double, scale: Double = 1) -> [Double] {
    var numbers = TestNumbers(UInt64(count))
    return (0..<count).map { _ in scale * (middle + numbers.bell()) }
  }

  static let balls = Figure.balls(
    BallsChart(
      title: "Balls", weights: Point(1, 2),
      panels: [
        .init(label: "$\\ell_1$", exponent: 1, radius: 0.3, delta: Point(0, -0.3)),
        .init(
          label: "$\\ell_2$", exponent: 2, radius: 0.3,
          delta: Point(-0.3 / 5.0.squareRoot(), -0.6 / 5.0.squareRoot())),
        .init(label: "$\\ell_\\infty$", exponent: .infinity, radius: 0.3, delta: Point(-0.3, -0.3)),
        .init(
          label: "$\\ell_3$", exponent: 3, radius: 0.2, delta: Point(-0.1, -0.2),
          freeEdge: (Point(0, 0.2), Point(0.1, 0.1))),
      ]))

  static let arrows = Figure.arrows(
    ArrowChart(
      title: "Arrows",
      arrows: [
        .init(label: "$\\mathbf{w}$", tip: Point(1, 1)),
        .init(label: "$\\mathbf{x}$", tip: Point(0, 0)),
        .init(label: "$\\hat{\\mathbf{x}}_1$", tip: Point(-0.5, 0.75)),
        .init(label: "$\\mathbf{u}$", tip: Point(2, 2)),
      ],
      balls: [
        .init(
          label: "$\\|\\delta\\|_\\infty \\le 1$", exponent: .infinity, radius: 1,
          center: Point(0, 0)),
        .init(
          label: "$\\|z - (1, 0)\\|_3 \\le 0.5$", exponent: 3, radius: 0.5, center: Point(1, 0)),
      ], values: [.init(label: "left", number: 2), .init(label: "right", number: -1)]))

  static let arrowsOnALine = Figure.arrows(
    ArrowChart(
      title: "A line", isLine: true,
      arrows: [
        .init(label: "$w$", tip: Point(-2, 0)), .init(label: "$x$", tip: Point(0, 0)),
        .init(label: "$x_2$", tip: Point(0.5, 0)),
      ], balls: [.init(label: "$|z| \\le 1$", exponent: 2, radius: 1, center: Point(1, 0))],
      values: [.init(label: "left", number: 2)]))

  static let long = "a name that is far longer than any margin of a figure in a column of text"

  /// What courses draw.
  static let usual: [NamedFigure] = {
    var numbers = TestNumbers(3)
    let moved = blobs(60).map { sample in
      let step = sample.isPositive ? -0.3 : 0.3
      return BoundaryChart.Sample(
        sample.point, isPositive: sample.isPositive,
        moved: Point(sample.point.x + step, sample.point.y + step))
    }
    let curves: [LineChart.Series] = [
      .init(
        label: "robust, worst case", points: curve(0.85, 0.31), style: .robust, stroke: .dashed),
      .init(label: "robust, clean", points: curve(0.69, 0.2), style: .robust, stroke: .solid),
      .init(label: "plain, clean", points: curve(0.69, 0.16), style: .plain, stroke: .solid),
    ]
    let steps = (0...40).map { Point(Double($0) / 40, 0.95 - Double($0) * 0.02) }
    return [
      NamedFigure(name: "boundary", figure: boundary(blobs(120))),
      NamedFigure(name: "perturbed", figure: boundary(moved)),
      NamedFigure(name: "curves", figure: lines(curves, y: Axis("mean loss", grid: true))),
      NamedFigure(
        name: "logarithmic", figure: lines(curves, y: Axis("mean loss", scale: .log, grid: true))),
      NamedFigure(
        name: "accuracy",
        figure: lines(
          [.init(label: "robust", points: steps, style: .robust, isStep: true)],
          x: Axis("$\\varepsilon$"),
          y: Axis("robust accuracy", range: 0...1, unit: .percent, grid: true),
          verticals: [Reference(0.3, label: "$\\varepsilon = 0.3$")],
          horizontals: [Reference(0.5, label: "guessing")])),
      NamedFigure(name: "balls", figure: balls),
      NamedFigure(name: "arrows", figure: arrows),
      NamedFigure(name: "arrows on a line", figure: arrowsOnALine),
      NamedFigure(
        name: "margins",
        figure: .histogram(
          Histogram(
            title: "Margins",
            series: [
              .init(label: "clean", values: values(200, around: 2), style: .plain),
              .init(label: "worst case", values: values(201, around: 1), style: .robust),
            ],
            references: [
              Reference(0, label: "0"), Reference(0.4, label: "$\\varepsilon\\|\\mathbf{w}\\|_2$"),
            ]))),
    ]
  }()

  /// Arrows and balls that cannot all be drawn, some of them in the same place.
  static func wildArrows(isLine: Bool) -> Figure {
    .arrows(
      ArrowChart(
        title: "Wild", isLine: isLine,
        arrows: [
          .init(label: long, tip: Point(1, 0)), .init(label: "same", tip: Point(1, 0)),
          .init(label: "nan", tip: Point(.nan, 0)), .init(label: "", tip: Point(0, 0)),
          .init(label: long, tip: Point(0, 0)), .init(label: "up", tip: Point(1e-9, 1)),
          .init(label: "far", tip: Point(.infinity, 0)),
        ],
        balls: [
          .init(label: long, exponent: 2, radius: 1, center: Point(0, 0)),
          .init(label: long, exponent: 2, radius: 1, center: Point(0, 0)),
          .init(label: "p", exponent: 0.5, radius: 1, center: Point(0, 0)),
          .init(label: "minus", exponent: 2, radius: -1, center: Point(0, 0)),
          .init(label: "nan", exponent: .nan, radius: .nan, center: Point(.nan, 0)),
          .init(label: "point", exponent: 1e9, radius: 0, center: Point(1, 1)),
        ],
        values: (0..<9).map { .init(label: long, number: Double($0) / 0) }))
  }

  /// Many arrows in all directions.
  static func fan(isLine: Bool) -> Figure {
    var numbers = TestNumbers(11)
    return .arrows(
      ArrowChart(
        title: "Fan", isLine: isLine,
        arrows: (0..<40).map {
          .init(label: "$v_{\($0)}$", tip: Point(numbers.bell(), isLine ? 0 : numbers.bell()))
        },
        balls: (1..<9).map {
          .init(
            label: "ball \($0)", exponent: Double($0), radius: Double($0) / 4,
            center: Point(Double($0) / 8, 0))
        }))
  }

  /// What may happen.
  static let hostile: [NamedFigure] = {
    let twelve = (0..<12).map { place in
      LineChart.Series(label: "series \(place + 1)", points: curve(1 + Double(place) / 9, 0.3))
    }
    let named = (0..<12).map { place in
      LineChart.Series(label: "\(place) \(long)", points: curve(1, Double(place)))
    }
    let wild = [Point(.nan, 1), Point(0, .infinity), Point(1, 1e305), Point(2, 2), Point(3, .nan)]
    let one = BoundaryChart.Sample(Point(2, 3), isPositive: true)
    let same = Array(repeating: one, count: 50)
    var list: [NamedFigure] = [
      NamedFigure(name: "no series", figure: lines([])),
      NamedFigure(name: "empty series", figure: lines([.init(label: "none", points: [])])),
      NamedFigure(
        name: "one value", figure: lines([.init(label: "one", points: [Point(5, 5)])])),
      NamedFigure(
        name: "all equal",
        figure: lines([.init(label: "equal", points: curve(0.5, 0.5))])),
      NamedFigure(
        name: "all zero", figure: lines([.init(label: "zero", points: curve(0, 0))])),
      NamedFigure(
        name: "not finite", figure: lines([.init(label: "wild", points: wild)])),
      NamedFigure(
        name: "only not finite",
        figure: lines([.init(label: "wild", points: [Point(.nan, .nan)])])),
      NamedFigure(
        name: "zeros on a logarithmic axis",
        figure: lines(
          [
            .init(label: "some", points: [Point(0, 0), Point(1, 10), Point(2, -1), Point(3, 1000)])
          ],
          y: Axis("loss", scale: .log))),
      NamedFigure(
        name: "one decade",
        figure: lines(
          [.init(label: "flat", points: [Point(1, 3.1), Point(2, 3.4)])],
          x: Axis("$\\varepsilon$", scale: .log), y: Axis("loss", scale: .log))),
      NamedFigure(
        name: "600 decades",
        figure: lines(
          [.init(label: "steep", points: [Point(1e-290, 1e-290), Point(1e290, 1e290)])],
          x: Axis("$\\varepsilon$", scale: .log), y: Axis("loss", scale: .log))),
      NamedFigure(name: "twelve that end together", figure: lines(twelve)),
      NamedFigure(name: "twelve long names", figure: lines(named)),
      NamedFigure(
        name: "long titles of axes",
        figure: lines(
          [.init(label: long, points: curve(1, 0))], x: Axis(long + long), y: Axis(long + long),
          verticals: (0..<9).map { Reference(Double($0) * 10, label: long) },
          horizontals: [Reference(0.5, label: long)])),
      NamedFigure(
        name: "unbroken name",
        figure: lines([
          .init(label: String(repeating: "W", count: 300), points: curve(1, 0)),
          .init(label: "漢字の名前がとても長い場合🙂", points: curve(1, 0.5)),
        ])),
      NamedFigure(
        name: "100,000 steps",
        figure: lines(
          (0..<12).map { place in
            var numbers = TestNumbers(UInt64(place))
            return .init(
              label: "walk \(place)",
              points: (0..<100_000).map { Point(Double($0), numbers.next()) })
          })),
      NamedFigure(name: "no points", figure: boundary([])),
      NamedFigure(name: "one point", figure: boundary([one])),
      NamedFigure(name: "equal points", figure: boundary(same)),
      NamedFigure(name: "100,000 points", figure: boundary(blobs(100_000))),
      NamedFigure(
        name: "zero and wild weights",
        figure: boundary(
          blobs(20),
          [
            .init(label: "zero", weights: Point(0, 0), bias: 1, band: 1),
            .init(label: "wild", weights: Point(.nan, 1), bias: 1),
            .init(label: "far", weights: Point(1, 1), bias: 1e9, band: 0.1),
            .init(label: "level", weights: Point(0, 1), bias: 0, band: 1e9),
            .init(label: "large", weights: Point(1e200, 1e200), bias: 0, band: 1e199),
          ])),
      NamedFigure(
        name: "eight lines through one point",
        figure: boundary(
          blobs(300, spread: 1.5),
          (0..<8).map { .init(label: "line \($0)", weights: Point(1, Double($0) - 4), bias: 0) })),
      NamedFigure(
        name: "points on a vertical line",
        figure: boundary((0..<9).map { .init(Point(1, Double($0)), isPositive: $0 > 4) })),
      NamedFigure(
        name: "wild points",
        figure: boundary([
          .init(Point(.nan, 0), isPositive: true), .init(Point(1, 2), isPositive: false),
          .init(Point(2, 2), isPositive: true, moved: Point(.infinity, 0)),
        ])),
      NamedFigure(
        name: "no balls",
        figure: .balls(BallsChart(title: "None", weights: Point(0, 0), panels: []))),
      NamedFigure(
        name: "strange balls",
        figure: .balls(
          BallsChart(
            title: "Strange", weights: Point(0, 0),
            panels: [
              .init(label: long, exponent: 1, radius: 0, delta: nil),
              .init(label: "p below 1", exponent: 0.5, radius: 1, delta: nil),
              .init(label: "large p", exponent: 1e9, radius: 1, delta: Point(0, 0)),
              .init(label: "nan", exponent: .nan, radius: .nan, delta: Point(.nan, 0)),
              .init(label: "tiny", exponent: 2, radius: 1e-250, delta: Point(1e-250, 0)),
            ]))),
      NamedFigure(
        name: "no arrows", figure: .arrows(ArrowChart(title: "None", arrows: []))),
      NamedFigure(
        name: "only zero arrows",
        figure: .arrows(
          ArrowChart(
            title: "Zero", arrows: [.init(label: "$w$", tip: Point(0, 0))],
            balls: [.init(label: "b", exponent: 2, radius: 0, center: Point(0, 0))]))),
      NamedFigure(name: "wild arrows", figure: wildArrows(isLine: false)),
      NamedFigure(name: "wild arrows on a line", figure: wildArrows(isLine: true)),
      NamedFigure(name: "forty arrows", figure: fan(isLine: false)),
      NamedFigure(name: "forty arrows on a line", figure: fan(isLine: true)),
      NamedFigure(
        name: "no values",
        figure: .histogram(Histogram(title: "None", series: [.init(label: "none", values: [])]))),
      NamedFigure(
        name: "one and the same value",
        figure: .histogram(
          Histogram(title: "Same", series: [.init(label: "same", values: [2, 2, 2])]))),
      NamedFigure(
        name: "100,000 margins",
        figure: .histogram(
          Histogram(
            title: "Many",
            series: (0..<9).map {
              .init(label: "series \($0) \(long)", values: values(10_000, around: Double($0)))
            }, references: (0..<5).map { Reference(Double($0) / 100, label: long) }))),
    ]
    for scale in [1e-12, 1e12, 1e-200, 1e200, 1e300] {
      for isLine in [false, true] {
        list.append(
          NamedFigure(
            name: "arrows at \(scale), \(isLine)",
            figure: .arrows(
              ArrowChart(
                title: "Scaled", isLine: isLine,
                arrows: [
                  .init(label: "$w$", tip: Point(scale, isLine ? 0 : -scale)),
                  .init(label: "$x$", tip: Point(-1, 0)),
                ],
                balls: [
                  .init(label: "ball", exponent: 1, radius: scale / 2, center: Point(scale, 0))
                ],
                values: [.init(label: "left", number: scale)]))))
      }
    }
    for scale in [1e-12, 1e12, 1e-200, 1e200] {
      list.append(
        NamedFigure(
          name: "lines at \(scale)",
          figure: lines(
            [
              .init(
                label: "a", points: curve(1, 0.2).map { Point($0.x * scale, $0.y * scale) },
                marks: true)
            ], x: Axis("$x$", grid: true), y: Axis("", grid: true))))
      list.append(
        NamedFigure(
          name: "points at \(scale)",
          figure: boundary(
            blobs(30, scale: scale),
            [.init(label: "line", weights: Point(1, 1), bias: 0, band: scale / 10)])))
      list.append(
        NamedFigure(
          name: "margins at \(scale)",
          figure: .histogram(
            Histogram(
              title: "Scaled",
              series: [.init(label: "a", values: values(99, around: 3, scale: scale))],
              references: [Reference(0, label: "0")]))))
    }
    list.append(
      NamedFigure(
        name: "large and almost equal",
        figure: lines([
          .init(
            label: "a", points: (0...9).map { Point(1e12 + Double($0), 1e6 + Double($0) / 1e3) })
        ])))
    return list
  }()
}
