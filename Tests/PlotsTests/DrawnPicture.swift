// Oracle: libxml2's parser (through FoundationXML) and a width estimate of its own; it reads the
// bytes that were written and shares no code with what wrote them.
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A drawing as a reader of the file sees it.
struct DrawnPicture: Sendable {
  struct Shape: Sendable {
    let element: String
    let attributes: [String: String]
    /// The classes of the element and of all groups around it.
    let classes: [String]
  }

  struct Text: Sendable {
    let words: String
    let minX: Double
    let maxX: Double
    let minY: Double
    let maxY: Double
    let x: Double
    let y: Double
    let classes: [String]

    func intersects(_ other: Text) -> Bool {
      minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }
  }

  fileprivate(set) var root: [String: String] = [:]
  fileprivate(set) var title = ""
  fileprivate(set) var about = ""
  fileprivate(set) var shapes: [Shape] = []
  fileprivate(set) var texts: [Text] = []
  fileprivate(set) var ids: [String] = []

  init?(_ bytes: [UInt8]) {
    let reader = PictureReader()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = reader
    self.init(empty: ())
    guard parser.parse() else { return nil }
    self = reader.picture
  }

  fileprivate init(empty: Void) {}

  var width: Double { Double(root["width"] ?? "") ?? 0 }
  var height: Double { Double(root["height"] ?? "") ?? 0 }

  /// The points of all paths with a class, one list for each `M`.
  func polylines(_ className: String) -> [[(x: Double, y: Double)]] {
    shapes.filter { $0.element == "path" && $0.classes.contains(className) }
      .flatMap { DrawnPicture.points($0.attributes["d"] ?? "") }
  }

  static func points(_ data: String) -> [[(x: Double, y: Double)]] {
    data.split(separator: "M").map { piece in
      piece.split(whereSeparator: { $0 == "L" || $0 == "Z" }).compactMap { pair in
        let numbers = pair.split(separator: " ").compactMap { Double($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
      }
    }
  }

  /// The numbers at the ticks of one axis with their places.
  private func ticks(horizontally: Bool) -> [(value: Double, place: Double)] {
    let numbers = texts.filter {
      $0.classes.contains("tl") && !$0.classes.contains("bar-end")
    }.compactMap { text in
      Double(
        text.words.replacing("\u{2212}", with: "-").replacing("\u{202F}%", with: "")
      ).map { (value: $0, text: text) }
    }
    // The ticks of the horizontal axis share the lowest base line.
    let base = numbers.map(\.text.y).max() ?? 0
    return numbers.filter { ($0.text.y == base) == horizontally }
      .map { ($0.value, horizontally ? $0.text.x : $0.text.y - 4.2) }
  }

  /// The value at a place, read off the first and the last tick of one axis.
  func value(at place: Double, horizontally: Bool) throws -> Double {
    let ticks = ticks(horizontally: horizontally)
    let first = try #require(ticks.first)
    let last = try #require(ticks.last)
    let share = (place - first.place) / (last.place - first.place)
    return first.value + share * (last.value - first.value)
  }
}

private final class PictureReader: NSObject, XMLParserDelegate {
  var picture = DrawnPicture(empty: ())
  private var stack: [(name: String, classes: [String])] = []
  private var textAttributes: [String: String] = [:]
  private var runs: [(text: String, size: Double)] = []
  private var runSize = 12.5

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let own = (attributes["class"] ?? "").split(separator: " ").map(String.init)
    stack.append((name, (stack.last?.classes ?? []) + own))
    if let id = attributes["id"] { picture.ids.append(id) }
    switch name {
    case "svg": picture.root = attributes
    case "text":
      textAttributes = attributes
      runs = []
      runSize = Double(attributes["font-size"] ?? "") ?? 12.5
    case "tspan": runSize = Double(attributes["font-size"] ?? "") ?? runSize
    case "title", "desc": break
    default:
      picture.shapes.append(
        .init(element: name, attributes: attributes, classes: stack.last?.classes ?? []))
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    switch stack.last?.name {
    case "text", "tspan": runs.append((string, runSize))
    case "title": picture.title += string
    case "desc": picture.about += string
    default: break
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    let closed = stack.popLast()
    if name == "tspan" { runSize = Double(textAttributes["font-size"] ?? "") ?? 12.5 }
    guard name == "text", let closed else { return }
    let x = Double(textAttributes["x"] ?? "") ?? .nan
    let y = Double(textAttributes["y"] ?? "") ?? .nan
    // A rough average: 0.56 em a character, half of it for narrow ones, more for semibold.
    var width = 0.0
    for run in runs {
      for character in run.text {
        let isNarrow = "iljI.,:;|'!⁻¹ \u{2009}\u{202F}\u{A0}".contains(character)
        width += (isNarrow ? 0.28 : 0.56) * run.size
      }
    }
    if textAttributes["font-weight"] == "600" { width *= 1.06 }
    let size = runs.map(\.size).max() ?? 12.5
    let left =
      switch textAttributes["text-anchor"] {
      case "middle": x - width / 2
      case "end": x - width
      default: x
      }
    picture.texts.append(
      .init(
        words: runs.map(\.text).joined(), minX: left, maxX: left + width, minY: y - 0.74 * size,
        maxY: y + 0.21 * size, x: x, y: y, classes: closed.classes))
  }
}
