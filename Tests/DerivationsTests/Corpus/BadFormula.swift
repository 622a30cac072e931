// Oracle: what is wrong, marked by hand with «…» in each text.
import Testing

@testable import Derivations

/// A body with one mistake, which is marked, and what is said of it.
struct BadFormula: Sendable, CustomTestStringConvertible {
  let marked: String
  let message: String
  /// How the fix begins.
  let fix: String

  init(_ marked: String, _ message: String, _ fix: String) {
    self.marked = marked
    self.message = message
    self.fix = fix
  }

  var body: String { String(marked.filter { $0 != "«" && $0 != "»" }) }

  /// The offsets of what is marked.
  var range: Range<Int> {
    let scalars = Array(marked.unicodeScalars)
    let start = scalars.firstIndex(of: "«") ?? 0
    return start..<(scalars.lastIndex(of: "»") ?? start + 1) - 1
  }

  var testDescription: String { marked }
}
