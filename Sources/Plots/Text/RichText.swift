/// Words with `$…$` parts: the small mathematics that labels need.
///
/// Inside dollar signs letters are italic and `_` and `^`, followed by one character, a command or a
/// group in braces, set smaller and lower or higher. Nothing fails: what is not understood is shown
/// as it was written.
package struct RichText: Sendable, Hashable {
  /// The face of a run.
  enum Face: Sendable, Hashable {
    /// The sans serif of all small text.
    case sans
    /// Italic serif: variables.
    case italic
    /// Bold upright serif: vectors.
    case bold
  }

  /// The height of a run.
  enum Script: Sendable, Hashable {
    /// On the line.
    case normal
    /// Smaller and lower.
    case sub
    /// Smaller and higher.
    case sup
  }

  /// Characters set alike.
  struct Run: Sendable, Hashable {
    var text: String
    var face: Face
    var script: Script
  }

  /// The runs, neighbours differing in face or script.
  private(set) var runs: [Run] = []

  /// Reads a label.
  ///
  /// A dollar sign without a partner is a dollar sign.
  package init(_ source: String) {
    let parts = source.split(separator: "$", omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if place % 2 == 0 {
        append(String(part), .sans, .normal)
      } else if place == parts.count - 1 {
        append("$" + part, .sans, .normal)
      } else {
        var reader = MathReader(part)
        reader.read(into: &self)
      }
    }
  }

  /// The label as plain Unicode text: `ε‖w‖₂`, `x₁`, with `_` and `^` where Unicode has no such script.
  package var plain: String {
    runs.map { run in
      switch run.script {
      case .normal: run.text
      case .sub: RichText.raised(run.text, TeXSymbols.subscripts, mark: "_")
      case .sup: RichText.raised(run.text, TeXSymbols.superscripts, mark: "^")
      }
    }.joined()
  }

  /// Whether there is nothing to show.
  var isEmpty: Bool { runs.allSatisfy { $0.text.isEmpty } }

  /// Adds characters, joining them to the last run where it is alike.
  mutating func append(_ text: String, _ face: Face, _ script: Script) {
    guard !text.isEmpty else { return }
    if let last = runs.last, last.face == face, last.script == script {
      runs[runs.count - 1].text += text
    } else {
      runs.append(Run(text: text, face: face, script: script))
    }
  }

  private static func raised(
    _ text: String, _ table: [Character: Character], mark: String
  ) -> String {
    let mapped = text.compactMap { table[$0] }
    if mapped.count == text.count { return String(mapped) }
    return mark + (text.count == 1 ? text : "(\(text))")
  }
}

/// Reads what stands between two dollar signs.
private struct MathReader {
  private var rest: Substring
  /// What stood before on the line: a sign after nothing or after a relation is not an operator.
  private var followsOperand = false

  init(_ source: Substring) { rest = source }

  mutating func read(into text: inout RichText, script: RichText.Script = .normal) {
    while let character = rest.popFirst() {
      switch character {
      case "_", "^":
        var inner = MathReader(takeArgument())
        // A script of a script stays at the height of the outer one: labels are one line high.
        let inside: RichText.Script = character == "_" ? .sub : .sup
        inner.read(into: &text, script: script == .normal ? inside : script)
        followsOperand = true
      case "\\": command(into: &text, script)
      case "{", "}", " ", "\n", "\t": break
      case "~": text.append("\u{A0}", .sans, script)
      case "'": text.append("′", .sans, script)
      case "=", "<", ">": relation(String(character), into: &text, script)
      case "+", "-": sign(character, into: &text, script)
      default:
        text.append(String(character), character.isLetter ? .italic : .sans, script)
        followsOperand = character != "(" && character != ","
      }
    }
  }

  private mutating func relation(
    _ sign: String, into text: inout RichText, _ script: RichText.Script
  ) {
    let space = script == .normal ? "\u{A0}" : ""
    text.append(space + sign + space, .sans, script)
    followsOperand = false
  }

  private mutating func sign(
    _ character: Character, into text: inout RichText, _ script: RichText.Script
  ) {
    let space = followsOperand && script == .normal ? "\u{2009}" : ""
    text.append(space + (character == "-" ? "\u{2212}" : "+") + space, .sans, script)
    followsOperand = false
  }

  private mutating func command(into text: inout RichText, _ script: RichText.Script) {
    let name = takeName()
    if let letter = TeXSymbols.letters[name] {
      text.append(letter, .italic, script)
      followsOperand = true
    } else if let sign = TeXSymbols.signs[name] {
      text.append(sign, .sans, script)
      followsOperand = true
    } else if let sign = TeXSymbols.relations[name] {
      relation(sign, into: &text, script)
    } else if let space = TeXSymbols.spaces[name] {
      text.append(space, .sans, script)
    } else if let accent = TeXSymbols.accents[name] {
      accented(by: accent, into: &text, script)
    } else {
      styled(name, into: &text, script)
    }
  }

  private mutating func accented(
    by accent: String, into text: inout RichText, _ script: RichText.Script
  ) {
    var argument = RichText("")
    var inner = MathReader(takeArgument())
    inner.read(into: &argument)
    for run in argument.runs { text.append(run.text + accent, run.face, script) }
    followsOperand = true
  }

  private mutating func styled(
    _ name: String, into text: inout RichText, _ script: RichText.Script
  ) {
    switch name {
    case "mathbf", "boldsymbol", "bm": text.append(plainArgument(), .bold, script)
    case "text", "mathrm", "operatorname", "textrm", "mathsf":
      text.append(String(takeArgument()), .sans, script)
    case "mathcal", "mathit": text.append(plainArgument(), .italic, script)
    default: text.append("\\" + name, .sans, script)
    }
    followsOperand = true
  }

  /// The characters of an argument, commands replaced.
  private mutating func plainArgument() -> String {
    var argument = RichText("")
    var inner = MathReader(takeArgument())
    inner.read(into: &argument)
    return argument.runs.map(\.text).joined()
  }

  private mutating func takeName() -> String {
    let letters = rest.prefix { $0.isASCII && $0.isLetter }
    if letters.isEmpty { return rest.popFirst().map(String.init) ?? "" }
    rest = rest.dropFirst(letters.count)
    return String(letters)
  }

  /// One character, one command, or what stands between braces.
  private mutating func takeArgument() -> Substring {
    while rest.first == " " { rest = rest.dropFirst() }
    guard let first = rest.first else { return "" }
    if first == "\\" {
      let start = rest.startIndex
      rest = rest.dropFirst()
      _ = takeName()
      return rest.base[start..<rest.startIndex]
    }
    guard first == "{" else {
      defer { rest = rest.dropFirst() }
      return rest.prefix(1)
    }
    var depth = 0
    for index in rest.indices {
      if rest[index] == "{" { depth += 1 }
      if rest[index] == "}" { depth -= 1 }
      if depth == 0 {
        let argument = rest[rest.index(after: rest.startIndex)..<index]
        rest = rest[rest.index(after: index)...]
        return argument
      }
    }
    let argument = rest.dropFirst()
    rest = ""
    return argument
  }
}
