internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How a number of rows is cut into blocks that are worked on in parallel.
///
/// The cut depends on the number of rows alone, never on the number of threads, so that every sum
/// has one order whatever the machine.
package struct Blocks: Sendable, Hashable {
  /// The number of rows in all.
  package let rows: Int
  /// The most rows that a block has.
  package let size: Int

  /// Blocks of nearly equal size, at most `limit` rows each, and an even number of them where there
  /// is more than one.
  ///
  /// - Precondition: `rows ≥ 0`, `limit ≥ 1`.
  package init(rows: Int, limit: Int = 256) {
    precondition(rows >= 0 && limit >= 1, "blocks")
    self.rows = rows
    let least = (rows + limit - 1) / limit
    let count = least > 1 && !least.isMultiple(of: 2) ? least + 1 : max(least, 1)
    size = max((rows + count - 1) / count, 1)
  }

  /// The number of blocks.
  package var count: Int { (rows + size - 1) / size }

  /// The rows of a block.
  package subscript(index: Int) -> Range<Int> { index * size..<min(rows, (index + 1) * size) }

  /// Calls `body` once for each block, on up to `threads` threads, each with a workspace of its own.
  ///
  /// Blocks are taken in order by whoever is free; `body` may write only to places that belong to
  /// its block.
  package func forEach<Workspace>(
    threads: Int, workspace: () -> Workspace, _ body: (Workspace, Int) -> Void
  ) {
    let workers = max(1, min(threads, count))
    if workers == 1 {
      let own = workspace()
      for index in 0..<count { body(own, index) }
      return
    }
    let next = Atomic(0)
    let total = count
    withoutActuallyEscaping(workspace) { workspace in
      withoutActuallyEscaping(body) { body in
        // Both outlive the call, each workspace stays with its worker, and blocks are disjoint.
        nonisolated(unsafe) let workspace = workspace
        nonisolated(unsafe) let body = body
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
          var own: Workspace?
          while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < total else { return }
            let mine = own ?? workspace()
            own = mine
            body(mine, index)
          }
        }
      }
    }
  }
}

/// How many threads the engine uses where nothing else is asked for.
package let availableThreads = processorCount()

private func processorCount() -> Int {
  #if canImport(Glibc)
    max(1, Glibc.sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  #else
    max(1, Darwin.sysconf(_SC_NPROCESSORS_ONLN))
  #endif
}
