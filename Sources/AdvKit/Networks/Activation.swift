/// The activation between the layers of a network, by name.
package enum Activation: String, Sendable, Hashable, CaseIterable {
  /// max(0, x).
  case relu
  /// x or 0.01·x.
  case leakyReLU = "leaky-relu"
  /// tanh x.
  case tanh
  /// 1/(1 + e^−x).
  case sigmoid
  /// log(1 + eˣ).
  case softplus

  /// The layer for rows of this shape.
  package func layer(_ shape: Shape) -> any Layer {
    switch self {
    case .relu: ReLU(shape)
    case .leakyReLU: LeakyReLU(shape)
    case .tanh: Tanh(shape)
    case .sigmoid: Sigmoid(shape)
    case .softplus: Softplus(shape)
    }
  }
}
