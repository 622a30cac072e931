import Markup

/// Marks along an axis with their texts.
struct Ticks: Sendable, Hashable {
  /// One mark.
  struct Tick: Sendable, Hashable {
    let value: Double
    let text: String
  }

  /// The marks in ascending order; at least two, unless the range is degenerate.
  let list: [Tick]
  /// A power of ten that the texts leave out and the axis title states; 0 for none.
  let powerOfTen: Int

  /// Ticks inside `range`, about `count` of them.
  static func linear(
    _ range: ClosedRange<Double>, count: Int, unit: AxisUnit = .number, wholeNumbers: Bool = false
  ) -> Ticks {
    Progression.best(for: range, count: count, covering: false, wholeNumbers: wholeNumbers)
      .ticks(unit: unit)
  }

  /// Ticks for a logarithmic axis: powers of ten, every so many of them where there are many, with
  /// 2 and 5 between where there are few; linear ticks where even these are fewer than two.
  static func log(_ range: ClosedRange<Double>, count: Int, unit: AxisUnit = .number) -> Ticks {
    let first = Int((Elementary.log10(range.lowerBound) - 1e-9).rounded(.up))
    let last = Int((Elementary.log10(range.upperBound) + 1e-9).rounded(.down))
    let decades = last - first + 1
    if decades >= Swift.min(3, count) {
      let steps = [1, 2, 3, 5, 10, 20, 50, 100, 200]
      let step = steps.first { decades <= $0 * count } ?? 500
      // Multiples of the step, so that 10⁰ is among them where it is in range.
      let start = Int((Double(first) / Double(step)).rounded(.up)) * step
      let exponents = stride(from: start, through: last, by: step)
      return Ticks(
        list: exponents.map {
          Tick(
            value: Elementary.powerOfTen($0),
            text: text(ofPower: $0, plain: first >= -3 && last <= 4, unit: unit))
        }, powerOfTen: 0)
    }
    let values = (first - 1...Swift.max(first - 1, last + 1)).flatMap { exponent in
      [1.0, 2, 5].map { $0 * Elementary.powerOfTen(exponent) }
    }
    let inside = values.filter {
      $0 >= range.lowerBound * (1 - 1e-9) && $0 <= range.upperBound * (1 + 1e-9)
    }
    guard inside.count >= 2, inside.count <= count + 1 else {
      let linear = Ticks.linear(range, count: count, unit: unit)
      return Ticks(list: linear.list.filter { $0.value > 0 }, powerOfTen: linear.powerOfTen)
    }
    return Ticks(
      list: inside.map { value in
        switch unit {
        case .number: Tick(value: value, text: NumberText(value, .general(3)).plain)
        case .percent: Tick(value: value, text: percent(value))
        }
      }, powerOfTen: 0)
  }

  private static func text(ofPower exponent: Int, plain: Bool, unit: AxisUnit) -> String {
    let value = Elementary.powerOfTen(exponent)
    switch unit {
    case .percent: return percent(value)
    case .number where plain: return NumberText(value, .fixed(Swift.max(0, -exponent))).plain
    case .number: return "10" + NumberText.superscript(exponent)
    }
  }

  private static func percent(_ value: Double) -> String {
    NumberText(value * 100, .general(3)).plain + "\u{202F}%"
  }
}

/// The numbers step·first, step·(first + 1), … with a step of the form q·10^z.
struct Progression: Sendable, Hashable {
  /// The mantissa of the step, q: 1, 2, 2.5 or 5.
  let mantissa: Double
  /// The exponent of the step, z.
  let exponent: Int
  /// The first multiple of the step.
  let first: Double
  /// How many numbers there are.
  let count: Int

  /// The distance between neighbours.
  var step: Double { value(of: 1) }
  /// The smallest number.
  var lowest: Double { value(of: first) }
  /// The largest number.
  var highest: Double { value(of: first + Double(count - 1)) }

  /// `multiple`·q·10^z, rounded once where 10^|z| is exact.
  private func value(of multiple: Double) -> Double {
    exponent < 0
      ? multiple * mantissa / Elementary.powerOfTen(-exponent)
      : multiple * mantissa * Elementary.powerOfTen(exponent)
  }

  /// All numbers, ascending.
  var values: [Double] { (0..<count).map { value(of: first + Double($0)) } }

  /// The extended Wilkinson search (Talbot, Lin, Hanrahan 2010: "An Extension of Wilkinson's
  /// Algorithm for Positioning Tick Labels on Axes"), without its legibility term: nice steps score
  /// for simplicity, coverage of the range and density.
  ///
  /// - Parameters:
  ///   - range: what is to be labelled; its length is positive and finite.
  ///   - count: the wanted number of labels; there is at most one more.
  ///   - covering: whether the labels must enclose the range; otherwise they lie inside it.
  ///   - wholeNumbers: whether only integers may be labels.
  static func best(
    for range: ClosedRange<Double>, count: Int, covering: Bool, wholeNumbers: Bool = false
  ) -> Progression {
    let (low, high) = (range.lowerBound, range.upperBound)
    let nice: [Double] = [1, 5, 2, 2.5]
    var best: (score: Double, progression: Progression)?
    let wanted = Double(Swift.max(2, count))
    let rawExponent = Int(Elementary.log10((high - low) / wanted).rounded(.down))
    for (place, mantissa) in nice.enumerated() {
      for exponent in rawExponent - 1...rawExponent + 2 {
        if wholeNumbers && (exponent < 0 || (exponent == 0 && mantissa == 2.5)) { continue }
        let unit = Progression(mantissa: mantissa, exponent: exponent, first: 0, count: 2)
        let step = unit.step
        guard step > 0, step.isFinite else { continue }
        // A relative slack keeps a bound that is a multiple of the step up to rounding.
        let slack = 1e-9 * (high - low) / step
        let first =
          covering
          ? (low / step + slack).rounded(.down) : (low / step - slack).rounded(.up)
        let last =
          covering
          ? (high / step - slack).rounded(.up) : (high / step + slack).rounded(.down)
        guard last >= first, last - first <= wanted, first.magnitude < 1e15 else { continue }
        let candidate = Progression(
          mantissa: mantissa, exponent: exponent, first: first, count: Int(last - first) + 1)
        let score = candidate.score(range, place: place, of: nice.count, wanted: wanted)
        if candidate.count >= 2, score > best?.score ?? -.infinity { best = (score, candidate) }
      }
    }
    if let best { return best.progression }
    // Only a range in which no two nice numbers differ comes here; one label names it.
    let exponent = rawExponent + 1
    let unit = Progression(mantissa: 1, exponent: exponent, first: 0, count: 1)
    return Progression(
      mantissa: 1, exponent: exponent, first: (low / unit.value(of: 1)).rounded(.up), count: 1)
  }

  private func score(
    _ range: ClosedRange<Double>, place: Int, of places: Int, wanted: Double
  ) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    let length = high - low
    let includesZero = lowest <= 0 && highest >= 0
    let simplicity = 1 - Double(place) / Double(places - 1) + (includesZero ? 1 : 0)
    let (over, under) = ((high - highest) / length, (low - lowest) / length)
    let coverage = 1 - 0.5 * (over * over + under * under) / 0.01
    let (have, want) = (Double(count - 1) / (highest - lowest), (wanted - 1) / length)
    let density = 2 - Swift.max(have / want, want / have)
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density
  }

  /// The numbers as ticks: all with the same decimals, or with a common power of ten left out where
  /// they would be longer than six characters.
  func ticks(unit: AxisUnit) -> Ticks {
    let values = self.values
    let largest = values.map(\.magnitude).max() ?? 0
    let stepDecimals = (mantissa == 2.5 ? 1 : 0) - exponent
    if unit == .percent {
      let format = NumberFormat.percent(Swift.min(Swift.max(0, stepDecimals - 2), 17))
      return Ticks(
        list: values.map { .init(value: $0, text: NumberText($0, format).plain) }, powerOfTen: 0)
    }
    let magnitude = largest > 0 ? Int(Elementary.log10(largest).rounded(.down)) : 0
    let isLong = magnitude >= 5 || magnitude <= -4
    let power = isLong ? magnitude : 0
    let decimals = Swift.min(Swift.max(0, stepDecimals + power), 17)
    return Ticks(
      list: zip(values, 0...).map { value, place in
        let shown =
          power == 0
          ? value
          : (first + Double(place)) * mantissa * Elementary.powerOfTen(exponent - power)
        return .init(value: value, text: NumberText(shown, .fixed(decimals)).plain)
      }, powerOfTen: power)
  }
}
