/// One line of a network's summary.
package struct LayerSummary: Sendable, Hashable {
  /// What the layer is: "dense", "conv 4 × 4, stride 2, padding 1".
  package let name: String
  /// The shape of what comes out of it.
  package let outputShape: Shape
  /// The number of its trained numbers.
  package let parameterCount: Int

  /// The line of a layer.
  package init(_ layer: any Layer) {
    name = layer.summary
    outputShape = layer.outputShape
    parameterCount = layer.parameterCount
  }
}

extension Network {
  /// The layers with their shapes and parameter counts, first to last.
  package var summary: [LayerSummary] { layers.map(LayerSummary.init) }
}
