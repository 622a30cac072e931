internal import Derivations
internal import Notebook
internal import Plots

/// Draws the vectors of a counterexample, and the balls in which a step keeps them.
struct CounterexampleDrawing {
  let derivation: Derivation
  /// The macros of the page, which labels of figures do not know.
  let macros: [String: String]

  /// The figure; nil where there is no vector, one of more than two components, vectors of two
  /// lengths, or nothing but zeros.
  func figure(of found: Derivations.Counterexample) -> Figure? {
    var vectors: [(label: String, numbers: [Double])] = []
    for value in found.values {
      guard
        case .vector? = derivation.declarations.first(where: { $0.symbol == value.symbol })?.type
      else { continue }
      let name = expanded(derivation.spelling(of: value.symbol))
      guard !value.members.isEmpty else {
        vectors.append((name, value.numbers))
        continue
      }
      let size = value.numbers.count / value.members.count
      for (place, member) in value.members.enumerated() {
        let numbers = value.numbers.dropFirst(place * size).prefix(size)
        vectors.append(("\(name)_{\(member.subscripted)}", Array(numbers)))
      }
    }
    let points = vectors.map(\.numbers) + found.balls.map(\.center)
    guard let size = points.first?.count, (1...2).contains(size),
      points.allSatisfy({ $0.count == size }),
      points.joined().contains(where: { $0 != 0 }) || found.balls.contains(where: { $0.radius > 0 })
    else { return nil }
    return .arrows(
      ArrowChart(
        title: "The vectors of the counterexample", isLine: size == 1,
        arrows: vectors.map { .init(label: "$\($0.label)$", tip: point($0.numbers)) },
        balls: found.balls.map { ball in
          .init(
            label: label(of: ball), exponent: ball.order, radius: ball.radius,
            center: point(ball.center))
        },
        values: [("left side:", found.left), ("right side:", found.right)].compactMap {
          name, side in
          side.map { .init(label: name, number: $0) }
        }))
  }

  private func point(_ numbers: [Double]) -> Point {
    Point(numbers.first ?? 0, numbers.dropFirst().first ?? 0)
  }

  /// "‖δ‖₂ ≤ 1", or "‖δ − (1, 0)‖₂ ≤ 1" where its middle is not 0; of a number "δ ∈ [−1, 1]".
  private func label(of ball: NormBall) -> String {
    let name = expanded(derivation.spelling(of: ball.variable))
    if ball.center.count == 1, let middle = ball.center.first {
      if ball.radius == 0 { return "$\(name) = \(printed(middle, significant: 3))$" }
      let ends = [middle - ball.radius, middle + ball.radius].map { printed($0, significant: 3) }
      return "$\(name) \\in [\(ends[0]),\\ \(ends[1])]$"
    }
    var inside = name
    if ball.center.contains(where: { $0 != 0 }) {
      inside += " - (\(ball.center.map { printed($0, significant: 3) }.joined(separator: ",\\ ")))"
    }
    let order = ball.order == .infinity ? "\\infty" : printed(ball.order, significant: 3)
    return "$\\|\(inside)\\|_{\(order)} \\le \(printed(ball.radius, significant: 3))$"
  }

  /// With the macros without arguments replaced by what they stand for.
  private func expanded(_ tex: String) -> String {
    var text = tex
    // What stands for itself would never end.
    for _ in 0..<8 {
      let next = once(text)
      if next == text || next.utf8.count > 500 { break }
      text = next
    }
    return text
  }

  private func once(_ tex: String) -> String {
    var result = ""
    var rest = Substring(tex)
    while let character = rest.popFirst() {
      guard character == "\\" else {
        result.append(character)
        continue
      }
      var name = String(rest.prefix { $0.isASCII && $0.isLetter })
      if name.isEmpty, let sign = rest.first { name = String(sign) }
      rest = rest.dropFirst(name.count)
      if let body = macros["\\" + name], !body.contains("#") {
        result += "{\(body)}"
      } else {
        result += "\\" + name
      }
    }
    return result
  }
}

extension Derivations.Counterexample.Assignment.Member {
  /// Its places as a subscript.
  fileprivate var subscripted: String {
    places.map(String.init).joined(separator: places.contains { $0 > 9 } ? "," : "")
  }
}
