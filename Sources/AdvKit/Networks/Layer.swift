/// One layer of a network: a map from rows of numbers to rows of numbers, and its derivatives.
///
/// A layer holds its shapes and constants; what is trained lives in ``Network/parameters``.
package protocol Layer: Sendable {
  /// What a row holds on the way in.
  var inputShape: Shape { get }
  /// What a row holds on the way out.
  var outputShape: Shape { get }
  /// The trained tensors, in the order in which their numbers stand in the parameters.
  var tensors: [ParameterTensor] { get }
  /// Whether the layer works number by number and its derivative follows from its output.
  ///
  /// Such a layer may be run in place: its input and output are then the same memory.
  var isElementwise: Bool { get }
  /// How many numbers of working memory it needs, whatever the number of rows.
  var scratchCount: Int { get }
  /// What it is, in a summary: "dense", "conv 4 × 4, stride 2, padding 1".
  var summary: String { get }

  /// Computes `memory.output` from `memory.input`.
  func forward(_ memory: LayerMemory)
  /// Computes derivatives from `memory.outputGradient`.
  ///
  /// - Parameters:
  ///   - inputGradient: replaced by ∂/∂input, one row a row; nil where not wanted. In place, it is
  ///     the memory of the output's gradient.
  ///   - parameterGradient: ∂/∂parameters, summed over the rows, is *added* to it; nil where not
  ///     wanted.
  func backward(
    _ memory: LayerMemory, inputGradient: UnsafeMutablePointer<Float>?,
    parameterGradient: UnsafeMutablePointer<Float>?)
}

extension Layer {
  package var tensors: [ParameterTensor] { [] }
  package var isElementwise: Bool { false }
  package var scratchCount: Int { 0 }

  /// The number of trained numbers.
  package var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }
}

/// A trained tensor of a layer.
package struct ParameterTensor: Sendable, Hashable {
  /// Its name in the layer, as PyTorch has it: `weight`, `bias`.
  package let name: String
  /// Its sizes, slowest first: out × in for a dense weight.
  package let sizes: [Int]
  /// How many inputs and outputs one entry connects, for initialisation.
  package let fan: (in: Int, out: Int)

  /// Describes a tensor.
  package init(_ name: String, sizes: [Int], fanIn: Int, fanOut: Int) {
    self.name = name
    self.sizes = sizes
    fan = (fanIn, fanOut)
  }

  /// The number of its entries.
  package var count: Int { sizes.reduce(1, *) }

  package static func == (a: ParameterTensor, b: ParameterTensor) -> Bool {
    a.name == b.name && a.sizes == b.sizes && a.fan == b.fan
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(sizes)
  }
}

/// The memory that a layer works on for one block of rows.
package struct LayerMemory {
  /// The number of rows.
  package let rows: Int
  /// The layer's parameters.
  package let parameters: UnsafePointer<Float>
  /// The input: rows × `inputShape.count`.
  package let input: UnsafePointer<Float>
  /// The output: rows × `outputShape.count`.
  package let output: UnsafeMutablePointer<Float>
  /// ∂/∂output: rows × `outputShape.count`; used on the way back only.
  package let outputGradient: UnsafeMutablePointer<Float>
  /// Working memory of at least `scratchCount` numbers.
  package let scratch: UnsafeMutablePointer<Float>
}
