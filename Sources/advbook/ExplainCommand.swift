import ArgumentParser
import Cells
import Derivations
import Notebook

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a directive, or list them all.",
    discussion: "With --schema: the JSON Schema of front matter and all cells, for editors.")

  @ArgumentParser.Argument(help: "The directive, such as train.")
  var directive: String?

  @Flag(name: .long, help: "Print the JSON Schema of front matter and all cells.")
  var schema = false

  @Flag(name: .long, help: "With derive: list what its LaTeX may say, each with an example.")
  var notation = false

  func run() throws {
    if notation {
      guard directive == "derive" else {
        throw ValidationError("--notation goes with derive: `advbook explain derive --notation`.")
      }
      print(notationTable())
      return
    }
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

/// What derivations understand, group by group: form, meaning, and an example with its header.
private func notationTable() -> String {
  var lines = [
    "What a derivation may say: the form, what it means, an example that is checked.", "",
  ]
  for group in Derivations.notation {
    lines.append(group.title)
    for entry in group.entries {
      lines += ["  \(entry.tex)", "      \(entry.meaning)"]
      let example =
        entry.header.map { "% \($0)" }
        + entry.example.body.split(separator: "\n").map(String.init)
      lines += example.map { "      \($0)" }
    }
    lines.append("")
  }
  lines.append("Symbols of the examples that their headers leave out")
  lines += notationSymbols.map { "  \($0.key): \($0.value)" }
  return lines.joined(separator: "\n")
}
