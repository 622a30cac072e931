internal import CCMarkGFM
import Synchronization

/// cmark's tree as Swift values: nothing of C leaves this file and `Extensions`.
///
/// Positions inside a block are not taken from cmark (they are wrong in tables and after soft
/// breaks): `NodeReader` finds each piece again in the source lines.
struct RawNode {
  /// What cmark made of it.
  enum Kind {
    case document, quote, list(start: Int?, isTight: Bool), item(isDone: Bool?)
    case codeBlock(info: String, text: String, isFenced: Bool)
    case display(text: String, isClosed: Bool)
    case htmlBlock(String), paragraph, heading(Int), rule
    case table(alignments: [Alignment]), tableHead, tableRow, tableCell
    case container(mark: Extensions.Mark?)
    case footnoteDefinition
    case text(String), softBreak, lineBreak, code(String), mathematics(String), html(String)
    case emphasis, strong, strikethrough
    case link(destination: String, title: String), image(destination: String, title: String)
    case footnoteReference(String)
    case unknown
  }

  let kind: Kind
  /// First line, counted from 1; 0 for inlines.
  let startLine: Int
  /// Last line.
  let endLine: Int
  var children: [RawNode]
}

/// Why a text could not become a tree.
enum CMarkFailure: Error {
  /// Blocks or inlines nest deeper than the limit; the line of the first that does.
  case tooDeep(line: Int)
  /// cmark could not be set up (memory).
  case unavailable
}

/// The door to cmark-gfm.
enum CMark {
  // cmark keeps its table of special characters in a global while a text is parsed.
  private static let lock = Mutex(())

  /// Parses a text; lines are counted from 1.
  static func parse(_ text: String, deepest: Int) throws(CMarkFailure) -> RawNode {
    let outcome: Result<RawNode, CMarkFailure> = lock.withLock { _ in
      parseLocked(text, deepest: deepest)
    }
    return try outcome.get()
  }

  private static func parseLocked(_ text: String, deepest: Int) -> Result<RawNode, CMarkFailure> {
    guard let registered = Extensions.registered else { return .failure(.unavailable) }
    guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_SMART) else {
      return .failure(.unavailable)
    }
    defer { cmark_parser_free(parser) }
    // Ours come first: where a paragraph is open, the table extension answers for all that follow.
    cmark_parser_attach_syntax_extension(parser, registered.mathematics)
    cmark_parser_attach_syntax_extension(parser, registered.containers)
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      guard let ext = cmark_find_syntax_extension(name) else { return .failure(.unavailable) }
      cmark_parser_attach_syntax_extension(parser, ext)
    }
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parser_feed(parser, $0.baseAddress, $0.count)
      }
    }
    guard let root = cmark_parser_finish(parser) else { return .failure(.unavailable) }
    defer { cmark_node_free(root) }
    if let line = lineBeyond(deepest, root) { return .failure(.tooDeep(line: line)) }
    return .success(read(root, registered))
  }

  /// The line of the first node nested too deep; walks without recursion, since the tree may be
  /// as deep as the text is long.
  private static func lineBeyond(_ deepest: Int, _ root: UnsafeMutablePointer<cmark_node>) -> Int? {
    var depth = 0
    var line = 1
    var node = root
    while true {
      if node.pointee.start_line > 0 { line = Int(node.pointee.start_line) }
      if depth > deepest { return line }
      if let child = node.pointee.first_child {
        (node, depth) = (child, depth + 1)
        continue
      }
      while node != root, node.pointee.next == nil, let parent = node.pointee.parent {
        (node, depth) = (parent, depth - 1)
      }
      guard node != root, let next = node.pointee.next else { return nil }
      node = next
    }
  }

  private static func read(
    _ node: UnsafeMutablePointer<cmark_node>, _ registered: Extensions.Registered
  ) -> RawNode {
    var children: [RawNode] = []
    var child = node.pointee.first_child
    while let current = child {
      children.append(read(current, registered))
      child = current.pointee.next
    }
    return RawNode(
      kind: kind(node, registered), startLine: Int(node.pointee.start_line),
      endLine: Int(node.pointee.end_line), children: children)
  }

  private static func kind(
    _ node: UnsafeMutablePointer<cmark_node>, _ registered: Extensions.Registered
  ) -> RawNode.Kind {
    let string = { (pointer: UnsafePointer<CChar>?) in pointer.map { String(cString: $0) } ?? "" }
    let isOurs = node.pointee.extension == registered.mathematics
    switch cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: return .document
    case CMARK_NODE_BLOCK_QUOTE: return .quote
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      return .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_ITEM:
      // A task is an item whose extension gives it a name of its own.
      let isTask = String(cString: cmark_node_get_type_string(node)) == "tasklist"
      return .item(
        isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(node) : nil)
    case CMARK_NODE_CODE_BLOCK:
      let text = string(cmark_node_get_literal(node))
      if isOurs { return .display(text: text, isClosed: Extensions.Mark(of: node) == .closed) }
      return .codeBlock(
        info: string(cmark_node_get_fence_info(node)), text: text,
        isFenced: node.pointee.as.code.fenced != 0)
    case CMARK_NODE_HTML_BLOCK: return .htmlBlock(string(cmark_node_get_literal(node)))
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_HEADING: return .heading(Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: return .rule
    case CMARK_NODE_FOOTNOTE_DEFINITION: return .footnoteDefinition
    case CMARK_NODE_TEXT: return .text(string(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE:
      let text = string(cmark_node_get_literal(node))
      return isOurs ? .mathematics(text) : .code(text)
    case CMARK_NODE_HTML_INLINE: return .html(string(cmark_node_get_literal(node)))
    case CMARK_NODE_EMPH: return .emphasis
    case CMARK_NODE_STRONG: return .strong
    case CMARK_NODE_LINK:
      return .link(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      return .image(
        destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_FOOTNOTE_REFERENCE:
      return .footnoteReference(string(cmark_node_get_literal(node)))
    default: return extensionKind(node, registered)
    }
  }

  /// The kinds that extensions define are known by name only.
  private static func extensionKind(
    _ node: UnsafeMutablePointer<cmark_node>, _ registered: Extensions.Registered
  ) -> RawNode.Kind {
    if cmark_node_get_type(node) == registered.containerKind {
      return .container(mark: Extensions.Mark(of: node))
    }
    switch String(cString: cmark_node_get_type_string(node)) {
    case "table":
      let count = Int(cmark_gfm_extensions_get_table_columns(node))
      let letters = cmark_gfm_extensions_get_table_alignments(node)
      return .table(
        alignments: (0..<count).map { index in
          switch letters?[index] {
          case UInt8(ascii: "l"): .left
          case UInt8(ascii: "c"): .centre
          case UInt8(ascii: "r"): .right
          default: .standard
          }
        })
    case "table_header": return .tableHead
    case "table_row": return .tableRow
    case "table_cell": return .tableCell
    case "strikethrough": return .strikethrough
    default: return .unknown
    }
  }
}
