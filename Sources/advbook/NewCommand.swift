import ArgumentParser
import Foundation
import Notebook

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a notebook to start from: notebooks/NAME.md.")

  @ArgumentParser.Argument(help: "The name of the notebook: small letters, digits and hyphens.")
  var name: String

  func validate() throws {
    guard let first = name.unicodeScalars.first, ("a"..."z").contains(first),
      name.unicodeScalars.allSatisfy({
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
      })
    else {
      throw ValidationError(
        "A notebook's name is small letters, digits and hyphens, a letter first; '\(name)' is not.")
    }
  }

  func run() throws {
    let folder = "notebooks"
    let path = "\(folder)/\(name).md"
    let terminal = Terminal()
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      // Never replaces a file: what an author wrote is not ours to lose.
      try Data(starterNotebook.utf8).write(
        to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      terminal.error(
        "\(path) exists already\n  rule: `new` never replaces a file\n  fix: choose another name\n")
      throw ExitCode(1)
    } catch {
      terminal.error(
        "\(path) cannot be written\n  rule: `new` writes into \(folder)/\n  fix: look at the permissions\n"
      )
      throw ExitCode(1)
    }
    print("\(path): build it with `advbook build \(path)`")
  }
}

/// A notebook that builds as it is and shows the language: data, two models, a claim, a figure.
let starterNotebook = """
  ---
  title: A first look at robustness
  seed: 1
  params: { epsilon: 0.3 }
  ---

  ## Two classes

  ```adv data #points
  kind: blobs
  n: 200
  centers: [[-1, -1], [1, 1]]
  std: 0.8
  ```

  ```adv train #plain
  data: points
  loss: logistic
  ```

  ```adv train #robust
  data: points
  loss: logistic
  ball: { norm: l2, radius: =params.epsilon }
  ```

  ```adv evaluate #plain-attacked
  model: plain
  data: points
  ball: { norm: l2, radius: =params.epsilon }
  ```

  Against every perturbation with $\\|\\delta\\|_2 \\le \\adv{params.epsilon as .1f}$ the robust model keeps
  `adv robust.accuracy.worst as .1%` of the points, the plain one `adv plain-attacked.accuracy.worst as .1%`.
  [Figure](#fig-boundary) shows where they differ.

  ```adv check #price
  that: =robust.loss.worst <= plain-attacked.loss.worst
  ---
  Trained for the worst case, the robust model is at least as good there as the plain one.
  ```

  ```adv plot #fig-boundary
  kind: boundary
  data: points
  models: [plain, robust]
  ---
  Decision boundaries of both models.
  ```

  """
