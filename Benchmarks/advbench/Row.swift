internal import AdvKit
internal import Foundation

/// One row of `rows.json`, which `peers/inputs.py` writes.
struct Row: Decodable {
  /// A layer as the row describes it.
  struct LayerDescription: Decodable {
    let kind: String
    let inputs: Int?
    let outputs: Int?
    let kernel: Int?
    let stride: Int?
    let padding: Int?
  }

  let kind: String
  let radius: Double
  let step: Double?
  let steps: Int?
  let box: [Double]?
  let classes: Int
  let inputs: String
  let labels: String
  let shape: [Int]
  let layers: [LayerDescription]
  let model: String
  let batch: Int?
  let rate: Double?
  let momentum: Double?
  let order: String?
  let epochs: Int?
  let apgdSteps: Int?
  let fabSteps: Int?
  let queries: Int?
  let seed: UInt64?
}

/// What went wrong with the inputs of a row.
struct RowFailure: Error, CustomStringConvertible {
  let description: String
}

/// The inputs of a row, read from its folder.
struct RowInputs {
  let row: Row
  let network: Network
  let examples: Examples
  let threat: Threat
  /// The order of the points in each epoch; empty where nothing is trained.
  let orders: [[Int]]

  init(_ name: String, in folder: URL) throws {
    func bytes(_ file: String) throws -> [UInt8] {
      try [UInt8](Data(contentsOf: folder.appendingPathComponent(file)))
    }
    let rows = try JSONDecoder().decode(
      [String: Row].self, from: Data(contentsOf: folder.appendingPathComponent("rows.json")))
    guard let row = rows[name] else { throw RowFailure(description: "no row \(name)") }
    self.row = row
    let inputs = try NPY.parse(bytes(row.inputs))
    let labels = try NPY.parse(bytes(row.labels))
    let isImage = row.layers.contains { $0.kind == "conv" }
    examples = try Examples.joining(
      inputs: inputs, labels: labels, layout: InputLayout(isFlat: !isImage), classes: row.classes)
    network = try RowInputs.network(row, examples.shape, Safetensors.parse(bytes(row.model)))
    threat = try Threat(
      Ball(.linf, radius: row.radius), box: row.box.map { try Box($0[0], $0[1]) })
    if let file = row.order {
      let order = try NPY.parse(bytes(file)).integers()
      let count = examples.count
      orders = stride(from: 0, to: order.count, by: count).map {
        Array(order[$0..<$0 + count])
      }
    } else {
      orders = []
    }
  }

  private static func network(
    _ row: Row, _ shape: Shape, _ file: Safetensors
  ) throws -> Network {
    var layers: [any Layer] = []
    var parameters: [Float] = []
    for (place, layer) in row.layers.enumerated() {
      let input = layers.last?.outputShape ?? shape
      switch layer.kind {
      case "dense":
        layers.append(Dense(inputs: layer.inputs ?? input.count, outputs: layer.outputs ?? 0))
      case "conv":
        layers.append(
          Convolution(
            input, outputs: layer.outputs ?? 0, kernel: layer.kernel ?? 1,
            stride: layer.stride ?? 1, padding: layer.padding ?? 0))
      case "relu": layers.append(ReLU(input))
      case "tanh": layers.append(Tanh(input))
      case "flatten": layers.append(Flatten(input))
      default: throw RowFailure(description: "unknown layer \(layer.kind)")
      }
      for tensor in layers[place].tensors {
        guard let found = file["\(place).\(tensor.name)"], found.shape == tensor.sizes else {
          throw RowFailure(description: "\(row.model) has no \(place).\(tensor.name) that fits")
        }
        parameters += found.values
      }
    }
    return Network(layers: layers, parameters: parameters)
  }
}
