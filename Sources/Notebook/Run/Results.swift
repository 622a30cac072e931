/// What the cells of a page gave.
package struct PageResults: Sendable {
  /// What became of one cell.
  package enum Outcome: Sendable {
    /// It ran; its values and blocks.
    case finished(CellOutput)
    /// It failed; what is shown in its place under `--keep-going`.
    case failed(message: String)
    /// It did not run, since a cell that it reads failed: that cell's title.
    case skipped(because: String)

    /// What the cell gave, where it ran.
    package var output: CellOutput? {
      if case .finished(let output) = self { output } else { nil }
    }
  }

  /// By the place of the cell on the page, from 0.
  package let outcomes: [Int: Outcome]
  /// The page's names with their values.
  let scope: Scope
  /// How many cells ran.
  package var finishedCount: Int { outcomes.values.count { $0.output != nil } }
  /// How many failed or were skipped.
  package var failedCount: Int { outcomes.count - finishedCount }
}

/// How a run is done.
package struct RunOptions: Sendable {
  /// Tells the reader at the terminal what is being done.
  package var progress: @Sendable (String) -> Void
  /// Whether the run was asked to stop.
  package var isCancelled: @Sendable () -> Bool
  /// Whether claims that fail, such as a refuted step, are only warned of.
  package var isDraft: Bool
  /// Changes a published value before it is audited and used: for tests that plant an error.
  package var tamper: (@Sendable (_ cell: String, _ value: NamedValue) -> NamedValue)?

  /// Is shown each cell as it finishes: for tests that ask its audit further questions.
  package var observe:
    (
      @Sendable (_ directive: any Directive.Type, _ output: CellOutput, _ invocation: Invocation) ->
        Void
    )?

  /// Standard options: silent, never cancelled.
  package init(
    progress: @escaping @Sendable (String) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }, isDraft: Bool = false,
    tamper: (@Sendable (_ cell: String, _ value: NamedValue) -> NamedValue)? = nil,
    observe: (
      @Sendable (_ directive: any Directive.Type, _ output: CellOutput, _ invocation: Invocation) ->
        Void
    )? = nil
  ) {
    self.progress = progress
    self.isCancelled = isCancelled
    self.isDraft = isDraft
    self.tamper = tamper
    self.observe = observe
  }
}
