internal import CCMarkGFM

/// The syntax that this project adds to cmark-gfm: `$…$`, `$$ … $$ {#id}` and `:::` containers.
///
/// cmark calls these functions while it reads; they decide from the parser's own state alone. A
/// formula is stored as a code node (whose raw text cmark leaves alone) that carries our extension.
enum Extensions {
  /// What our functions note on a block node, in its user data.
  enum Mark: Int {
    /// The author closed it.
    case closed = 1
    /// A `:::` that closes nothing.
    case stray = 2
    /// A container nested too deep to be opened.
    case tooDeep = 3

    init?(of node: UnsafeMutablePointer<cmark_node>) {
      guard let data = node.pointee.user_data else { return nil }
      self.init(rawValue: Int(bitPattern: data))
    }

    func put(on node: UnsafeMutablePointer<cmark_node>) {
      node.pointee.user_data = UnsafeMutableRawPointer(bitPattern: rawValue)
    }
  }

  /// The containers of one page nest at most this deep.
  static let deepestContainers = 60

  /// Node kinds and extensions exist once a process: cmark's registration has no lock of its own.
  struct Registered: @unchecked Sendable {
    // Guarded by the lock of `CMark.parse`, the only place that uses them after they are made here.
    let mathematics: OpaquePointer
    let containers: OpaquePointer
    let containerKind: cmark_node_type
  }

  static let registered: Registered? = {
    cmark_gfm_core_extensions_ensure_registered()
    guard let mathematics = cmark_syntax_extension_new("advbook-mathematics"),
      let containers = cmark_syntax_extension_new("advbook-containers")
    else { return nil }
    let kind = cmark_syntax_extension_add_node(0)

    var dollars: UnsafeMutablePointer<cmark_llist>?
    let memory = cmark_get_default_mem_allocator()
    dollars = cmark_llist_append(
      memory, dollars, UnsafeMutableRawPointer(bitPattern: Int(UInt8(ascii: "$"))))
    cmark_syntax_extension_set_special_inline_chars(mathematics, dollars)
    cmark_syntax_extension_set_match_inline_func(mathematics, matchInlineMathematics)
    cmark_syntax_extension_set_open_block_func(mathematics, openDisplay)
    cmark_syntax_extension_set_match_block_func(mathematics, continueDisplay)

    cmark_syntax_extension_set_open_block_func(containers, openContainer)
    cmark_syntax_extension_set_match_block_func(containers, continueContainer)
    cmark_syntax_extension_set_can_contain_func(containers) { _, _, child in
      // Blocks of every kind, inlines of none.
      (child.rawValue & UInt32(CMARK_NODE_TYPE_MASK)) == UInt32(CMARK_NODE_TYPE_BLOCK) ? 1 : 0
    }
    return Registered(mathematics: mathematics, containers: containers, containerKind: kind)
  }()
}

// MARK: - Lines

/// The bytes of the line under the parser, from the first one that is not white space.
private func restOfLine(
  _ parser: OpaquePointer?, _ input: UnsafeMutablePointer<UInt8>?, _ length: Int32
) -> (bytes: UnsafeBufferPointer<UInt8>, start: Int)? {
  guard let parser, let input else { return nil }
  var start = Int(cmark_parser_get_first_nonspace(parser))
  var end = Int(length)
  while end > start,
    input[end - 1] == 10 || input[end - 1] == 13 || input[end - 1] == 32 || input[end - 1] == 9
  {
    end -= 1
  }
  start = min(start, end)
  return (UnsafeBufferPointer(start: input + start, count: end - start), start)
}

/// The number of colons at the start: at least three make a container line.
private func colons(_ line: UnsafeBufferPointer<UInt8>) -> Int {
  line.prefix { $0 == UInt8(ascii: ":") }.count
}

/// Moves to the end of the line, which is then blank: cmark begins a paragraph on any other.
private func advanceToEnd(
  _ parser: OpaquePointer, _ input: UnsafeMutablePointer<UInt8>, _ length: Int32
) {
  var end = length
  while end > 0, input[Int(end) - 1] == 10 || input[Int(end) - 1] == 13 { end -= 1 }
  let offset = cmark_parser_get_offset(parser)
  cmark_parser_advance_offset(
    parser, UnsafeMutableRawPointer(input).assumingMemoryBound(to: CChar.self), end - offset, 0)
}

// MARK: - Containers

private func openContainer(
  _ ext: OpaquePointer?, _ indented: Int32,
  _ parser: OpaquePointer?, _ parent: UnsafeMutablePointer<cmark_node>?,
  _ input: UnsafeMutablePointer<UInt8>?, _ length: Int32
) -> UnsafeMutablePointer<cmark_node>? {
  guard indented == 0, let parser, let input, let parent, let ext,
    let registered = Extensions.registered,
    let (line, start) = restOfLine(parser, input, length), colons(line) >= 3
  else { return nil }
  guard
    let node = cmark_parser_add_child(
      parser, parent, registered.containerKind, Int32(start + 1))
  else { return nil }
  cmark_node_set_syntax_extension(node, ext)
  if line.count == colons(line) {
    Extensions.Mark.stray.put(on: node)
  } else {
    var depth = 0
    var above = node.pointee.parent
    while let next = above {
      if next.pointee.extension == ext { depth += 1 }
      above = next.pointee.parent
    }
    if depth >= Extensions.deepestContainers { Extensions.Mark.tooDeep.put(on: node) }
  }
  advanceToEnd(parser, input, length)
  return node
}

private func continueContainer(
  _ ext: OpaquePointer?, _ parser: OpaquePointer?,
  _ input: UnsafeMutablePointer<UInt8>?, _ length: Int32,
  _ container: UnsafeMutablePointer<cmark_node>?
) -> Int32 {
  guard let parser, let input, let container, let ext else { return 0 }
  if let mark = Extensions.Mark(of: container), mark != .closed { return 0 }
  guard let (line, _) = restOfLine(parser, input, length), colons(line) >= 3,
    line.count == colons(line),
    cmark_parser_get_indent(parser) < 4
  else { return 1 }
  // A closing line belongs to the innermost container that is open, and to none inside raw text.
  var innermost = container
  var deepest = container
  while let child = deepest.pointee.last_child,
    child.pointee.flags & UInt16(CMARK_NODE__OPEN.rawValue) != 0
  {
    deepest = child
    if child.pointee.extension == ext, Extensions.Mark(of: child) == nil { innermost = child }
  }
  if deepest.pointee.type == UInt16(CMARK_NODE_CODE_BLOCK.rawValue),
    deepest.pointee.extension == nil,
    deepest.pointee.as.code.fenced != 0
  {
    return 1
  }
  guard innermost == container else { return 1 }
  Extensions.Mark.closed.put(on: container)
  advanceToEnd(parser, input, length)
  return 0
}

// MARK: - Displayed formulas

private func openDisplay(
  _ ext: OpaquePointer?, _ indented: Int32,
  _ parser: OpaquePointer?, _ parent: UnsafeMutablePointer<cmark_node>?,
  _ input: UnsafeMutablePointer<UInt8>?, _ length: Int32
) -> UnsafeMutablePointer<cmark_node>? {
  let dollar = UInt8(ascii: "$")
  guard indented == 0, let parser, let input, let parent, let ext,
    let (line, start) = restOfLine(parser, input, length), line.count >= 2,
    line[0] == dollar, line[1] == dollar,
    let node = cmark_parser_add_child(parser, parent, CMARK_NODE_CODE_BLOCK, Int32(start + 1))
  else { return nil }
  cmark_node_set_syntax_extension(node, ext)
  let offset = cmark_parser_get_offset(parser)
  cmark_parser_advance_offset(
    parser, UnsafeMutableRawPointer(input).assumingMemoryBound(to: CChar.self),
    Int32(start + 2) - offset, 0)
  if closesDisplay(line.dropFirst(2)) { Extensions.Mark.closed.put(on: node) }
  return node
}

/// Whether the bytes end with `$$` or `$$ {#id}` (trailing white space is gone already).
private func closesDisplay(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  var end = line.endIndex
  if end > line.startIndex, line[end - 1] == UInt8(ascii: "}") {
    var at = end - 1
    while at > line.startIndex, line[at] != UInt8(ascii: "{") { at -= 1 }
    guard at + 1 < end, line[at] == UInt8(ascii: "{"), line[at + 1] == UInt8(ascii: "#") else {
      return false
    }
    while at > line.startIndex, line[at - 1] == 32 || line[at - 1] == 9 { at -= 1 }
    end = at
  }
  return end - line.startIndex >= 2 && line[end - 1] == UInt8(ascii: "$")
    && line[end - 2] == UInt8(ascii: "$")
}

private func continueDisplay(
  _ ext: OpaquePointer?, _ parser: OpaquePointer?,
  _ input: UnsafeMutablePointer<UInt8>?, _ length: Int32,
  _ container: UnsafeMutablePointer<cmark_node>?
) -> Int32 {
  guard let parser, let input, let container else { return 0 }
  // Closed on the line before, or a blank line, which no formula contains: the formula ends here.
  guard Extensions.Mark(of: container) == nil, let (line, _) = restOfLine(parser, input, length),
    !line.isEmpty, colons(line) < 3
  else { return 0 }
  if closesDisplay(line[...]) { Extensions.Mark.closed.put(on: container) }
  return 1
}

// MARK: - Formulas in the text

/// Pandoc's rule: the opening `$` has no white space on its right, the closing one none on its left
/// and no digit after it; so `$5 and $6` is money.
private func matchInlineMathematics(
  _ ext: OpaquePointer?, _ parser: OpaquePointer?,
  _ parent: UnsafeMutablePointer<cmark_node>?, _ character: UInt8,
  _ inline: OpaquePointer?
) -> UnsafeMutablePointer<cmark_node>? {
  let dollar = UInt8(ascii: "$")
  guard character == dollar, let ext, let inline,
    let chunk = cmark_inline_parser_get_chunk(inline), let data = chunk.pointee.data
  else { return nil }
  let start = Int(cmark_inline_parser_get_offset(inline))
  let bytes = UnsafeBufferPointer(start: data, count: Int(chunk.pointee.len))
  let isSpace = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 10 || byte == 13 }
  let first = start + 1
  guard first < bytes.count, !isSpace(bytes[first]), bytes[first] != dollar,
    start == 0 || bytes[start - 1] != dollar
  else { return nil }
  var at = first
  while at < bytes.count, bytes[at] != dollar {
    at += bytes[at] == UInt8(ascii: "\\") && at + 1 < bytes.count ? 2 : 1
  }
  guard at < bytes.count, at > first, !isSpace(bytes[at - 1]) else { return nil }
  if at + 1 < bytes.count, (48...57).contains(bytes[at + 1]) || bytes[at + 1] == dollar {
    return nil
  }
  guard let node = cmark_node_new_with_ext(CMARK_NODE_CODE, ext) else {
    return nil
  }
  let literal = Array(bytes[first..<at]).map { CChar(bitPattern: $0) } + [0]
  cmark_node_set_literal(node, literal)
  cmark_inline_parser_set_offset(inline, Int32(at + 1))
  return node
}
