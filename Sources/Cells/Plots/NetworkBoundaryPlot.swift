internal import AdvKit
internal import Notebook
internal import Plots

/// Two-dimensional data on the confidence of networks, a panel for each.
enum NetworkBoundaryPlot {
  /// Nodes of the grid on either axis.
  private static let nodes = 121

  static func figure(_ invocation: Invocation, _ models: [Argument]) throws(CellFailure) -> Figure {
    try invocation.refuse(
      ["ball", "band"], beside: "a boundary of networks",
      fix: "remove it; a network's worst case has no band of one width")
    let data = try invocation.examples()
    guard data.examples.shape.count == 2 else {
      throw CellFailure(
        "the inputs of `\(data.id)` are \(data.examples.shape)",
        rule: "a boundary is drawn in the plane",
        fix: "take two-dimensional data, or `kind: images`", at: invocation["data"]?.span)
    }
    var networks: [NamedNetwork] = []
    for argument in models { networks.append(try argument.network("models")) }
    let attacked = try attack(invocation, data, networks)
    let all = samples(data.examples, attacked)
    guard let view = FieldChart.view(of: all) else {
      throw CellFailure(
        "no point of `\(data.id)` can be drawn", rule: "coordinates stay below 1e300",
        fix: "scale the data", at: invocation["data"]?.span)
    }
    var panels: [FieldChart.Panel] = []
    for model in networks {
      let isAttacked = attacked?.model.id == model.id || networks.count == 1
      let points = isAttacked ? all : samples(data.examples, nil)
      panels.append(
        FieldChart.Panel(
          label: model.id, probabilities: try fields(invocation, model, view), points: points))
    }
    let isBinary = data.examples.classes == 2
    let names =
      isBinary && (invocation["data"]?.cell?.artefact is DatasetArtefact)
      ? ["label −1", "label 1"] : (0..<data.examples.classes).map { "class \($0)" }
    return .fields(
      FieldChart(
        title: "Confidence and decision boundary of " + networks.map(\.id).joined(separator: ", "),
        meaning: isBinary ? .confidence : .winner,
        x: Axis(invocation.axisLabel("x-label", "$x_1$")),
        y: Axis(invocation.axisLabel("y-label", "$x_2$")), panels: panels, classLabels: names))
  }

  private static func attack(
    _ invocation: Invocation, _ data: NamedExamples, _ networks: [NamedNetwork]
  ) throws(CellFailure) -> NetworkPerturbationArtefact? {
    guard let argument = invocation["attack"] else { return nil }
    guard let artefact = argument.cell?.artefact as? NetworkPerturbationArtefact,
      artefact.data.id == data.id, networks.contains(where: { $0.id == artefact.model.id })
    else {
      throw CellFailure(
        "`\(argument.source)` is no attack on a network and the points that are shown",
        rule: "arrows start at the points that are shown, in the panel of the attacked network",
        fix: "take an attack on `\(data.id)` and one of the models", at: argument.span)
    }
    return artefact
  }

  private static func samples(
    _ examples: Examples, _ attacked: NetworkPerturbationArtefact?
  ) -> [FieldChart.Sample] {
    (0..<examples.count).map { i in
      let point = Point(Double(examples.inputs[2 * i]), Double(examples.inputs[2 * i + 1]))
      let moved = attacked.map {
        Point(Double($0.result.inputs[2 * i]), Double($0.result.inputs[2 * i + 1]))
      }
      return FieldChart.Sample(
        point, label: examples.labels[i], moved: moved == point ? nil : moved)
    }
  }

  /// The probability of class 1 of two classes, or of every class of more, on a grid.
  private static func fields(
    _ invocation: Invocation, _ model: NamedNetwork,
    _ view: (x: ClosedRange<Double>, y: ClosedRange<Double>)
  ) throws(CellFailure) -> [ScalarField] {
    func place(_ index: Int, _ range: ClosedRange<Double>) -> Float {
      let share = Double(index) / Double(nodes - 1)
      return Float(range.lowerBound * (1 - share) + range.upperBound * share)
    }
    var inputs: [Float] = []
    inputs.reserveCapacity(2 * nodes * nodes)
    for row in 0..<nodes {
      for column in 0..<nodes { inputs += [place(column, view.x), place(row, view.y)] }
    }
    do {
      let k = model.network.classes
      let grid = try Examples(
        shape: .vector(2), inputs: inputs,
        labels: [Int](repeating: 0, count: nodes * nodes), classes: k)
      let logits = try networkLogits(of: model.network, on: grid)
      let wanted = k == 2 ? [1] : Array(0..<k)
      var values = [[Double]](repeating: [], count: wanted.count)
      for node in 0..<nodes * nodes {
        let z = logits[node * k..<(node + 1) * k].map(Double.init)
        let largest = z.max() ?? 0
        let exponentials = z.map { Elementary.exp($0 - largest) }
        let sum = exponentials.reduce(0, +)
        for (field, index) in wanted.enumerated() {
          values[field].append(exponentials[index] / sum)
        }
      }
      return try values.map {
        try ScalarField(columns: nodes, rows: nodes, x: view.x, y: view.y, values: $0)
      }
    } catch let error as AttackError {
      throw CellFailure(error, in: invocation)
    } catch {
      throw CellFailure(
        "the confidence of `\(model.id)` cannot be drawn: \(error)",
        rule: "a field has finite coordinates", fix: "scale the data",
        at: invocation["models"]?.span)
    }
  }
}
