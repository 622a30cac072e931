internal import AdvKit
internal import Notebook

extension DataCell {
  /// The points of the cell, and for a file how its labels were understood.
  static func read(_ invocation: Invocation) throws(CellFailure) -> (Dataset, LabelMapping?) {
    let kind = invocation["kind"]?.text ?? ""
    let own = ownFields[kind] ?? []
    let others = fields.map(\.name).filter { $0 != "kind" && !own.contains($0) }
    try invocation.refuse(
      others, beside: "kind `\(kind)`",
      fix: "remove it; \(kind) takes \(own.joined(separator: ", "))")
    switch kind {
    case "points": return (try written(invocation), nil)
    case "csv":
      let csv = try file(invocation)
      return (csv.dataset, csv.mapping)
    default: return (try drawn(kind, invocation), nil)
    }
  }

  /// The fields that mean something for a kind.
  private static let ownFields = [
    "blobs": ["n", "centers", "std"], "moons": ["n", "noise"],
    "circles": ["n", "noise", "factor"], "xor": ["n", "std"],
    "spirals": ["n", "noise", "turns"], "points": ["points", "labels"],
    "csv": ["file", "label", "labels"],
  ]

  private static func drawn(_ kind: String, _ invocation: Invocation) throws(CellFailure) -> Dataset
  {
    let key = RandomKey(seed: invocation.seed, cell: invocation.id, stream: "points")
    func needed(_ name: String, _ example: String) throws(CellFailure) -> Argument {
      try invocation.require(name, for: "kind `\(kind)`", fix: "add `\(name): \(example)`")
    }
    let count = try needed("n", "200").integer ?? 0
    let noise = invocation["noise"]?.number ?? 0
    do {
      switch kind {
      case "blobs":
        let centers = try needed("centers", "[[-1, -1], [1, 1]]").numberRows
        return try Dataset.blobs(
          count: count, centers: centers, std: try needed("std", "0.8").numbers, key: key)
      case "moons": return try Dataset.moons(count: count, noise: noise, key: key)
      case "circles":
        return try Dataset.circles(
          count: count, noise: noise, factor: invocation["factor"]?.number ?? 0.5, key: key)
      case "spirals":
        return try Dataset.spirals(
          count: count, noise: noise, turns: invocation["turns"]?.number ?? 1, key: key)
      default:
        let std = try needed("std", "0.3")
        guard let spread = std.number else {
          throw CellFailure(
            "`std` of xor is a list", rule: "the four clouds have one standard deviation",
            fix: "write one number", at: std.span)
        }
        return try Dataset.xor(count: count, std: spread, key: key)
      }
    } catch let error as DataError {
      throw failure(error, invocation)
    } catch let error as CellFailure {
      throw error
    } catch {
      throw CellFailure("\(error)", rule: "points can be drawn", fix: "look at the fields")
    }
  }

  private static func written(_ invocation: Invocation) throws(CellFailure) -> Dataset {
    let points = try invocation.require(
      "points", for: "kind `points`", fix: "add `points: [[0, 1], [1, 0]]`")
    let labels = try invocation.require(
      "labels", for: "kind `points`", fix: "add `labels: [1, -1]`, one per point")
    do throws(DataError) {
      return try Dataset.given(points: points.numberRows, labels: labels.numbers)
    } catch {
      throw failure(error, invocation)
    }
  }

  private static func file(_ invocation: Invocation) throws(CellFailure) -> CSVData {
    let file = try invocation.require("file", for: "kind `csv`", fix: "add `file: points.csv`")
    let bytes = invocation.files[file.text ?? ""] ?? []
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CellFailure(
        "`\(file.source)` is not UTF-8", rule: "a CSV file is UTF-8 text",
        fix: "save the file as UTF-8", at: file.span)
    }
    do throws(DataError) {
      var classes: LabelMapping?
      if let words = invocation["labels"]?.list?.map(\.source) {
        guard words.count == 2 else { throw .classes(found: words) }
        classes = try LabelMapping(negative: words[0], positive: words[1])
      }
      return try CSVData.parse(text, labelColumn: invocation["label"]?.text, classes: classes)
    } catch {
      throw failure(error, invocation)
    }
  }

  // MARK: - Failures

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
    default:
      return CellFailure(
        message, rule: isFile ? "a file holds one point a line, numbers and a label" : rule,
        fix: isFile ? "mend the file at that place" : "mend the points",
        at: row?.span ?? invocation["file"]?.span ?? points?.span)
    }
  }
}

extension Argument {
  /// The numbers of a list field, or the one number of a number field.
  var numbers: [Double] {
    if let number { return [number] }
    return value?.vector ?? list?.compactMap(\.number) ?? []
  }

  /// The rows of a list of lists of numbers.
  var numberRows: [[Double]] { list?.map(\.numbers) ?? [] }
}

extension Array {
  /// The element at an index, or nil outside the array.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
