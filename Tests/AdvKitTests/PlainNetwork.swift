// Oracle: dense networks with ReLU written out in double precision, sharing no code with AdvKit's
// layers; weights are exact in both precisions.
import Evidence

@testable import AdvKit

struct PlainNetwork {
  struct Layer {
    let weight: [[Double]]
    let bias: [Double]
    let isRectified: Bool
  }
  var layers: [Layer]

  /// Random weights, uniform in ±scale/√inputs, through the sizes given.
  init(_ sizes: [Int], seed: UInt64, scale: Double = 2) {
    var numbers = TestNumbers(seed)
    layers = (1..<sizes.count).map { k in
      let reach = scale / Double(sizes[k - 1]).squareRoot()
      func draw() -> Double { Double(Float(numbers.number(-reach...reach))) }
      let weight = (0..<sizes[k]).map { _ in (0..<sizes[k - 1]).map { _ in draw() } }
      return Layer(
        weight: weight, bias: (0..<sizes[k]).map { _ in draw() }, isRectified: k < sizes.count - 1)
    }
  }

  init(weight: [[Double]], bias: [Double]) {
    layers = [Layer(weight: weight, bias: bias, isRectified: false)]
  }

  var network: Network {
    var made: [any AdvKit.Layer] = []
    var parameters: [Float] = []
    for layer in layers {
      made.append(Dense(inputs: layer.weight[0].count, outputs: layer.bias.count))
      if layer.isRectified { made.append(ReLU(.vector(layer.bias.count))) }
      parameters += layer.weight.flatMap { $0 }.map(Float.init) + layer.bias.map(Float.init)
    }
    return Network(layers: made, parameters: parameters)
  }

  func logits(_ x: [Double]) -> [Double] {
    var values = x
    for layer in layers {
      values = zip(layer.weight, layer.bias).map { plainDot($0, values) + $1 }
      if layer.isRectified { values = values.map { max(0, $0) } }
    }
    return values
  }

  func margin(_ x: [Double], _ label: Int) -> Double {
    let z = logits(x)
    return z[label] - largest(z.indices.filter { $0 != label }.map { z[$0] })
  }

  func predicted(_ x: [Double]) -> Int {
    let z = logits(x)
    return z.indices.reduce(0) { z[$1] > z[$0] ? $1 : $0 }
  }

  /// A Lipschitz constant of every difference of two logits, in ℓ2: the product of Frobenius norms.
  var lipschitz: Double {
    layers.reduce(2.0.squareRoot()) {
      $0 * plainNorm($1.weight.flatMap { $0 }, 2)
    }
  }

  /// Random points in [0, 1]ᵈ, classified as the network does, so that all are correct.
  func points(_ count: Int, seed: UInt64, in range: ClosedRange<Double> = 0...1) throws -> Examples
  {
    var numbers = TestNumbers(seed)
    let d = layers[0].weight[0].count
    let rows = (0..<count).map { _ in (0..<d).map { _ in Float(numbers.number(range)) } }
    return try Examples(
      shape: .vector(d), inputs: rows.flatMap { $0 },
      labels: rows.map { predicted($0.map(Double.init)) },
      classes: layers[layers.count - 1].bias.count)
  }
}

extension Examples {
  /// An example in double precision.
  func plain(_ index: Int) -> [Double] { input(index).map(Double.init) }
}

extension NetworkAttackResult {
  /// A perturbed input in double precision.
  func plain(_ index: Int, _ dimension: Int) -> [Double] {
    inputs[index * dimension..<(index + 1) * dimension].map(Double.init)
  }
}

/// The largest of some numbers.
func largest(_ numbers: [Double]) -> Double { numbers.reduce(-.infinity) { max($0, $1) } }

extension UnsafeBufferPointer {
  /// The first place of a buffer that is not empty.
  var start: UnsafePointer<Element> { baseAddress.unsafelyUnwrapped }
}

/// z ↦ log Σ exp z, written out for moderate numbers.
func plainLogSum(_ z: [Double], _ exp: (Double) -> Double, _ log: (Double) -> Double) -> Double {
  let top = largest(z)
  return top + log(z.reduce(0) { $0 + exp($1 - top) })
}
