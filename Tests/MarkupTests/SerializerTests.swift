// Oracle: libxml2's parser (through FoundationXML), which reads back what was written.
import Foundation
import Markup
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Collects what an XML parser sees.
private final class Seen: NSObject, XMLParserDelegate {
  var text = ""
  var elements: [String] = []
  var attributes: [[String: String]] = []

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    elements.append(name)
    self.attributes.append(attributes)
  }

  static func read(_ bytes: [UInt8]) -> Seen? {
    let seen = Seen()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = seen
    return parser.parse() ? seen : nil
  }
}

struct SerializerTests {
  private static let texts = [
    "plain", "a < b & c > d", "\"quoted\" 'single'", "</text><script>alert(1)</script>", "]]>",
    "&amp; stays", "e\u{301} 漢字 🙂 \u{A0}", "tab\tand\nline", "&#60;", "-->", "",
  ]

  @Test(arguments: texts)
  func textReadsBackUnchanged(text: String) throws {
    let node = Node.element("svg", [:], [.element("text", text: text)])
    let seen = try #require(Seen.read(node.serializedBytes))
    #expect(seen.text == text)
    #expect(seen.elements == ["svg", "text"])
  }

  @Test(arguments: texts)
  func attributesReadBackUnchanged(text: String) throws {
    let node = Node.element("svg", ["id": text, "class": "c"])
    let seen = try #require(Seen.read(node.serializedBytes))
    #expect(seen.attributes == [["id": text, "class": "c"]])
  }

  @Test func charactersThatNoParserAcceptsAreReplaced() throws {
    let node = Node.element("svg", text: "a\u{0}b\u{1B}c\u{FFFE}d\u{85}e")
    let seen = try #require(Seen.read(node.serializedBytes))
    #expect(seen.text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e")
  }

  @Test func htmlHasEndTagsExceptForVoidElements() {
    let node = Node.element(
      "p", ["class": "x"],
      [.text("a"), .element("br"), .element("span"), .element("img", ["alt": ""])])
    #expect(node.serialized == "<p class=\"x\">a<br><span></span><img alt=\"\"></p>")
  }

  @Test func emptyElementsInsideSVGAreClosedAtOnce() {
    let node = Node.element("p", [:], [.element("svg", [:], [.element("path", ["d": "M0 0"])])])
    #expect(node.serialized == "<p><svg><path d=\"M0 0\"/></svg></p>")
    #expect(
      Node.fragment([node, .element("b")]).serialized.hasSuffix("</svg></p><b></b>"))
  }

  @Test func onlyTrustedMarkupIsWrittenUnchanged() {
    #expect(Node.trusted("<i>x</i>").serialized == "<i>x</i>")
    #expect(Node.text("<i>x</i>").serialized == "&lt;i&gt;x&lt;/i&gt;")
  }

  @Test func attributesKeepTheirOrderAndMissingOnesAreLeftOut() {
    var attributes: Attributes = ["id": "a", "class": nil, "href": "#b"]
    attributes["title"] = "t"
    attributes["id"] = "c"
    attributes["href"] = nil
    #expect(
      Node.element("a", attributes).serialized == "<a id=\"c\" title=\"t\"></a>")
    #expect(attributes.merging(["title": "u", "lang": "en"])["title"] == "u")
  }

  @Test func doctypeComesFirst() {
    var serializer = Serializer()
    serializer.writeDoctype()
    serializer.write(.element("html"))
    #expect(
      String(decoding: serializer.bytes, as: UTF8.self) == "<!DOCTYPE html>\n<html></html>")
  }
}
