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
      .link(_, _, let inner, _):
      [self] + inner.flatMap(\.withInner)
    default: [self]
    }
  }
}
