extension JudgedStep.Counterexample {
  /// "$w = (1, 0)$, $x = 0$: $2$ against $4$", inline Markdown.
  var markdown: String {
    let place = values.map { "$\($0.symbol) = \($0.tex)$" }.joined(separator: ", ")
    var text = place
    if let left, let right {
      text += (text.isEmpty ? "" : ": ") + "\(printed(left)) against \(printed(right))"
    }
    if !reason.isEmpty { text += (text.isEmpty ? "" : "; ") + reason }
    return text
  }
}
