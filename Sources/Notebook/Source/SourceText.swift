/// The text of one input file, split into lines, with the positions that messages point at.
///
/// A byte order mark is dropped; lines end with LF, CR LF or CR; columns count Unicode scalars.
package struct SourceText: Sendable {
  /// The file, relative to the project, as messages name it.
  package let path: String
  /// The lines, without their ends.
  package let lines: [String]
  /// For an excerpt: how many scalars were taken off the left of a line, by line number.
  private let shifts: [Int: Int]

  /// Decodes UTF-8.
  ///
  /// - Throws: a diagnostic that points at the first byte that is not UTF-8.
  package init(path: String, bytes: [UInt8]) throws(Diagnostic) {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SourceText.invalidEncoding(path: path, bytes: bytes)
    }
    self.init(path: path, text: text)
  }

  /// Splits a text into lines.
  package init(path: String, text: String) {
    self.path = path
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previousWasCR = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        if !previousWasCR {
          lines.append(String(line))
          line.removeAll()
        }
        previousWasCR = false
      case "\r":
        lines.append(String(line))
        line.removeAll()
        previousWasCR = true
      default:
        line.append(scalar)
        previousWasCR = false
      }
    }
    if !line.isEmpty { lines.append(String(line)) }
    self.lines = lines
    shifts = [:]
  }

  /// A part of this text under the same line numbers: all other lines are blank, and columns count
  /// from where the part's lines begin in the file.
  func excerpt(_ part: [(text: String, line: Int, column: Int)]) -> SourceText {
    var lines = [String](repeating: "", count: part.last?.line ?? 0)
    var shifts: [Int: Int] = [:]
    for piece in part where lines.indices.contains(piece.line - 1) {
      lines[piece.line - 1] = piece.text
      shifts[piece.line] = piece.column - 1
    }
    return SourceText(path: path, lines: lines, shifts: shifts)
  }

  private init(path: String, lines: [String], shifts: [Int: Int]) {
    self.path = path
    self.lines = lines
    self.shifts = shifts
  }

  /// The line of that number, counted from 1; empty outside the file.
  package func line(_ number: Int) -> String {
    lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// A span in this file.
  package func span(line: Int, column: Int, length: Int = 1) -> Span {
    Span(path: path, line: line, column: column + (shifts[line] ?? 0), length: length)
  }

  /// The whole of a line but its indentation.
  package func span(ofLine number: Int) -> Span {
    let scalars = Array(line(number).unicodeScalars)
    let indent = scalars.prefix { $0 == " " || $0 == "\t" }.count
    return span(line: number, column: indent + 1, length: scalars.count - indent)
  }

  private static func invalidEncoding(path: String, bytes: ArraySlice<UInt8>) -> Diagnostic {
    var line = 1
    var column = 1
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    decoding: while true {
      switch decoder.decode(&iterator) {
      case .scalarValue("\n"): (line, column) = (line + 1, 1)
      case .scalarValue: column += 1
      case .emptyInput, .error: break decoding
      }
    }
    return Diagnostic(
      .invalidEncoding, at: Span(path: path, line: line, column: column),
      "bytes that are not UTF-8", rule: "a notebook is UTF-8 text",
      fix: "save the file as UTF-8 in your editor")
  }
}
