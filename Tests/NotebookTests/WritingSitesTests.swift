// Oracle: the files that the operating system shows after each write, compared byte by byte with
// what was there before.
import Foundation
import Testing

@testable import Notebook

#if canImport(Glibc)
  import Glibc
#endif

@Suite(.serialized) struct WritingSites {
  private let folder: TemporaryFolder
  private var out: String { folder.path + "/out" }
  private var writer: SiteWriter { SiteWriter(folder: out) }

  init() throws { folder = try TemporaryFolder() }

  private static let site = [
    SiteFile(path: "index.html", text: "<h1>"), SiteFile(path: "a/page.html", text: "a"),
    SiteFile(path: "a/b/deep.bin", bytes: [0, 255]),
  ]

  /// What a write says; nil where it succeeds.
  private func failure(of files: [SiteFile], in writer: SiteWriter) -> Diagnostic? {
    do throws(Diagnostic) {
      try writer.write(files)
      return nil
    } catch {
      return error
    }
  }

  private func snapshot() -> [String: [UInt8]] {
    Dictionary(uniqueKeysWithValues: folder.files.map { ($0, folder.bytes($0) ?? []) })
  }

  @Test func everythingIsWrittenAndNothingElse() throws {
    #expect(writer.obstacle() == nil)
    #expect(try writer.write(Self.site) == 4)
    #expect(
      folder.files == [
        "out/.advbook-manifest", "out/a/b/deep.bin", "out/a/page.html", "out/index.html",
      ])
    #expect(folder.bytes("out/a/b/deep.bin") == [0, 255])
    #expect(writer.obstacle() == nil)
  }

  @Test func whatIsUnchangedIsNotWrittenAgain() throws {
    try writer.write(Self.site)
    #expect(try writer.write(Self.site) == 0)
    var changed = Self.site
    changed[0] = SiteFile(path: "index.html", text: "<h2>")
    #expect(try writer.write(changed) == 1)
    #expect(folder.bytes("out/index.html") == Array("<h2>".utf8))
  }

  @Test func whatIsNoLongerMadeIsDeletedWithItsEmptyFolders() throws {
    try writer.write(Self.site)
    try folder.write("out/a/b/mine.txt", "mine")
    try writer.write([Self.site[0]])
    #expect(folder.files == ["out/.advbook-manifest", "out/a/b/mine.txt", "out/index.html"])
    try FileManager.default.removeItem(atPath: out + "/a/b/mine.txt")
    try writer.write(Self.site)
    try writer.write([Self.site[0]])
    #expect(!FileManager.default.fileExists(atPath: out + "/a"))
  }

  @Test func aForeignFolderIsNotTouched() throws {
    try folder.write("out/thesis.tex", "my thesis")
    #expect(writer.obstacle()?.code == .outputForeign)
    let before = snapshot()
    #expect(failure(of: Self.site, in: writer)?.code == .outputForeign)
    #expect(snapshot() == before)
  }

  @Test func aForeignFileInTheWayIsNotTouched() throws {
    try writer.write([Self.site[0]])
    try folder.write("out/a/page.html", "mine")
    let before = snapshot()
    let error = failure(of: Self.site, in: writer)
    #expect(error?.code == .outputForeign)
    #expect(error?.message.contains("a/page.html") == true)
    #expect(snapshot() == before)
  }

  @Test func aFileInThePlaceOfTheFolderIsAnObstacle() throws {
    try folder.write("out", "a file")
    #expect(writer.obstacle()?.code == .outputForeign)
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    try folder.write("file", "a file")
    let writer = SiteWriter(folder: folder.path + "/file/out")
    let error = failure(of: Self.site, in: writer)
    #expect(error?.code == .outputNotWritable)
    #expect(error?.message.contains("Success") == false)
    #expect(folder.files == ["file"])
  }

  @Test func aManifestThatNamesFilesOutsideDeletesNone() throws {
    try folder.write("precious.txt", "mine")
    try folder.write("out/.advbook-manifest", "../precious.txt\n/etc/hostname\nold.html\n")
    try folder.write("out/old.html", "old")
    try writer.write(Self.site)
    #expect(folder.bytes("precious.txt") == Array("mine".utf8))
    #expect(folder.bytes("out/old.html") == nil)
  }

  @Test func aFullDiskLeavesTheLastSite() throws {
    try writer.write(Self.site)
    let before = snapshot()
    // A limit on the size of files is what an unprivileged process can have of a full disk.
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(1), &limit)
    var small = limit
    small.rlim_cur = 4 << 20
    setrlimit(__rlimit_resource_t(1), &small)
    defer { setrlimit(__rlimit_resource_t(1), &limit) }
    let changed = [
      SiteFile(path: "index.html", text: "new"), SiteFile(path: "a/page.html", text: "new"),
      SiteFile(path: "big.bin", bytes: [UInt8](repeating: 7, count: 5 << 20)),
    ]
    let error = failure(of: changed, in: writer)
    #expect(error?.code == .outputFull)
    #expect(snapshot() == before)
  }
}
