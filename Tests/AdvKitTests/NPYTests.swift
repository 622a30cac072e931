// Oracle: arrays written by NumPy, see Files/formats/make-files.py, and headers written out beside
// what must be said of them.
import Testing

@testable import AdvKit

struct NPYTests {
  @Test(arguments: ["little-", "big-"], ["i2", "i4", "i8", "u2", "u4", "u8", "f4", "f8"])
  func everyTypeOfValueIsRead(order: String, type: String) throws {
    let array = try NPY.parse(formatFile("\(order)\(type).npy"))
    #expect(array.sizes == [2, 3])
    let low = type.hasPrefix("u") ? 0.0 : -1
    #expect(try array.doubles() == [low, 0, 1, 1, 0, 1])
    switch (array.values, type) {
    case (.floats, "f4"), (.doubles, "f8"): break
    case (.integers, _): #expect(!type.hasPrefix("f"))
    default: Issue.record("\(type) became \(array.values)")
    }
  }

  @Test(arguments: [("b1", 0.0), ("u1", 0), ("i1", -1)])
  func bytesAreRead(type: String, low: Double) throws {
    #expect(try NPY.parse(formatFile("\(type).npy")).doubles() == [low, 0, 1, 1, 0, 1])
  }

  @Test(arguments: 1...3)
  func everyVersionIsRead(version: Int) throws {
    let array = try NPY.parse(formatFile("version\(version).npy"))
    #expect(array == FileArray(sizes: [2], values: .doubles([1.5, -2])))
  }

  @Test func fortranOrderBecomesCOrder() throws {
    let two = try NPY.parse(formatFile("fortran2.npy"))
    #expect(two == FileArray(sizes: [2, 3], values: .floats([0, 1, 2, 3, 4, 5])))
    let three = try NPY.parse(formatFile("fortran3.npy"))
    #expect(three == FileArray(sizes: [2, 3, 4], values: .integers((0..<24).map { $0 })))
  }

  @Test func singleNumbersAndEmptyArraysAreArrays() throws {
    #expect(
      try NPY.parse(formatFile("single.npy")) == FileArray(sizes: [], values: .doubles([7.25])))
    #expect(
      try NPY.parse(formatFile("empty.npy")) == FileArray(sizes: [0, 3], values: .doubles([])))
  }

  @Test func numbersThatAreNotFiniteAreFoundWhenUsed() throws {
    let array = try NPY.parse(formatFile("nan.npy"))
    #expect(throws: FileFormatError.notFinite(place: [2, 2])) { try array.floats() }
    #expect(throws: FileFormatError.notFinite(place: [2, 2])) { try array.doubles() }
    #expect(throws: FileFormatError.notWhole(place: [2, 2], value: "nan")) {
      try array.integers()
    }
    // 1e39 is beyond single precision.
    let large = FileArray(sizes: [1], values: .doubles([1e39]))
    #expect(throws: FileFormatError.notFinite(place: [1])) { try large.floats() }
    #expect(try large.floats(scale: 1e39) == [1])
    #expect(throws: FileFormatError.notWhole(place: [1], value: "0.5")) {
      try FileArray(sizes: [1], values: .floats([0.5])).integers()
    }
  }

  @Test(arguments: [
    ("complex.npy", "the type <c16"), ("half.npy", "the type <f2"), ("words.npy", "the type <U3"),
    ("object.npy", "the type |O"), ("record.npy", "records of several fields"),
    ("huge.npy", "a whole number beyond 2⁶³"),
  ])
  func otherTypesAreRefusedByName(name: String, what: String) throws {
    #expect(throws: FileFormatError.unsupported(format: "NPY", what: what)) {
      try NPY.parse(formatFile(name))
    }
  }

  /// A version 1 file with this header.
  static func file(_ header: String, data: [UInt8] = [1, 2, 3, 4]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + data
  }

  @Test(arguments: [
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }\n",
    "{'shape': (2, 2), 'descr': \"|u1\", 'fortran_order': False}",
    "{'descr': '<u2', 'fortran_order': True, 'shape': (2, 1,)}   ",
  ])
  func otherSpellingsOfTheHeaderAreRead(header: String) throws {
    #expect(throws: Never.self) { try NPY.parse(Self.file(header)) }
  }

  @Test(arguments: [
    "", "{}", "{'descr': '|u1', 'fortran_order': False, 'shape': (4)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (-4,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4,)} x",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2 2)}",
    "{'descr': '|u1', 'fortran_order': 0, 'shape': (4,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (4,), 'more': 1}",
    "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (4,)}",
    "{'descr': '|u1', 'fortran_order': False}", "{'descr': '|u1",
    "{'descr': '|u2', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
  ])
  func headersThatLieAreRefused(header: String) {
    do throws(FileFormatError) {
      let array = try NPY.parse(Self.file(header))
      Issue.record("\(header) was read as \(array)")
    } catch .header(let format, let problem) {
      #expect(format == "NPY")
      #expect(!problem.isEmpty)
    } catch {
      Issue.record("\(header): \(error)")
    }
  }

  @Test func sizesAreComparedWithTheBytes() {
    func file(_ size: Int) -> [UInt8] {
      Self.file("{'descr': '|u1', 'fortran_order': False, 'shape': (\(size),), }")
    }
    let count = file(4).count
    #expect(throws: Never.self) { try NPY.parse(file(4)) }
    #expect(throws: FileFormatError.tooLong(format: "NPY", expected: count - 1, found: count)) {
      try NPY.parse(file(3))
    }
    #expect(throws: FileFormatError.truncated(format: "NPY", expected: count + 1, found: count)) {
      try NPY.parse(file(5))
    }
    #expect(throws: FileFormatError.self) { try NPY.parse(Array("PK\u{3}\u{4}".utf8)) }
  }

  @Test(arguments: ["little-f4.npy", "version2.npy", "fortran3.npy", "b1.npy", "single.npy"])
  func damagedFilesNeverTrap(name: String) throws {
    let whole = try formatFile(name)
    var refused = 0
    forEachDamaged(whole, copies: 2_000) { bytes in
      do throws(FileFormatError) {
        let array = try NPY.parse(bytes)
        #expect(array.sizes.reduce(1, *) == array.count)
        #expect(array.count <= whole.count)
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused >= whole.count)
  }
}
