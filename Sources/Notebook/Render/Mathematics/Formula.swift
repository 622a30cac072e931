/// One piece of TeX mathematics to be typeset.
///
/// Two formulas with equal fields are typeset once.
package struct Formula: Hashable, Sendable {
  /// The TeX between the dollar signs, with every `\adv{…}` already replaced.
  package let tex: String
  /// Whether the formula stands on a line of its own (`$$ … $$`).
  package let display: Bool

  /// The longest formula that is typeset where a site sets no other limit, in Unicode scalars.
  package static let longest = 20_000

  /// A formula as the author wrote it.
  package init(tex: String, display: Bool) {
    self.tex = tex
    self.display = display
  }
}

/// A formula as it stands on the page.
package struct Typeset: Hashable, Sendable {
  /// KaTeX's HTML and MathML, which carries the TeX in its `annotation`.
  ///
  /// It has no `style` attribute: each became a class of ``Typesetting/styles``. It goes into a
  /// page as it is.
  package let html: String
}

/// One declaration that KaTeX wrote inline, as a rule of the site-wide sheet.
package struct StyleRule: Hashable, Sendable, Comparable {
  /// `k-` and the first ten hexadecimal digits of the declaration's SHA-256.
  package let className: String
  /// The text that stood in the `style` attribute, such as `height:0.8333em;`.
  package let declaration: String

  package static func < (a: StyleRule, b: StyleRule) -> Bool {
    (a.className, a.declaration) < (b.className, b.declaration)
  }
}

/// Why a formula was not typeset.
package struct MathematicsFailure: Error, Hashable, Sendable {
  /// The kinds of failure.
  package enum Kind: Hashable, Sendable {
    /// The TeX is wrong, or uses what a page must not contain (links, images, HTML).
    case syntax
    /// The formula has more than ``Formula/longest`` Unicode scalars.
    case tooLong
    /// Groups, `\left … \right` and environments are nested too deeply.
    case tooDeep
    /// Macros expand too often or into too much.
    case expansionLimit
    /// The script engine or KaTeX failed; not the author's mistake.
    case engine
  }

  /// What kind of failure it is.
  package let kind: Kind
  /// What is wrong, a sentence without its full stop.
  package let message: String
  /// Where in ``Formula/tex``, counted in Unicode scalars from 0; `nil` where KaTeX gives no place
  /// or the place lies in the body of a macro.
  package let offset: Int?
  /// The known command that is nearest to an unknown one, with its backslash.
  package let suggestion: String?

  init(_ kind: Kind, _ message: String, offset: Int? = nil, suggestion: String? = nil) {
    self.kind = kind
    self.message = message
    self.offset = offset
    self.suggestion = suggestion
  }
}

/// What ``typeset(_:macros:katexScript:)`` returns.
package struct Typesetting: Sendable {
  /// One entry for each distinct formula that was asked for.
  package let results: [Formula: Result<Typeset, MathematicsFailure>]
  /// The rules that the typeset formulas need, sorted, each once.
  package let styles: [StyleRule]
}
