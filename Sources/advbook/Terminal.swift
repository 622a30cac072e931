import Foundation

/// What a person sees at a terminal, and what a pipe gets instead: plain lines.
struct Terminal: Sendable {
  /// Whether standard error is a terminal.
  let isInteractive = isatty(STDERR_FILENO) == 1

  /// Whether messages are coloured: on a terminal, unless NO_COLOR is set.
  var usesColour: Bool { isInteractive && ProcessInfo.processInfo.environment["NO_COLOR"] == nil }

  /// Shows what is being done in one line that the next one replaces; a pipe gets nothing of it.
  func progress(_ text: String) {
    guard isInteractive else { return }
    error("\r\u{1B}[K\(text.prefix(78))")
  }

  /// Takes the line of progress away.
  func clearProgress() {
    guard isInteractive else { return }
    error("\r\u{1B}[K")
  }

  /// Writes to standard error.
  func error(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
