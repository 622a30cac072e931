// Oracle: PortableImage, a PNG reader of its own; files made by Python's zlib (zlib.compress(raw, 9),
// zlib.crc32, struct); Foundation's base 64; greys, sentences and rows worked out by hand.
import Foundation
import Markup
import Testing

@testable import Plots

struct ImageTests {
  /// Made by Python 3.11: the file and, below, the formula of its samples.
  private static let grey =
    "iVBORw0KGgoAAAANSUhEUgAAAAwAAAAJCAAAAAAj05KIAAAAgElEQVR42gF1AIr/AAAHHD9wsP1YwTi+UQDyoV4qA+rf4v"
    + "QTQHsAxByB9HUEok0GzaKGAHd2g57I/0SX+GjlcAAJsGYp+tnGwsviBzoAfMsokwyUKcx9PArlAM7Fyt7/Lmu2EHfsbwA"
    + "AoE0I0aiOgYKRrtoAE1qvEoQDkCvUjFEkdc42IOGgidIAAAAASUVORK5CYII="
  private static let colour =
    "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAIAAADJUWIXAAAAS0lEQVR42gFAAL//AAMlSm8Dud4DA01ylwPhBgArA3WavwM"
    + "JLlMDncLnAzEAVnsDxeoPA1l+owPtEjcDAIGmywMVOl8Dqc7zAz1ih4JGFUwEa2W3AAAAAElFTkSuQmCC"
  private static let packed =
    "iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAAAAAB7tgMBAAAAH0lEQVR42mNgIBakEAkYThAJGEatHrV61OpRq6lnNQBQmtT"
    + "Qv85NywAAAABJRU5ErkJggg=="

  private static let greySamples = samples(108) { $0 * $0 * 7 + $0 / 5 }
  private static let colourSamples = samples(60) { $0 % 4 == 0 ? 3 : $0 * 37 }
  private static let packedSamples = samples(1200) { ($0 / 40 % 3) * 100 }

  private static func samples(_ count: Int, _ value: (Int) -> Int) -> [UInt8] {
    (0..<count).map { UInt8(value($0) % 256) }
  }

  @Test func theReaderReadsWhatPythonWrote() throws {
    let files: [(text: String, samples: [UInt8], width: Int, type: Int)] = [
      (Self.grey, Self.greySamples, 12, 0), (Self.colour, Self.colourSamples, 5, 2),
      (Self.packed, Self.packedSamples, 40, 0),
    ]
    for (text, samples, width, type) in files {
      let image = try PortableImage(Array(try #require(Data(base64Encoded: text))))
      #expect(image.width == width && image.colourType == type && image.samples == samples)
    }
  }

  @Test func filesAreReadBackAsTheyWere() throws {
    var numbers = TestNumbers(23)
    var cases: [(width: Int, height: Int, channels: Int, samples: [UInt8])] = [
      (12, 9, 1, Self.greySamples), (5, 4, 3, Self.colourSamples), (40, 30, 1, Self.packedSamples),
      (1, 1, 1, [7]), (1, 1, 3, [0, 128, 255]), (300, 1, 1, Array(repeating: 255, count: 300)),
    ]
    for (width, height) in [(28, 28), (1, 200), (64, 48)] {
      let samples = (0..<width * height * 3).map { _ in UInt8(numbers.next() * 255) }
      cases.append((width, height, 3, samples))
    }
    for expected in cases {
      let file = PNG.file(
        width: expected.width, height: expected.height, channels: expected.channels,
        samples: expected.samples)
      let image = try PortableImage(file)
      #expect(image.width == expected.width && image.height == expected.height)
      #expect(image.colourType == (expected.channels == 3 ? 2 : 0))
      #expect(image.samples == expected.samples)
    }
  }

  @Test func base64IsFoundations() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(($0 * 151 + count * 7) % 256) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test func valuesBecomeGreys() throws {
    let plain = try Picture(values: [0, 0.5, 1, -1, 2, .nan], width: 3, height: 2)
    #expect(plain.samples == [0, 128, 255, 0, 255, 128])
    #expect(plain.clipped == 2 && plain.undefined == 1)
    let difference = try Picture(
      values: [0, 0.2, -0.2, 0.1, -0.3, 0.0001], width: 6, height: 1,
      shading: .difference(limit: 0.2))
    #expect(difference.samples == [128, 255, 1, 192, 1, 128])
    #expect(difference.clipped == 1)
    let wide = try Picture(
      values: [-1e300, 0, 1e300], width: 3, height: 1, shading: .range(-1e300...1e300))
    #expect(wide.samples == [0, 128, 255])
  }

  @Test func channelsAreWovenTogether() throws {
    // Red 0, green ½, blue 1 in the first pixel, and the reverse in the second.
    let picture = try Picture(
      values: [0, 1, 0.5, 0.5, 1, 0], width: 2, height: 1, channels: 3)
    #expect(picture.samples == [0, 128, 255, 255, 128, 0])
    let text = picture.address
    let start = "data:image/png;base64,"
    try #require(text.hasPrefix(start))
    let image = try PortableImage(
      Array(try #require(Data(base64Encoded: String(text.dropFirst(start.count))))))
    #expect(image.samples == picture.samples && image.colourType == 2)
  }

  @Test func whatIsNoImageIsSaid() {
    #expect(throws: PictureError.count(expected: 4, found: 3)) {
      try Picture(values: [1, 2, 3], width: 2, height: 2)
    }
    #expect(throws: PictureError.size(width: 0, height: 2)) {
      try Picture(values: [], width: 0, height: 2)
    }
    #expect(throws: PictureError.size(width: 5000, height: 5000)) {
      try Picture(values: [], width: 5000, height: 5000)
    }
    #expect(throws: PictureError.channels(2)) {
      try Picture(values: [1, 2], width: 1, height: 1, channels: 2)
    }
    for limit in [0, -1, Double.nan, .infinity] {
      #expect(throws: PictureError.scale) {
        try Picture(values: [0], width: 1, height: 1, shading: .difference(limit: limit))
      }
    }
  }

  @Test(arguments: Layout.allCases)
  func everyImageIsEmbeddedInItsPlace(layout: Layout) throws {
    let grid = Samples.imageGrid(4)
    let drawn = try #require(
      DrawnPicture(render(.images(grid), id: "x", layout: layout).serializedBytes))
    let images = drawn.shapes.filter { $0.element == "image" }
    try #require(images.count == 12)
    for (shape, picture) in zip(images, grid.pictures) {
      let address = try #require(shape.attributes["href"])
      let data = try #require(Data(base64Encoded: String(address.dropFirst(22))))
      let image = try PortableImage(Array(data))
      #expect(image.width == 28 && image.height == 28 && image.samples == picture.samples)
      let (x, y) = (
        try #require(Double(shape.attributes["x"] ?? "")),
        try #require(Double(shape.attributes["y"] ?? ""))
      )
      let side = try #require(Double(shape.attributes["width"] ?? ""))
      #expect(x >= 0 && y >= 0 && x + side <= drawn.width && y + side <= drawn.height)
      #expect(side >= 40)
      let covered = drawn.texts.filter {
        $0.minX < x + side && x < $0.maxX && $0.minY < y + side && y < $0.maxY
      }
      #expect(covered.map(\.words) == [])
    }
  }

  @Test func gridsSayWhatTheyShow() throws {
    let clean = try Picture(values: [0, 1], width: 2, height: 1)
    let delta = try Picture(
      values: [0.3, 0], width: 2, height: 1, shading: .difference(limit: 0.2))
    let grid = ImageGrid(
      title: "t", columns: ["clean", "difference"],
      rows: [
        .init(
          label: "FGSM",
          entries: [.init(clean, label: "7"), .init(delta, label: "$7 \\to 3$", numbers: [0.3])]),
        .init(entries: [.init(nil), .init(delta)]),
      ], numberHeads: ["‖δ‖∞"])
    #expect(
      grid.description
        == "3 images of 2 × 1 pixels in 2 rows; columns: clean, difference. clean: black is 0, "
        + "white 1. difference: grey is 0, white +0.2, black \u{2212}0.2. FGSM: 7; 7 → 3. "
        + "2 values lie beyond the scale of an image.")
    #expect(grid.table.head == ["row", "image", "label", "‖δ‖∞", "scale"])
    #expect(
      grid.table.rows.map { $0.map(\.text) } == [
        ["FGSM", "clean", "7", "", "black is 0, white 1"],
        [
          "FGSM", "difference", "7\u{A0}→\u{A0}3", "0.3",
          "grey is 0, white +0.2, black \u{2212}0.2",
        ],
        ["2", "difference", "", "", "grey is 0, white +0.2, black \u{2212}0.2"],
      ])
  }
}
