internal import Crypto
internal import Markup

/// What every page of the site has around its text: head, course, contents, footer.
struct PageShell {
  let settings: SiteSettings
  /// How many folders below the site's top the page lies.
  let depth: Int

  /// Neither inline scripts nor inline styles nor any other host; no script is needed to read.
  static let contentSecurityPolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    + "base-uri 'none'; form-action 'none'"

  func page(title: String, contents: [Node], main: [Node], footer: [Node]) -> String {
    let up = String(repeating: "../", count: depth)
    let sheets = ["katex.css", "katex-styles.css", "theme.css"].map {
      Node.element("link", ["rel": "stylesheet", "href": "\(up)assets/\($0)"])
    }
    let head = Node.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element(
          "meta", ["http-equiv": "Content-Security-Policy", "content": Self.contentSecurityPolicy]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element(
          "title", [:], [.text(title == settings.title ? title : "\(title) · \(settings.title)")]),
        .element("link", ["rel": "icon", "href": "data:,"]),
      ] + sheets)
    let home = up + "index.html"
    let top = Node.element(
      "header", ["class": "top"],
      [
        .element("a", ["class": "course", "href": home], [.text(settings.title)]),
        .element(
          "nav", ["aria-label": "Site"], [.element("a", ["href": home], [.text("Notebooks")])]),
      ])
    let toc: [Node] =
      contents.isEmpty
      ? [] : [.element("nav", ["class": "toc", "aria-label": "On this page"], contents)]
    let body = Node.element(
      "body", ["class": contents.isEmpty ? "home" : nil],
      [
        .element("a", ["class": "skip", "href": "#_content"], [.text("Skip to the text")]),
        top,
        .element("div", ["class": "frame"], toc + [.element("main", ["id": "_content"], main)]),
        .element("footer", [:], footer),
      ])
    return Node.element("html", ["lang": "en"], [head, body]).page
  }
}

extension Node {
  /// The node as a whole HTML page.
  var page: String {
    var serializer = Serializer()
    serializer.writeDoctype()
    serializer.write(self)
    return String(decoding: serializer.bytes, as: UTF8.self) + "\n"
  }
}

/// The first twelve hexadecimal digits of a text's SHA-256: what a page was built from.
func digest(of text: String) -> String {
  SHA256.hash(data: Array(text.utf8)).prefix(6).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }.joined()
}
