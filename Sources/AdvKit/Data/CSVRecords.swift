/// The records of a CSV text (RFC 4180): commas, double quotes, doubled quotes inside them.
///
/// Lines end with LF, CRLF or CR; a byte order mark is skipped; empty lines are no records; white
/// space around entries without quotes is dropped.
struct CSVRecords {
  /// One line's entries.
  struct Record {
    /// The line that the record begins on, counted from 1.
    let line: Int
    /// The entries, without their quotes.
    var fields: [String]
  }

  /// The records, in the order of the text.
  private(set) var records: [Record] = []

  /// Splits a text.
  ///
  /// - Throws: ``DataError/quoting(row:column:)`` for a quote that is not closed or is followed by
  ///   text, with the line and field where it opens.
  init(_ text: String) throws(DataError) {
    let scalars = Array(text.unicodeScalars)
    var position = scalars.first == "\u{FEFF}" ? 1 : 0
    var line = 1
    while position < scalars.count {
      var record = Record(line: line, fields: [])
      var sawQuote = false
      fields: while true {
        while position < scalars.count, Self.isBlank(scalars[position]) { position += 1 }
        var field = String.UnicodeScalarView()
        if position < scalars.count, scalars[position] == "\"" {
          sawQuote = true
          let opening = DataError.quoting(row: line, column: record.fields.count + 1)
          position += 1
          quoted: while true {
            guard position < scalars.count else { throw opening }
            let scalar = scalars[position]
            position += 1
            if scalar != "\"" {
              if Self.endsLine(scalars, position - 1) { line += 1 }
              field.append(scalar)
            } else if position < scalars.count, scalars[position] == "\"" {
              field.append("\"")
              position += 1
            } else {
              break quoted
            }
          }
          while position < scalars.count, Self.isBlank(scalars[position]) { position += 1 }
          guard position == scalars.count || ",\n\r".unicodeScalars.contains(scalars[position])
          else { throw opening }
        } else {
          while position < scalars.count, !",\n\r".unicodeScalars.contains(scalars[position]) {
            field.append(scalars[position])
            position += 1
          }
          while let last = field.last, Self.isBlank(last) { field.removeLast() }
        }
        record.fields.append(String(field))
        if position < scalars.count, scalars[position] == "," {
          position += 1
        } else {
          break fields
        }
      }
      if position < scalars.count {
        // CRLF is one line end.
        if scalars[position] == "\r", position + 1 < scalars.count, scalars[position + 1] == "\n" {
          position += 1
        }
        position += 1
        line += 1
      }
      if record.fields.count > 1 || sawQuote || record.fields.first?.isEmpty == false {
        records.append(record)
      }
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t"
  }

  /// Whether the scalar at `position` ends a line: LF, or a CR that no LF follows.
  private static func endsLine(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
    if scalars[position] == "\n" { return true }
    return scalars[position] == "\r"
      && !(position + 1 < scalars.count && scalars[position + 1] == "\n")
  }
}
