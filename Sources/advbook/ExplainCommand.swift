import ArgumentParser
import Cells
import Notebook

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a directive, or list them all.",
    discussion: "With --schema: the JSON Schema of front matter and all cells, for editors.")

  @ArgumentParser.Argument(help: "The directive, such as train.")
  var directive: String?

  @Flag(name: .long, help: "Print the JSON Schema of front matter and all cells.")
  var schema = false

  func run() throws {
    if schema {
      print(jsonSchema(of: directives))
      return
    }
    guard let directive else {
      print(listing(of: directives))
      return
    }
    guard let found = directives.first(where: { $0.name == directive }) else {
      let near = nearestName(to: directive, in: directives.map { $0.name })
      throw ValidationError(
        "There is no directive '\(directive)'."
          + (near.map { " Did you mean '\($0)'?" } ?? " `advbook explain` lists them."))
    }
    print(explanation(of: found))
  }
}
