// Oracle: what is written differently and means the same has the same verdict.
import Testing

@testable import Derivations

@Suite struct RewritingTests {
  static let chains = SeedChain.all.filter { !$0.isMistake }

  @Test func theProblemSetIsRead() {
    #expect(SeedChain.all.count >= 30)
    #expect(Self.chains.count >= 25)
  }

  /// The verdicts of a derivation, which must not be weaker than what it was before.
  private func expectNoWeaker(
    _ derivation: Derivation, _ options: CheckOptions, than before: [Verdict], _ what: String
  ) {
    let after = check(derivation, options).steps.map(\.verdict)
    #expect(after.count == before.count, "\(what)")
    for (k, (a, b)) in zip(after, before).enumerated() {
      #expect(a.rank >= b.rank, "\(what), step \(k + 1): \(a.word) after \(b.word)")
    }
  }

  /// Every chain as it stands, with its verdicts: checked once.
  private static let asWritten: [String: (Derivation, [Verdict])] = {
    var known: [String: (Derivation, [Verdict])] = [:]
    for chain in chains {
      guard let derivation = read(chain.source).derivation else { continue }
      known[chain.name] = (
        derivation, check(derivation, chain.checkOptions).steps.map(\.verdict)
      )
    }
    return known
  }()

  private func verdicts(_ chain: SeedChain) throws -> (Derivation, [Verdict]) {
    try #require(Self.asWritten[chain.name])
  }

  @Test(arguments: chains) func everySymbolIsRenamed(_ chain: SeedChain) throws {
    let (_, before) = try verdicts(chain)
    let renamed = chain.source.renamed
    let (derivation, failures) = read(renamed)
    #expect(failures.filter { !$0.isWarning }.map(\.message) == [])
    var options = chain.checkOptions
    for (number, order) in options.orders {
      options.orders[number] = (Symbol(order.small.name.renamed), order.order)
    }
    expectNoWeaker(try #require(derivation), options, than: before, "renamed")
  }

  @Test(arguments: chains) func factorsAndTermsAreReordered(_ chain: SeedChain) throws {
    var (derivation, before) = try verdicts(chain)
    derivation.steps = derivation.steps.map { $0.replacing($0.statement.mapped { $0.reordered }) }
    derivation.hypotheses = derivation.hypotheses.map {
      Hypothesis($0.proposition.deeplyMapped { $0.reordered }, tex: $0.tex)
    }
    expectNoWeaker(derivation, chain.checkOptions, than: before, "reordered")
  }

  @Test(arguments: chains) func sidesAreSwapped(_ chain: SeedChain) throws {
    var (derivation, before) = try verdicts(chain)
    derivation.steps = derivation.steps.map { step in
      step.replacing(step.statement.swapped)
    }
    expectNoWeaker(derivation, chain.checkOptions, than: before, "swapped")
  }

  @Test(arguments: chains) func stepsStandAlone(_ chain: SeedChain) throws {
    let (derivation, before) = try verdicts(chain)
    // A single step stands alone already.
    guard derivation.steps.count > 1 else { return }
    for (k, step) in derivation.steps.enumerated() {
      var alone = derivation
      alone.steps = [step]
      var options = chain.checkOptions
      options.orders = options.orders[k + 1].map { [1: $0] } ?? [:]
      expectNoWeaker(alone, options, than: [before[k]], "alone")
    }
  }

  @Test(arguments: chains) func stepsAreFused(_ chain: SeedChain) throws {
    let (derivation, before) = try verdicts(chain)
    for first in derivation.steps.indices {
      var whole: Proposition?
      for last in first..<derivation.steps.count {
        guard case .proposition(let p) = derivation.steps[last].statement,
          last == first || derivation.steps[last].left == nil
        else { break }
        guard let joined = whole.map({ $0.joined(p) }) ?? p else { break }
        whole = joined
        guard last > first else { continue }
        var fused = derivation
        fused.steps = [derivation.steps[last].replacing(.proposition(joined))]
        let weakest = before[first...last].min { $0.rank < $1.rank }
        expectNoWeaker(
          fused, CheckOptions(seed: 7), than: [try #require(weakest)],
          "steps \(first + 1) to \(last + 1) in one")
      }
    }
  }
}

// MARK: - Rewriting

extension Step {
  fileprivate func replacing(_ statement: Statement) -> Step {
    Step(
      statement, hypotheses: hypotheses, range: range, sign: sign, left: left, right: right,
      reason: reason, endsLine: endsLine)
  }
}

extension Statement {
  func mapped(_ change: (Expression) -> Expression) -> Statement {
    switch self {
    case .proposition(let p): .proposition(p.deeplyMapped(change))
    case .inference(let a, let b, let indices):
      .inference(from: a.deeplyMapped(change), to: b.deeplyMapped(change), for: indices)
    case .approximation(let a, let b):
      .approximation(a.deeplyMapped(change), b.deeplyMapped(change))
    }
  }

  fileprivate var swapped: Statement {
    switch self {
    case .proposition(let p): .proposition(p.swapped)
    case .inference(let a, let b, let indices):
      .inference(from: a.swapped, to: b.swapped, for: indices)
    case .approximation(let a, let b): .approximation(b, a)
    }
  }
}

extension Expression {
  /// The expression with every node changed, the innermost first.
  func deeplyMapped(_ change: (Expression) -> Expression) -> Expression {
    change(mapped({ $0.deeplyMapped(change) }, { $0.deeplyMapped(change) }))
  }

  /// Scalar factors and terms in the opposite order, inner products with their sides exchanged.
  fileprivate var reordered: Expression {
    switch self {
    case .sum(let terms): .sum(terms.reversed())
    case .product(let factors):
      .product(factors.dropLast().reversed() + [factors[factors.count - 1]])
    case .dot(let a, let b): .dot(b, a)
    case .choice(let goal, let list): .choice(goal, list.reversed())
    default: self
    }
  }
}

extension Proposition {
  func deeplyMapped(_ change: (Expression) -> Expression) -> Proposition {
    mapped({ $0.deeplyMapped(change) }, { $0.deeplyMapped(change) })
  }

  fileprivate var swapped: Proposition {
    switch self {
    case .relation(let r, let a, let b): .relation(r.swapped, b, a)
    case .forAll(let bound, let domain, let body): .forAll(bound, where: domain, body.swapped)
    case .equivalent(let a, let b): .equivalent(b, a)
    default: self
    }
  }

  /// `a ∘ b` and `b ∘ c` as `a ∘ c`; nil where they do not join.
  fileprivate func joined(_ next: Proposition) -> Proposition? {
    switch (self, next) {
    case (.forAll(let bound, let domain, let p), .forAll(let other, _, let q)) where bound == other:
      return p.joined(q).map { .forAll(bound, where: domain, $0) }
    case (.relation(let r, let a, _), .relation(let s, _, let c)):
      let signs = Set([r, s]).subtracting([.equal])
      guard signs.count <= 1 else { return nil }
      return .relation(signs.first ?? .equal, a, c)
    default: return nil
    }
  }
}

extension DerivationSource {
  /// The same with other letters everywhere.
  fileprivate var renamed: DerivationSource {
    DerivationSource(
      symbols: symbols.map { .init($0.key.renamed, $0.value.renamedIndices) },
      given: given.map(\.renamed),
      definitions: definitions.map { .init($0.key.renamed, $0.value.renamed) },
      witnesses: witnesses.map { .init($0.key.renamed, $0.value.renamed) }, body: body.renamed)
  }
}

extension String {
  private static let letters: [Character: String] = [
    "w": "g", "x": "u", "y": "s", "a": "r", "b": "h", "t": "v", "z": "m", "c": "e", "i": "k",
    "j": "l", "p": "q", "q": "p",
  ]
  private static let commands: [String: String] = [
    "delta": "eta", "varepsilon": "rho", "ell": "phi", "alpha": "mu", "beta": "nu",
  ]

  /// TeX with other letters for its symbols; words and commands stay.
  fileprivate var renamed: String {
    var result = ""
    var rest = self[...]
    while let c = rest.first {
      if c == "\\" {
        rest.removeFirst()
        let name = rest.prefix { $0.isLetter }
        if name.isEmpty {
          result += "\\" + rest.prefix(1)
          rest = rest.dropFirst()
          continue
        }
        rest = rest.dropFirst(name.count)
        result += "\\" + (Self.commands[String(name)] ?? String(name))
        if ["text", "begin", "end", "mathbb", "mathrm", "operatorname"].contains(name) {
          let group = rest.prefix { $0 != "}" }
          result += group
          rest = rest.dropFirst(group.count)
        }
      } else {
        result += Self.letters[c] ?? String(c)
        rest.removeFirst()
      }
    }
    return result
  }

  /// The index letters of a type such as `vector[i]`.
  fileprivate var renamedIndices: String {
    guard let open = firstIndex(of: "[") else { return self }
    return self[..<open] + String(self[open...]).renamed
  }
}
