// Oracle: what an author expects to find of the header and of a counterexample on the page, written
// down by hand from the rules of the page.
import Notebook
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
