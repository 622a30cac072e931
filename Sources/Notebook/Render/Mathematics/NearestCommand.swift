/// Finds the command that an author most likely meant.
enum NearestCommand {
  /// The nearest of the known commands; `nil` if none is near.
  ///
  /// Near is at most a third of the name's letters (and at least one) to insert, delete, replace
  /// or swap with a neighbour (Damerau–Levenshtein distance, restricted). A name that differs in
  /// case alone comes first; among equals the first in alphabetical order.
  static func to(_ command: String, among known: [String]) -> String? {
    let wanted = Array(command.unicodeScalars)
    let limit = max(1, (wanted.count - 1) / 3)
    if let sameLetters = known.first(where: { $0.lowercased() == command.lowercased() }) {
      return sameLetters
    }
    var best: (distance: Int, name: String)?
    for name in known where abs(name.unicodeScalars.count - wanted.count) <= limit {
      let distance = distance(wanted, Array(name.unicodeScalars))
      if distance <= limit, distance < (best?.distance ?? .max) { best = (distance, name) }
    }
    return best?.name
  }

  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
