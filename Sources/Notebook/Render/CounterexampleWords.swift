extension JudgedStep.Counterexample {
  /// Values, both sides and what fails, as inline Markdown: "$w = (1, 0)$, $x = 0$: left 2, right 4".
  var markdown: String {
    let place = values.flatMap(\.equations).map { "$\($0.unbroken)$" }.joined(separator: ", ")
    var text = place
    if let left, let right {
      // A line may end between the sides and nowhere else.
      text +=
        (text.isEmpty ? "" : ": ")
        + "left\u{A0}\(printed(sides: left, right).left), right\u{A0}\(printed(sides: left, right).right)"
    }
    if !reason.isEmpty { text += (text.isEmpty ? "" : "; ") + reason }
    return text
  }
}

extension String {
  /// As one group, which no line break divides, where the formula is short enough for the margin.
  fileprivate var unbroken: String {
    var width = 0
    var isCommand = false
    for character in self where !"{}_^ ".contains(character) {
      if isCommand, character.isLetter { continue }
      isCommand = character == "\\"
      width += 1
    }
    return width <= 20 ? "{\(self)}" : self
  }
}
