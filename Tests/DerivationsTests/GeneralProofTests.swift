// Oracle: textbook identities and inequalities, and false variants of each.
import Testing

@testable import Derivations

/// Short ways to write expressions.
enum Build {
  static let w = Expression.of(Symbol("w"))
  static let x = Expression.of(Symbol("x"))
  static let delta = Expression.of(Symbol("\\delta"))
  static let epsilon = Expression.of(Symbol("\\varepsilon"))
  static let y = Expression.of(Symbol("y"))
  static let two = NormOrder.two

  static func times(_ factors: Expression...) -> Expression { .multiplying(factors) }
  static func plus(_ terms: Expression...) -> Expression { .adding(terms) }
  static func minus(_ e: Expression) -> Expression { .negated(e) }
  static func loss(_ e: Expression) -> Expression {
    .application(Symbol("\\ell"), derivative: 0, [e])
  }
  static func over(
    _ goal: Goal, _ variable: Expression, _ p: NormOrder, around centre: Expression? = nil,
    _ body: Expression
  ) -> Expression {
    guard case .symbol(let symbol, _) = variable else { return body }
    let v = centre.map { Expression.difference(variable, $0) } ?? variable
    return .extremum(
      Extremum(
        goal, over: [Bound(symbol, .vector(.space))],
        where: .relation(.lessOrEqual, .norm(v, p), epsilon), of: body))
  }

  static func obligation(
    _ goal: Proposition, loss: Set<FunctionProperty> = [.nonincreasing],
    given: [Proposition] = [], witnesses: [Witness] = []
  ) -> Obligation {
    Obligation(
      declarations: [
        Declaration(Symbol("w"), .vector(.space)), Declaration(Symbol("x"), .vector(.space)),
        Declaration(Symbol("\\delta"), .vector(.space)),
        Declaration(Symbol("y"), .scalar(.sign)),
        Declaration(Symbol("\\varepsilon"), .scalar(.nonnegative)),
        Declaration(Symbol("\\ell"), .function(FunctionType([.scalar], loss))),
      ], hypotheses: given.map { Hypothesis($0, tex: "") }, witnesses: witnesses, goal: goal)
  }
}

@Suite struct GeneralProofTests {
  @Test func zeroIsAVectorWhereAVectorIsOffered() throws {
    let source = DerivationSource(
      symbols: [.init("w", "vector")], witnesses: [.init(#"\delta"#, "0")],
      body: #"w^\top \delta = 0 \text{ for some } \delta \in \mathbb{R}^d"#)
    let report = check(try #require(read(source).derivation), CheckOptions(seed: 1))
    #expect(report.witnesses.map(\.verdict) == [.proved])
    #expect(report.steps.map(\.verdict) == [.proved])
  }

  /// Where an index is bound, so is the one of the point that is offered.
  @Test func aWitnessMayDependOnAnIndex() throws {
    let source = DerivationSource(
      symbols: [.init("w", "vector"), .init("y", "sign[i]")], witnesses: [.init("c", "y_i")],
      body: #"y_i w = c w \text{ for some } c \in \mathbb{R}"#)
    let report = check(try #require(read(source).derivation), CheckOptions(seed: 1))
    #expect(report.steps.map(\.verdict) == [.proved])
  }

  static let margin = Build.times(Build.y, .dot(Build.w, Build.plus(Build.x, Build.delta)))
  static let hat = Expression.of(Symbol("\\hat{x}"))
  static let clean = Build.times(Build.y, .dot(Build.w, Build.x))

  static let chain: [Expression] = [
    Build.over(
      .maximum, hat, .two, around: Build.x,
      Build.loss(Build.times(Build.y, .dot(Build.w, hat)))),
    Build.over(.maximum, Build.delta, .two, Build.loss(margin)),
    Build.loss(Build.over(.minimum, Build.delta, .two, margin)),
    Build.loss(
      Build.plus(
        clean,
        Build.over(
          .minimum, Build.delta, .two, Build.times(Build.y, .dot(Build.w, Build.delta))))),
    Build.loss(
      Build.plus(clean, Build.minus(Build.times(Build.epsilon, .norm(Build.w, .two))))),
  ]

  @Test(arguments: 0..<4)
  func theInnerMaximumIsProvedStepByStep(_ k: Int) {
    let goal = Proposition.relation(.equal, Self.chain[k], Self.chain[k + 1])
    let proof = proveGenerally(Build.obligation(goal))
    #expect(proof != nil)
    #expect(proof?.isByTheorem == false)
  }

  @Test func theWholeChainAtOnce() {
    let goal = Proposition.relation(.equal, Self.chain[0], Self.chain[4])
    let proof = proveGenerally(Build.obligation(goal))
    #expect(proof != nil)
  }

  @Test func withoutMonotonicityNothingIsProved() {
    let goal = Proposition.relation(.equal, Self.chain[1], Self.chain[2])
    #expect(proveGenerally(Build.obligation(goal, loss: [])) == nil)
    #expect(proveGenerally(Build.obligation(goal, loss: [.nondecreasing])) == nil)
  }

  @Test func cauchySchwarzOnTheBall() {
    let left = Build.times(Build.y, .dot(Build.w, Build.delta))
    let middle = Build.minus(Build.times(.norm(Build.w, .two), .norm(Build.delta, .two)))
    let right = Build.minus(Build.times(.norm(Build.w, .two), Build.epsilon))
    let inBall = Proposition.relation(.lessOrEqual, .norm(Build.delta, .two), Build.epsilon)
    #expect(
      proveGenerally(Build.obligation(.relation(.greaterOrEqual, left, middle))) != nil)
    let second = Proposition.relation(.greaterOrEqual, middle, right)
    #expect(proveGenerally(Build.obligation(second)) == nil)
    #expect(proveGenerally(Build.obligation(second, given: [inBall]))?.hypotheses == [0])
    #expect(
      proveGenerally(Build.obligation(.relation(.lessOrEqual, left, middle))) == nil)
  }

  @Test func theMaximiserNeedsThatTheWeightsAreNotZero() {
    let point = Build.minus(
      Build.times(Build.y, Build.epsilon, .quotient(Build.w, .norm(Build.w, .two))))
    guard
      case .extremum(let e) = Build.over(
        .minimum, Build.delta, .two, Build.times(Build.y, .dot(Build.w, Build.delta)))
    else { return }
    let goal = Proposition.attains(point: point, e)
    #expect(proveGenerally(Build.obligation(goal)) == nil)
    let nonzero = Proposition.relation(.notEqual, Build.w, .zeroVector(.space))
    let proof = proveGenerally(Build.obligation(goal, given: [nonzero]))
    #expect(proof?.hypotheses == [0])
    let unique = Proposition.uniquelyAttains(point: point, e)
    #expect(proveGenerally(Build.obligation(unique, given: [nonzero])) != nil)
  }

  @Test func termByTermOverTheBox() {
    let j = Symbol("j")
    func at(_ v: Expression) -> Expression { .component(v, [.variable(j)]) }
    let linear = Build.times(Build.y, .dot(Build.w, Build.delta))
    let first = Build.over(.minimum, Build.delta, .infinity, linear)
    let t = Symbol("t")
    let term = Build.times(Build.y, at(Build.w), .of(t))
    func minimum(_ r: Relation) -> Expression {
      .total(
        index: j, .space,
        .extremum(
          Extremum(
            .minimum, over: [Bound(t, .scalar)],
            where: .relation(r, .absolute(.of(t)), Build.epsilon), of: term)))
    }
    let ends = Expression.total(
      index: j, .space,
      .choice(
        .minimum,
        [
          Build.minus(Build.times(at(Build.w), Build.epsilon)),
          Build.times(at(Build.w), Build.epsilon),
        ]))
    let sizes = Expression.total(
      index: j, .space, Build.minus(Build.times(Build.epsilon, .absolute(at(Build.w)))))
    let closed = Build.minus(Build.times(Build.epsilon, .norm(Build.w, .one)))
    let chain = [first, minimum(.lessOrEqual), minimum(.equal), ends, sizes, closed]
    for (a, b) in zip(chain, chain.dropFirst()) {
      #expect(proveGenerally(Build.obligation(.relation(.equal, a, b))) != nil)
    }
    #expect(
      proveGenerally(
        Build.obligation(
          .relation(
            .equal, first, Build.minus(Build.times(Build.epsilon, .norm(Build.w, .two)))))) == nil)
  }
}
