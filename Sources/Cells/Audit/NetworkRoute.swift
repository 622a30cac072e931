internal import AdvKit

/// A second route to what a network computes: plain loops in double precision, layer by layer, with
/// no matrix products, no blocks and no code of the engine's layers.
///
/// Cost: as many multiplications as the network has; so cells audit a fixed choice of examples.
struct NetworkRoute {
  /// The network.
  let network: Network

  /// The route through a network.
  init(_ network: Network) { self.network = network }

  /// The logits of one input.
  func logits(_ input: some Collection<Float>) -> [Double] {
    var values = input.map(Double.init)
    var offset = 0
    for layer in network.layers {
      let parameters = network.parameters[offset..<offset + layer.parameterCount]
      values = output(of: layer, values, parameters.map(Double.init))
      offset += layer.parameterCount
    }
    return values
  }

  /// The logit margin z_y − max over i ≠ y of z_i.
  func margin(_ input: some Collection<Float>, label: Int) -> Double {
    Self.margin(logits(input), label)
  }

  static func margin(_ logits: [Double], _ label: Int) -> Double {
    var other = -Double.infinity
    for (index, logit) in logits.enumerated() where index != label { other = max(other, logit) }
    return logits[label] - other
  }

  /// The loss of logits: the cross-entropy by its definition, or a margin loss.
  static func loss(_ loss: NetworkLoss, _ logits: [Double], _ label: Int) -> Double? {
    switch loss {
    case .crossEntropy:
      let largest = logits.max() ?? 0
      let sum = logits.reversed().reduce(0) { $0 + Elementary.exp($1 - largest) }
      return Elementary.log(sum) + largest - logits[label]
    case .margin(let marginLoss):
      return SecondRoute.loss(marginLoss, Rounded(margin(logits, label))).value
    default:
      return nil
    }
  }

  /// How fast the loss of two classes falls with the margin; 0 for losses that this route does not know.
  static func slope(_ loss: NetworkLoss, margin: Double) -> Double {
    switch loss {
    case .crossEntropy: 1 / (1 + Elementary.exp(margin))
    case .margin(let marginLoss): -marginLoss.derivative(margin)
    default: 0
    }
  }

  /// At most `budget` multiplications' worth of example positions, evenly spaced.
  func sample(of count: Int, budget: Int = 20_000_000) -> [Int] {
    let cost = max(network.layers.reduce(0) { $0 + multiplications(of: $1) }, 1)
    let affordable = max(4, budget / cost)
    let step = max(1, (count + affordable - 1) / affordable)
    return Array(stride(from: 0, to: count, by: step))
  }
}
