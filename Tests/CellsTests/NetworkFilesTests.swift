// Oracle: the bytes of the format by its description, and margins of the network that was published.
import Cells
import Evidence
import Foundation
import Notebook
import Testing

@Suite struct NetworkFilesTests {
  static let data = cell("data #d", "kind: moons\nn: 30\nnoise: 0.1")

  @Test(arguments: [
    "architecture: mlp\nhidden: [5, 4]", "architecture: mlp\nhidden: [5]\nactivation: tanh",
    "architecture: mlp\nhidden: [5]\nstandardise: true", "architecture: linear",
    // Layer 10 stands before layer 2 in the file.
    "architecture: mlp\nhidden: [5, 4, 4, 4, 4, 3]",
  ])
  func publishedWeightsGiveTheSameMargins(architecture: String) {
    let evaluate = cell("evaluate #e", "model: m\ndata: d")
    let trained = NotebookRun(
      Self.data
        + cell(
          "train #m",
          "data: d\nmethod: standard\nepochs: 2\npublish: [weights]\n" + architecture) + evaluate)
    #expect(trained.messages == "")
    let activation = architecture.contains("tanh") ? "\nactivation: tanh" : ""
    let named = architecture.contains("4, 3]") ? "\n" + architecture : ""
    let read = NotebookRun(
      Self.data
        + cell(
          "model #m", "kind: file\nfile: m.safetensors\npublish: [weights]\n" + activation + named)
        + evaluate, bytes: ["m.safetensors": trained.file("m", "safetensors")])
    #expect(read.messages == "")
    #expect(read.vector("e", "margins").count == 30)
    #expect(read.vector("e", "margins") == trained.vector("e", "margins"))
    #expect(read.vector("e", "losses.clean") == trained.vector("e", "losses.clean"))
  }

  @Test func theFileIsLaidOutAsTheFormatSays() throws {
    let run = NotebookRun(
      Self.data
        + cell(
          "train #m",
          "data: d\narchitecture: mlp\nhidden: [3]\nepochs: 1\npublish: [weights]"))
    let bytes = run.file("m", "safetensors")
    let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any])
    #expect(
      header.keys.sorted() == ["0.bias", "0.weight", "2.bias", "2.weight", "__metadata__"])
    let first = try #require(header["0.weight"] as? [String: Any])
    #expect(first["shape"] as? [Int] == [3, 2])
    #expect(first["dtype"] as? String == "F32")
    // 3·2 + 3 + 2·3 + 2 numbers of four bytes.
    #expect(bytes.count == 8 + length + 4 * 17)
  }

  @Test func aFileStandsBesideThePageAndIsListed() throws {
    let root = FileManager.default.temporaryDirectory
      .appendingPathComponent("advbook-files-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    let output = root.appendingPathComponent("_site")
    func site(_ publish: String) throws -> BuildReport {
      let train = cell("train #m", "data: d\narchitecture: mlp\nhidden: [3]\nepochs: 1" + publish)
      try ("---\ntitle: Page\nseed: 7\n---\n\n" + Self.data + train).write(
        to: root.appendingPathComponent("page.md"), atomically: true, encoding: .utf8)
      return build(
        BuildRequest(root: root.path, paths: ["page.md"], output: output.path),
        directives: directives)
    }
    func text(_ path: String) throws -> String {
      try String(contentsOf: output.appendingPathComponent(path), encoding: .utf8)
    }
    let report = try site("\npublish: [state, weights]")
    #expect(report.diagnostics.isEmpty)
    let weights = output.appendingPathComponent("page/m.safetensors")
    let published = report.results.first?.results.outcomes[1]?.output?.files ?? []
    #expect(published.map(\.ending) == ["safetensors", "training"])
    #expect(try Array(Data(contentsOf: weights)) == published.first?.bytes)
    #expect(try text("page/index.html").contains("href=\"m.safetensors\""))
    #expect(try text("page/index.html").contains("href=\"m.training\""))
    let results = try #require(
      try JSONSerialization.jsonObject(with: Data(try text("page/results.json").utf8))
        as? [String: Any])
    let cells = try #require(results["cells"] as? [[String: Any]])
    #expect(cells[1]["files"] as? [String] == ["m.safetensors", "m.training"])
    #expect(try text(".advbook-manifest").contains("page/m.safetensors\n"))

    #expect(try site("").diagnostics.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: weights.path))
  }

  @Test func aFileNeedsTheIdOfItsCell() {
    let run = NotebookRun(
      Self.data
        + cell("train #m", "data: d\narchitecture: mlp\nhidden: [3]\nepochs: 1")
        + cell("model", "kind: scaled\nof: m\nfactor: 2\npublish: [weights]"))
    #expect(run.messages.contains("`publish` in a cell without an id | "), "\(run.messages)")
  }

  @Test func aLinearModelPublishesNoFile() {
    let run = NotebookRun(Self.data + cell("train #m", "data: d\npublish: [weights]"))
    #expect(run.messages.contains("`publish` with a linear model | "), "\(run.messages)")
  }
}
