// Oracle: the files of Debian's libjs-katex and fonts-katex, looked at with Foundation alone.
import Foundation
import Notebook
import Testing

@Suite struct ReadingKaTeX {
  @Test func readsScriptSheetAndFonts() throws {
    let files = try KaTeXFiles.read()
    #expect(files.version.split(separator: ".").count == 3)
    #expect(files.script.contains("version:\"\(files.version)\""))
    #expect(files.fonts.map(\.name) == files.fonts.map(\.name).sorted())
    #expect(files.digest.count == 64)
    for font in files.fonts {
      #expect(Array(font.bytes.prefix(4)) == Array("wOF2".utf8))
    }
  }

  @Test func theSheetNamesNothingButTheFontsAtHand() throws {
    let files = try KaTeXFiles.read()
    let urls = files.styleSheet.matches(of: /url\(([^)]*)\)/).map { String($0.output.1) }
    #expect(Set(urls) == Set(files.fonts.map { "fonts/\($0.name)" }))
    #expect(!files.styleSheet.contains("truetype"))
    #expect(!files.styleSheet.contains("@import"))
    let original = try String(
      contentsOfFile: KaTeXFiles.defaultFolder + "/katex.min.css", encoding: .utf8)
    func faces(_ sheet: String) -> Int { sheet.matches(of: /@font-face/).count }
    #expect(faces(files.styleSheet) == faces(original))
    // Nothing but the lists of fonts differs.
    let list = /src:[^;}]*/
    #expect(files.styleSheet.replacing(list, with: "") == original.replacing(list, with: ""))
  }

  @Test func namesThePackageOfAMissingFile() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("katex-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: KaTeXFilesError.self) { try KaTeXFiles.read(folder: folder.path) }
    do throws(KaTeXFilesError) {
      _ = try KaTeXFiles.read(folder: folder.path)
    } catch {
      #expect(error.package == "libjs-katex" && error.problem == .missing)
      #expect(error.description.hasSuffix("apt-get install libjs-katex"))
    }
    for name in ["katex.min.js", "katex.min.css"] {
      let text = try String(contentsOfFile: "\(KaTeXFiles.defaultFolder)/\(name)", encoding: .utf8)
      try text.write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    do throws(KaTeXFilesError) {
      _ = try KaTeXFiles.read(folder: folder.path)
      Issue.record("there are no fonts")
    } catch {
      #expect(error.package == "fonts-katex")
    }
    try "/* something else */".write(
      to: folder.appendingPathComponent("katex.min.js"), atomically: true, encoding: .utf8)
    do throws(KaTeXFilesError) {
      _ = try KaTeXFiles.read(folder: folder.path)
      Issue.record("that is not KaTeX")
    } catch {
      #expect(error.problem == .notKaTeX)
    }
  }
}
