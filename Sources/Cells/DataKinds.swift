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
    return try telling(invocation) {
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
    let text = try csvText(file, invocation)
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
