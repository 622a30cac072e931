package import Compression

/// Why the bytes of a data file are not what they were taken for.
///
/// `format` is the format's name as a page prints it: IDX, NPY, ZIP (an NPZ file is one). The file's
/// own name is not known here; whoever read the file adds it.
package enum FileFormatError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The bytes begin otherwise than every file of the format; `found` says how.
  case notTheFormat(format: String, found: String)
  /// The bytes end too early: how many there would have to be, and how many there are.
  case truncated(format: String, expected: Int, found: Int)
  /// Bytes follow after the last one that the header announces.
  case tooLong(format: String, expected: Int, found: Int)
  /// The header contradicts itself or the rest of the file; `problem` is a clause such as "size 2
  /// is 0".
  case header(format: String, problem: String)
  /// A legal file of a kind that is not read here; `what` is a noun such as "the type <c16".
  case unsupported(format: String, what: String)
  /// More bytes than may be unpacked.
  case tooLarge(format: String, bytes: Int, limit: Int)
  /// The compressed data are damaged, truncated, or unpack to more than is allowed.
  case compression(format: String, CompressionError)
  /// An archive without an array of this name; the names that it has, in its order.
  case missingArray(name: String, present: [String])
  /// A number of an array that is infinite or not a number, or beyond single precision; its place
  /// is given along the array's axes, counted from 1.
  case notFinite(place: [Int])
  /// A number that should be whole, such as a label, and is not, or is too large to count with.
  case notWhole(place: [Int], value: String)
  /// Arrays whose shapes do not fit what they are used for; `requirement` is a clause.
  case shape(found: [Int], requirement: String)
  /// Inputs and labels of different numbers.
  case counts(inputs: Int, labels: Int)
  /// What was read is not a set of examples.
  case examples(DataError)

  /// One sentence, without the file's name.
  package var description: String {
    switch self {
    case .notTheFormat(let format, let found): "this is no \(format) file: \(found)"
    case .truncated(let format, let expected, let found):
      "the \(format) file ends after \(found) bytes; its header asks for \(expected)"
    case .tooLong(let format, let expected, let found):
      "the \(format) file has \(found) bytes; its header accounts for \(expected)"
    case .header(let format, let problem):
      "the header of the \(format) file contradicts the file: \(problem)"
    case .unsupported(let format, let what):
      "the \(format) file has \(what), which is not read here"
    case .tooLarge(let format, let bytes, let limit):
      "the \(format) file holds \(bytes) bytes of data; at most \(limit) are read"
    case .compression(let format, let error): "in the \(format) file, \(error)"
    case .missingArray(let name, let present):
      present.isEmpty
        ? "there is no array \"\(name)\"; the archive has no arrays"
        : "there is no array \"\(name)\"; the archive has \(Self.list(present))"
    case .notFinite(let place):
      "the number at \(Self.position(place)) is not a finite number of single precision"
    case .notWhole(let place, let value):
      "the number at \(Self.position(place)) is \(value), where a whole number is needed"
    case .shape(let found, let requirement):
      "the array has the shape (\(found.map(String.init).joined(separator: ", "))); \(requirement)"
    case .counts(let inputs, let labels): "there are \(inputs) inputs and \(labels) labels"
    case .examples(let error): error.description
    }
  }

  private static func position(_ place: [Int]) -> String {
    place.isEmpty
      ? "the array's only place" : "place " + place.map(String.init).joined(separator: ", ")
  }

  private static func list(_ words: [String]) -> String {
    let shown = words.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
    return words.count > 12 ? shown + ", …" : shown
  }
}

/// How much a file may unpack to unless its reader says otherwise.
package enum FileLimit {
  /// 256 MiB: five times MNIST's training images, more than CIFAR-10 has.
  package static let unpackedBytes = 1 << 28
}
