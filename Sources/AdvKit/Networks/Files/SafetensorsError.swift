/// Why bytes are not a safetensors file that can be read, or its tensors not those of a network.
package enum SafetensorsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Fewer bytes than the length of the header takes.
  case tooShort(bytes: Int)
  /// A header that would end beyond the file.
  case headerBeyondEnd(length: UInt64, bytes: Int)
  /// A header above the format's limit.
  case headerTooLong(length: UInt64, most: Int)
  /// A header that is not the JSON of the format; the offset counts bytes of the header from 0.
  case header(offset: Int, problem: String)
  /// Two tensors of one name.
  case duplicateName(String)
  /// A tensor of a type that is not read.
  case elementType(tensor: String, found: String)
  /// A shape whose product is beyond any file.
  case shapeTooLarge(tensor: String)
  /// Offsets that are not in order or end beyond the file.
  case offsets(tensor: String, begin: Int, end: Int, data: Int)
  /// As many bytes as shape and type do not take.
  case size(tensor: String, shape: [Int], expected: Int, found: Int)
  /// A tensor that begins before another ends.
  case overlap(tensor: String, with: String)
  /// Bytes of no tensor, at this offset of the data.
  case hole(offset: Int, bytes: Int)
  /// An entry that is infinite, not a number, or beyond single precision; counted from 1.
  case notFinite(tensor: String, entry: Int)
  /// A tensor that the network needs and the file does not have.
  case missing(tensor: String, found: [String])
  /// A tensor that the network has no place for.
  case unexpected(tensor: String, expected: [String])
  /// A tensor of another shape than the network's.
  case shape(tensor: String, expected: [Int], found: [Int])
  /// Tensors that do not tell an architecture; says why.
  case ambiguous(String)
  /// An architecture that its tensors' shapes tell, but that there is not.
  case architecture(ArchitectureError)

  /// One sentence, without the file.
  package var description: String {
    switch self {
    case .tooShort(let bytes):
      "the file has \(bytes) bytes; a safetensors file begins with 8 bytes that say how long its header is"
    case .headerBeyondEnd(let length, let bytes):
      "the first 8 bytes say that the header has \(length) bytes, and the file has \(bytes) in all"
    case .headerTooLong(let length, let most):
      "the header has \(length) bytes; the format allows \(most)"
    case .header(let offset, let problem): "the header, at byte \(offset + 1), \(problem)"
    case .duplicateName(let name): "the header names tensor \"\(name)\" twice"
    case .elementType(let tensor, let found):
      "tensor \"\(tensor)\" has type \(found); F32, F64, F16 and BF16 are read"
    case .shapeTooLarge(let tensor): "the shape of tensor \"\(tensor)\" is too large for any file"
    case .offsets(let tensor, let begin, let end, let data):
      "tensor \"\(tensor)\" stands at bytes \(begin) to \(end) of \(data) bytes of data"
    case .size(let tensor, let shape, let expected, let found):
      "tensor \"\(tensor)\" of shape \(Self.list(shape)) takes \(expected) bytes and has \(found)"
    case .overlap(let tensor, let other):
      "tensor \"\(tensor)\" begins before tensor \"\(other)\" ends"
    case .hole(let offset, let bytes):
      "\(bytes) bytes at byte \(offset) of the data belong to no tensor"
    case .notFinite(let tensor, let entry):
      "entry \(entry) of tensor \"\(tensor)\" is not a finite number"
    case .missing(let tensor, let found):
      "there is no tensor \"\(tensor)\"; the tensors are \(Self.list(found))"
    case .unexpected(let tensor, let expected):
      "the network has no tensor \"\(tensor)\"; its tensors are \(Self.list(expected))"
    case .shape(let tensor, let expected, let found):
      "tensor \"\(tensor)\" has shape \(Self.list(found)), where the network has \(Self.list(expected))"
    case .ambiguous(let why): "the tensors do not tell an architecture: \(why)"
    case .architecture(let error): error.description
    }
  }

  private static func list(_ shape: [Int]) -> String {
    shape.isEmpty ? "()" : shape.map(String.init).joined(separator: " × ")
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
    return names.count > 8 ? shown + ", …" : shown
  }
}
