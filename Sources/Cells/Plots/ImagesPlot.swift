internal import AdvKit
internal import Notebook
internal import Plots

/// Images clean, adversarial and their difference; or examples of a data set.
enum ImagesPlot: PlotKind {
  static let name = "images"
  static let fields = ["data", "attack", "count", "show"]

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let count = invocation["count"]?.integer ?? 5
    guard let attack = invocation["attack"] else {
      try invocation.refuse(["show"], beside: "images without an attack", fix: "add `attack`")
      let data = try invocation.examples()
      return try gallery(invocation, data, count)
    }
    guard let artefact = attack.cell?.artefact as? NetworkPerturbationArtefact else {
      throw CellFailure(
        "`\(attack.source)` is no attack on a network", rule: "images are of attacked examples",
        fix: "name an attack on a network", at: attack.span)
    }
    try invocation.refuse(["data"], beside: "`attack`", fix: "remove it: the attack has its data")
    return try comparison(invocation, attack, artefact, count)
  }

  private static func gallery(
    _ invocation: Invocation, _ data: NamedExamples, _ count: Int
  ) throws(CellFailure) -> Figure {
    let shown = min(count, data.examples.count)
    let perRow = min(shown, 10)
    var rows: [ImageGrid.Row] = []
    for start in stride(from: 0, to: shown, by: perRow) {
      var entries: [ImageGrid.Entry] = []
      for example in start..<min(start + perRow, shown) {
        entries.append(
          .init(
            try picture(
              Array(data.examples.input(example)), data.examples.shape, .range(0...1),
              at: invocation["data"]?.span),
            label: "\(data.examples.labels[example])"))
      }
      rows.append(.init(entries: entries))
    }
    return .images(
      ImageGrid(title: "Examples of \(data.id)", columns: [], rows: rows))
  }

  private static func comparison(
    _ invocation: Invocation, _ attack: Argument, _ artefact: NetworkPerturbationArtefact,
    _ count: Int
  ) throws(CellFailure) -> Figure {
    let examples = artefact.data.examples
    let clean: [Int]
    let attacked: [Int]
    do throws(AttackError) {
      clean = try networkMeasures(of: artefact.model.network, on: examples).predictions
      attacked = try networkMeasures(
        of: artefact.model.network, on: examples.replacingInputs(artefact.result.inputs)
      ).predictions
    } catch {
      throw CellFailure(error, in: invocation)
    }
    // Examples that were right and became wrong, one class after the other; all where asked for.
    let wantsAll = invocation["show"]?.text == "all"
    let candidates = (0..<examples.count).filter {
      wantsAll || (clean[$0] == examples.labels[$0] && attacked[$0] != examples.labels[$0])
    }
    guard !candidates.isEmpty else {
      throw CellFailure(
        "no example that `\(attack.source)` carried across",
        rule: "the figure shows examples that were classified correctly and no longer are",
        fix: "take a larger radius, or write `show: all`", at: attack.span)
    }
    var chosen: [Int] = []
    for label in 0..<examples.classes {
      if let first = candidates.first(where: { examples.labels[$0] == label }) {
        chosen.append(first)
      }
    }
    chosen += candidates.filter { !chosen.contains($0) }
    chosen = Array(chosen.prefix(count)).sorted { examples.labels[$0] < examples.labels[$1] }
    return .images(
      try grid(invocation, attack, artefact, chosen, clean, attacked))
  }

  private static func grid(
    _ invocation: Invocation, _ attack: Argument, _ artefact: NetworkPerturbationArtefact,
    _ chosen: [Int], _ clean: [Int], _ attacked: [Int]
  ) throws(CellFailure) -> ImageGrid {
    let examples = artefact.data.examples
    let d = examples.shape.count
    func perturbed(_ example: Int) -> [Float] {
      Array(artefact.result.inputs[example * d..<(example + 1) * d])
    }
    func difference(_ example: Int) -> [Double] {
      zip(perturbed(example), examples.input(example)).map { Double($0) - Double($1) }
    }
    let largest = chosen.flatMap { difference($0).map(\.magnitude) }.max() ?? 0
    let limit = largest > 0 ? largest : 1
    let norm = artefact.threat?.ball.norm ?? .l2
    var rows: [ImageGrid.Row] = []
    for example in chosen {
      let delta = difference(example)
      let size = norm(delta)
      rows.append(
        .init(
          label: "\(clean[example]) → \(attacked[example])",
          entries: [
            .init(
              try picture(
                Array(examples.input(example)), examples.shape, .range(0...1), at: attack.span),
              label: "classified \(clean[example])"),
            .init(
              try picture(perturbed(example), examples.shape, .range(0...1), at: attack.span),
              label: "classified \(attacked[example])"),
            .init(
              try picture(
                delta.map(Float.init), examples.shape, .difference(limit: limit), at: attack.span),
              label: "\(norm.name) norm \(printed(size, significant: 2))", numbers: [size]),
          ]))
    }
    return ImageGrid(
      title: "Examples that \(attack.source) carries across",
      columns: ["clean", "adversarial", "difference"], rows: rows,
      numberHeads: ["\(norm.name) norm of the difference"])
  }

  private static func picture(
    _ values: [Float], _ shape: Shape, _ shading: Picture.Shading, at span: Span?
  ) throws(CellFailure) -> Picture {
    let side = Int(Double(values.count).squareRoot().rounded())
    let size: (channels: Int, height: Int, width: Int)? =
      shape.image ?? (side * side == values.count ? (1, side, side) : nil)
    guard let size else {
      throw CellFailure(
        "inputs of \(shape)", rule: "an image has a height and a width",
        fix: "take data of images", at: span)
    }
    do throws(PictureError) {
      return try Picture(
        values: values.map(Double.init), width: size.width, height: size.height,
        channels: size.channels, shading: shading)
    } catch {
      throw CellFailure(
        error.description, rule: "an image has one channel or three",
        fix: "take images of one or three channels", at: span)
    }
  }
}
