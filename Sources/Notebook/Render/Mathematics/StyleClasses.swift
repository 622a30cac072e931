import Crypto

/// Turns KaTeX's `style` attributes into classes, so that a page can forbid inline styles.
struct StyleClasses {
  private var declarations: [String: String] = [:]

  /// The rules of all classes given out so far, sorted.
  var rules: [StyleRule] {
    declarations.map { StyleRule(className: $0.value, declaration: $0.key) }.sorted()
  }

  /// The class of a declaration.
  ///
  /// It is named by the declaration's own digest, so that a new formula renames nothing. Ten
  /// digits: among a thousand distinct declarations two share a name with probability 5·10⁻⁷.
  mutating func className(of declaration: String) -> String {
    if let known = declarations[declaration] { return known }
    let digits = Array("0123456789abcdef")
    let digest = SHA256.hash(data: Array(declaration.utf8)).prefix(5)
    let name = "k-" + String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    declarations[declaration] = name
    return name
  }

  /// The markup with every `style` attribute replaced by a class; everything else is unchanged.
  mutating func replaceStyles(in markup: String) throws(MathematicsFailure) -> String {
    var result = ""
    result.reserveCapacity(markup.utf8.count)
    var rest = markup.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      result += Substring(rest[..<open])
      guard let tag = KaTeXTag(rest[open...]) else {
        throw MathematicsFailure(.engine, "KaTeX's output has a tag that cannot be read")
      }
      rest = rest[tag.text.endIndex...]
      if tag.attributes.contains(where: { $0.name == "style" }) {
        result += try restyled(tag)
      } else {
        result += tag.text
      }
    }
    return result + Substring(rest)
  }

  private mutating func restyled(_ tag: KaTeXTag) throws(MathematicsFailure) -> String {
    var classes: [String] = []
    var others = ""
    for attribute in tag.attributes {
      switch attribute.name {
      case "class": classes.append(String(attribute.value))
      case "style":
        let declaration = String(attribute.value)
        // The text becomes part of a style sheet: nothing in it may end the rule or fetch anything.
        guard declaration.utf8.allSatisfy(Self.isPlain), !declaration.contains("url(") else {
          throw MathematicsFailure(.engine, "KaTeX wrote an unexpected style: \(declaration)")
        }
        classes.append(className(of: declaration))
      default: others += " \(attribute.text)"
      }
    }
    let names = classes.filter { !$0.isEmpty }.joined(separator: " ")
    return "<\(tag.name) class=\"\(names)\"\(others)\(tag.isEmpty ? "/>" : ">")"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: " -:;.,#%()+*/".utf8.contains(byte)
    }
  }
}

/// The text of the site-wide sheet for the classes of typeset formulas.
///
/// `!important` gives each declaration the rank that it had as an inline style: above every
/// selector of KaTeX's own sheet.
///
/// - Parameter rules: of any number of calls of ``typeset(_:macros:katexScript:)``.
/// - Returns: one line a rule, sorted, each once.
package func mathematicsStyleSheet(_ rules: some Sequence<StyleRule>) -> String {
  var sheet = ""
  for rule in Set(rules).sorted() {
    let declarations = rule.declaration.split(separator: ";").map { "\($0)!important" }
    sheet += ".\(rule.className){\(declarations.joined(separator: ";"))}\n"
  }
  return sheet
}
