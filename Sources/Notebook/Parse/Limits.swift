/// What a page may be at most; every limit has a name and can be raised in `site.yml`.
package struct Limits: Sendable, Hashable {
  /// Bytes of a notebook.
  package var pageBytes = 8 << 20
  /// Cells of a notebook.
  package var cells = 10_000
  /// Nesting of blocks, of inlines and of YAML.
  package var nesting = 100
  /// Unicode scalars of a formula.
  package var formula = 20_000

  /// The standard limits.
  package init() {}
}
