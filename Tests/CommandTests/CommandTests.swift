// Oracle: exit codes and output as the documentation states them, and bytes compared with bytes.
import Foundation
import Testing

/// A project in a folder of its own, and the program that is run in it.
private struct Project {
  let folder: URL

  init(_ files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "advbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (path, text) in files { try write(path, text) }
  }

  func write(_ path: String, _ text: String) throws {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Every file below a folder with its bytes, by relative path.
  func files(in path: String) throws -> [String: Data] {
    let base = folder.appendingPathComponent(path)
    guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [:] }
    var files: [String: Data] = [:]
    for case let name as String in walker {
      let url = base.appendingPathComponent(name)
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files[name] = try Data(contentsOf: url)
      }
    }
    return files
  }

  /// Runs `advbook`; both streams are pipes.
  func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = try program()
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let output = folder.appendingPathComponent(".stdout")
    let errors = folder.appendingPathComponent(".stderr")
    for url in [output, errors] { FileManager.default.createFile(atPath: url.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
      try String(contentsOf: errors, encoding: .utf8)
    )
  }

  /// The program that this very build made, beside the tests.
  private func program() throws -> URL {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let candidates = [
      beside.appendingPathComponent("advbook"), root.appendingPathComponent(".build/debug/advbook"),
    ]
    return try #require(candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
  }
}

private let small = """
  ---
  title: Small
  seed: 4
  params: { epsilon: 0.25 }
  ---

  ## Data

  ```adv data #points
  kind: blobs
  n: 40
  centers: [[-1, -1], [1, 1]]
  std: 0.5
  ```

  ```adv train #robust
  data: points
  loss: hinge
  ball: { norm: linf, radius: =params.epsilon }
  ```

  The objective is `adv robust.objective as .3f` with $\\varepsilon = \\adv{params.epsilon}$.

  """

struct CommandTests {
  @Test func buildsAPageAndSaysSo() throws {
    let project = try Project(["notebooks/small.md": small])
    let result = try project.run("build", "--summary", "json")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.errors == "")
    let files = try project.files(in: "_site")
    #expect(
      files["small/index.html"] != nil && files["index.html"] != nil
        && files["small/results.json"] != nil)
    let line = try #require(result.output.split(separator: "\n").last)
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(summary["pages"] as? Int == 1)
    #expect((summary["cells"] as? [String: Any])?["run"] as? Int == 2)
    #expect((summary["seconds"] as? [String: Any])?["run"] != nil)
  }

  @Test func twoBuildsInTwoFoldersGiveTheSameBytes() throws {
    let first = try Project(["notebooks/small.md": small])
    let second = try Project(["notebooks/small.md": small])
    _ = try first.run("build")
    _ = try second.run("build")
    let (a, b) = (try first.files(in: "_site"), try second.files(in: "_site"))
    #expect(!a.isEmpty && a == b)
  }

  @Test func anErrorLeavesTheLastGoodSiteUntouched() throws {
    let project = try Project(["notebooks/small.md": small])
    _ = try project.run("build")
    let good = try project.files(in: "_site")
    try project.write(
      "notebooks/small.md", small.replacingOccurrences(of: "loss: hinge", with: "loss: hnige"))
    try project.write("notebooks/other.md", "no front matter\n")
    let result = try project.run("build")
    #expect(result.code == 1)
    #expect(result.errors.contains("notebooks/small.md:18:7: error[ADV0406]"))
    #expect(result.errors.contains("write `hinge`"))
    #expect(result.errors.contains("notebooks/other.md:1:1: error[ADV0312]"))
    #expect(try project.files(in: "_site") == good)
  }

  @Test func aPageThatIsNoLongerThereIsRemoved() throws {
    let project = try Project([
      "notebooks/small.md": small, "notebooks/other.md": "---\ntitle: Other\n---\n\nText.\n",
    ])
    _ = try project.run("build")
    #expect(try project.files(in: "_site")["other/index.html"] != nil)
    try FileManager.default.removeItem(
      at: project.folder.appendingPathComponent("notebooks/other.md"))
    #expect(try project.run("build").code == 0)
    #expect(try project.files(in: "_site")["other/index.html"] == nil)
  }

  @Test func aForeignFolderIsNotWrittenInto() throws {
    let project = try Project(["notebooks/small.md": small, "thesis/chapter.tex": "dear"])
    let result = try project.run("build", "--out", "thesis")
    #expect(result.code == 1)
    #expect(result.errors.contains("ADV0902"))
    #expect(try project.files(in: "thesis").keys.sorted() == ["chapter.tex"])
  }

  @Test func checkWritesNothing() throws {
    let project = try Project(["notebooks/small.md": small])
    #expect(try project.run("check").code == 0)
    #expect(
      !FileManager.default.fileExists(atPath: project.folder.appendingPathComponent("_site").path))
  }

  @Test func aParameterCanBeSet() throws {
    let project = try Project(["notebooks/small.md": small])
    #expect(try project.run("build", "--set", "epsilon=0.5").code == 0)
    let page = try #require(try project.files(in: "_site")["small/results.json"])
    #expect(String(decoding: page, as: UTF8.self).contains("\"epsilon\" : 0.5"))
    let wrong = try project.run("build", "--set", "epsilom=0.5")
    #expect(wrong.code == 1 && wrong.errors.contains("write `epsilon`"))
  }

  @Test func keepGoingMarksWhatFailed() throws {
    let failing = small.replacingOccurrences(
      of: "## Data", with: "```adv let\nratio: =1 / (params.epsilon - 0.25)\n```\n\n## Data")
    let project = try Project(["notebooks/small.md": failing])
    let strict = try project.run("build")
    #expect(strict.code == 1 && strict.errors.contains("division by zero"))
    #expect(
      !FileManager.default.fileExists(atPath: project.folder.appendingPathComponent("_site").path))
    let result = try project.run("build", "--keep-going")
    #expect(result.code == 1)
    let page = String(
      decoding: try #require(try project.files(in: "_site")["small/index.html"]), as: UTF8.self)
    #expect(page.contains("✗ failed") && page.contains("division by zero"))
  }

  @Test func wrongUsageExitsWith64() throws {
    let project = try Project()
    #expect(try project.run("biuld").code == 64)
    #expect(try project.run("build", "--out").code == 64)
    #expect(try project.run("build", "--set", "epsilon=abc").code == 64)
    #expect(try project.run("explain", "trian").code == 64)
  }

  @Test func aMissingFolderOfNotebooksIsSaid() throws {
    let result = try Project().run("build")
    #expect(result.code == 1 && result.errors.contains("ADV0101"))
  }

  @Test func aNewNotebookBuildsAndIsNeverReplaced() throws {
    let project = try Project()
    #expect(try project.run("new", "week-1").code == 0)
    let built = try project.run("build")
    #expect(built.code == 0, "\(built.errors)")
    try project.write("notebooks/week-1.md", "mine")
    #expect(try project.run("new", "week-1").code == 1)
    #expect(try project.files(in: "notebooks")["week-1.md"] == Data("mine".utf8))
  }

  @Test func everyDirectiveExplainsItself() throws {
    let project = try Project()
    for name in [
      "data", "model", "train", "closed-form", "attack", "evaluate", "sweep", "plot", "table",
      "let", "check", "derive",
    ] {
      let result = try project.run("explain", name)
      #expect(
        result.code == 0 && result.output.contains("Example")
          && result.output.contains("```adv \(name)"))
    }
    let schema = try project.run("explain", "--schema")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) as? [String: Any])
    #expect((object["$defs"] as? [String: Any])?.count == 13)
  }
}
