// Functions by what is known of them at the arguments that occur.
extension Symbol {
  fileprivate static let exponentialName = "#exp"
  fileprivate static let logarithmName = "#log"
  static let exponential = Symbol(exponentialName)
  static let logarithm = Symbol(logarithmName)
}

extension SmallEncoding {
  /// The value of a function or derivative at arguments: one unknown for each list of arguments.
  mutating func call(
    _ f: Symbol, _ part: String, order: Int, _ arguments: [Expression]
  ) throws(SmallObstacle) -> Term {
    var list: [[Term]] = []
    for argument in arguments {
      switch argument.sort(in: scope) {
      case .scalar: list.append([try term(argument)])
      default: list.append(try components(argument))
      }
    }
    let key = order < 0 ? Symbol("\(f.name) \(part)") : f
    if let known = calls[key]?.first(where: { $0.order == order && $0.arguments == list }) {
      return known.value
    }
    let value = unknown("value")
    calls[key, default: []].append(Call(order: order, arguments: list, value: value))
    return value
  }

  /// Congruence, monotonicity, convexity and signs at all arguments that occur.
  func properties() -> [Formula] {
    var result: [Formula] = []
    for (f, list) in calls.sorted(by: { $0.key < $1.key }) {
      let properties = self.properties(of: f)
      for (k, call) in list.enumerated() {
        for other in list[..<k] where other.order == call.order {
          result.append(
            .implies(
              same(call.arguments, other.arguments), .relation(.equal, call.value, other.value)))
        }
        result += alone(call, properties)
        for other in list where other.arguments != call.arguments {
          result += pair(call, other, properties)
        }
      }
      if f == .exponential || f == .logarithm { result += list.flatMap { elementary(f, $0) } }
    }
    return result
  }

  private func properties(of f: Symbol) -> Set<FunctionProperty> {
    switch f {
    case .exponential: [.strictlyIncreasing, .convex, .positive]
    case .logarithm: []
    default: scope.function(f)?.properties ?? []
    }
  }

  private func same(_ a: [[Term]], _ b: [[Term]]) -> Formula {
    .all(zip(a.flatMap { $0 }, b.flatMap { $0 }).map { .relation(.equal, $0, $1) })
  }

  /// What holds at one argument.
  private func alone(_ call: Call, _ properties: Set<FunctionProperty>) -> [Formula] {
    var result: [Formula] = []
    func sign(_ r: Relation) { result.append(.relation(r, call.value, .number(.zero))) }
    if call.order == 0 {
      if properties.contains(.positive) { sign(.greater) }
      if properties.contains(.nonnegative) { sign(.greaterOrEqual) }
    }
    if call.order == 1 {
      if properties.contains(.negativeDerivative) { sign(.less) }
      if properties.contains(.positiveDerivative) { sign(.greater) }
      if !properties.isDisjoint(with: [.nonincreasing, .strictlyDecreasing]) {
        sign(.lessOrEqual)
      }
      if !properties.isDisjoint(with: [.nondecreasing, .strictlyIncreasing]) {
        sign(.greaterOrEqual)
      }
    }
    if call.order == 2 {
      if properties.contains(.convex) { sign(.greaterOrEqual) }
      if properties.contains(.concave) { sign(.lessOrEqual) }
    }
    return result
  }

  /// What holds between two arguments, in this order.
  private func pair(
    _ a: Call, _ b: Call, _ properties: Set<FunctionProperty>
  ) -> [Formula] {
    guard a.arguments.count == 1, a.arguments[0].count == 1, b.arguments[0].count == 1 else {
      return []
    }
    let x = a.arguments[0][0]
    let z = b.arguments[0][0]
    var result: [Formula] = []
    if a.order == 0, b.order == 0 {
      let weakly = Formula.relation(.lessOrEqual, x, z)
      let strictly = Formula.relation(.less, x, z)
      if !properties.isDisjoint(with: [
        .nonincreasing, .strictlyDecreasing, .negativeDerivative,
      ]) {
        result.append(.implies(weakly, .relation(.greaterOrEqual, a.value, b.value)))
      }
      if !properties.isDisjoint(with: [
        .nondecreasing, .strictlyIncreasing, .positiveDerivative,
      ]) {
        result.append(.implies(weakly, .relation(.lessOrEqual, a.value, b.value)))
      }
      if !properties.isDisjoint(with: [.strictlyDecreasing, .negativeDerivative]) {
        result.append(.implies(strictly, .relation(.greater, a.value, b.value)))
      }
      if !properties.isDisjoint(with: [.strictlyIncreasing, .positiveDerivative]) {
        result.append(.implies(strictly, .relation(.less, a.value, b.value)))
      }
    }
    if a.order == 1, b.order == 0 || b.order == 1 {
      result += slopes(a, b, x, z, properties)
    }
    return result
  }

  /// The tangent at x lies below a convex function, and derivatives grow.
  private func slopes(
    _ a: Call, _ b: Call, _ x: Term, _ z: Term, _ properties: Set<FunctionProperty>
  ) -> [Formula] {
    let isConvex = properties.contains(.convex)
    guard isConvex || properties.contains(.concave) else { return [] }
    if b.order == 1 {
      return [
        .implies(
          .relation(.lessOrEqual, x, z),
          .relation(isConvex ? .lessOrEqual : .greaterOrEqual, a.value, b.value))
      ]
    }
    let own = calls.values.flatMap { $0 }.first {
      $0.order == 0 && $0.arguments == a.arguments
    }
    guard let own else { return [] }
    let tangent = Term.sum([own.value, .product([a.value, .difference(z, x)])])
    return [.relation(isConvex ? .greaterOrEqual : .lessOrEqual, b.value, tangent)]
  }

  /// exp 0 = 1, exp x ≥ 1 + x; log 1 = 0, log x ≤ x − 1 where x > 0.
  private func elementary(_ f: Symbol, _ call: Call) -> [Formula] {
    guard let x = call.arguments.first?.first else { return [] }
    let zero = Term.number(.zero)
    let one = Term.number(.one)
    if f == .exponential {
      return [
        .relation(.greaterOrEqual, call.value, .sum([one, x])),
        .implies(.relation(.less, x, zero), .relation(.less, call.value, one)),
        .implies(.relation(.equal, x, zero), .relation(.equal, call.value, one)),
      ]
    }
    var result: [Formula] = [
      .implies(
        .relation(.greater, x, zero), .relation(.lessOrEqual, call.value, .difference(x, one))),
      .implies(.relation(.greater, x, one), .relation(.greater, call.value, zero)),
      .implies(.relation(.equal, x, one), .relation(.equal, call.value, zero)),
    ]
    for other in calls[.logarithm] ?? [] where other.arguments != call.arguments {
      guard let z = other.arguments.first?.first else { continue }
      result.append(
        .implies(
          .all([.relation(.greater, x, zero), .relation(.less, x, z)]),
          .relation(.less, call.value, other.value)))
    }
    return result
  }
}
