internal import AdvKit
internal import Evidence
internal import Notebook
internal import Plots

/// The loss along the adversarial direction of an example and along a random one.
enum LandscapePlot: PlotKind {
  static let name = "landscape"
  static let fields = ["attack", "example"]
  /// Points on either side of the clean input.
  private static let reach = 40

  static func figure(_ invocation: Invocation) throws(CellFailure) -> Figure {
    let attack = try invocation.require(
      "attack", for: "kind `landscape`", fix: "add `attack: pgd`")
    guard let artefact = attack.cell?.artefact as? NetworkPerturbationArtefact else {
      throw CellFailure(
        "`\(attack.source)` is no attack on a network",
        rule: "the adversarial direction is that of an attack on a network",
        fix: "name an attack on a network", at: attack.span)
    }
    let examples = artefact.data.examples
    let number = invocation["example"]?.integer ?? 1
    guard number <= examples.count else {
      throw CellFailure(
        "example \(number) of \(examples.count)", rule: "examples are counted from 1",
        fix: "write a number from 1 to \(examples.count)", at: invocation["example"]?.span)
    }
    let example = number - 1
    let d = examples.shape.count
    let clean = examples.input(example).map(Double.init)
    let delta = zip(
      artefact.result.inputs[example * d..<(example + 1) * d], clean
    ).map { Double($0) - $1 }
    let norm = artefact.threat?.ball.norm ?? .l2
    let size = norm(delta)
    guard size > 0 else {
      throw CellFailure(
        "example \(number) was not moved by `\(attack.source)`",
        rule: "a direction is a perturbation other than 0", fix: "take another example",
        at: invocation["example"]?.span ?? attack.span)
    }
    let radius = artefact.threat?.ball.radius ?? size
    var random = RandomStream(
      RandomKey(
        seed: invocation.seed, cell: invocation.id.isEmpty ? attack.source : invocation.id,
        stream: "direction"))
    let draw = (0..<d).map { _ in
      norm == .linf ? (random.uniform() < 0.5 ? -1.0 : 1) : random.normal()
    }
    let directions = [("adversarial", delta), ("random", draw)].map { name, direction in
      (name: name, unit: direction.map { $0 / norm(direction) })
    }
    var series: [LineChart.Series] = []
    for direction in directions {
      series.append(
        try line(invocation, artefact, direction, clean, example, radius))
    }
    return .lines(
      LineChart(
        title: "Loss of example \(number) along two directions",
        x: Axis(invocation.axisLabel("x-label", "step (\(norm.plotLabel))")),
        y: Axis(invocation.axisLabel("y-label", "loss"), grid: true), series: series,
        verticals: [Reference(radius, label: "$\\varepsilon$")]))
  }

  private static func line(
    _ invocation: Invocation, _ artefact: NetworkPerturbationArtefact,
    _ direction: (name: String, unit: [Double]), _ clean: [Double], _ example: Int, _ radius: Double
  ) throws(CellFailure) -> LineChart.Series {
    let steps = (-reach...2 * reach).map { Double($0) / Double(reach) * radius }
    let inputs = steps.flatMap { step in
      zip(clean, direction.unit).map { Float($0 + step * $1) }
    }
    do {
      let examples = artefact.data.examples
      let path = try Examples(
        shape: examples.shape, inputs: inputs,
        labels: [Int](repeating: examples.labels[example], count: steps.count),
        classes: examples.classes)
      let losses = try networkMeasures(of: artefact.model.network, on: path).losses.value
      return LineChart.Series(
        label: "\(direction.name) direction", points: zip(steps, losses).map { Point($0, $1) })
    } catch let error as AttackError {
      throw CellFailure(error, in: invocation)
    } catch {
      throw CellFailure(
        "the path leaves the range of numbers: \(error)",
        rule: "inputs stay within single precision", fix: "take a smaller radius",
        at: invocation["attack"]?.span)
    }
  }
}
