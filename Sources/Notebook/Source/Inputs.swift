internal import Foundation

/// Reading: the only place besides `Write` that touches the disk.
///
/// Every file is named relative to the project's folder, and stays inside it.
package struct InputReader: Sendable {
  /// The project's folder; paths in messages are relative to it.
  package let root: String
  private let limits: Limits

  /// A reader for the project in a folder.
  package init(root: String, limits: Limits = Limits()) {
    self.root = root
    self.limits = limits
  }

  /// The notebooks that paths name: a file is itself, a folder stands for the `.md` files directly
  /// in it, in the order of their names.
  ///
  /// All problems come back, one diagnostic each.
  package func notebooks(_ paths: [String]) -> ([SourceText], [Diagnostic]) {
    var sources: [SourceText] = []
    var diagnostics: [Diagnostic] = []
    var seen: Set<String> = []
    for path in paths {
      let files: [String]
      if isDirectory(path) {
        files = markdownFiles(in: path)
        if files.isEmpty {
          diagnostics.append(
            Diagnostic(
              .noNotebooks, at: nil, "no notebooks in `\(path)`",
              rule: "a folder stands for the .md files directly in it",
              fix: "name another folder, or begin one with `advbook new NAME`"))
        }
      } else {
        files = [path]
      }
      for file in files where seen.insert(normalised(file)).inserted {
        do throws(Diagnostic) {
          let bytes = try read(
            normalised(file), named: file,
            at: Span(path: normalised(file), line: 1, column: 1), limit: limits.pageBytes)
          sources.append(try SourceText(path: normalised(file), bytes: bytes))
        } catch {
          diagnostics.append(error)
        }
      }
    }
    return (sources, diagnostics)
  }

  /// The files that a page's cells and images name, by the name as written.
  package func files(of plan: PagePlan) -> ([String: [UInt8]], [Diagnostic]) {
    var files: [String: [UInt8]] = [:]
    var diagnostics: [Diagnostic] = []
    for (name, span) in plan.files {
      do throws(Diagnostic) {
        guard let path = resolvePath(name, relativeTo: plan.document.source.path) else {
          throw leavesProject(name, span)
        }
        files[name] = try read(path, named: name, at: span, limit: 1 << 30)
      } catch {
        diagnostics.append(error)
      }
    }
    return (files, diagnostics)
  }

  /// The bytes of a file of the project.
  func read(_ path: String, named name: String, at span: Span?, limit: Int) throws(Diagnostic)
    -> [UInt8]
  {
    let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: root, isDirectory: true))
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw Diagnostic(
        .fileMissing, at: span, "no file `\(name)`",
        rule: "a file is named relative to the notebook that reads it",
        fix: fixForMissing(path))
    }
    guard !isFolder.boolValue else {
      throw Diagnostic(
        .fileIsDirectory, at: span, "`\(name)` is a folder", rule: "a file is wanted here",
        fix: "name a file inside it")
    }
    guard isInsideProject(url) else { throw leavesProject(name, span) }
    guard let data = try? Data(contentsOf: url) else {
      throw Diagnostic(
        .fileUnreadable, at: span, "`\(name)` cannot be read",
        rule: "notebooks and their files are readable",
        fix: "look at its permissions")
    }
    guard data.count <= limit else {
      throw Diagnostic(
        .fileTooLarge, at: span ?? Span(path: path, line: 1, column: 1),
        "`\(name)` has \(data.count) bytes",
        rule: "a notebook has at most \(limit) bytes (`page-bytes` in site.yml)",
        fix: "split it, or move data into files")
    }
    return [UInt8](data)
  }

  private func leavesProject(_ name: String, _ span: Span?) -> Diagnostic {
    Diagnostic(
      .pathLeavesProject, at: span, "`\(name)` leads out of the project",
      rule: "a notebook reads files of its own project only",
      fix: "copy the file into the project and name it from there")
  }

  /// Symbolic links are followed before the project's boundary is asked about.
  private func isInsideProject(_ url: URL) -> Bool {
    let base = URL(fileURLWithPath: root, isDirectory: true).resolvingSymlinksInPath()
      .standardizedFileURL.path
    let real = url.resolvingSymlinksInPath().standardizedFileURL.path
    return real == base || real.hasPrefix(base.hasSuffix("/") ? base : base + "/")
  }

  private func isDirectory(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: root, isDirectory: true))
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
      && isFolder.boolValue
      && !path.hasSuffix(".md")
  }

  private func markdownFiles(in folder: String) -> [String] {
    let url = URL(
      fileURLWithPath: folder, relativeTo: URL(fileURLWithPath: root, isDirectory: true))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    let base = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    return names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }.sorted().map {
      "\(base)/\($0)"
    }
  }

  /// The path relative to the project's folder, `./` taken off.
  private func normalised(_ path: String) -> String {
    if path.hasPrefix("/") {
      let base = root.hasSuffix("/") ? root : root + "/"
      return path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path
    }
    return path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private func fixForMissing(_ path: String) -> String {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let url = URL(
      fileURLWithPath: folder.isEmpty ? "." : folder,
      relativeTo: URL(fileURLWithPath: root, isDirectory: true))
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    return nearestName(to: path.lastPathComponent, in: names).map { "did you mean `\($0)`?" }
      ?? "look at the name and the folder"
  }
}
