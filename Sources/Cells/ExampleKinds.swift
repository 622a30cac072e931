internal import AdvKit
internal import Notebook

/// The kinds of `adv data` whose labels are classes: what networks are trained on.
extension DataCell {
  /// The kinds that yield examples, with the fields that mean something for each.
  static let exampleFields = [
    "glyphs": ["n", "noise"], "idx": ["file", "labels-file", "scale", "classes", "flatten"],
    "npz": ["file", "inputs", "targets", "scale", "classes", "flatten"],
    "split": ["of", "shares", "part"],
  ]

  /// Whether the cell yields examples: by its kind, or since it has `classes`.
  static func yieldsExamples(_ written: WrittenFields) -> Bool {
    exampleFields[written.word("kind") ?? ""] != nil || written.has("classes")
  }

  /// Whether the running cell yields examples.
  static func yieldsExamples(_ invocation: Invocation) -> Bool {
    exampleFields[invocation["kind"]?.text ?? ""] != nil || invocation["classes"] != nil
  }

  /// The examples of the cell, and how labels of a file were understood.
  static func readExamples(
    _ invocation: Invocation
  ) throws(CellFailure) -> (examples: Examples, mapping: ClassMapping?) {
    let kind = invocation["kind"]?.text ?? ""
    let withClasses = [
      "spirals": ["n", "noise", "turns", "classes"], "csv": ["file", "label", "classes", "scale"],
    ]
    guard let own = exampleFields[kind] ?? withClasses[kind] else {
      throw CellFailure(
        "`classes` with kind `\(kind)`", rule: "kind `\(kind)` has two classes",
        fix: "remove `classes`; \(withClasses.keys.sorted().joined(separator: " and ")) take it",
        at: invocation["classes"]?.span)
    }
    try invocation.refuse(
      fields.map(\.name).filter { $0 != "kind" && !own.contains($0) }, beside: "kind `\(kind)`",
      fix: "remove it; \(kind) takes \(own.joined(separator: ", "))")
    let key = RandomKey(seed: invocation.seed, cell: invocation.id, stream: "points")
    return try telling(invocation) {
      switch kind {
      case "glyphs":
        return (
          try .glyphs(
            count: try needed(invocation, "n", "1000").integer ?? 0,
            noise: invocation["noise"]?.number ?? 0.05, key: key), nil
        )
      case "spirals":
        return (
          try .spirals(
            count: try needed(invocation, "n", "300").integer ?? 0,
            classes: invocation["classes"]?.integer ?? 2,
            noise: invocation["noise"]?.number ?? 0, turns: invocation["turns"]?.number ?? 1,
            key: key), nil
        )
      case "idx": return (try idx(invocation), nil)
      case "npz": return (try npz(invocation), nil)
      case "csv": return try csv(invocation)
      default: return (try part(invocation), nil)
      }
    }
  }

  private static func idx(_ invocation: Invocation) throws(CellFailure) -> Examples {
    let images = try needed(invocation, "file", "images-idx3-ubyte.gz")
    let labels = try needed(invocation, "labels-file", "labels-idx1-ubyte.gz")
    let inputs = try array(images, invocation)
    let targets = try array(labels, invocation)
    do throws(FileFormatError) {
      return try Examples.joining(
        inputs: inputs, labels: targets, layout: layout(invocation),
        classes: invocation["classes"]?.integer)
    } catch {
      throw failure(error, images, invocation)
    }
  }

  private static func array(
    _ file: Argument, _ invocation: Invocation
  ) throws(CellFailure) -> FileArray {
    do throws(FileFormatError) {
      return try IDX.parse(invocation.files[file.text ?? ""] ?? [])
    } catch {
      throw failure(error, file, invocation)
    }
  }

  private static func npz(_ invocation: Invocation) throws(CellFailure) -> Examples {
    let file = try needed(invocation, "file", "points.npz")
    do throws(FileFormatError) {
      return try Examples.npz(
        invocation.files[file.text ?? ""] ?? [], inputs: invocation["inputs"]?.text ?? "x",
        labels: invocation["targets"]?.text ?? "y", layout: layout(invocation),
        classes: invocation["classes"]?.integer)
    } catch {
      throw failure(error, file, invocation)
    }
  }

  private static func layout(_ invocation: Invocation) -> InputLayout {
    InputLayout(
      scale: invocation["scale"]?.number ?? 1, isFlat: invocation["flatten"]?.flag ?? false)
  }

  private static func csv(
    _ invocation: Invocation
  ) throws(CellFailure) -> (Examples, ClassMapping) {
    let file = try needed(invocation, "file", "points.csv")
    let text = try csvText(file, invocation)
    do throws(DataError) {
      let read = try CSVExamples.parse(
        text, labelColumn: invocation["label"]?.text, scale: invocation["scale"]?.number ?? 1)
      let wanted = invocation["classes"]?.integer ?? read.examples.classes
      guard wanted == read.examples.classes else {
        throw .parameter(
          name: "classes", requirement: "is \(read.examples.classes) in the file, not \(wanted)")
      }
      return (read.examples, read.mapping)
    } catch {
      throw failure(error, invocation)
    }
  }

  /// A part of another cell's examples; cells with the same shares have no example in common.
  private static func part(_ invocation: Invocation) throws(CellFailure) -> Examples {
    let whole = try needed(invocation, "of", "digits")
    let examples = try invocation.examples("of")
    let shares = try needed(invocation, "shares", "[0.8, 0.2]")
    let part = try needed(invocation, "part", "1")
    let number = part.integer ?? 1
    guard number <= shares.numbers.count else {
      throw CellFailure(
        "part \(number) of \(shares.numbers.count)", rule: "each share is one part, counted from 1",
        fix: "write a number from 1 to \(shares.numbers.count)", at: part.span)
    }
    do throws(DataError) {
      // Keyed by the whole, so that two cells cut it in the same way.
      let key = RandomKey(
        seed: invocation.seed, cell: whole.cell?.id ?? examples.id, stream: "split")
      return try examples.examples.split(
        .fractions(shares.numbers), isStratified: true, key: key)[number - 1]
    } catch {
      throw CellFailure(
        "`shares` \(plainRequirement(error))", rule: "shares are above 0 and sum to at most 1",
        fix: "write shares such as [0.8, 0.2]", at: shares.span)
    }
  }

  private static func plainRequirement(_ error: DataError) -> String {
    if case .parameter(_, let requirement) = error { return requirement }
    return error.description
  }

  static func needed(
    _ invocation: Invocation, _ name: String, _ example: String
  ) throws(CellFailure) -> Argument {
    let kind = invocation["kind"]?.text ?? ""
    return try invocation.require(name, for: "kind `\(kind)`", fix: "add `\(name): \(example)`")
  }

  /// What is wrong with a file, at the field that names it.
  private static func failure(
    _ error: FileFormatError, _ file: Argument, _ invocation: Invocation
  ) -> CellFailure {
    let place: Span? =
      switch error {
      case .missingArray(let name, _):
        (name == invocation["targets"]?.text ? invocation["targets"] : invocation["inputs"])?.span
          ?? file.span
      case .examples: (invocation["classes"] ?? file).span
      default: file.span
      }
    let fix: String =
      switch error {
      case .missingArray(let name, let present):
        nearestName(to: name, in: present).map { "write `\($0)`" }
          ?? "name the arrays with `inputs` and `targets`"
      case .tooLarge: "take a smaller file"
      case .counts: "take the labels that belong to these inputs"
      default: "look at how the file was made; `file` names the inputs, `labels-file` the labels"
      }
    return CellFailure(
      "`\(file.source)`: \(error.description)",
      rule: "a file is what its name says, whole, and holds finite numbers", fix: fix, at: place)
  }
}
