internal import AdvKit

/// What halving the small symbol showed of an approximation.
enum OrderOutcome {
  /// The observed order (nil where the error is below rounding throughout), and on how many instances.
  case holds(order: Double?, instances: Int)
  case fails(order: Double, Counterexample)
  case impossible(String)
}

/// The order at which both sides approach each other as a symbol becomes small.
///
/// On each instance the symbol is halved eight times from 0.1; the order is the slope of the logarithm
/// of the error between the last ones that stand above rounding.
func observedOrder(
  _ a: Expression, _ b: Expression, small: Symbol, claimed: Int, _ obligation: Obligation,
  seed: UInt64
) -> OrderOutcome {
  let scope = obligation.scope
  // A vector that is small is scaled; a number is set.
  var maker = InstanceMaker(
    obligation, obligation.hypotheses.map(\.proposition), seed: seed, largest: (space: 5, family: 3)
  )
  let hasExtrema = !a.extrema.isEmpty || !b.extrema.isEmpty
  var lowest: Double?
  var count = 0
  var reason: String?
  for k in 0..<(hasExtrema ? 16 : 40) {
    guard let base = maker.make(k), let members = base.values[small] else { continue }
    var points: [(h: Double, error: Double, isSure: Bool)] = []
    var h = 0.1
    for _ in 0..<8 {
      var instance = base
      instance.values[small] = members.map { value in
        switch value {
        case .scalar: return .scalar(h)
        default:
          let size = value.numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
          return value.replacing(value.numbers.map { size > 0 ? $0 * h / size : 0 })
        }
      }
      let evaluation = Evaluation(instance, scope)
      do throws(Unvalued) {
        let x = try evaluation.scalar(a)
        let y = try evaluation.scalar(b)
        let error = abs(x.value - y.value)
        points.append((h, error, error > 20 * (x.error + y.error)))
      } catch {
        switch error {
        case .undefined(let words), .impossible(let words): reason = reason ?? words
        }
        break
      }
      h /= 2
    }
    guard points.count == 8 else { continue }
    count += 1
    let sure = points.filter(\.isSure)
    guard sure.count >= 3, let last = sure.last else { continue }
    let first = sure[sure.count - 3]
    let order =
      Elementary.log(first.error / last.error) / Elementary.log(first.h / last.h)
    if order < Double(claimed) - 0.2 {
      var instance = base
      instance.values[small] = members.map { $0.replacing($0.numbers.map { _ in last.h }) }
      let tester = Tester(
        Obligation(
          declarations: obligation.declarations, hypotheses: obligation.hypotheses,
          goal: .relation(.equal, a, b)))
      return .fails(order: order, tester.described(instance))
    }
    lowest = min(lowest ?? order, order)
  }
  guard count > 0 else { return .impossible(reason ?? "no instance could be evaluated") }
  return .holds(order: lowest.map { ($0 * 100).rounded() / 100 }, instances: count)
}
