// Oracle: DrawnPicture, which parses the bytes with libxml2 and estimates text widths by itself.
import Markup
import Testing

@testable import Plots

/// A figure that was drawn once, for all tests.
struct DrawnFigure: Sendable, CustomTestStringConvertible {
  let sample: NamedFigure
  let layout: Layout
  let drawing: Drawing
  let bytes: [UInt8]
  let picture: DrawnPicture?
  var testDescription: String { "\(sample.name), \(layout.rawValue)" }

  init(_ sample: NamedFigure, _ layout: Layout) {
    (self.sample, self.layout) = (sample, layout)
    drawing = draw(sample.figure, layout: layout)
    bytes = render(sample.figure, id: "fig-x", layout: layout).serializedBytes
    picture = DrawnPicture(bytes)
  }

  static let samples =
    Samples.usual + Samples.usualFields + Samples.hostile + Samples.hostileFields
  static let usual = (Samples.usual + Samples.usualFields).flatMap { sample in
    Layout.allCases.map { DrawnFigure(sample, $0) }
  }
  static let all =
    usual
    + (Samples.hostile + Samples.hostileFields).flatMap { sample in
      Layout.allCases.map { DrawnFigure(sample, $0) }
    }
}

struct EveryFigureTests {
  @Test(arguments: DrawnFigure.all)
  func noTwoTextsIntersect(_ drawn: DrawnFigure) throws {
    let labels = drawn.drawing.labels
    let texts = try #require(drawn.picture).texts
    try #require(texts.count == labels.count && !texts.isEmpty)
    var clashes: [String] = []
    for a in texts.indices {
      for b in texts.indices.dropFirst(a + 1) {
        if labels[a].box.intersects(labels[b].box) || texts[a].intersects(texts[b]) {
          clashes.append("\(texts[a].words) and \(texts[b].words)")
        }
      }
    }
    #expect(clashes == [])
  }

  @Test(arguments: DrawnFigure.all)
  func noTextLeavesTheDrawing(_ drawn: DrawnFigure) throws {
    let picture = try #require(drawn.picture)
    let measured = drawn.drawing.labels.filter { !drawn.drawing.viewBox.contains($0.box) }
    #expect(measured.map(\.text.plain) == [])
    let estimated = picture.texts.filter {
      $0.minX < 0 || $0.maxX > picture.width || $0.minY < 0 || $0.maxY > picture.height
    }
    #expect(estimated.map(\.words) == [])
  }

  @Test(arguments: DrawnFigure.all)
  func theSameFigureGivesTheSameBytesAndNotTooMany(_ drawn: DrawnFigure) {
    let again = drawn.drawing.node(
      title: drawn.sample.figure.title, description: drawn.sample.figure.description,
      id: "fig-x-\(drawn.layout.rawValue)")
    #expect(drawn.bytes == again.serializedBytes)
    #expect(drawn.bytes.count < 500_000)
  }

  @Test(arguments: DrawnFigure.all)
  func theImageHasANameAndADescription(_ drawn: DrawnFigure) throws {
    let picture = try #require(drawn.picture)
    #expect(picture.root["role"] == "img")
    #expect(!picture.title.isEmpty)
    #expect(!picture.about.isEmpty)
    #expect(picture.about == drawn.sample.figure.description)
    let ids = ["title", "desc"].map { "fig-x-\(drawn.layout.rawValue)-\($0)" }
    #expect(picture.ids == ids)
    #expect(picture.root["aria-labelledby"] == ids[0])
    #expect(picture.root["aria-describedby"] == ids[1])
  }

  @Test(arguments: DrawnFigure.all)
  func attributesArePlainNumbersWithoutStyles(_ drawn: DrawnFigure) throws {
    let numeric = ["d", "x", "y", "cx", "cy", "r", "stroke-width"]
    let allowed = Set("0123456789.- MLZ")
    let wrong = try #require(drawn.picture).shapes.filter { shape in
      shape.attributes["style"] != nil
        || numeric.contains { !(shape.attributes[$0] ?? "").allSatisfy(allowed.contains) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: DrawnFigure.all)
  func nothingIsPaintedOutsideTheDrawing(_ drawn: DrawnFigure) throws {
    let picture = try #require(drawn.picture)
    let room = Box(minX: 0, minY: 0, maxX: picture.width, maxY: picture.height).grown(by: 6)
    var outside = 0
    for shape in picture.shapes where shape.element == "path" {
      for point in DrawnPicture.points(shape.attributes["d"] ?? "").joined()
      where !room.contains(Point(point.x, point.y)) {
        outside += 1
      }
    }
    #expect(outside == 0)
  }

  @Test(arguments: DrawnFigure.samples)
  func theTableIsRectangularAndNotTooLong(_ sample: NamedFigure) {
    let table = sample.figure.table
    #expect(table.rows.allSatisfy { $0.count == table.head.count })
    #expect(table.rows.count <= 200)
  }

  @Test(arguments: DrawnFigure.usual)
  func namesStandClearOfLinesAndPoints(_ drawn: DrawnFigure) throws {
    let picture = try #require(drawn.picture)
    let names = picture.texts.filter { $0.classes.contains("dl") }
    var painted = picture.shapes.filter { $0.element == "circle" }.map {
      (x: Double($0.attributes["cx"] ?? "") ?? 0, y: Double($0.attributes["cy"] ?? "") ?? 0)
    }
    let classes = [
      "line", "l-plain", "l-robust", "decide", "ref", "shift", "ball", "level", "weight", "delta",
      "arrow", "leader",
    ]
    for line in classes.flatMap({ picture.polylines($0) }) {
      for (from, to) in zip(line, line.dropFirst()) {
        for step in 0...60 {
          let share = Double(step) / 60
          painted.append(
            (from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)))
        }
      }
    }
    let covered = names.filter { name in
      painted.contains {
        name.minX < $0.x && $0.x < name.maxX && name.minY < $0.y && $0.y < name.maxY
      }
    }
    #expect(covered.map(\.words) == [])
  }
}
