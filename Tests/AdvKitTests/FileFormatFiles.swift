// Oracle: files written by NumPy, zipfile and gzip (Files/formats/make-files.py).
import Foundation

/// A file of Files/formats.
func formatFile(_ name: String) throws -> [UInt8] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  return [UInt8](
    try Data(contentsOf: folder.appendingPathComponent("Files/formats/\(name)")))
}

/// Calls the body with every beginning of a file, and with copies in which one to four bytes differ.
func forEachDamaged(_ bytes: [UInt8], copies: Int, _ body: ([UInt8]) -> Void) {
  for count in bytes.indices { body(Array(bytes[..<count])) }
  var numbers = TestNumbers(7)
  for _ in 0..<copies {
    var copy = bytes
    for _ in 0...numbers.index(4) {
      copy[numbers.index(copy.count)] = UInt8(truncatingIfNeeded: numbers.next())
    }
    body(copy)
  }
}
