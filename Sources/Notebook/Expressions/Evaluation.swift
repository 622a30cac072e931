internal import Evidence

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Expression {
  /// The value in a scope.
  ///
  /// Arithmetic is IEEE double, entrywise on vectors; sums run in order.
  ///
  /// The evidence of the result follows ``Evidence/derived(from:basis:)``; a bare name or number
  /// keeps its own.
  ///
  /// - Throws: an ``ExpressionFailure`` at the node: an unknown name, lengths that differ, a division
  /// by zero, a root or logarithm outside its domain, a result that is not a number.
  package func evaluate(in scope: Scope) throws(ExpressionFailure) -> Value {
    switch self {
    case .number(let number, _):
      return .given(number)
    case .name(let name, let at):
      guard let value = scope.value(name) else {
        throw ExpressionFailure(
          "unknown name `\(name)`", rule: "a name is a value of this page",
          fix: suggestion(for: name, in: scope.names, what: "value"), offset: at.offset,
          length: at.length)
      }
      return value
    case .negation(let inner, let at):
      let value = try inner.evaluate(in: scope)
      return try map([value], [.decreasing], at, "arithmetic on") { -$0[0] }
    case .binary(let sign, let left, let right, let at):
      let a = try left.evaluate(in: scope)
      let b = try right.evaluate(in: scope)
      return try arithmetic(sign, a, b, at)
    case .comparison(let comparison, let left, let right, let at):
      let a = try left.evaluate(in: scope)
      let b = try right.evaluate(in: scope)
      return try compare(comparison, a, b, at)
    case .call(let function, let arguments, let at):
      var values: [Value] = []
      for argument in arguments { values.append(try argument.evaluate(in: scope)) }
      return try apply(function, values, at)
    }
  }

  private func arithmetic(_ sign: Operator, _ a: Value, _ b: Value, _ at: Place)
    throws(ExpressionFailure) -> Value
  {
    switch sign {
    case .plus:
      return try map([a, b], [.increasing, .increasing], at, "arithmetic on") { $0[0] + $0[1] }
    case .minus:
      return try map([a, b], [.increasing, .decreasing], at, "arithmetic on") { $0[0] - $0[1] }
    case .times:
      return try map([a, b], [scaling(by: b), scaling(by: a)], at, "arithmetic on") {
        $0[0] * $0[1]
      }
    case .over:
      if let zero = firstZero(b) {
        throw failure(
          "division by zero" + zero, rule: "a divisor is not zero",
          fix: "guard the divisor, or divide by something that cannot vanish", at)
      }
      return try map([a, b], [scaling(by: b), .neither], at, "arithmetic on") { $0[0] / $0[1] }
    case .power:
      // x^p grows with x for p > 0 and x ≥ 0: the true base must be known not to lie below zero.
      let grows =
        (b.number.map { $0 > 0 && b.evidence.direction == .equal } ?? false)
        && (a.number.map { $0 >= 0 && a.evidence.direction == .atLeast } ?? false)
      let effect: Evidence.Monotonicity = grows ? .increasing : .neither
      return try map([a, b], [effect, .neither], at, "arithmetic on") { pow($0[0], $0[1]) }
    }
  }

  /// How a product moves with one factor: by the sign of the other, where that one is known exactly.
  private func scaling(by other: Value) -> Evidence.Monotonicity {
    guard other.evidence.direction == .equal, let number = other.number else { return .neither }
    return number >= 0 ? .increasing : .decreasing
  }

  private func firstZero(_ value: Value) -> String? {
    switch value.content {
    case .number(let number): return number == 0 ? "" : nil
    case .vector(let vector):
      return vector.firstIndex(of: 0).map { " in entry \($0 + 1)" }
    default: return nil
    }
  }

  private func compare(_ comparison: Comparison, _ a: Value, _ b: Value, _ at: Place)
    throws(ExpressionFailure) -> Value
  {
    let evidence = Evidence.derived(
      from: [(a.evidence, .neither), (b.evidence, .neither)], basis: "comparison of values")
    if case .text(let x) = a.content, case .text(let y) = b.content,
      comparison == .equal || comparison == .different
    {
      return Value(.boolean((x == y) == (comparison == .equal)), evidence)
    }
    let pairs = try entries([a, b], at)
    let outcomes = pairs.rows.map { comparison.holds($0[0], $0[1]) }
    if pairs.isVector { return Value(.vector(outcomes.map { $0 ? 1 : 0 }), evidence) }
    return Value(.boolean(outcomes[0]), evidence)
  }

  private func apply(_ function: Function, _ values: [Value], _ at: Place)
    throws(ExpressionFailure) -> Value
  {
    let basis = "\(function.rawValue) of"
    switch function {
    case .abs:
      return try map(values, [.neither], at, basis) { Swift.abs($0[0]) }
    case .sign:
      return try map(values, [.increasing], at, basis) { $0[0] > 0 ? 1 : $0[0] < 0 ? -1 : 0 }
    case .exp:
      return try map(values, [.increasing], at, basis) { Glibc.exp($0[0]) }
    case .sqrt:
      try require(values[0], at, "a root of a negative number", "the argument of sqrt is ≥ 0") {
        $0 >= 0
      }
      return try map(values, [.increasing], at, basis) { $0[0].squareRoot() }
    case .log:
      try require(
        values[0], at, "a logarithm of a number that is not positive", "the argument of log is > 0"
      ) { $0 > 0 }
      return try map(values, [.increasing], at, basis) { Glibc.log($0[0]) }
    case .min, .max:
      let least = function == .min
      if values.count > 1 {
        return try map(values, values.map { _ in .increasing }, at, basis) { row in
          row.dropFirst().reduce(row[0]) { least ? Swift.min($0, $1) : Swift.max($0, $1) }
        }
      }
      return try reduce(values[0], .increasing, at, basis) { v in
        v.dropFirst().reduce(v[0]) { least ? Swift.min($0, $1) : Swift.max($0, $1) }
      }
    case .mean:
      return try reduce(values[0], .increasing, at, basis) { v in v.reduce(0, +) / Double(v.count) }
    case .sum:
      return try reduce(values[0], .increasing, at, basis) { v in v.reduce(0, +) }
    case .count:
      if case .boolean(let flag) = values[0].content {
        return Value(.number(flag ? 1 : 0), values[0].evidence)
      }
      return try reduce(values[0], .neither, at, basis) { v in Double(v.count { $0 != 0 }) }
    case .norm:
      var exponent = 2.0
      if values.count == 2 {
        guard let p = values[1].number, p >= 1 else {
          throw failure(
            "a norm with an exponent below 1", rule: "norm(v, p) takes p ≥ 1 or inf",
            fix: "write 1, 2, inf or another number ≥ 1", at)
        }
        exponent = p
      }
      return try reduce(values[0], .neither, at, basis) { v in vectorNorm(v, exponent) }
    case .dot:
      guard let a = values[0].vector, let b = values[1].vector, a.count == b.count else {
        throw failure(
          "dot of \(values[0].description) and \(values[1].description)",
          rule: "dot takes two vectors of equal length", fix: "compare where the two come from", at)
      }
      let evidence = Evidence.derived(
        from: values.map { ($0.evidence, .neither) }, basis: "dot of " + bases(values))
      return Value(.number(zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }), evidence)
    }
  }

  /// Applies a function entrywise; numbers are repeated to the length of the vectors.
  private func map(
    _ values: [Value], _ effects: [Evidence.Monotonicity], _ at: Place, _ basis: String,
    _ function: ([Double]) -> Double
  ) throws(ExpressionFailure) -> Value {
    let entries = try entries(values, at)
    let results = entries.rows.map(function)
    if let bad = results.firstIndex(where: \.isNaN) {
      throw failure(
        "no value" + (entries.isVector ? " in entry \(bad + 1)" : ""),
        rule: "every part of an expression is a number",
        fix: "look at the values that it is made of", at)
    }
    let evidence = Evidence.derived(
      from: zip(values, effects).map { ($0.evidence, $1) }, basis: basis + " " + bases(values))
    return Value(entries.isVector ? .vector(results) : .number(results[0]), evidence)
  }

  private func reduce(
    _ value: Value, _ effect: Evidence.Monotonicity, _ at: Place, _ basis: String,
    _ function: ([Double]) -> Double
  ) throws(ExpressionFailure) -> Value {
    let list: [Double]
    switch value.content {
    case .number(let number): list = [number]
    case .vector(let vector): list = vector
    case .matrix(let matrix): list = matrix.flatMap { $0 }
    default:
      throw failure(
        "a function of \(value.description)", rule: "it takes a vector or a number",
        fix: "name a value that is one", at)
    }
    guard !list.isEmpty else {
      throw failure(
        "a function of an empty vector", rule: "it takes at least one entry",
        fix: "look at where the vector comes from", at)
    }
    let result = function(list)
    guard !result.isNaN else {
      throw failure(
        "no value", rule: "every part of an expression is a number",
        fix: "look at the values that it is made of", at)
    }
    return Value(
      .number(result),
      Evidence.derived(from: [(value.evidence, effect)], basis: basis + " " + bases([value])))
  }

  private func entries(_ values: [Value], _ at: Place)
    throws(ExpressionFailure) -> (rows: [[Double]], isVector: Bool)
  {
    var length: Int?
    for value in values {
      switch value.content {
      case .number, .boolean: break
      case .vector(let vector):
        if let length, length != vector.count {
          throw failure(
            "vectors of \(length) and \(vector.count) numbers",
            rule: "vectors are combined entry by entry, so they are equally long",
            fix: "compare where the two come from", at)
        }
        length = vector.count
      default:
        throw failure(
          "arithmetic on \(value.description)", rule: "it takes numbers and vectors",
          fix: "name a value that is one", at)
      }
    }
    let columns = values.map { value -> [Double] in
      switch value.content {
      case .number(let number): [Double](repeating: number, count: length ?? 1)
      case .boolean(let flag): [Double](repeating: flag ? 1 : 0, count: length ?? 1)
      case .vector(let vector): vector
      default: []
      }
    }
    return ((0..<(length ?? 1)).map { i in columns.map { $0[i] } }, length != nil)
  }

  private func require(
    _ value: Value, _ at: Place, _ message: String, _ rule: String, _ holds: (Double) -> Bool
  ) throws(ExpressionFailure) {
    for row in try entries([value], at).rows where !holds(row[0]) {
      throw failure(
        "\(message) (\(row[0]))", rule: rule, fix: "look at where the argument comes from", at)
    }
  }

  /// What the inputs rest on, once each, given values left out; kept short.
  private func bases(_ values: [Value]) -> String {
    var seen: [String] = []
    for value in values where value.evidence.kind != .given {
      let basis = String(value.evidence.basis.prefix(120))
      if !seen.contains(basis) { seen.append(basis) }
    }
    return seen.isEmpty ? "given values" : seen.joined(separator: "; ")
  }

  private func failure(_ message: String, rule: String, fix: String, _ at: Place)
    -> ExpressionFailure
  {
    ExpressionFailure(message, rule: rule, fix: fix, offset: at.offset, length: at.length)
  }
}

/// ‖v‖_p for p ≥ 1 or ∞, scaled by the largest entry so that nothing overflows.
private func vectorNorm(_ v: [Double], _ p: Double) -> Double {
  let largest = v.reduce(0) { max($0, abs($1)) }
  guard largest > 0, largest.isFinite, p.isFinite else { return largest }
  if p == 1 { return v.reduce(0) { $0 + abs($1) } }
  return largest * pow(v.reduce(0) { $0 + pow(abs($1) / largest, p) }, 1 / p)
}
