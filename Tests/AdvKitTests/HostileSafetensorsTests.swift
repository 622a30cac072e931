// Oracle: the rules of the format's description: each file here breaks one of them, named by hand.
import Foundation
import Testing

@testable import AdvKit

struct HostileSafetensorsTests {
  private func bytes(_ header: String, _ data: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
      + Array(repeating: 0, count: data)
  }

  private func error(_ bytes: [UInt8]) -> SafetensorsError? {
    do throws(SafetensorsError) {
      _ = try Safetensors.parse(bytes)
      return nil
    } catch {
      return error
    }
  }

  private func one(_ shape: String, _ offsets: String, type: String = "F32") -> String {
    #"{"w":{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(offsets)]}}"#
  }

  private func two(_ first: String, _ second: String, names: (String, String) = ("a", "b"))
    -> String
  {
    let part = { (name: String, offsets: String) in
      #""\#(name)":{"dtype":"F32","shape":[2],"data_offsets":[\#(offsets)]}"#
    }
    return "{" + part(names.0, first) + "," + part(names.1, second) + "}"
  }

  @Test func sizesThatLieAreNamed() {
    #expect(error(bytes(one("2", "0,8"), 8)) == nil)
    #expect(error(bytes("{}")) == nil)
    #expect(error([1, 0, 0]) == .tooShort(bytes: 3))
    #expect(
      error(bytes("{}", length: 3)) == .headerBeyondEnd(length: 3, bytes: 10))
    #expect(
      error(bytes("{}", length: .max)) == .headerBeyondEnd(length: .max, bytes: 10))
    #expect(
      error(bytes(one("3", "0,8"), 8))
        == .size(tensor: "w", shape: [3], expected: 12, found: 8))
    #expect(
      error(bytes(one("2", "0,8"), 4)) == .offsets(tensor: "w", begin: 0, end: 8, data: 4))
    #expect(
      error(bytes(one("2", "8,0"), 8)) == .offsets(tensor: "w", begin: 8, end: 0, data: 8))
    #expect(error(bytes(one("2", "0,8"), 9)) == .hole(offset: 8, bytes: 1))
    #expect(error(bytes(one("2", "4,12"), 12)) == .hole(offset: 0, bytes: 4))
    #expect(error(bytes(two("0,8", "4,12"), 12)) == .overlap(tensor: "b", with: "a"))
    #expect(error(bytes(two("0,8", "12,20"), 20)) == .hole(offset: 8, bytes: 4))
    #expect(error(bytes(two("8,16", "0,8"), 16)) == nil)
    #expect(
      error(bytes(one("4611686018427387904,4", "0,8"), 8)) == .shapeTooLarge(tensor: "w"))
    #expect(
      error(bytes(one("2", "0,9223372036854775807"), 8))
        == .offsets(tensor: "w", begin: 0, end: .max, data: 8))
    #expect(
      error(bytes(one("2", "0,8", type: "I32"), 8)) == .elementType(tensor: "w", found: "I32"))
    #expect(
      error(bytes(two("0,8", "8,16", names: ("a", #"\u0061"#)), 16)) == .duplicateName("a"))
  }

  @Test func aHeaderAboveTheLimitIsNotRead() {
    var long = bytes("{}", length: 100_000_001)
    long += Array(repeating: 0x20, count: 100_000_000)
    #expect(error(long) == .headerTooLong(length: 100_000_001, most: 100_000_000))
  }

  @Test func numbersThatAreNotFiniteAreNamed() {
    let header = bytes(one("2", "0,8"))
    for pattern in [Float.nan, .infinity, -.infinity].map(\.bitPattern) {
      let value = (0..<4).map { UInt8(truncatingIfNeeded: pattern >> (8 * $0)) }
      #expect(
        error(header + [0, 0, 0, 0] + value) == .notFinite(tensor: "w", entry: 2))
    }
    // A double beyond single precision; half precision's infinity.
    #expect(
      error(bytes(one("1", "0,8", type: "F64")) + [0, 0, 0, 0, 0, 0, 0, 0x48])
        == .notFinite(tensor: "w", entry: 1))
    #expect(
      error(bytes(one("1", "0,2", type: "F16")) + [0, 0x7C]) == .notFinite(tensor: "w", entry: 1))
  }

  @Test(arguments: [
    "", "[]", "{", "{} x", "{}}", "null", "{\"w\"}", "{\"w\":1}", "{\"w\":{}}", "{,}",
    #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}"#,
    #"{"w":{"dtype":"F32","shape":[2,],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[[2]],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
    #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[2]}}"#,
    #"{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#,
    #"{"\u00":1}"#, #"{"\x":1}"#, #"{"\ud83d":1}"#, #"{"\ud83dx":1}"#, #"{"\ud83d\u0041":1}"#,
    #"{"\ude00":1}"#, "{\"\u{1}\":1}", #"{"__metadata__":{"a":1}}"#,
    #"{"__metadata__":{"a":"1","a":"2"}}"#, #"{"__metadata__":{},"__metadata__":{}}"#,
    #"{'w':1}"#, "\u{FEFF}{}",
  ])
  func whatIsNotTheFormatsJSONIsAnError(header: String) {
    #expect(error(bytes(header, 8)) != nil)
  }

  @Test func bytesThatAreNotUTF8AreAnError() {
    for text in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]] as [[UInt8]] {
      let header = Array("{\"".utf8) + text + Array("\":{}}".utf8)
      let start = [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0]
      #expect(
        error(start + header) == .header(offset: 3 + text.count, problem: "is not UTF-8"))
    }
  }

  @Test func deepNestingIsAnErrorAtItsFirstLevel() {
    let deep = "{\"w\":" + String(repeating: "[", count: 100_000)
    #expect(error(bytes(deep)) != nil)
    #expect(error(bytes(String(repeating: "{\"a\":", count: 100_000))) != nil)
  }

  @Test func everyPrefixOfAFileIsAnError() throws {
    let whole = Array(try Data(contentsOf: SafetensorsTests.file))
    #expect(error(whole) == nil)
    for length in 0..<whole.count { #expect(error(Array(whole[..<length])) != nil) }
  }

  @Test func flippedBytesGiveAFileOrAnErrorAndNeverATrap() throws {
    let whole = Array(try Data(contentsOf: SafetensorsTests.file))
    var numbers = TestNumbers(3)
    var failures = 0
    for _ in 0..<1_500 {
      var bytes = whole
      for _ in 0...numbers.index(3) {
        let place = numbers.index(3) == 0 ? numbers.index(8) : numbers.index(bytes.count)
        bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
      }
      do throws(SafetensorsError) {
        let file = try Safetensors.parse(bytes)
        #expect(file.tensors.allSatisfy { $0.values.allSatisfy { $0.isFinite } })
        _ = try Architecture.inferred(from: file, activation: .relu)
      } catch {
        failures += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(failures > 1_000)
  }
}
