import Crypto
import Foundation

/// What the site needs of KaTeX: the script that typesets, the sheet and the fonts that pages load.
package struct KaTeXFiles: Sendable {
  /// A font file.
  package struct Font: Hashable, Sendable {
    /// The file's name, such as `KaTeX_Main-Regular.woff2`.
    package let name: String
    /// What is in it.
    package let bytes: [UInt8]
  }

  /// The text of `katex.min.js`.
  package let script: String
  /// The text of `katex.min.css`, with the fonts in woff2 alone, at `url(fonts/…)`.
  package let styleSheet: String
  /// The fonts that the sheet names, sorted by name.
  package let fonts: [Font]
  /// KaTeX's version, as the script says it, such as `0.16.4`.
  package let version: String
  /// SHA-256 over script, sheet and fonts, as hexadecimal digits; changes whenever pages could.
  package let digest: String

  /// Where Debian's packages put KaTeX.
  package static let defaultFolder = "/usr/share/javascript/katex"

  /// Reads KaTeX from a folder that holds `katex.min.js`, `katex.min.css` and `fonts/`.
  package static func read(
    folder: String = defaultFolder
  ) throws(KaTeXFilesError) -> KaTeXFiles {
    let scriptPath = "\(folder)/katex.min.js"
    let sheetPath = "\(folder)/katex.min.css"
    let script = String(decoding: try bytes(scriptPath, package: "libjs-katex"), as: UTF8.self)
    let sheet = String(decoding: try bytes(sheetPath, package: "libjs-katex"), as: UTF8.self)
    guard let version = script.firstMatch(of: /version:\s*"([0-9][0-9A-Za-z.\-]*)"/)?.output.1
    else { throw KaTeXFilesError(path: scriptPath, package: "libjs-katex", problem: .notKaTeX) }
    let styleSheet = woff2Only(sheet)
    let names = Set(styleSheet.matches(of: /url\(fonts\/([^)]+)\)/).map { String($0.output.1) })
    if names.isEmpty {
      throw KaTeXFilesError(path: sheetPath, package: "libjs-katex", problem: .notKaTeX)
    }
    var fonts: [Font] = []
    for name in names.sorted() {
      let data = try bytes("\(folder)/fonts/\(name)", package: "fonts-katex")
      fonts.append(Font(name: name, bytes: data))
    }
    return KaTeXFiles(
      script: script, styleSheet: styleSheet, fonts: fonts, version: String(version),
      digest: digest(script: script, styleSheet: styleSheet, fonts: fonts))
  }

  /// The sheet with every `src` list cut to its woff2 entry, which all browsers of today read.
  static func woff2Only(_ sheet: String) -> String {
    sheet.replacing(/src:\s*([^;}]+)/) { match in
      let entries = match.output.1.split(separator: ",")
      guard let woff2 = entries.first(where: { $0.contains(".woff2)") }) else {
        return String(match.output.0)
      }
      return "src:" + woff2.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private static func bytes(
    _ path: String, package: String
  ) throws(KaTeXFilesError) -> [UInt8] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw KaTeXFilesError(path: path, package: package, problem: .missing)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KaTeXFilesError(path: path, package: package, problem: .unreadable)
    }
    return Array(data)
  }

  private static func digest(script: String, styleSheet: String, fonts: [Font]) -> String {
    var hash = SHA256()
    // Each part is preceded by its length, so that two different splits never give one text.
    func add(_ bytes: [UInt8]) {
      hash.update(data: Array("\(bytes.count) ".utf8))
      hash.update(data: bytes)
    }
    add(Array(script.utf8))
    add(Array(styleSheet.utf8))
    for font in fonts {
      add(Array(font.name.utf8))
      add(font.bytes)
    }
    return hash.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

/// Why KaTeX could not be read.
package struct KaTeXFilesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the file.
  package enum Problem: Hashable, Sendable {
    /// There is no such file.
    case missing
    /// The file is there and cannot be read.
    case unreadable
    /// The file is not the part of KaTeX that it should be.
    case notKaTeX
  }

  /// The file.
  package let path: String
  /// The Debian package that holds the file.
  package let package: String
  /// What is wrong.
  package let problem: Problem

  /// One sentence with the file, the problem and what to install.
  package var description: String {
    switch problem {
    case .missing: "\(path) is missing; install it with: apt-get install \(package)"
    case .unreadable: "\(path) cannot be read"
    case .notKaTeX: "\(path) is not KaTeX's; install it with: apt-get install \(package)"
    }
  }
}
