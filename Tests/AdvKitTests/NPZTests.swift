// Oracle: archives written by NumPy and Python's zipfile, see Files/formats/make-files.py; changed
// bytes whose meaning APPNOTE 6.3.10 states.
import Compression
import Testing

@testable import AdvKit

struct NPZTests {
  /// The script's x: 12 numbers from 0 to 1, rounded to single precision.
  static let x = FileArray(
    sizes: [6, 2], values: .floats((0..<12).map { Float(Double($0) * (1 / 11.0)) }))
  static let y = FileArray(sizes: [6], values: .integers([0, 1, 2, 0, 1, 2]))

  @Test(arguments: ["stored.npz", "deflated.npz"])
  func arraysAreReadByName(name: String) throws {
    let archive = try NPZ(formatFile(name))
    #expect(archive.names == (name == "stored.npz" ? ["x", "y"] : ["x", "y", "other"]))
    #expect(try archive.array(named: "y") == Self.y)
    let x = try archive.array(named: "x")
    #expect(x.sizes == [6, 2])
    for (a, b) in zip(try x.floats(), try Self.x.floats()) { #expect(abs(a - b) <= b.ulp) }
    let missing = FileFormatError.missingArray(name: "z", present: archive.names)
    #expect(throws: missing) { try archive.array(named: "z") }
    #expect(missing.description.contains("\"x\", \"y\""))
  }

  @Test(arguments: ["comment.npz", "streamed.npz"])
  func commentsAndDescriptorsAreLegal(name: String) throws {
    #expect(try NPZ(formatFile(name)).array(named: "y") == Self.y)
  }

  @Test func examplesAreJoined() throws {
    let examples = try Examples.npz(formatFile("deflated.npz"))
    #expect(examples.shape == .vector(2))
    #expect(examples.count == 6)
    #expect(examples.labels == [0, 1, 2, 0, 1, 2])
    #expect(examples.classes == 3)
    #expect(throws: FileFormatError.unsupported(format: "NPY", what: "the type <U3")) {
      try Examples.npz(formatFile("deflated.npz"), labels: "other")
    }
  }

  @Test func anotherMethodIsRefusedByName() throws {
    #expect(
      throws: FileFormatError.unsupported(
        format: "ZIP", what: "an entry \"y.npy\" packed by method 12")
    ) { try NPZ(formatFile("bzip2.npz")) }
  }

  @Test func aBombIsStopped() throws {
    let archive = try NPZ(formatFile("bomb.npz"))
    #expect(throws: FileFormatError.tooLarge(format: "ZIP", bytes: 8_000_128, limit: 1_000_000)) {
      try archive.array(named: "x", limit: 1_000_000)
    }
    #expect(try archive.array(named: "x").count == 1_000_000)
  }

  /// Where the central directory begins, from the archive's last 22 bytes.
  static func directory(_ bytes: [UInt8]) -> Int {
    let end = bytes.count - 22
    return (0..<4).reduce(0) { $0 | Int(bytes[end + 16 + $1]) << (8 * $1) }
  }

  /// Offsets within the first entry of the directory: flags 8, method 10, CRC 16, packed size 20,
  /// size 24, part 34, place 42.
  @Test(
    arguments: [
      (8, [1, 0], "an encrypted entry"), (20, [255, 255, 255, 255], "zip64"),
      (24, [255, 255, 255, 255], "zip64"), (42, [255, 255, 255, 255], "zip64"),
      (24, [100, 0, 0, 0], "unpacks to more than"), (24, [255, 0, 1, 0], "unpacks to 176 bytes"),
      (16, [0, 0, 0, 0], "checksum"), (20, [9, 0, 0, 0], "end too early"),
      (42, [3, 0, 0, 0], "is not where"), (34, [1, 0], "several parts"),
      (0, [0, 0], "fewer entries"), (28, [255, 255], "longer than it"),
    ] as [(Int, [UInt8], String)])
  func aDirectoryThatLiesIsRefused(offset: Int, change: [UInt8], words: String) throws {
    var bytes = try formatFile("deflated.npz")
    let place = Self.directory(bytes) + offset
    bytes.replaceSubrange(place..<place + change.count, with: change)
    do throws(FileFormatError) {
      _ = try NPZ(bytes).array(named: "x")
      Issue.record("read in spite of \(words)")
    } catch {
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test func zip64AndSeveralPartsAreRefused() throws {
    let whole = try formatFile("stored.npz")
    let end = whole.count - 22
    for (offset, words) in [(4, "several parts"), (10, "several parts"), (8, "zip64")] {
      var bytes = whole
      let value: UInt8 = words == "zip64" ? 255 : 7
      bytes[end + offset] = value
      if value == 255 { bytes[end + offset + 1] = value }
      #expect { try NPZ(bytes) } throws: { "\($0)".contains(words) }
    }
  }

  @Test func namesThatStandTwiceAreRefused() throws {
    var bytes = try formatFile("stored.npz")
    let place = Self.directory(bytes) + 46
    #expect(bytes[place] == UInt8(ascii: "x"))
    bytes[place] = UInt8(ascii: "y")
    #expect { try NPZ(bytes) } throws: { "\($0)".contains("stands twice") }
  }

  @Test func otherFilesAreNotArchives() throws {
    for bytes in [[], Array("1,2".utf8), try formatFile("single.npy")] {
      #expect(
        throws: FileFormatError.notTheFormat(format: "ZIP", found: "it does not begin with PK")
      ) { try NPZ(bytes) }
    }
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "comment.npz", "streamed.npz"])
  func damagedFilesNeverTrap(name: String) throws {
    let whole = try formatFile(name)
    var refused = 0
    forEachDamaged(whole, copies: 1_000) { bytes in
      do throws(FileFormatError) {
        let archive = try NPZ(bytes)
        for name in archive.names.prefix(2) {
          let array = try archive.array(named: name, limit: 100_000)
          #expect(array.sizes.reduce(1, *) == array.count)
        }
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused >= whole.count)
  }
}
