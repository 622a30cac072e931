internal import AdvKit
internal import Notebook

/// `adv data`: labelled points, drawn, written down, or read from a file.
enum DataCell: Directive {
  static let name = "data"
  static let summary =
    "Labelled points or images: drawn, written down, read from a file, or part of others."
  static let details = """
    Labels are −1 and 1 in the kinds of a binary problem:

    - `blobs`: two round Gaussian clouds around `centers`, with standard deviation `std` (one \
    number, or one for each cloud); the first centre has label −1. Labels alternate, starting \
    with −1.
    - `moons`: two interleaved half circles of radius 1, with Gaussian noise of standard \
    deviation `noise`.
    - `circles`: two concentric circles of radius 1 and `factor`, with Gaussian `noise`.
    - `xor`: four Gaussian clouds of standard deviation `std` at (±1, ±1); the label is the sign \
    of the product of the coordinates of the cloud's centre.
    - `spirals`: two interleaved spirals of `turns` turns, radius 1, with Gaussian `noise`.
    - `points`: written down as `points` and `labels`.
    - `csv`: a file inside the project. The label column is `label`, or else the last one. Two \
    numbers become −1 and 1 by size, two words in the order of their letters, or as `labels: \
    [negative, positive]` says; the value `mapping` tells how.

    Labels are classes 0, 1, … in the kinds for networks, which `train` with an architecture, \
    `attack` and `evaluate` take (the binary kinds, too: there −1 is class 0 and 1 class 1):

    - `glyphs`: images of 28 × 28 pixels in [0, 1] of the digits 0 to 9, drawn by strokes under \
    random affine maps, with pixel `noise` (0.05 if left out).
    - `spirals` and `csv` with `classes: K`.
    - `idx`: images and labels in MNIST's format, packed by gzip or not; pixels are divided by \
    `scale`.
    - `npz`: the arrays `inputs` and `targets` of a NumPy archive.
    - `split`: part number `part` of the examples of another cell, cut at random into `shares` \
    with each class's share in every part; cells with the same shares have nothing in common.

    Drawn points come from a counter-based generator (Philox 4×32-10) keyed by the notebook's \
    seed and the cell's id: another cell more or less changes nothing here, another id or seed \
    does.

    One class alone is legal here; training refuses it. A pixel box is given where an attack is.

    Errors: no points; points of unequal length (the row is named); a label other than −1 and 1; \
    an entry of a file that is no number (line and field are named); a label column that is not \
    there; more than two labels; a file that is not what its name says, ends too early, or \
    holds numbers that are not finite; labels outside the classes.
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
      "kind",
      .choice([
        "blobs", "moons", "circles", "xor", "spirals", "points", "csv", "glyphs", "idx", "npz",
        "split",
      ]),
      "Where the points come from."),
    .optional(
      "n", .integer(2...1_000_000), "How many points a drawn set has."),
    .optional(
      "centers", .list(.list(.number(.finite), 1...1000), 2...2),
      "blobs: the centres of the clouds of label −1 and of label 1."),
    .optional(
      "std", .either([.number(.positive), .list(.number(.positive), 2...2)]),
      "blobs, xor: standard deviation of every coordinate, > 0; for blobs one or one per cloud."),
    .optional(
      "noise", .number(.nonnegative), standard: "0; 0.05 for glyphs",
      "moons, circles, spirals, glyphs: standard deviation of the Gaussian noise, ≥ 0."),
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
    .optional("file", .file, "csv, idx, npz: the file."),
    .optional("labels-file", .file, "idx: the file of the labels."),
    .optional(
      "turns", .number(.positive), standard: "1", "spirals: how often each goes around, ≤ 100."),
    .optional(
      "classes", .integer(2...1000),
      "spirals, csv: the number of classes, which makes their labels 0, 1, …; idx, npz: likewise, "
        + "the largest label + 1 if left out."),
    .optional(
      "scale", .number(.positive), standard: "1",
      "idx, npz, csv with classes: what every number is divided by, such as 255."),
    .optional(
      "flatten", .boolean, standard: "false", "idx, npz: whether images become vectors."),
    .optional("inputs", .text, standard: "x", "npz: the name of the array of inputs."),
    .optional("targets", .text, standard: "y", "npz: the name of the array of labels."),
    .optional(
      "of", .cell([DatasetArtefact.tag, ExamplesArtefact.tag]), "split: the cell that is cut."),
    .optional(
      "shares", .list(.number(NumberRange(0, excludesLower: true, 1)), 1...20),
      "split: the share of each part, each > 0, together at most 1."),
    .optional("part", .integer(1...20), "split: which part this is, counted from 1."),
    .optional(
      "label", .text, "csv: the name of the column with the labels; the last one if left out."),
  ]
  static let artefact: String? = DatasetArtefact.tag
  static func artefact(_ written: WrittenFields) -> String? {
    yieldsExamples(written) ? ExamplesArtefact.tag : DatasetArtefact.tag
  }
  static let publishes = [
    PublishedName("n", "the number of points"),
    PublishedName("dimension", "the number of coordinates of a point"),
    PublishedName("positives", "binary kinds: the number of points with label 1"),
    PublishedName("negatives", "binary kinds: the number of points with label −1"),
    PublishedName("classes", "kinds with classes: the number of classes"),
    PublishedName("counts", "kinds with classes: the number of examples of each class"),
    PublishedName("mapping", "csv: in words, which label of the file became which"),
  ]

  static func drawsRandomNumbers(_ written: WrittenFields) -> Bool {
    !["points", "csv", "idx", "npz", "split"].contains(written.word("kind"))
  }

  static func publishedNames(_ written: WrittenFields) -> [String] {
    let counts =
      yieldsExamples(written)
      ? ["n", "dimension", "classes", "counts"] : ["n", "dimension", "positives", "negatives"]
    return written.word("kind") == "csv" ? counts + ["mapping"] : counts
  }

  static func run(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    if yieldsExamples(invocation) {
      let (examples, mapping) = try readExamples(invocation)
      var values = [
        NamedValue("n", .counted(examples.count)),
        NamedValue("dimension", .counted(examples.shape.count)),
        NamedValue("classes", .counted(examples.classes)),
        NamedValue("counts", .counted(examples.classCounts)),
      ]
      if let mapping { values.append(NamedValue("mapping", .given(mapping.description))) }
      return CellOutput(values: values, artefact: ExamplesArtefact(examples: examples))
    }
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
    if let examples = (published.artefact as? ExamplesArtefact)?.examples {
      return audit(published, examples)
    }
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

  private static func audit(_ published: CellOutput, _ examples: Examples) -> [AuditFailure] {
    var audit = Audit(published)
    let counts = (0..<examples.classes).map { label in
      Double(examples.labels.reversed().count { $0 == label })
    }
    let total = counts.reduce(0, +)
    audit.expect("n", exactly: total, by: "the sum of the classes' counts")
    audit.expect(
      "dimension", exactly: Double(examples.inputs.count) / total,
      by: "the number of coordinates over the number of examples")
    audit.expect("classes", exactly: Double(counts.count), by: "a count of the classes")
    audit.expect("counts", exactly: counts, by: "a count of the labels")
    return audit.failures
  }
}
