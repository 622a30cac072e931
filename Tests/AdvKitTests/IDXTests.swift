// Oracle: files written byte by byte from the format's description and by gzip, see
// Files/formats/make-files.py; headers written out beside what must be said of them.
import Compression
import Foundation
import Testing

@testable import AdvKit

struct IDXTests {
  /// The grey levels of the script's images: 0, 10, …, 230.
  static let grey = FileArray(sizes: [2, 3, 4], values: .bytes((0..<24).map { UInt8($0 * 10) }))

  @Test(arguments: ["grey.idx3-ubyte", "grey.idx3-ubyte.gz"])
  func plainAndPackedFilesAreRead(name: String) throws {
    #expect(try IDX.parse(formatFile(name)) == Self.grey)
  }

  @Test(arguments: [
    ("i1.idx", FileArray.Values.integers([-1, 0, 100])), ("i2.idx", .integers([-1, 0, 100])),
    ("i4.idx", .integers([-1, 0, 100])), ("f4.idx", .floats([-1, 0, 100])),
    ("f8.idx", .doubles([-1, 0, 100])),
  ])
  func everyTypeOfValueIsRead(name: String, values: FileArray.Values) throws {
    #expect(try IDX.parse(formatFile(name)) == FileArray(sizes: [3], values: values))
  }

  @Test(arguments: [
    // Text, as of a CSV file.
    (
      Array("1,2,3".utf8),
      FileFormatError.notTheFormat(format: "IDX", found: "it does not begin with two zero bytes")
    ),
    (
      [0, 0, 7, 1, 0, 0, 0, 1, 5],
      .notTheFormat(format: "IDX", found: "its third byte is 7, which stands for no type of value")
    ),
    ([], .truncated(format: "IDX", expected: 4, found: 0)),
    ([0, 0, 8, 0], .header(format: "IDX", problem: "it has no axes")),
    ([0, 0, 8, 255, 0], .truncated(format: "IDX", expected: 1024, found: 5)),
    ([0, 0, 8, 1, 0, 0, 0, 3, 1, 2], .truncated(format: "IDX", expected: 11, found: 10)),
    ([0, 0, 8, 1, 0, 0, 0, 1, 1, 2], .tooLong(format: "IDX", expected: 9, found: 10)),
    ([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 0], .header(format: "IDX", problem: "size 2 is 0")),
    // 2³² − 1 values of eight bytes: refused without making room for them.
    (
      [0, 0, 14, 1, 255, 255, 255, 255, 1],
      .truncated(format: "IDX", expected: 8 + 8 * 0xFFFF_FFFF, found: 9)
    ),
    (
      [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12),
      .header(format: "IDX", problem: "its sizes multiply to more than can be counted")
    ),
  ])
  func aHeaderThatLiesIsRefused(bytes: [UInt8], error: FileFormatError) {
    #expect(throws: error) { try IDX.parse(bytes) }
  }

  @Test func aBombIsStopped() throws {
    let bomb = try formatFile("bomb.idx.gz")
    #expect(bomb.count < 5_000)
    #expect(throws: FileFormatError.compression(format: "IDX", .tooLarge(limit: 1_000_000))) {
      try IDX.parse(bomb, limit: 1_000_000)
    }
    #expect(try IDX.parse(bomb).sizes == [1, 4_000_000])
  }

  @Test(arguments: ["grey.idx3-ubyte", "grey.idx3-ubyte.gz", "f8.idx", "labels.idx1-ubyte"])
  func damagedFilesNeverTrap(name: String) throws {
    let whole = try formatFile(name)
    var refused = 0
    forEachDamaged(whole, copies: 2_000) { bytes in
      do throws(FileFormatError) {
        let array = try IDX.parse(bytes, limit: 100_000)
        #expect(array.sizes.reduce(1, *) == array.count)
        #expect(bytes.count == whole.count)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    // At least every beginning is.
    #expect(refused >= whole.count)
  }

  @Test func imagesAndLabelsAreJoined() throws {
    let (images, labels) = (
      try formatFile("grey.idx3-ubyte.gz"), try formatFile("labels.idx1-ubyte")
    )
    let examples = try Examples.idx(images: images, labels: labels, scale: 255)
    #expect(examples.shape == .image(channels: 1, height: 3, width: 4))
    #expect(examples.labels == [4, 1])
    #expect(examples.classes == 5)
    #expect(examples.inputs == (0..<24).map { Float(Double($0 * 10) / 255) })
    let flat = try Examples.idx(
      images: images, labels: labels, scale: 10, classes: 10, isFlat: true)
    #expect(flat.shape == .vector(12))
    #expect(flat.classes == 10)
    #expect(flat.inputs == (0..<24).map(Float.init))
    #expect(throws: FileFormatError.counts(inputs: 2, labels: 3)) {
      try Examples.idx(images: images, labels: formatFile("i1.idx"), scale: 1)
    }
    #expect(throws: FileFormatError.examples(.classLabel(row: 1, value: 4, classes: 3))) {
      try Examples.idx(images: images, labels: labels, scale: 1, classes: 3)
    }
    // The two files exchanged.
    #expect(throws: FileFormatError.self) {
      try Examples.idx(images: labels, labels: images, scale: 1)
    }
  }

  @Test func theDigitsOfTheCourseAreRead() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func bytes(_ name: String) throws -> [UInt8] {
      [UInt8](
        try Data(contentsOf: root.appendingPathComponent("notebooks/data/digits/\(name)")))
    }
    let digits = try Examples.idx(
      images: bytes("images-idx3-ubyte.gz"), labels: bytes("labels-idx1-ubyte.gz"), scale: 16)
    // Counts and sizes as the data set's own description states them.
    #expect(digits.count == 1797)
    #expect(digits.shape == .image(channels: 1, height: 8, width: 8))
    #expect(digits.classes == 10)
    let counts = (0..<10).map { digit in digits.labels.count { $0 == digit } }
    #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(digits.inputs.min() == 0)
    #expect(digits.inputs.max() == 1)
    // The first row of the first image: 0 0 5 13 9 1 0 0.
    #expect(digits.inputs.prefix(8).map { $0 * 16 } == [0, 0, 5, 13, 9, 1, 0, 0])
  }
}
