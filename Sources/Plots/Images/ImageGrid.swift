/// Small images in rows and columns: clean, adversarial, and what was added.
package struct ImageGrid: Sendable, Hashable {
  /// One image with the words below it.
  package struct Entry: Sendable, Hashable {
    /// The image; nil: an empty place.
    package let picture: Picture?
    /// What stands below: rich text, such as `7 → 3`.
    package let label: String
    /// The numbers behind it, one for each of ``ImageGrid/numberHeads``.
    package let numbers: [Double]

    /// An image with the words below it.
    package init(_ picture: Picture?, label: String = "", numbers: [Double] = []) {
      self.picture = picture
      self.label = label
      self.numbers = numbers
    }
  }

  /// Images side by side.
  package struct Row: Sendable, Hashable {
    /// What stands at the left, or above them on a narrow screen: rich text.
    package let label: String
    /// The images, one for each column; those that are missing are empty places.
    package let entries: [Entry]

    /// Images side by side.
    package init(label: String = "", entries: [Entry]) {
      self.label = label
      self.entries = entries
    }
  }

  /// What the images are about: plain text.
  package var title: String
  /// The heads of the columns: rich text; empty ones where there is nothing to say.
  package var columns: [String]
  /// The rows.
  package var rows: [Row]
  /// The heads of the numbers in the table behind the figure: plain text.
  package var numberHeads: [String]

  /// A grid of images.
  package init(
    title: String, columns: [String], rows: [Row], numberHeads: [String] = []
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.numberHeads = numberHeads
  }

  /// How many columns there are: entries beyond the heads have empty ones.
  var columnCount: Int { Swift.max(columns.count, rows.map(\.entries.count).max() ?? 0) }

  /// All images, row by row.
  var pictures: [Picture] { rows.flatMap(\.entries).compactMap(\.picture) }

  /// The head of a column.
  func head(_ column: Int) -> String { columns.indices.contains(column) ? columns[column] : "" }

  /// What the greys mean, in sentences: one for all columns where they agree, otherwise one for each
  /// scale with the columns that have it.
  var scales: [String] {
    var order: [Picture.Shading] = []
    var names: [Picture.Shading: [String]] = [:]
    var isMixed = false
    for column in 0..<columnCount {
      var found: [Picture.Shading] = []
      for row in rows where row.entries.indices.contains(column) {
        guard let shading = row.entries[column].picture?.shading else { continue }
        if !found.contains(shading) { found.append(shading) }
      }
      if found.count > 1 { isMixed = true }
      let head = RichText(head(column)).plain
      for shading in found {
        if !order.contains(shading) { order.append(shading) }
        names[shading, default: []].append(head.isEmpty ? "column \(column + 1)" : head)
      }
    }
    if isMixed, order.count > 3 {
      return ["Each image has its own scale: the table has them."]
    }
    let isColour = pictures.allSatisfy { $0.channels == 3 }
    let prefix = isColour ? "each colour, " : ""
    guard order.count > 1 else {
      return order.map { sentence(prefix + $0.words) }
    }
    return order.map { shading in
      let list = names[shading, default: []].joined(separator: ", ")
      return "\(list): \(prefix)\(shading.words)."
    }
  }

  private func sentence(_ words: String) -> String {
    words.prefix(1).uppercased() + words.dropFirst() + "."
  }

  /// How many images of which size there are, what their greys mean, and what stands below them.
  package var description: String {
    let pictures = self.pictures
    guard let first = pictures.first else { return "No images to draw." }
    let isEqual = pictures.allSatisfy { $0.width == first.width && $0.height == first.height }
    let heads = columns.map { RichText($0).plain }.filter { !$0.isEmpty }
    var words = [
      Words.count(pictures.count, "image", "images")
        + (isEqual ? " of \(first.width) × \(first.height) pixels" : " of several sizes")
        + " in \(Words.count(rows.count, "row", "rows"))"
        + (heads.isEmpty ? "." : "; columns: \(heads.joined(separator: ", ")).")
    ]
    words += scales
    let most = 12
    for (place, row) in rows.prefix(most).enumerated() {
      let labels = row.entries.map { RichText($0.label).plain.replacing("\u{A0}", with: " ") }
        .filter { !$0.isEmpty }
      let name = RichText(row.label).plain
      guard !labels.isEmpty || !name.isEmpty else { continue }
      let start = name.isEmpty ? "Row \(place + 1)" : name
      words.append(labels.isEmpty ? "\(start)." : "\(start): \(labels.joined(separator: "; ")).")
    }
    if rows.count > most {
      words.append("\(Words.count(rows.count - most, "more row", "more rows")).")
    }
    let clipped = pictures.reduce(0) { $0 + $1.clipped }
    if clipped > 0 {
      words.append(
        "\(Words.count(clipped, "value lies", "values lie")) beyond the scale of an image.")
    }
    let undefined = pictures.reduce(0) { $0 + $1.undefined }
    if undefined > 0 {
      words.append(
        "\(Words.count(undefined, "value is", "values are")) not finite and shown grey.")
    }
    return words.joined(separator: " ")
  }

  /// A row for each image: where it stands, its words, its numbers, and its scale.
  package var table: FigureTable {
    var rows: [[FigureEntry]] = []
    for (place, row) in self.rows.enumerated() {
      let name = RichText(row.label).plain
      for (column, entry) in row.entries.enumerated() {
        guard let picture = entry.picture else { continue }
        let head = RichText(self.head(column)).plain
        let numbers = numberHeads.indices.map { index -> FigureEntry in
          entry.numbers.indices.contains(index) ? .number(entry.numbers[index]) : .words("")
        }
        rows.append(
          [
            .words(name.isEmpty ? "\(place + 1)" : name),
            .words(head.isEmpty ? "\(column + 1)" : head), .words(RichText(entry.label).plain),
          ] + numbers + [.words(picture.shading.words)])
      }
    }
    return FigureTable(
      head: ["row", "image", "label"] + numberHeads + ["scale"], thinning: rows, to: 200)
  }
}
