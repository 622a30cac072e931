/// The candidate that is nearest to a mistyped word, for "did you mean"; nil where none is near.
///
/// Near means at most a third of the word's length in single-letter edits (insert, delete,
/// replace, swap neighbours), and at least one edit is always allowed.
package func nearestName(to word: String, in candidates: some Sequence<String>) -> String? {
  let word = Array(word.lowercased().unicodeScalars.prefix(64))
  let limit = max(1, word.count / 3)
  var best: (distance: Int, name: String)?
  for candidate in candidates {
    let distance = editDistance(word, Array(candidate.lowercased().unicodeScalars.prefix(64)))
    if distance <= limit, best.map({ distance < $0.distance }) ?? true {
      best = (distance, candidate)
    }
  }
  return best?.name
}

/// Edits between two words, with swapped neighbours counted once (optimal string alignment).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}

/// The fix that names the nearest candidate, or else lists what there is.
package func suggestion(for word: String, in candidates: [String], what: String) -> String {
  if let nearest = nearestName(to: word, in: candidates) { return "write `\(nearest)`" }
  if candidates.isEmpty { return "remove it: there is no \(what) here" }
  let listed = candidates.prefix(16).joined(separator: ", ")
  return "use one of: \(listed)" + (candidates.count > 16 ? ", …" : "")
}
