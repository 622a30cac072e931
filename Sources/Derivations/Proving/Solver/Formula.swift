/// A real number in a problem of the solver.
package indirect enum Term: Hashable, Sendable {
  case number(Rational)
  /// A real unknown by name.
  case unknown(String)
  case sum([Term])
  case product([Term])
  /// The first term where the formula holds, else the second.
  case choice(Formula, Term, Term)

  package static func negated(_ t: Term) -> Term { .product([.number(Rational(-1)), t]) }
  package static func difference(_ a: Term, _ b: Term) -> Term { .sum([a, negated(b)]) }
}

/// A statement without quantifiers about real numbers.
package indirect enum Formula: Hashable, Sendable {
  case truth(Bool)
  case relation(Relation, Term, Term)
  case all([Formula])
  case any([Formula])
  case not(Formula)
  case implies(Formula, Formula)
}

/// Statements of which the solver is asked whether they hold together.
package struct SolverProblem: Sendable {
  /// A statement, and the group that an unsatisfiable core names it by.
  package struct Assertion: Sendable {
    package let formula: Formula
    /// Negative for what is always part of the problem and not reported.
    package let group: Int

    package init(_ formula: Formula, group: Int = -1) {
      self.formula = formula
      self.group = group
    }
  }

  package var assertions: [Assertion]

  package init(_ assertions: [Assertion] = []) {
    self.assertions = assertions
  }

  /// Whether no unknown is multiplied by another.
  var isLinear: Bool { assertions.allSatisfy { $0.formula.isLinear } }
}

extension Formula {
  var isLinear: Bool {
    switch self {
    case .truth: true
    case .relation(_, let a, let b): a.isLinear && b.isLinear
    case .all(let list), .any(let list): list.allSatisfy(\.isLinear)
    case .not(let p): p.isLinear
    case .implies(let p, let q): p.isLinear && q.isLinear
    }
  }
}

extension Term {
  var isLinear: Bool {
    switch self {
    case .number, .unknown: true
    case .sum(let list): list.allSatisfy(\.isLinear)
    case .product(let list):
      list.allSatisfy(\.isLinear)
        && list.filter {
          if case .number = $0 { return false }
          return true
        }.count <= 1
    case .choice(let condition, let a, let b): condition.isLinear && a.isLinear && b.isLinear
    }
  }
}

extension SolverProblem {
  /// The unknowns that are multiplied by unknowns: what real algebra has to eliminate.
  var multiplied: Set<String> {
    assertions.reduce(into: Set<String>()) { $1.formula.collect(multiplied: &$0) }
  }
}

extension Formula {
  fileprivate func collect(multiplied found: inout Set<String>) {
    switch self {
    case .truth: break
    case .relation(_, let a, let b):
      a.collect(multiplied: &found)
      b.collect(multiplied: &found)
    case .all(let list), .any(let list): list.forEach { $0.collect(multiplied: &found) }
    case .not(let p): p.collect(multiplied: &found)
    case .implies(let p, let q):
      p.collect(multiplied: &found)
      q.collect(multiplied: &found)
    }
  }
}

extension Term {
  fileprivate func collect(multiplied found: inout Set<String>) {
    switch self {
    case .number, .unknown: break
    case .sum(let list): list.forEach { $0.collect(multiplied: &found) }
    case .product(let list):
      if isLinear {
        list.forEach { $0.collect(multiplied: &found) }
      } else {
        list.forEach { $0.collect(all: &found) }
      }
    case .choice(let condition, let a, let b):
      condition.collect(multiplied: &found)
      a.collect(multiplied: &found)
      b.collect(multiplied: &found)
    }
  }

  private func collect(all found: inout Set<String>) {
    switch self {
    case .number: break
    case .unknown(let name): found.insert(name)
    case .sum(let list), .product(let list): list.forEach { $0.collect(all: &found) }
    case .choice(let condition, let a, let b):
      condition.collect(multiplied: &found)
      a.collect(all: &found)
      b.collect(all: &found)
    }
  }
}

/// What the solver found.
package enum SolverAnswer: Sendable, Equatable {
  /// The statements contradict each other; those of these groups do already.
  case unsatisfiable(core: Set<Int>)
  /// Values of the unknowns under which all hold, rounded where they are irrational.
  case satisfiable([String: Rational])
  /// Not decided within the budget; why, in the solver's words.
  case undecided(String)
}

/// How much work a question may cost, in Z3's resource units (about 2,000,000 a second), so that an
/// answer does not depend on the machine's speed.
package struct SolverBudget: Sendable {
  package let resources: Int

  package init(resources: Int) {
    self.resources = resources
  }
}
