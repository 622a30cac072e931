// Oracle: files and folders that the test makes in a temporary folder of its own, and what the
// operating system says about them.
import Foundation
import Testing

@testable import Notebook

/// A folder that is there while the test runs.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "advbook-\(UUID().uuidString)"
      ).resolvingSymlinksInPath().path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  func bytes(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: path + "/" + name).map { Array($0) }
  }

  /// All files below, sorted.
  var files: [String] {
    let all = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
    return all.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }
}

@Suite struct ReadingInputs {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func notebooks(_ paths: String..., limits: Limits = Limits()) -> (
    [String], [DiagnosticCode]
  ) {
    let (sources, diagnostics) = InputReader(root: folder.path, limits: limits).notebooks(paths)
    return (sources.map(\.path), diagnostics.map(\.code))
  }

  @Test func aFolderStandsForItsNotebooksInOrder() throws {
    for name in ["nb/b.md", "nb/a.md", "nb/c.txt", "nb/.hidden.md", "nb/deeper/d.md"] {
      try folder.write(name, "x")
    }
    #expect(notebooks("nb") == (["nb/a.md", "nb/b.md"], []))
    #expect(notebooks("nb/") == (["nb/a.md", "nb/b.md"], []))
    #expect(notebooks("./nb") == (["nb/a.md", "nb/b.md"], []))
    #expect(
      notebooks("nb", "nb/a.md", "./nb/a.md", folder.path + "/nb/a.md") == (
        ["nb/a.md", "nb/b.md"], []
      ))
    #expect(notebooks("nb/deeper/d.md", "nb/a.md") == (["nb/deeper/d.md", "nb/a.md"], []))
  }

  @Test func whatCannotBeReadIsSaid() throws {
    try folder.write("a.md", "x")
    try folder.write("empty/x.txt", "x")
    try folder.write("bad.md", [0x61, 0xFF])
    try folder.write("big.md", [UInt8](repeating: 0x61, count: 101))
    try FileManager.default.createDirectory(
      atPath: folder.path + "/folder.md", withIntermediateDirectories: true)
    #expect(notebooks("b.md") == ([], [.fileMissing]))
    #expect(notebooks("nowhere") == ([], [.fileMissing]))
    #expect(notebooks("folder.md") == ([], [.fileIsDirectory]))
    #expect(notebooks("empty") == ([], [.noNotebooks]))
    #expect(notebooks("bad.md") == ([], [.invalidEncoding]))
    var limits = Limits()
    limits.pageBytes = 100
    #expect(notebooks("big.md", limits: limits) == ([], [.fileTooLarge]))
    limits.pageBytes = 101
    #expect(notebooks("big.md", limits: limits) == (["big.md"], []))
    #expect(notebooks("b.md", "a.md", "bad.md") == (["a.md"], [.fileMissing, .invalidEncoding]))
    let missing = InputReader(root: folder.path).notebooks(["aa.md"]).1.first
    #expect(missing?.fix.contains("a.md") == true)
  }

  @Test func nothingOutsideTheProjectIsRead() throws {
    let outside = try TemporaryFolder()
    try outside.write("secret.md", "secret")
    try folder.write("nb/a.md", "x")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/nb/link.md", withDestinationPath: outside.path + "/secret.md")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/out", withDestinationPath: outside.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/nb/inside.md", withDestinationPath: folder.path + "/nb/a.md")
    #expect(notebooks("nb/link.md") == ([], [.pathLeavesProject]))
    #expect(notebooks("out/secret.md") == ([], [.pathLeavesProject]))
    #expect(notebooks(outside.path + "/secret.md") == ([], [.pathLeavesProject]))
    let name = (outside.path as NSString).lastPathComponent
    #expect(notebooks("../\(name)/secret.md") == ([], [.pathLeavesProject]))
    #expect(notebooks("nb/inside.md") == (["nb/inside.md"], []))
  }

  @Test(arguments: [
    ("x.bin", [] as [DiagnosticCode]), ("d/../x.bin", []), ("../top.bin", []),
    ("y.bin", [.fileMissing]),
    ("d", [.fileIsDirectory]), ("../../x.bin", [.pathLeavesProject]),
    ("/etc/hostname", [.pathLeavesProject]),
    ("d/link", [.pathLeavesProject]),
  ])
  func filesOfCellsAreNamedFromTheNotebook(_ name: String, _ codes: [DiagnosticCode]) throws {
    try folder.write("nb/x.bin", [1, 2])
    try folder.write("nb/d/z.bin", [1])
    try folder.write("top.bin", [1, 2])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/nb/d/link", withDestinationPath: "/etc/hostname")
    let text = Pages.frontMatter + "```adv numbers\nkind: file\nfile: ⟦\(name)\n```\n"
    let marked = MarkedText(text)
    let document = parse(SourceText(path: "nb/t.md", text: marked.text)).0
    let (plans, planned) = plan([document], directives: testDirectives)
    #expect(planned == [])
    let (files, diagnostics) = InputReader(root: folder.path).files(of: try #require(plans.first))
    #expect(diagnostics.map(\.code) == codes)
    #expect(files[name] == (codes.isEmpty ? [1, 2] : nil))
    if !codes.isEmpty {
      #expect(diagnostics.first?.span?.line == marked.places.first?.line)
      #expect(diagnostics.first?.span?.column == marked.places.first?.column)
    }
  }
}
