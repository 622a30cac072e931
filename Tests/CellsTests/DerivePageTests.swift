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
}
