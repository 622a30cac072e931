// Oracle: problems whose answers are worked out by hand.
import Testing

@testable import Derivations

@Suite struct SolverTests {
  let x = Term.unknown("x")
  let y = Term.unknown("y|odd name")
  let budget = SolverBudget(resources: 300_000)

  func number(_ k: Int) -> Term { .number(Rational(k)) }

  @Test func aContradictionNamesTheGroupsThatMakeIt() {
    let problem = SolverProblem([
      .init(.relation(.greater, x, number(0)), group: 4),
      .init(.relation(.less, y, number(7)), group: 5),
      .init(.relation(.less, .product([x, x, x]), number(0)), group: 6),
    ])
    #expect(solve(problem, budget) == .unsatisfiable(core: [4, 6]))
  }

  @Test func aSolutionIsGiven() {
    let problem = SolverProblem([
      .init(.relation(.equal, .sum([x, x, x]), number(2))),
      .init(.relation(.equal, .product([x, y]), number(-1)), group: 1),
    ])
    guard case .satisfiable(let values) = solve(problem, budget) else {
      Issue.record("not solved")
      return
    }
    #expect(values == ["x": Rational(2, over: 3)!, "y|odd name": Rational(-3, over: 2)!])
  }

  @Test func anIrrationalSolutionIsASolution() {
    let problem = SolverProblem([
      .init(.relation(.equal, .product([x, x]), number(2)))
    ])
    guard case .satisfiable = solve(problem, budget) else {
      Issue.record("not solved")
      return
    }
  }

  @Test func workIsBoundedAndTheAnswerIsTheSameEachTime() {
    var terms: [Term] = []
    for k in 0..<12 { terms.append(.product([.unknown("a\(k)"), .unknown("b\(k)")])) }
    func square(_ name: String) -> Term {
      .sum((0..<12).map { .product([.unknown("\(name)\($0)"), .unknown("\(name)\($0)")]) })
    }
    let dot = Term.sum(terms)
    let problem = SolverProblem([
      .init(.relation(.greater, .product([dot, dot]), .product([square("a"), square("b")])))
    ])
    let small = SolverBudget(resources: 50_000)
    let first = solve(problem, small)
    guard case .undecided = first else {
      Issue.record("decided: \(first)")
      return
    }
    #expect(solve(problem, small) == first)
  }
}
