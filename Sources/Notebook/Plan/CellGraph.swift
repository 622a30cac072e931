extension [PlannedCell] {
  /// Depth-first from each cell, in page order: indices, each after all that it depends on, and the
  /// references that close a cycle.
  func sorted() -> (order: [Int], cycles: [(cell: Int, target: Int, span: Span)]) {
    var state = [Int](repeating: 0, count: count)  // 0 new, 1 on the path, 2 done
    var order: [Int] = []
    var cycles: [(Int, Int, Span)] = []
    for root in indices where state[root] == 0 {
      var path: [(cell: Int, next: Int)] = [(root, 0)]
      state[root] = 1
      while let (cell, next) = path.last {
        if next < self[cell].dependencies.count {
          path[path.count - 1].next += 1
          let (target, span) = self[cell].dependencies[next]
          if state[target] == 1 {
            cycles.append((cell, target, span))
          } else if state[target] == 0 {
            state[target] = 1
            path.append((target, 0))
          }
        } else {
          state[cell] = 2
          order.append(cell)
          path.removeLast()
        }
      }
    }
    return (order, cycles)
  }

  /// Whether a cell depends on another, directly or not.
  func reaches(from start: Int, to goal: Int) -> Bool {
    var seen: Set<Int> = [start]
    var stack = [start]
    while let cell = stack.popLast() {
      if cell == goal { return true }
      for (next, _) in self[cell].dependencies where seen.insert(next).inserted {
        stack.append(next)
      }
    }
    return false
  }
}
