/// Typesets formulas with KaTeX, as HTML and MathML.
///
/// One script context serves the call and no other; formulas do not see each other's definitions
/// (`\gdef` ends with its formula), so a formula's result depends on its TeX, the macros and KaTeX
/// alone. Links, images and HTML commands are refused; so are characters that KaTeX does not know.
/// Starting takes about 35 ms and a formula 0.35 ms. The call blocks; separate calls may run at
/// the same time.
///
/// - Parameters:
///   - formulas: what to typeset, in any order, doubles allowed.
///   - macros: the course's macros: name with its backslash (`\norm`) and body (`\|#1\|`).
///   - katexScript: the text of `katex.min.js`, as in ``KaTeXFiles/script``.
///   - longest: the longest formula that is typeset, in Unicode scalars.
/// - Returns: a result for every distinct formula, and the style rules of those that succeeded.
package func typeset(
  _ formulas: [Formula], macros: [String: String], katexScript: String,
  longest: Int = Formula.longest
) -> Typesetting {
  var seen: Set<Formula> = []
  let distinct = formulas.filter { seen.insert($0).inserted }
  if distinct.isEmpty { return Typesetting(results: [:], styles: []) }
  let typesetting = withLargeStack {
    var typesetter = Typesetter(macros: macros, katexScript: katexScript, longest: longest)
    return typesetter.typeset(distinct)
  }
  let lost = MathematicsFailure(.engine, "the thread that typesets mathematics did not run")
  return typesetting
    ?? Typesetting(
      results: Dictionary(uniqueKeysWithValues: distinct.map { ($0, .failure(lost)) }), styles: [])
}

/// KaTeX in a context of its own, and the classes that its output needs.
private struct Typesetter {
  private let engine: Result<ScriptEngine, MathematicsFailure>
  private let katexScript: String
  private let longest: Int
  private var classes = StyleClasses()
  private var commands: [String]?

  init(macros: [String: String], katexScript: String, longest: Int) {
    self.katexScript = katexScript
    self.longest = longest
    engine = Self.start(macros: macros, katexScript: katexScript)
  }

  mutating func typeset(_ formulas: [Formula]) -> Typesetting {
    var results: [Formula: Result<Typeset, MathematicsFailure>] = [:]
    for formula in formulas {
      do throws(MathematicsFailure) {
        results[formula] = .success(try typeset(formula))
      } catch {
        results[formula] = .failure(error)
      }
    }
    return Typesetting(results: results, styles: classes.rules)
  }

  private static func start(
    macros: [String: String], katexScript: String
  ) -> Result<ScriptEngine, MathematicsFailure> {
    guard let engine = ScriptEngine() else {
      return .failure(MathematicsFailure(.engine, "JavaScriptCore gives no context"))
    }
    do throws(ScriptEngine.Failure) {
      try engine.run(katexScript)
      try engine.run(
        KaTeXDriver.source.replacing("BUDGET", with: String(KaTeXDriver.budget), maxReplacements: 1)
      )
      for (name, body) in macros.sorted(by: { $0.key < $1.key }) {
        _ = try engine.call("advbookMacro", [name, body])
      }
      return .success(engine)
    } catch {
      return .failure(MathematicsFailure(.engine, "KaTeX does not start: \(error.message)"))
    }
  }

  private mutating func typeset(_ formula: Formula) throws(MathematicsFailure) -> Typeset {
    let engine = try engine.get()
    let length = formula.tex.unicodeScalars.count
    if length > longest {
      throw MathematicsFailure(
        .tooLong, "the formula has \(length) characters, more than \(longest)")
    }
    if let offset = TeXNesting.firstTooDeep(in: formula.tex) {
      throw MathematicsFailure(
        .tooDeep, "the formula is nested more than \(TeXNesting.deepest) deep", offset: offset)
    }
    let answer: [String]
    do throws(ScriptEngine.Failure) {
      let mode = formula.display ? "display" : "text"
      answer = try engine.call("advbookTypeset", [formula.tex, mode])
    } catch {
      throw MathematicsFailure(.engine, error.message)
    }
    if answer.count == 2, answer[0] == "typeset" {
      return Typeset(html: try classes.replaceStyles(in: answer[1]))
    }
    throw failure(answer, tex: formula.tex, engine: engine)
  }

  /// A failure from the driver's strings: kind, message, UTF-16 offset or nothing, macro or nothing.
  private mutating func failure(
    _ answer: [String], tex: String, engine: ScriptEngine
  ) -> MathematicsFailure {
    guard answer.count == 4 else { return MathematicsFailure(.engine, "KaTeX gave no answer") }
    switch answer[0] {
    case "expansion":
      return MathematicsFailure(.expansionLimit, "macros expand without end, or into too much")
    case "stack":
      return MathematicsFailure(
        .expansionLimit, "macros expand into too much, or into groups nested too deeply")
    case "engine":
      return MathematicsFailure(.engine, answer[1])
    default:
      break
    }
    var message = KaTeXMessage.reworded(answer[1])
    var offset = Int(answer[2]).map { tex.scalarOffset(utf16: $0) }
    var suggestion: String?
    if let command = KaTeXMessage.undefinedCommand(answer[1]) {
      if commands == nil { commands = try? engine.call("advbookCommands", [katexScript]) }
      suggestion = NearestCommand.to(command, among: commands ?? [])
      if answer[3].isEmpty { offset = offset ?? KaTeXMessage.offset(of: command, in: tex) }
    }
    if !answer[3].isEmpty { message += ", in the macro \(answer[3])" }
    return MathematicsFailure(.syntax, message, offset: offset, suggestion: suggestion)
  }
}

extension String {
  /// The Unicode scalars before a UTF-16 offset; the end for an offset past it.
  fileprivate func scalarOffset(utf16 offset: Int) -> Int {
    let place = utf16.index(utf16.startIndex, offsetBy: offset, limitedBy: utf16.endIndex)
    return unicodeScalars.distance(from: startIndex, to: place ?? endIndex)
  }
}
