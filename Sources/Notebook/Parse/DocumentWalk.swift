extension Document {
  /// Every block of the page, outer before inner, footnotes last, captions after their cells.
  var allBlocks: [Block] {
    blocks.flatMap(\.withInner) + footnotes.flatMap { $0.blocks.flatMap(\.withInner) }
  }

  /// The cells, in the order in which they stand on the page.
  var cells: [Cell] {
    allBlocks.compactMap { block in
      if case .cell(let cell) = block { cell } else { nil }
    }
  }

  /// For each cell, in the order of the page, the kinds of the containers around it, outermost first.
  var containersOfCells: [[Container.Kind]] {
    let all = blocks + footnotes.flatMap(\.blocks)
    return all.flatMap { $0.containersOfCells(inside: []) }
  }

  /// The containers that have an id, by it; the first where it stands twice.
  var labelledContainers: [String: Container.Kind] {
    var kinds: [String: Container.Kind] = [:]
    for case .container(let container) in allBlocks {
      if let id = container.label?.id, kinds[id] == nil { kinds[id] = container.kind }
    }
    return kinds
  }

  /// The first cell with an id inside each container that has one.
  var cellsOfLabelledContainers: [String: String] {
    var cells: [String: String] = [:]
    for case .container(let container) in allBlocks {
      guard let id = container.label?.id, cells[id] == nil else { continue }
      for case .cell(let cell) in container.blocks.flatMap(\.withInner) where cells[id] == nil {
        cells[id] = cell.label?.id
      }
    }
    return cells
  }

  /// Every inline of the page, outer before inner, in order.
  var allInlines: [Inline] { allBlocks.flatMap(\.ownInlines).flatMap(\.withInner) }

  /// The expressions in the text, in formulas and in captions, and whether each is in a formula.
  var placedExpressions: [(written: WrittenExpression, isInFormula: Bool)] {
    var result: [(WrittenExpression, Bool)] = []
    for inline in allInlines {
      switch inline {
      case .computed(let written): result.append((written, false))
      case .mathematics(let tex): result += tex.computed.map { ($0.written, true) }
      default: break
      }
    }
    for block in allBlocks {
      if case .display(let display) = block {
        result += display.tex.computed.map { ($0.written, true) }
      }
    }
    return result
  }

  /// The expressions in the text, in formulas and in captions.
  var writtenExpressions: [WrittenExpression] { placedExpressions.map(\.written) }

  /// The images that are files beside the notebook.
  var images: [(destination: String, span: Span)] {
    allInlines.compactMap { inline in
      if case .image(let destination, _, _, let span) = inline { (destination, span) } else { nil }
    }
  }
}

extension Block {
  /// This block and all blocks inside it.
  var withInner: [Block] {
    switch self {
    case .list(_, _, let items): [self] + items.flatMap { $0.blocks.flatMap(\.withInner) }
    case .quote(let blocks): [self] + blocks.flatMap(\.withInner)
    case .container(let container): [self] + container.blocks.flatMap(\.withInner)
    case .cell(let cell): [self] + (cell.caption ?? []).flatMap(\.withInner)
    default: [self]
    }
  }

  fileprivate func containersOfCells(inside outer: [Container.Kind]) -> [[Container.Kind]] {
    switch self {
    case .cell(let cell):
      [outer] + (cell.caption ?? []).flatMap { $0.containersOfCells(inside: outer) }
    case .list(_, _, let items):
      items.flatMap { $0.blocks.flatMap { $0.containersOfCells(inside: outer) } }
    case .quote(let blocks): blocks.flatMap { $0.containersOfCells(inside: outer) }
    case .container(let container):
      container.blocks.flatMap { $0.containersOfCells(inside: outer + [container.kind]) }
    default: []
    }
  }

  /// The running text that stands directly in this block.
  var ownInlines: [Inline] {
    switch self {
    case .paragraph(let inlines), .heading(_, let inlines, _): inlines
    case .table(_, let head, let rows): head.flatMap { $0 } + rows.flatMap { $0.flatMap { $0 } }
    default: []
    }
  }
}

extension Inline {
  /// This inline and all inlines inside it.
  var withInner: [Inline] {
    switch self {
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner, _), .claim(_, let inner, _):
      [self] + inner.flatMap(\.withInner)
    default: [self]
    }
  }
}
