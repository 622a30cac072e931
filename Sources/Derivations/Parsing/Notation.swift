/// A piece of the language of derivations, for those who write it.
package struct NotationEntry: Sendable, Hashable {
  /// The form, with … for what stands in it.
  package let tex: String
  /// What it means.
  package let meaning: String
  /// A relation that uses it and is understood under the declarations of ``notationSymbols``.
  package let example: String

  package init(_ tex: String, _ meaning: String, _ example: String) {
    self.tex = tex
    self.meaning = meaning
    self.example = example
  }
}

/// The symbols that the examples of ``notation`` use, with their types.
package let notationSymbols: [DerivationSource.Entry] = [
  .init("w", "vector"), .init("x", "vector"), .init("\\delta", "vector"), .init("y", "sign"),
  .init("z", "scalar"), .init("a", "scalar"), .init("\\varepsilon", "positive"),
  .init("\\ell", "nonincreasing function"), .init("i", "index"), .init("u", "vector[i]"),
]

/// What can be written, in groups as an author looks for it.
package let notation: [NotationEntry] = [
  NotationEntry(
    "a = b, a \\le b, a \\ge b, a < b, a > b", "relations between scalars", "a^2 \\ge 0"),
  NotationEntry("a = b = c", "a chain: every sign is a step", "a + a = 2 a = a \\cdot 2"),
  NotationEntry("a b, a \\cdot b", "a product", "2 a \\cdot z = 2 z a"),
  NotationEntry(
    "\\frac{a}{b}", "a quotient; its denominator must not be 0", "\\frac{a}{2} = 0.5 a"),
  NotationEntry("a^2, a^{k}", "a power", "(a + z)^2 = a^2 + 2 a z + z^2"),
  NotationEntry("\\sqrt{a}", "the square root", "\\sqrt{a^2} = |a|"),
  NotationEntry("|a|", "the absolute value", "|a z| = |a| |z|"),
  NotationEntry("w^\\top x", "the inner product", "w^\\top x = x^\\top w"),
  NotationEntry("\\|w\\|_2, \\|w\\|_1, \\|w\\|_\\infty", "norms", "\\|w\\|_2 \\le \\|w\\|_1"),
  NotationEntry(
    "\\max_{…} …, \\min_{…} …", "an extremum over a set, which must be attained",
    "\\min_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta = -\\varepsilon \\|w\\|_2"),
  NotationEntry("\\max\\{a, b\\}", "the larger of numbers", "\\max\\{a, z\\} \\ge a"),
  NotationEntry("\\exp, \\log", "exponential and logarithm", "\\exp(a) > 0"),
  NotationEntry("\\mathrm{sign}", "the sign, with sign(0) = 0", "a\\, \\mathrm{sign}(a) = |a|"),
  NotationEntry("\\ell(…)", "a declared function", "\\ell(a + \\varepsilon) \\le \\ell(a)"),
  NotationEntry("A \\implies B", "B follows from A alone", "a \\ge 1 \\implies a^2 \\ge 1"),
  NotationEntry("A \\iff B", "each follows from the other", "a = z \\iff z = a"),
]
