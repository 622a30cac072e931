// Oracle: the documentation of each directive: its example runs, and publishes what it says.
import Cells
import Notebook
import Testing

@Suite struct ExampleTests {
  @Test func theRegistryNamesEveryDirectiveOnce() {
    #expect(
      directives.map { $0.name }.sorted() == [
        "attack", "check", "closed-form", "data", "derive", "evaluate", "let", "model", "plot",
        "sweep",
        "table", "train",
      ])
  }

  @Test(arguments: directives.map { $0.name })
  func theExampleRunsAndPublishesDocumentedNames(name: String) throws {
    let directive = try #require(directives.first { $0.name == name })
    let run = NotebookRun(directive.example)
    #expect(run.messages == "")
    #expect(!run.outputs.isEmpty)
    let documented = Set(directive.publishes.map(\.name))
    for (id, output) in run.outputs where directive.freeNames == nil && name != "sweep" {
      // The examples of cells that need data contain a `data` and a `model` cell as well.
      guard !["points", "by-hand"].contains(id) || name == "data" || name == "model" else {
        continue
      }
      for value in output.values { #expect(documented.contains(value.name), "\(id).\(value.name)") }
    }
  }

  @Test(arguments: directives.map { $0.name })
  func theDocumentationIsComplete(name: String) throws {
    let directive = try #require(directives.first { $0.name == name })
    #expect(directive.summary.hasSuffix("."))
    #expect(!directive.summary.contains("\n"))
    #expect(directive.details.contains("Errors:"))
    for field in directive.fields { #expect(field.summary.hasSuffix("."), "\(field.name)") }
  }
}
