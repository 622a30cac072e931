/// How a network's parameters are drawn before training, by name.
package enum Initialisation: String, Sendable, Hashable, CaseIterable {
  /// Weights from N(0, 2/fan-in), biases 0.
  ///
  /// Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, section 2.2.
  case he
  /// Weights uniform in ±√(6/(fan-in + fan-out)), biases 0.
  ///
  /// Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", AISTATS 2010, equation 16.
  case glorot
  /// Weights and biases uniform in ±1/√fan-in: what PyTorch's `Linear` and `Conv2d` begin with.
  case pytorch

  /// The parameters of layers, drawn.
  ///
  /// Each tensor has a stream of its own, named by its place among the layers that are trained and
  /// its name there (`0.weight`), so that a layer more changes none of those before it, and layers
  /// without parameters change nothing.
  package func parameters(of layers: [any Layer], key: RandomKey) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(layers.reduce(0) { $0 + $1.parameterCount })
    for (place, layer) in layers.filter({ !$0.tensors.isEmpty }).enumerated() {
      for tensor in layer.tensors {
        var random = RandomStream(key.named("\(key.stream) \(place).\(tensor.name)"))
        for _ in 0..<tensor.count { numbers.append(Float(draw(tensor, &random))) }
      }
    }
    return numbers
  }

  private func draw(_ tensor: ParameterTensor, _ random: inout RandomStream) -> Double {
    let (fanIn, fanOut) = (Double(tensor.fan.in), Double(tensor.fan.out))
    // A bias has one size, a weight more.
    let isBias = tensor.sizes.count == 1
    switch self {
    case .he: return isBias ? 0 : random.normal() * (2 / fanIn).squareRoot()
    case .glorot:
      return isBias ? 0 : (2 * random.uniform() - 1) * (6 / (fanIn + fanOut)).squareRoot()
    case .pytorch: return (2 * random.uniform() - 1) / fanIn.squareRoot()
    }
  }
}
