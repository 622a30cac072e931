internal import AdvKit
internal import Notebook

/// What all kinds of `adv data` say of mistakes.
extension DataCell {
  /// Makes data; what the engine says of them is told at the field that it concerns.
  static func telling<Made>(
    _ invocation: Invocation, _ make: () throws -> Made
  ) throws(CellFailure) -> Made {
    do {
      return try make()
    } catch let error as DataError {
      throw failure(error, invocation)
    } catch let error as CellFailure {
      throw error
    } catch {
      throw CellFailure("\(error)", rule: "data can be made", fix: "look at the fields")
    }
  }

  /// The text of a CSV file.
  static func csvText(_ file: Argument, _ invocation: Invocation) throws(CellFailure) -> String {
    let bytes = invocation.files[file.text ?? ""] ?? []
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CellFailure(
        "`\(file.source)` is not UTF-8", rule: "a CSV file is UTF-8 text",
        fix: "save the file as UTF-8", at: file.span)
    }
    return text
  }

  /// What the engine says about data, at the row, entry or field that it concerns.
  static func failure(_ error: DataError, _ invocation: Invocation) -> CellFailure {
    let isFile = invocation["file"] != nil
    let points = invocation["points"]
    let labels = invocation["labels"]
    let row = error.row.flatMap { row in points?.list.flatMap { $0[safe: row - 1] } }
    let rule = "data are at least one point, all of one length, with labels −1 and 1"
    let message = "\(isFile ? "`\(invocation["file"]?.source ?? "")`: " : "")\(error.description)"
    switch error {
    case .parameter(let name, let requirement):
      return CellFailure(
        "`\(name)` \(requirement)", rule: "`\(name)` \(requirement.prefix { $0 != "," })",
        fix: "write another value", at: invocation[name]?.span)
    case .ragged(let number, let expected, let found) where !isFile:
      return CellFailure(
        "point \(number) has \(counted(found, "coordinate")) where the first has \(expected)",
        rule: rule, fix: "give every point \(counted(expected, "coordinate"))", at: row?.span)
    case .notFinite(_, let column):
      let entry = row?.list.flatMap { $0[safe: column - 1] }
      return CellFailure(
        message, rule: rule, fix: "write a finite number",
        at: isFile ? invocation["file"]?.span : entry?.span)
    case .label(let number, let value):
      return CellFailure(
        "label \(number) is \(plain(value))", rule: "labels are −1 and 1", fix: "write −1 or 1",
        at: labels?.list.flatMap { $0[safe: number - 1]?.span } ?? labels?.span)
    case .labelCount:
      return CellFailure(message, rule: rule, fix: "write one label per point", at: labels?.span)
    case .empty where !isFile:
      return CellFailure(
        "no points", rule: "a data set has at least one point", fix: "write some", at: points?.span)
    case .noColumn(_, let header):
      let nearest = nearestName(to: invocation["label"]?.text ?? "", in: header)
      return CellFailure(
        message, rule: "`label` names a column of the file's first line",
        fix: nearest.map { "write `\($0)`" } ?? "name one of these, or leave it out for the last",
        at: invocation["label"]?.span)
    case .classes, .unknownLabel:
      return CellFailure(
        message, rule: "the label column holds two different labels",
        fix: "say which become −1 and 1 with `labels: [negative, positive]`, and keep no others",
        at: labels?.span ?? invocation["file"]?.span)
    case .classCount(_, let largest):
      return CellFailure(
        message, rule: "the label column holds from 2 to \(largest) different labels, the classes",
        fix: "name the column of the labels with `label`; it is the last where that is left out",
        at: (invocation["label"] ?? invocation["file"])?.span)
    default:
      return CellFailure(
        message, rule: isFile ? "a file holds one point a line, numbers and a label" : rule,
        fix: isFile ? "mend the file at that place" : "mend the points",
        at: row?.span ?? invocation["file"]?.span ?? points?.span)
    }
  }
}
