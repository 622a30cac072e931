/// A derivation as its author wrote it: texts, each with the place that messages point into.
package struct DerivationSource: Sendable {
  /// A key and a value, as in `w: vector`.
  package struct Entry: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// `where`: symbols in TeX, and their types in words.
  package var symbols: [Entry]
  /// `given`: relations in TeX.
  package var given: [String]
  /// `let`: a symbol or a function of formal arguments, and what it stands for, in TeX.
  package var definitions: [Entry]
  /// `witness`: a bound variable in TeX, and the point.
  package var witnesses: [Entry]
  /// Relations assumed for single steps, by step number from 1.
  package var stepGiven: [Int: [String]]
  /// The course's macros: `\R` ↦ `\mathbb{R}`, arguments as `#1`.
  package var macros: [String: String]
  /// The body: what is typeset and checked.
  package var body: String

  package init(
    symbols: [Entry] = [], given: [String] = [], definitions: [Entry] = [],
    witnesses: [Entry] = [], stepGiven: [Int: [String]] = [:], macros: [String: String] = [:],
    body: String
  ) {
    self.symbols = symbols
    self.given = given
    self.definitions = definitions
    self.witnesses = witnesses
    self.stepGiven = stepGiven
    self.macros = macros
    self.body = body
  }
}

/// Which of the author's texts a message points into.
package enum SourcePlace: Sendable, Hashable {
  case body
  /// The entry's index, and whether its key or its value.
  case symbol(Int, key: Bool)
  case given(Int)
  case definition(Int, key: Bool)
  case witness(Int, key: Bool)
  /// A relation of `stepGiven`: the step's number and the index.
  case stepGiven(Int, Int)
}

/// Something in a derivation's text that cannot be read, or means nothing.
package struct LanguageFailure: Error, Sendable, Hashable {
  package let place: SourcePlace
  /// Offsets in Unicode scalars of that text as written, before macros; never empty unless the text is.
  package let range: Range<Int>
  /// What is wrong: "`\foo` is not known".
  package let message: String
  /// The rule that was broken.
  package let rule: String
  /// How to mend it, or the nearest name.
  package let fix: String
  /// Whether it only deserves attention: a symbol declared and never used.
  package let isWarning: Bool
  /// What is unknown, such as a name: it is reported where it is met first, and once.
  var topic: String?

  package init(
    _ place: SourcePlace, _ range: Range<Int>, _ message: String, rule: String, fix: String,
    isWarning: Bool = false
  ) {
    self.place = place
    self.range = range
    // What is quoted in it may be of any length.
    self.message = message.count <= 300 ? message : message.prefix(300) + "…"
    self.rule = rule
    self.fix = fix
    self.isWarning = isWarning
  }

  /// The same at a place that is not empty and lies in a text of so many scalars.
  ///
  /// What a macro makes stands where the macro is called, so that nothing may be left between two of
  /// its parts.
  func placed(within count: Int) -> LanguageFailure {
    let low = min(max(0, range.lowerBound), max(0, count - 1))
    let high = max(low + 1, min(range.upperBound, count))
    guard low != range.lowerBound || high != range.upperBound else { return self }
    var copy = LanguageFailure(
      place, low..<high, message, rule: rule, fix: fix, isWarning: isWarning)
    copy.topic = topic
    return copy
  }

  /// The same about something that other messages may be about too.
  func about(_ topic: String) -> LanguageFailure {
    var copy = self
    copy.topic = topic
    return copy
  }
}
