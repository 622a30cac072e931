import Markup

/// Draws images in rows and columns; where the columns do not fit side by side, each row goes on
/// below with heads of its own.
func drawImages(_ grid: ImageGrid, layout: Layout) -> Drawing {
  guard !grid.pictures.isEmpty else {
    return Drawing.empty("Nothing to draw: there are no images.", layout: layout)
  }
  let plan = ImagePlan(grid, layout: layout)
  var drawing = Drawing(layout: layout, height: 0)
  var top = 0.0
  for block in plan.blocks {
    if block.lowerBound > 0 { top += 10 }
    top = plan.drawHeads(of: block, at: top, into: &drawing)
    for row in grid.rows { top = plan.draw(row, of: block, at: top, into: &drawing) }
  }
  for sentence in grid.scales {
    for line in RichText(sentence).lines(to: layout.width - 6, in: .note, most: 4) {
      drawing.add(Label(line, .note, at: Point(2, top + 14), color: Palette.soft))
      top += 16
    }
  }
  drawing.height = top + 6
  return drawing
}

/// How large images are and where they stand.
private struct ImagePlan {
  /// The columns that stand side by side.
  let blocks: [Range<Int>]
  private let grid: ImageGrid
  private let left: Double
  private let rowNames: [String: [RichText]]
  private let isRowNameBeside: Bool
  private let cell: Double
  private let side: Double
  private let width: Double
  private static let gap = 10.0
  private static let lineHeight = 15.0

  init(_ grid: ImageGrid, layout: Layout) {
    self.grid = grid
    width = layout.width
    isRowNameBeside = layout == .wide
    let names = grid.rows.map { RichText($0.label) }
    let widest = names.map { $0.width(in: .note) }.max() ?? 0
    let nameWidth = isRowNameBeside ? Swift.min(widest, 110) : width - 6
    left = isRowNameBeside && widest > 0 ? nameWidth + 14 : 2
    rowNames = Dictionary(
      grid.rows.map { ($0.label, RichText($0.label).lines(to: nameWidth, in: .note, most: 3)) },
      uniquingKeysWith: { first, _ in first })
    let count = grid.columnCount
    let labels = grid.rows.flatMap(\.entries).map { RichText($0.label).width(in: .note) }.max() ?? 0
    let heads = grid.columns.map { RichText($0).width(in: .axis) }.max() ?? 0
    let room = width - left - 2
    let gap = ImagePlan.gap
    // A cell is as wide as its words in two lines, within limits.
    let least = Swift.min(Swift.max(44, labels / 2 + 8, Swift.min(heads, 64)), 96)
    let fitting = Swift.max(1, Int((room + gap) / (least + gap)))
    let parts = (count + fitting - 1) / fitting
    let perBlock = (count + parts - 1) / parts
    blocks = stride(from: 0, to: count, by: perBlock).map {
      $0..<Swift.min($0 + perBlock, count)
    }
    let most = layout == .wide ? 132.0 : 112
    let available = (room - gap * Double(perBlock - 1)) / Double(perBlock)
    side = Swift.min(available, most)
    cell = Swift.min(available, Swift.max(side, Swift.min(Swift.max(labels, heads), 190)))
  }

  /// The middle of a column, counted within its block.
  private func middle(_ place: Int) -> Double {
    left + Double(place) * (cell + ImagePlan.gap) + cell / 2
  }

  func drawHeads(of block: Range<Int>, at top: Double, into drawing: inout Drawing) -> Double {
    let heads = block.map { column in
      grid.head(column).isEmpty
        ? [] : RichText(grid.head(column)).lines(to: cell, in: .axis, most: 2)
    }
    let most = heads.map(\.count).max() ?? 0
    for (place, lines) in heads.enumerated() {
      for (line, text) in lines.enumerated() {
        let number = Double(most - lines.count + line)
        drawing.add(
          Label(
            text, .axis, at: Point(middle(place), top + 16 + number * 17), anchor: .middle))
      }
    }
    return top + (most > 0 ? Double(most) * 17 + 6 : 4)
  }

  func draw(
    _ row: ImageGrid.Row, of block: Range<Int>, at start: Double, into drawing: inout Drawing
  ) -> Double {
    let entries = block.map { row.entries.indices.contains($0) ? row.entries[$0] : nil }
    guard entries.contains(where: { $0?.picture != nil || $0?.label.isEmpty == false }) else {
      return start
    }
    var top = start
    let name = row.label.isEmpty ? [] : rowNames[row.label] ?? []
    if !isRowNameBeside {
      for text in name {
        drawing.add(Label(text, .note, at: Point(2, top + 13), color: Palette.soft))
        top += ImagePlan.lineHeight
      }
      if !name.isEmpty { top += 4 }
    }
    let sizes = entries.map { $0?.picture.map(size) }
    let height = sizes.compactMap { $0?.height }.max() ?? 0
    var most = 0
    for (place, entry) in entries.enumerated() {
      guard let entry else { continue }
      if let picture = entry.picture, let size = sizes[place] {
        let box = Box(
          minX: middle(place) - size.width / 2, minY: top,
          maxX: middle(place) + size.width / 2, maxY: top + size.height)
        drawing.add(image(picture, in: box))
        drawing.add(
          Marks.stroke(
            Marks.data(box.corners, closed: true), class: "rim", color: Palette.line, width: 1))
      }
      guard !entry.label.isEmpty else { continue }
      let lines = RichText(entry.label).lines(to: cell, in: .note, most: 3)
      most = Swift.max(most, lines.count)
      for (line, text) in lines.enumerated() {
        drawing.add(
          Label(
            text, .note,
            at: Point(middle(place), top + height + 15 + Double(line) * ImagePlan.lineHeight),
            anchor: .middle))
      }
    }
    var bottom = top + height + Double(most) * ImagePlan.lineHeight
    if isRowNameBeside {
      for (line, text) in name.enumerated() {
        drawing.add(
          Label(
            text, .note, at: Point(2, top + 13 + Double(line) * ImagePlan.lineHeight),
            color: Palette.soft))
      }
      bottom = Swift.max(bottom, top + Double(name.count) * ImagePlan.lineHeight)
    }
    return bottom + 12
  }

  /// The size of an image whose longer side is as long as all.
  private func size(of picture: Picture) -> (width: Double, height: Double) {
    let longer = Double(Swift.max(picture.width, picture.height))
    return (side * Double(picture.width) / longer, side * Double(picture.height) / longer)
  }

  private func image(_ picture: Picture, in box: Box) -> Node {
    .element(
      "image",
      [
        "class": "pixels", "x": NumberText.coordinate(box.minX),
        "y": NumberText.coordinate(box.minY), "width": NumberText.coordinate(box.width),
        "height": NumberText.coordinate(box.height), "preserveAspectRatio": "none",
        "image-rendering": "pixelated", "href": picture.address,
      ])
  }
}
