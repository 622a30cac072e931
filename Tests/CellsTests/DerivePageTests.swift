// Oracle: what an author expects to find of the header and of a counterexample on the page, written
// down by hand from the rules of the page.
import Notebook
import Plots
import Testing

@Suite struct DerivePageTests {
  /// The derivation that a cell came to.
  private func block(_ fields: String, _ body: String) throws -> JudgedDerivation {
    let run = NotebookRun(
      "::: mistake\n```adv derive #x\n\(fields)\n---\n\(body)\n```\n:::\n")
    for case .derivation(let block)? in run.outputs["x"]?.blocks ?? [] { return block }
    throw Missing(messages: run.messages)
  }

  private struct Missing: Error {
    let messages: String
  }

  @Test func definitionsStandAboveWhatIsGiven() throws {
    let block = try block(
      "where:\n  w: vector\n  \\mathbf{v}: vector\ngiven:\n  - \\delta^* \\ne 0\nlet:\n"
        + "  \\delta^*: -2 \\mathbf{v}\n  f(z): z + 1",
      "f(w^\\top \\delta^*) = 1 - 2 w^\\top \\mathbf{v}")
    #expect(block.premises.map(\.word) == ["let", "let", "given"])
    #expect(
      block.premises.map(\.statement) == [
        "$\\delta^* = -2 \\mathbf{v}$", "$f(z) = z + 1$", "$\\delta^* \\ne 0$",
      ])
    #expect(!block.premises.contains { $0.isBelow })
    #expect(
      block.symbols == [.init("w", "vector"), .init("\\mathbf{v}", "vector")])
  }

  @Test func aCounterexampleSpellsSymbolsAsTheAuthorDoes() throws {
    let step = try #require(
      block(
        "where:\n  \\mathbf{w}: vector\n  \\hat{\\mathbf{x}}_i: vector[i]\n  z: scalar[i]",
        "\\Bigl(\\sum_{i=1}^n z_i\\Bigr)^2 \\|\\hat{\\mathbf{x}}_1\\|_2 + \\|\\mathbf{w}\\|_2"
          + "= \\sum_{i=1}^n z_i^2 \\|\\hat{\\mathbf{x}}_i\\|_2 + \\|\\mathbf{w}\\|_2"
      ).lines.first?.step)
    let values = try #require(step.counterexample?.values)
    try #require(values.map(\.symbol) == ["w", "\\hat{x}", "z"])
    #expect(values[0].equations == ["\\mathbf{w} = 0"])
    // Members are named one by one: nothing that looks like a vector.
    for (value, name) in [(values[1], "\\hat{\\mathbf{x}}"), (values[2], "z")] {
      let members = value.equations.joined(separator: " = ")
      #expect(members.contains("\(name)_1") && members.contains("\(name)_2"), "\(members)")
      #expect(!members.contains("(("))
    }
  }

  // MARK: - The drawing of a counterexample

  /// The figure of the first step.
  private func drawn(_ fields: String, _ body: String) throws -> ArrowChart? {
    let step = try #require(block(fields, body).lines.first?.step)
    guard case .arrows(let chart)? = step.counterexample?.drawing else { return nil }
    return chart
  }

  @Test func vectorsAndTheBallOfAMaximumAreDrawn() throws {
    let found =
      try drawn(
        "where:\n  \\mathbf{w}: vector\n  x_i: vector[i]",
        "\\max_{\\|\\delta\\|_\\infty \\le 2} \\mathbf{w}^\\top \\delta + \\sum_{i=1}^n \\|x_i\\|_2"
          + "= 2 \\|\\mathbf{w}\\|_\\infty + \\sum_{i=1}^n \\|x_i\\|_2")
    let chart = try #require(found)
    // In one dimension both norms are the same, so it takes two.
    #expect(!chart.isLine)
    #expect(chart.arrows.first?.label == "$\\mathbf{w}$")
    #expect(chart.arrows.dropFirst().first?.label == "$x_{1}$")
    let w = try #require(chart.arrows.first?.tip)
    #expect(w.x != 0 && w.y != 0)
    let ball = try #require(chart.balls.first)
    #expect(chart.balls.count == 1 && ball.radius == 2 && ball.exponent == .infinity)
    #expect(ball.label == "$\\|\\delta\\|_{\\infty} \\le 2$" && ball.center == Point(0, 0))
    #expect(chart.values.map(\.label) == ["left side:", "right side:"])
    let left = try #require(chart.values.first)
    #expect(abs(left.number - 2 * (abs(w.x) + abs(w.y))) < 1e-6)
  }

  @Test func numbersAreDrawnOnALine() throws {
    let found =
      try drawn(
        "where:\n  w: vector\n  z: vector\ngiven:\n  - \\|z - w\\|_2 \\le 1",
        "w^\\top z \\ge 1")
    let chart = try #require(found)
    #expect(chart.isLine && chart.arrows.map(\.label) == ["$w$", "$z$"])
    #expect(chart.balls.count == 1 && chart.balls.first?.radius == 1)
    #expect(chart.balls.first?.center.x == chart.arrows.first?.tip.x)
  }

  @Test(arguments: [
    ("a: scalar", "a^2 \\le a"),
    // Only zeros are wrong; three components are too many.
    ("w: vector", "\\|w\\|_2 > 0"), ("w: vector", "2 \\|w\\|_1 \\le 3 \\|w\\|_2"),
    // A proof has no counterexample.
    ("w: vector", "\\|w\\|_2 \\ge 0"),
  ])
  func whatCannotBeDrawnIsNot(_ symbol: String, _ body: String) throws {
    #expect(try drawn("where:\n  \(symbol)", body) == nil)
  }

  @Test(arguments: [
    // 0/0 has no value; the square of a norm is too small only at 0.
    "\\frac{w^\\top w}{\\|w\\|_2} = \\|w\\|_2", "\\|w\\|_2 > 0",
  ])
  func whatWouldSaveAStepStandsBesideIt(_ body: String) throws {
    let step = try #require(block("where:\n  \\boldsymbol{w}: vector", body).lines.first?.step)
    #expect(step.verdict.rank <= 1)
    #expect(step.notices == ["It holds where $\\boldsymbol{w} \\ne 0$."])
  }

  @Test func whatCouldSayMoreStandsBesideIt() throws {
    let step = try #require(block("where:\n  a: scalar", "a^2 \\le a\\, a").lines.first?.step)
    #expect(step.notices.contains { $0.hasPrefix("It could say more") })
  }
}
