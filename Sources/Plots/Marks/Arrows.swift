import Markup

extension Drawing {
  /// Draws an arrow: its shaft with a class, its head with the same class and `-head`; in a group
  /// where colours come from one.
  mutating func add(
    arrow: Segment, _ name: String, color: String, width: Double, group: String? = nil
  ) {
    let length = arrow.length
    // The shaft ends inside the head, so that its blunt end does not show at the tip.
    let share = length > 12 ? (length - 6) / length : 0.5
    let neck = Point(
      arrow.from.x + share * (arrow.to.x - arrow.from.x),
      arrow.from.y + share * (arrow.to.y - arrow.from.y))
    let parts = [
      Marks.line(arrow.from, neck, class: name, color: color, width: width),
      Marks.fill(
        Marks.head(of: arrow, length: Swift.min(9, length), halfWidth: Swift.min(4, length / 2)),
        class: "\(name)-head", color: color),
    ]
    if let group {
      add(group: group, parts)
    } else {
      parts.forEach { add($0) }
    }
  }
}
