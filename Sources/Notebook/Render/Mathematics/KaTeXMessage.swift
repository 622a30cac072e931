/// Reads KaTeX's error messages and says the same in our words where that is clearer.
enum KaTeXMessage {
  /// The command in "Undefined control sequence: \foo".
  static func undefinedCommand(_ message: String) -> String? {
    let start = "Undefined control sequence: "
    return message.hasPrefix(start) ? String(message.dropFirst(start.count)) : nil
  }

  /// The message without KaTeX's talk of modes and without its full stop.
  static func reworded(_ message: String) -> String {
    if let command = undefinedCommand(message) { return "unknown command \(command)" }
    let strict = "LaTeX-incompatible input and strict mode is set to 'error': "
    guard message.hasPrefix(strict) else { return message }
    var text = message.dropFirst(strict.count)
    if let code = text.lastIndex(of: "["), text.hasSuffix("]") { text = text[..<code] }
    if text.hasPrefix("Unrecognized Unicode character"), let quote = text.firstIndex(of: "\""),
      let scalar = text[text.index(after: quote)...].unicodeScalars.first
    {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return "KaTeX does not know the character \u{201C}\(scalar)\u{201D} (U+\(code))"
    }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }

  /// Where a control sequence first stands in the TeX as a whole word, in Unicode scalars.
  static func offset(of command: String, in tex: String) -> Int? {
    let scalars = Array(tex.unicodeScalars)
    let wanted = Array(command.unicodeScalars)
    guard let last = wanted.last, wanted.count <= scalars.count else { return nil }
    for start in 0...(scalars.count - wanted.count)
    where scalars[start..<(start + wanted.count)].elementsEqual(wanted) {
      let next = start + wanted.count
      if last.isTeXLetter, next < scalars.count, scalars[next].isTeXLetter { continue }
      return start
    }
    return nil
  }
}
