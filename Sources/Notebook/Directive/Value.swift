package import Evidence

/// What a cell publishes under a name: content and how it is known.
package struct Value: Sendable, Hashable {
  /// The forms that a value takes.
  package enum Content: Sendable, Hashable {
    /// A number; may be infinite, is never NaN.
    case number(Double)
    /// One number per point, per coordinate, or per step.
    case vector([Double])
    /// Rows of equal length, such as one point a row.
    case matrix([[Double]])
    /// A truth value, such as what a comparison yields.
    case boolean(Bool)
    /// A word, such as `attained`.
    case text(String)
  }

  /// The content.
  package let content: Content
  /// How it is known.
  package let evidence: Evidence

  /// A value with the evidence that came with it.
  package init(_ content: Content, _ evidence: Evidence) {
    self.content = content
    self.evidence = evidence
  }

  /// A number as the engine established it.
  package init(_ established: Established<Double>) {
    self.init(.number(established.value), established.evidence)
  }

  /// A list of numbers as the engine established it.
  package init(_ established: Established<[Double]>) {
    self.init(.vector(established.value), established.evidence)
  }

  /// A number that the author wrote, or a count of what the author wrote.
  package static func given(_ number: Double) -> Value { Value(.number(number), .given()) }

  /// A number that was counted: points, coordinates, gradients.
  package static func counted(_ count: Int) -> Value {
    Value(.number(Double(count)), .given("counted"))
  }

  /// Numbers that were counted, such as the examples of each class.
  package static func counted(_ counts: [Int]) -> Value {
    Value(.vector(counts.map(Double.init)), .given("counted"))
  }

  /// A list of numbers that the author wrote.
  package static func given(_ vector: [Double]) -> Value { Value(.vector(vector), .given()) }

  /// A word that the author wrote.
  package static func given(_ text: String) -> Value { Value(.text(text), .given()) }

  /// The word for what a check of this build found.
  package static func verdict(_ word: String) -> Value {
    Value(.text(word), .given("the verdict of this build"))
  }

  /// Numbers gathered into a list, such as those of a sweep; nil where one of them is no number.
  package static func collected(_ values: [Value], basis: String) -> Value? {
    let numbers = values.compactMap(\.number)
    guard numbers.count == values.count, !values.isEmpty else { return nil }
    return Value(
      .vector(numbers),
      Evidence.derived(from: values.map { ($0.evidence, .increasing) }, basis: basis))
  }

  /// The number, where the value is one.
  package var number: Double? {
    if case .number(let number) = content { number } else { nil }
  }

  /// The list, where the value is one.
  package var vector: [Double]? {
    if case .vector(let vector) = content { vector } else { nil }
  }

  /// What the value is, in a message: "a number", "a vector of 200 numbers".
  package var description: String {
    switch content {
    case .number: "a number"
    case .vector(let v): "a vector of \(v.count) numbers"
    case .matrix(let m): "a matrix of \(m.count) rows"
    case .boolean: "a truth value"
    case .text: "a word"
    }
  }
}

/// A value under the name that its cell publishes it by, such as `accuracy.worst`.
package struct NamedValue: Sendable, Hashable {
  /// The name, without the cell's: words of `[a-z][a-z0-9-]*` joined by dots.
  package let name: String
  /// The value.
  package let value: Value

  /// Joins a name and a value.
  package init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}
