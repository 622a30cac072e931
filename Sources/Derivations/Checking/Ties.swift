// Strict relations whose sides are equal where something is 0: numbers cannot tell, a proof can.
extension Checker {
  /// An instance for which both sides of a strict relation are equal, which is proved: with one symbol
  /// put to 0, or everywhere.
  func tie(_ whole: Obligation) -> Counterexample? {
    guard case .relation(let r, let a, let b) = whole.goal.unquantified, r.isStrict,
      case .scalar = a.sort(in: whole.scope)
    else { return nil }
    let equal = DerivationReader.forEvery(.relation(.equal, a, b), whole.goal.quantifiedIndices)
    if proveGenerally(whole.asking(equal)) != nil { return instance(of: whole, where: []) }
    let free = whole.goal.freeSymbols
    for declaration in whole.declarations
    where free.contains(declaration.symbol) && declaration.indices.isEmpty {
      let zero: Expression
      switch declaration.type {
      case .vector(let d): zero = .zeroVector(d)
      case .scalar(.real), .scalar(.nonnegative): zero = .zero
      default: continue
      }
      let put = Substitution([declaration.symbol: zero])
      let special = Obligation(
        declarations: whole.declarations,
        hypotheses: whole.hypotheses.map { Hypothesis(put.apply($0.proposition), tex: $0.tex) },
        witnesses: [], goal: put.apply(equal))
      guard proveGenerally(special) != nil else { continue }
      let isZero = Proposition.relation(.equal, .of(declaration.symbol), zero)
      if let found = instance(of: whole, where: [isZero]) { return found }
    }
    for declaration in whole.declarations where free.contains(declaration.symbol) {
      guard case .function(let type) = declaration.type, type.arguments == [.scalar],
        let constant = SampleFunction.library.first(where: {
          $0.isConstant && $0.has(type.properties)
        })
      else { continue }
      let special = Obligation(
        declarations: whole.declarations, hypotheses: whole.hypotheses,
        goal: equal.replacing(declaration.symbol, by: constant.value([0])))
      guard proveGenerally(special) != nil else { continue }
      if let found = instance(of: whole, where: [], with: (declaration.symbol, constant)) {
        return found
      }
    }
    return nil
  }

  /// A small instance of the hypotheses, with the sides' common value.
  private func instance(
    of whole: Obligation, where also: [Proposition],
    with function: (symbol: Symbol, sample: SampleFunction)? = nil
  ) -> Counterexample? {
    let assumed = whole.hypotheses.map(\.proposition) + also
    var maker = InstanceMaker(
      whole, assumed, seed: options.seed, largest: (space: 1, family: 1))
    for k in 0..<40 {
      guard var instance = maker.make(k) else { continue }
      if let function { instance.functions[function.symbol] = function.sample }
      guard whole.hypotheses.allSatisfy({ maker.holds($0.proposition, instance) }) else { continue }
      return Tester(whole).described(instance, tie: true)
    }
    return nil
  }
}

extension Obligation {
  /// The same with another goal.
  func asking(_ goal: Proposition) -> Obligation {
    Obligation(
      declarations: declarations, hypotheses: hypotheses, witnesses: witnesses, goal: goal)
  }
}

extension Proposition {
  /// With a function in the place of which a constant stands.
  fileprivate func replacing(_ f: Symbol, by constant: Double) -> Proposition {
    mapped({ $0.replacing(f, by: constant) }, { $0.replacing(f, by: constant) })
  }
}

extension Expression {
  fileprivate func replacing(_ f: Symbol, by constant: Double) -> Expression {
    if case .application(f, let order, _) = self {
      return .number(order > 0 ? .zero : Rational(exactly: constant) ?? .zero)
    }
    return mapped({ $0.replacing(f, by: constant) }, { $0.replacing(f, by: constant) })
  }
}
