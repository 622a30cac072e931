/// A value together with how it is known; what the engine returns for every published quantity.
package struct Established<Value: Sendable>: Sendable {
  /// The value, in the unit that the establishing function documents.
  package let value: Value
  /// How it is known.
  package let evidence: Evidence

  /// Joins a value to the evidence of the function that established it.
  package init(_ value: Value, _ evidence: Evidence) {
    self.value = value
    self.evidence = evidence
  }
}

extension Established: Equatable where Value: Equatable {}
extension Established: Hashable where Value: Hashable {}
