// Oracle: the source text itself, searched for what the architecture allows in one place only.
import Foundation
import Testing

/// The Swift files below a folder of Sources, by path.
private func sources(_ folder: String) throws -> [String: String] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "Sources/\(folder)")
  let walker = try #require(FileManager.default.enumerator(atPath: root.path))
  var files: [String: String] = [:]
  for case let path as String in walker where path.hasSuffix(".swift") {
    files["\(folder)/\(path)"] = try String(
      contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
  try #require(!files.isEmpty)
  return files
}

struct ArchitectureTests {
  /// Evidence comes from the function that establishes a value: in AdvKit.
  ///
  /// Notebook makes it for given values and for combining; cells, plots and commands make none.
  @Test(arguments: ["Cells", "Plots", "Markup", "advbook"])
  func makesNoEvidence(_ folder: String) throws {
    let maker =
      /Evidence\s*\.\s*(given|rational|computed|bounded|found|sampled|derived)\s*\(|,\s*\.(rational|computed|bounded|found|sampled)\(/
    for (path, text) in try sources(folder) {
      #expect(text.firstMatch(of: maker) == nil, "\(path) makes evidence")
    }
  }

  @Test func notebookMakesEvidenceOfGivenValuesAndByCombiningOnly() throws {
    let maker = /Evidence\s*\.\s*(rational|computed|bounded|found|sampled)\s*\(/
    for (path, text) in try sources("Notebook") {
      #expect(text.firstMatch(of: maker) == nil, "\(path) makes evidence")
    }
  }

  /// Each C library is imported inside one folder.
  @Test(arguments: [
    ("CCMarkGFM", "Notebook/Parse/"), ("CJavaScriptCore", "Notebook/Render/Mathematics/"),
    ("CZlib", "Compression/"), ("COpenBLAS", "AdvKit/Numerics/"),
  ])
  func importsItsCLibraryInOneFolder(_ library: String, _ folder: String) throws {
    var importers: [String] = []
    let targets = [
      "Evidence", "Markup", "Compression", "Plots", "AdvKit", "Notebook", "Cells", "advbook",
    ]
    for target in targets {
      for (path, text) in try sources(target) where text.contains("import \(library)") {
        importers.append(path)
      }
    }
    #expect(!importers.isEmpty && importers.allSatisfy { $0.hasPrefix(folder) }, "\(importers)")
  }

  /// The arrows between targets: what each may import of the others.
  @Test(arguments: [
    ("Evidence", [String]()), ("Markup", []), ("Compression", []),
    ("Plots", ["Markup", "Compression"]), ("AdvKit", ["Evidence", "Compression"]),
    ("Notebook", ["Plots", "Markup", "Evidence"]),
    ("Cells", ["Notebook", "AdvKit", "Plots", "Evidence"]), ("advbook", ["Cells", "Notebook"]),
  ])
  func importsAlongTheArrowsOnly(_ target: String, _ allowed: [String]) throws {
    let ours = ["Evidence", "Markup", "Compression", "Plots", "AdvKit", "Notebook", "Cells"]
    for (path, text) in try sources(target) {
      for module in ours where !allowed.contains(module) {
        let line = try Regex("(?m)^\\s*((internal|package|public) )?import \(module)$")
        #expect(text.firstMatch(of: line) == nil, "\(path) imports \(module)")
      }
    }
  }
}
