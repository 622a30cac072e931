/// One notebook as its author wrote it: front matter and blocks, every piece with its place.
package struct Document: Sendable {
  /// The text that it was parsed from.
  package let source: SourceText
  /// The front matter; where it does not parse, what could be read of it.
  package let frontMatter: FrontMatter
  /// The blocks of the body, in order.
  package let blocks: [Block]
  /// The footnotes, in the order of their first reference.
  package let footnotes: [Footnote]
}

/// The text of a footnote.
package struct Footnote: Sendable {
  /// Its number on the page, from 1.
  package let number: Int
  /// How many places refer to it.
  package let references: Int
  /// What it says.
  package let blocks: [Block]
}

/// A piece of a page that stands on its own lines.
package indirect enum Block: Sendable {
  /// Running text.
  case paragraph([Inline])
  /// A heading of level 1 to 6.
  case heading(level: Int, [Inline], span: Span)
  /// A list; `start` is nil for bullets; tight lists have no paragraphs around their items.
  case list(start: Int?, isTight: Bool, [ListItem])
  /// A quotation.
  case quote([Block])
  /// Code that is shown and not run.
  case code(language: String, text: String)
  /// A displayed formula, with its label where it has one.
  case display(Display)
  /// A cell.
  case cell(Cell)
  /// A table.
  case table(alignments: [Alignment], head: [[Inline]], rows: [[[Inline]]])
  /// A `:::` container.
  case container(Container)
  /// Raw HTML tags that stand on lines of their own.
  case html([HTMLPiece])
  /// A thematic break.
  case rule
}

/// An item of a list; a task has a box that is ticked or not.
package struct ListItem: Sendable {
  /// Whether the task is done; nil where the item is no task.
  package let isDone: Bool?
  /// What the item holds.
  package let blocks: [Block]
}

/// How a table column is set.
package enum Alignment: Sendable, Hashable {
  case standard, left, centre, right
}

/// A displayed formula.
package struct Display: Sendable {
  /// The TeX between the `$$`.
  package let tex: TeX
  /// The label after the closing `$$`, such as `eq-hoelder`.
  package let label: Label?
}

/// An identifier and where it was written.
package struct Label: Sendable, Hashable {
  /// The identifier, without `#`.
  package let id: String
  /// Where it was written.
  package let span: Span
}

/// TeX as written, with the place of its every line.
package struct TeX: Sendable {
  /// The TeX, without its dollars.
  package let text: String
  /// Where it stands.
  package let map: TextMap
  /// The numbers in it that are computed, in order.
  package let computed: [Embedded]

  /// One `\adv{EXPRESSION as FORMAT}`.
  package struct Embedded: Sendable {
    /// The scalars of the text that it covers, backslash to brace.
    package let range: Range<Int>
    /// The expression.
    package let written: WrittenExpression
  }
}

/// A `:::` container.
package struct Container: Sendable {
  /// What it is.
  package let kind: Kind
  /// Its title, where the author gave one.
  package let title: String?
  /// Its label, where the author gave one.
  package let label: Label?
  /// Its first line.
  package let span: Span
  /// What it holds.
  package let blocks: [Block]

  /// The kinds of container.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case exercise, solution, hint, theorem, lemma, proof, definition, remark, example, mistake, note
    case warning

    /// What it is in the table of numbers; nil where it is not numbered.
    package var numbered: NumberedThing? {
      switch self {
      case .exercise: .exercise
      case .theorem: .theorem
      case .lemma: .lemma
      case .definition: .definition
      case .remark: .remark
      case .example: .example
      default: nil
      }
    }

    /// The word at its head.
    package var word: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
  }
}

/// A cell: an `adv` fence with its body.
package struct Cell: Sendable {
  /// The word after `adv`.
  package let directive: String
  /// Where that word stands.
  package let directiveSpan: Span
  /// The id, where there is one.
  package let label: Label?
  /// The fence.
  package let span: Span
  /// The YAML, as parsed; nil where it does not parse.
  package let body: YAMLNode?
  /// The source of the body as shown on the page.
  package let source: String
  /// The caption after the line `---`; nil where there is none.
  package let caption: [Block]?
  /// The LaTeX after the line `---`, for a directive that reads it; nil where there is none.
  package var literal: TeX?
}

/// A piece of running text.
package indirect enum Inline: Sendable {
  case text(String)
  case softBreak
  case lineBreak
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  /// A link; the destination is as written.
  case link(destination: String, title: String, [Inline], span: Span)
  /// An image; the destination is a file beside the notebook.
  case image(destination: String, title: String, alternative: String, span: Span)
  /// A formula in the text.
  case mathematics(TeX)
  /// A number that is computed: `` `adv EXPRESSION as FORMAT` ``.
  case computed(WrittenExpression)
  /// A sentence that wears the verdict of a cell or of a step: `[…]{claim=#id}`.
  case claim(id: String, [Inline], span: Span?)
  /// A reference to a footnote: its number, and which of the references to it this is.
  case footnote(number: Int, occurrence: Int)
  /// An allowed raw HTML tag.
  case html(HTMLPiece)
}

/// An expression as written in the text, with its format.
package struct WrittenExpression: Sendable {
  /// The expression's text.
  package let text: String
  /// The expression, where it parses.
  package let expression: Expression?
  /// The format after ` as `.
  package let format: String?
  /// Where the expression stands.
  package let span: Span
}

/// A piece of allowed raw HTML.
package enum HTMLPiece: Sendable, Hashable {
  /// Text between tags.
  case text(String)
  /// `<name …>`: the name and its allowed attributes.
  case open(String, attributes: [Attribute])
  /// `</name>`.
  case close(String)

  /// An attribute of a tag; `value` is nil for a bare one, such as `open`.
  package struct Attribute: Sendable, Hashable {
    let name: String
    let value: String?
  }
}

/// Where the lines of a piece of text stand in the source.
package struct TextMap: Sendable, Hashable {
  /// For each line of the text: the source line and the column of its first scalar.
  package let origins: [Origin]
  /// The file.
  package let path: String

  /// The place of the first scalar of a line.
  package struct Origin: Sendable, Hashable {
    let line: Int
    let column: Int
  }

  /// The place of a stretch of a line (counted from 0) of the text.
  package func span(line: Int, offset: Int, length: Int) -> Span {
    let origin = origins.indices.contains(line) ? origins[line] : origins.last
    guard let origin else { return Span(path: path, line: 1, column: 1) }
    return Span(path: path, line: origin.line, column: origin.column + offset, length: length)
  }

  /// The place of a stretch of the text, counted in scalars from its start.
  package func span(in text: String, offset: Int, length: Int) -> Span {
    var line = 0
    var lineStart = 0
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index >= offset { break }
      if scalar == "\n" { (line, lineStart) = (line + 1, index + 1) }
    }
    return span(line: line, offset: offset - lineStart, length: length)
  }
}
