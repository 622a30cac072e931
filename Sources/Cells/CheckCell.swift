internal import Notebook

/// `adv check`: a relation between values that must hold for the page to be published.
enum CheckCell: Directive {
  static let name = "check"
  static let summary = "A relation between values; the page is published only if it holds."
  static let details = """
    `that` is a comparison with one of < <= > >= == !=, or a list of them. Both sides are \
    expressions over the values of the page. Between vectors the relation must hold in every \
    entry; a number beside a vector is compared with every entry. Words and matrices can be \
    compared with == and !=.

    `tolerance: t` applies to == and !=: a and b count as equal if |a − b| ≤ t·max(1, |a|, |b|), \
    entry by entry. Without it, == means the same number. Floating-point results of two \
    different computations are rarely the same number: give a tolerance and say why it is \
    enough.

    After a line `---` the statement may stand in words; it is shown with the verdict, and what \
    was evaluated stands beside it with both sides' values.

    Errors: `that` is no comparison; a relation that does not hold, with both sides' values in \
    full and their difference; a side without a value; a tolerance beside < <= > >=.
    """
  static let example = """
    ```adv check
    that: =abs(log(2) - 0.6931472) <= 1e-7
    ---
    The natural logarithm of 2 is 0.6931472 to seven digits.
    ```
    """
  static let fields: [Field] = [
    .required(
      "that", .either([.deferred([]), .list(.deferred([]), 1...50)]),
      "A comparison such as =max(abs(a.losses - b.losses)) <= 1e-6, or a list of them."),
    .optional(
      "tolerance", .number(.nonnegative), standard: "0",
      "For == and !=: how far two equal numbers may lie apart, times max(1, |a|, |b|)."),
  ]
  static let literal = LiteralBody.caption(isRequired: false)
  static let judges = true
  static let failureCode = DiagnosticCode.checkFailed
  static let publishes = [
    PublishedName("left", "the left side of the first relation"),
    PublishedName("right", "the right side of the first relation"),
    PublishedName("holds", "true: a relation that does not hold is an error"),
  ]

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let relations = try relations(invocation)
    let tolerance = invocation["tolerance"]?.number ?? 0
    var failures: [(CheckedRelation, String)] = []
    for relation in relations {
      if invocation["tolerance"] != nil, !relation.takesTolerance {
        throw CellFailure(
          "`tolerance` beside \(relation.comparison.sign)",
          rule: "a tolerance says when == and != count two numbers as equal",
          fix: "remove it, or write it into the relation", at: invocation["tolerance"]?.span)
      }
      if let disagreement = relation.disagreement(tolerance) {
        failures.append((relation, disagreement))
      }
    }
    if let (relation, disagreement) = failures.first {
      let others = failures.count - 1
      throw CellFailure(
        disagreement
          + (others > 0 ? " (and \(others) more of this cell)" : ""),
        rule: "a page is published only if its checks hold: \(relation.expression.source)",
        fix: "mend the statement, or the values that it is about", at: relation.expression.span)
    }
    guard let first = relations.first else { return CellOutput() }
    return CellOutput(
      values: [
        NamedValue("left", first.left), NamedValue("right", first.right),
        NamedValue("holds", Value(.boolean(true), first.outcome.evidence)),
      ],
      blocks: [.judged(relations.map { $0.line(tolerance) })])
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    var audit = Audit(published)
    let relations: [CheckedRelation]
    do throws(CellFailure) {
      relations = try self.relations(invocation)
    } catch {
      audit.report("holds", error.message)
      return audit.failures
    }
    guard let first = relations.first else { return [] }
    for (name, value) in [("left", first.left), ("right", first.right)] {
      let shown = published.values.first { $0.name == name }?.value
      audit.expect(name, shown == value, "published and evaluated side differ")
    }
    let tolerance = invocation["tolerance"]?.number ?? 0
    for relation in relations {
      if let disagreement = relation.disagreement(tolerance) {
        audit.report("holds", disagreement)
      }
    }
    return audit.failures
  }

  /// Evaluates both sides of every relation.
  private static func relations(_ invocation: Invocation) throws(CellFailure) -> [CheckedRelation] {
    let written = invocation["that"].map { $0.list ?? [$0] } ?? []
    var relations: [CheckedRelation] = []
    for expression in written.compactMap(\.deferred) {
      do throws(ExpressionFailure) {
        guard let (left, comparison, right) = try expression.sides() else {
          throw ExpressionFailure(
            "`\(expression.source)` compares nothing",
            rule: "a check is a comparison with < <= > >= == or !=",
            fix: "write what it is compared with", offset: 0,
            length: expression.source.unicodeScalars.count)
        }
        relations.append(
          CheckedRelation(
            expression: expression, left: left, comparison: comparison, right: right,
            outcome: try expression.evaluate([:])))
      } catch {
        throw CellFailure(error, in: expression)
      }
    }
    return relations
  }
}
