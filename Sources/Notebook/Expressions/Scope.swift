/// The names that an expression can read, with their values.
package struct Scope: Sendable {
  private var values: [String: Value]

  /// A scope with these names.
  package init(_ values: [String: Value] = [:]) { self.values = values }

  /// The value under a name.
  package func value(_ name: String) -> Value? { values[name] }

  /// The names, sorted.
  package var names: [String] { values.keys.sorted() }

  /// This scope with more names; a name that is there already takes the new value.
  package func binding(_ more: [String: Value]) -> Scope {
    Scope(values.merging(more) { _, new in new })
  }

  /// Adds the values of a cell under `id.name`, and, for a cell without an id, under their own names.
  mutating func add(_ published: [NamedValue], of id: String) {
    for named in published {
      values[id.isEmpty ? named.name : "\(id).\(named.name)"] = named.value
    }
  }

  /// Sets one name.
  mutating func set(_ name: String, _ value: Value) { values[name] = value }
}
