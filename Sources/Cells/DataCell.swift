internal import AdvKit
internal import Notebook

/// `adv data`: labelled points, drawn, written down, or read from a file.
enum DataCell: Directive {
  static let name = "data"
  static let summary =
    "Labelled points of a binary problem: drawn, written down, or read from a CSV file."
  static let details = """
    Labels are −1 and 1. The kinds:

    - `blobs`: two round Gaussian clouds around `centers`, with standard deviation `std` (one \
    number, or one for each cloud); the first centre has label −1. Labels alternate, starting \
    with −1.
    - `moons`: two interleaved half circles of radius 1, with Gaussian noise of standard \
    deviation `noise`.
    - `circles`: two concentric circles of radius 1 and `factor`, with Gaussian `noise`.
    - `xor`: four Gaussian clouds of standard deviation `std` at (±1, ±1); the label is the sign \
    of the product of the coordinates of the cloud's centre.
    - `points`: written down as `points` and `labels`.
    - `csv`: a file inside the project. The label column is `label`, or else the last one. Two \
    numbers become −1 and 1 by size, two words in the order of their letters, or as `labels: \
    [negative, positive]` says; the value `mapping` tells how.

    Drawn points come from a counter-based generator (Philox 4×32-10) keyed by the notebook's \
    seed and the cell's id: another cell more or less changes nothing here, another id or seed \
    does.

    One class alone is legal here; training refuses it. A pixel box is given where an attack is.

    Errors: no points; points of unequal length (the row is named); a label other than −1 and 1; \
    an entry of a file that is no number (line and field are named); a label column that is not \
    there; more than two labels.
    """
  static let example = """
    ```adv data #points
    kind: blobs
    n: 200
    centers: [[-1, -1], [1, 1]]
    std: 0.8
    ```
    """
  static let fields: [Field] = [
    .required(
      "kind", .choice(["blobs", "moons", "circles", "xor", "points", "csv"]),
      "Where the points come from."),
    .optional(
      "n", .integer(2...1_000_000), "How many points the whole set has; not for points, csv."),
    .optional(
      "centers", .list(.list(.number(.finite), 1...1000), 2...2),
      "blobs: the centres of the clouds of label −1 and of label 1."),
    .optional(
      "std", .either([.number(.positive), .list(.number(.positive), 2...2)]),
      "blobs, xor: standard deviation of every coordinate, > 0; for blobs one or one per cloud."),
    .optional(
      "noise", .number(.nonnegative), standard: "0",
      "moons, circles: standard deviation of the Gaussian noise, ≥ 0."),
    .optional(
      "factor", .number(NumberRange(0, excludesLower: true, 1, excludesUpper: true)),
      standard: "0.5",
      "circles: radius of the inner circle, strictly between 0 and 1."),
    .optional(
      "points", .list(.list(.number(.finite), 1...10_000), 0...100_000),
      "points: the points, each a list of coordinates."),
    .optional(
      "labels", .either([.list(.number(.finite), 0...100_000), .list(.text, 2...2)]),
      "points: one label −1 or 1 per point. csv: the labels in the file that become −1 and 1."),
    .optional("file", .file, "csv: the file."),
    .optional(
      "label", .text, "csv: the name of the column with the labels; the last one if left out."),
  ]
  static let artefact: String? = DatasetArtefact.tag
  static let publishes = [
    PublishedName("n", "the number of points"),
    PublishedName("dimension", "the number of coordinates of a point"),
    PublishedName("positives", "the number of points with label 1"),
    PublishedName("negatives", "the number of points with label −1"),
    PublishedName("mapping", "csv: in words, which label of the file became which"),
  ]

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool {
    !["points", "csv"].contains(written.word("kind"))
  }

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let counts = ["n", "dimension", "positives", "negatives"]
    return written.word("kind") == "csv" ? counts + ["mapping"] : counts
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    let (dataset, mapping) = try read(invocation)
    var values = [
      NamedValue("n", .counted(dataset.count)),
      NamedValue("dimension", .counted(dataset.dimension)),
      NamedValue("positives", .counted(dataset.positives)),
      NamedValue("negatives", .counted(dataset.negatives)),
    ]
    if let mapping { values.append(NamedValue("mapping", .given(mapping.description))) }
    return CellOutput(values: values, artefact: DatasetArtefact(dataset: dataset))
  }

  static func audit(_ published: CellOutput, of invocation: Invocation) -> [AuditFailure] {
    guard let data = (published.artefact as? DatasetArtefact)?.dataset else { return [] }
    var audit = Audit(published)
    var positives = 0.0
    var negatives = 0.0
    for label in data.labels {
      if label == 1 { positives += 1 } else { negatives += 1 }
    }
    audit.expect("n", exactly: positives + negatives, by: "a count of the labels")
    audit.expect(
      "dimension", exactly: Double(data.points.storage.count) / (positives + negatives),
      by: "the number of coordinates over the number of points")
    audit.expect("positives", exactly: positives, by: "a count of the labels")
    audit.expect("negatives", exactly: negatives, by: "a count of the labels")
    return audit.failures
  }
}
