internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// A file of the rendered site.
package struct SiteFile: Sendable, Hashable {
  /// Where it goes, relative to the output folder.
  package let path: String
  /// What it holds.
  package let bytes: [UInt8]

  /// A file from its bytes.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// A file from its text.
  package init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

/// Writes a site so that nothing that existed is lost: files are staged beside their targets and
/// renamed when all of them are there; what the last manifest listed and is no longer made is
/// deleted; a foreign file is never touched.
package struct SiteWriter: Sendable {
  /// The list of what the last run wrote.
  static let manifestName = ".advbook-manifest"
  private static let stagedSuffix = ".advbook-staged"

  /// The output folder.
  package let folder: String

  /// A writer for an output folder, which may not exist yet.
  package init(folder: String) { self.folder = folder }

  /// Why the folder cannot take the site; nil where it can.
  ///
  /// Asked before anything is rendered.
  package func obstacle() -> Diagnostic? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return nil }
    guard isFolder.boolValue else {
      return foreign("`\(folder)` is a file", fix: "name another folder with --out")
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if !names.isEmpty, !names.contains(Self.manifestName) {
      return foreign(
        "`\(folder)` holds files that advbook did not write (\(names.sorted().prefix(3).joined(separator: ", ")))",
        fix: "name an empty or new folder with --out, or move the files away")
    }
    return nil
  }

  /// Writes all files; returns how many had changed.
  ///
  /// - Throws: a diagnostic; then the folder is as it was before.
  @discardableResult
  package func write(_ files: [SiteFile]) throws(Diagnostic) -> Int {
    if let obstacle = obstacle() { throw obstacle }
    let previous = manifest()
    let manifestText = files.map(\.path).sorted().joined(separator: "\n") + "\n"
    let all = files + [SiteFile(path: Self.manifestName, text: manifestText)]
    for file in files
    where !previous.contains(file.path) && FileManager.default.fileExists(atPath: target(file.path))
    {
      throw foreign(
        "`\(folder)/\(file.path)` was not written by advbook",
        fix: "move it away, or name another folder with --out")
    }
    let changed = all.filter { file in
      FileManager.default.contents(atPath: target(file.path)).map { !$0.elementsEqual(file.bytes) }
        ?? true
    }
    var staged: [String] = []
    do {
      for file in changed {
        staged.append(file.path)
        try stage(file)
      }
    } catch {
      for path in staged { unlink(target(path) + Self.stagedSuffix) }
      throw error
    }
    for file in changed {
      guard rename(target(file.path) + Self.stagedSuffix, target(file.path)) == 0 else {
        for path in staged { unlink(target(path) + Self.stagedSuffix) }
        throw notWritable(file.path, errno)
      }
    }
    remove(previous.subtracting(all.map(\.path)))
    return changed.count
  }

  private func stage(_ file: SiteFile) throws(Diagnostic) {
    let path = target(file.path)
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    do {
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    } catch {
      throw notWritable(file.path, errno)
    }
    // A staged file of a run that was killed goes; whatever the name is then, it is made anew here.
    unlink(path + Self.stagedSuffix)
    let descriptor = open(
      path + Self.stagedSuffix, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw notWritable(file.path, errno) }
    defer { close(descriptor) }
    var offset = 0
    while offset < file.bytes.count {
      let count = file.bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw notWritable(file.path, errno) }
      offset += count
    }
    // A full disk may show itself only here.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw notWritable(file.path, errno)
    }
  }

  /// Deletes what is no longer made, and folders that this empties.
  private func remove(_ paths: Set<String>) {
    for path in paths.sorted() {
      unlink(target(path))
      var parts = path.split(separator: "/").dropLast()
      while !parts.isEmpty, rmdir(target(parts.joined(separator: "/"))) == 0 {
        parts = parts.dropLast()
      }
    }
  }

  private func manifest() -> Set<String> {
    guard let data = FileManager.default.contents(atPath: target(Self.manifestName)) else {
      return []
    }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    // A manifest that names something outside the folder was not written by us.
    return Set(lines.filter { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") })
      .union([Self.manifestName])
  }

  private func target(_ path: String) -> String { folder + "/" + path }

  private func notWritable(_ path: String, _ code: Int32) -> Diagnostic {
    let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
    return Diagnostic(
      isFull ? .outputFull : .outputNotWritable, at: nil,
      isFull
        ? "no space left while writing `\(folder)/\(path)`"
        : "`\(folder)/\(path)` cannot be written (\(String(cString: strerror(code))))",
      rule: "the site is written whole or not at all; the last one is untouched",
      fix: isFull
        ? "free some space, or name a folder on another disk with --out"
        : "look at the permissions, or name another folder with --out")
  }

  private func foreign(_ message: String, fix: String) -> Diagnostic {
    Diagnostic(
      .outputForeign, at: nil, message,
      rule: "advbook writes into folders of its own and touches no other files", fix: fix)
  }
}
