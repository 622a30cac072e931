import ArgumentParser

/// The commands of `advbook`: they parse flags, call `build`, print, and set the exit code.
@main
struct AdvBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "advbook",
    abstract: "Runs literate notebooks on adversarial robustness and publishes them as a website.",
    discussion: """
      A notebook is Markdown with fenced `adv` cells. advbook executes the cells, checks what they \
      claim, and writes static HTML.
      """,
    version: "0.1.0",
    subcommands: [
      BuildCommand.self, CheckCommand.self, NewCommand.self, ExplainCommand.self,
      DeriveCommand.self,
    ])
}
