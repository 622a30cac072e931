/// Proves in every dimension, by rewriting to normal forms and from lemmas.
///
/// It is a value: an attempt that may fail is made on a copy, so that the trail holds only what the
/// proof used.
struct Prover {
  /// The declared symbols and those bound around the place that is looked at.
  var scope: Scope
  var facts = Facts()
  var trail = Trail()
  /// Points that the author offers for bound variables.
  private(set) var witnesses: [Witness]
  /// How many binders stand around the place that is looked at.
  var depth = 0
  /// How deep proofs are nested: bounded, so that every attempt ends.
  var nesting = 0
  /// Work left, in calls of the scalar solver: bounded, so that every attempt ends.
  var solverCalls = 12
  /// Whether extrema may be solved by rules, or only by bounds and points.
  var usesExtremumRules = true
  /// Numbers the constants that stand for arbitrary members of a set.
  var constants = 0

  init(_ obligation: Obligation) {
    scope = obligation.scope
    witnesses = obligation.witnesses
    for declaration in obligation.declarations {
      assumeDomain(of: declaration)
    }
    for (index, hypothesis) in obligation.hypotheses.enumerated() {
      assume(hypothesis.proposition, from: [index])
    }
  }

  /// Witnesses at the arbitrary indices of a statement about all.
  mutating func renameWitnesses(_ renaming: Substitution) {
    witnesses = witnesses.map { Witness($0.symbol, renaming.apply($0.value), tex: $0.tex) }
  }

  /// A symbol for an arbitrary thing of that sort, which no author can write.
  mutating func constant(_ sort: Sort) -> Symbol {
    constants += 1
    let symbol = Symbol("#c\(constants)")
    scope = scope.binding([Bound(symbol, sort)])
    return symbol
  }
}

/// What a proof rests on.
struct Trail: Sendable {
  /// In the order of first use.
  private(set) var lemmas: [Lemma] = []
  var hypotheses: Set<Int> = []

  mutating func use(_ lemma: Lemma) {
    if !lemmas.contains(lemma) { lemmas.append(lemma) }
  }
  mutating func use(_ sources: Set<Int>) { hypotheses.formUnion(sources) }
}

/// A rule that the prover applies, by the name that the page prints.
enum Lemma: String, CaseIterable, Sendable {
  case arithmetic = "an exact identity"
  case shift = "shift of the set"
  case scaling = "a constant factor leaves the extremum"
  case constantTerm = "a constant term leaves the extremum"
  case monotone = "a monotone function of an attained extremum"
  case finiteChoice = "the extremum of finitely many"
  case cauchySchwarz = "Cauchy–Schwarz, with its case of equality"
  case holderOne = "Hölder for 1 and ∞, term by term"
  case holder = "Hölder's inequality"
  case separable = "separability over a product set"
  case boundary = "a linear function attains its extremum on the boundary"
  case innerProductSum = "an inner product is a sum over components"
  case homogeneous = "homogeneity of norms"
  case signs = "rules of signs"
  case termwise = "term by term"
  case triangle = "triangle inequality"
  case normOrder = "comparison of norms"
  case jensen = "Jensen's inequality"
  case support = "a convex function lies above its tangents"
  case monotoneValues = "monotonicity"
  case convexRules = "rules of convexity"
  case compactness = "a continuous function on a compact set"
  case witness = "the named point"
  case feasiblePoint = "a feasible point bounds the extremum"
  case everyPoint = "a bound for every point of the set"
  case componentwise = "component by component"
  case scalars = "real arithmetic"

  /// Whether it is a named theorem that is cited, not proved here.
  var isCited: Bool { self == .holder }

  /// Where a cited theorem is proved.
  var citation: String? {
    self == .holder
      ? "Hardy, Littlewood, Pólya: Inequalities, 2nd ed. 1952, section 2.8" : nil
  }
}
