/// Why there is no network of an architecture for some inputs.
package enum ArchitectureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An architecture for images with inputs that are none.
  case needsImage(architecture: String, found: Shape)
  /// An image with fewer rows or columns than strides and pooling leave something of.
  case imageTooSmall(architecture: String, least: Int, found: Shape)
  /// An input without numbers.
  case emptyInput(Shape)
  /// A number of classes below 2.
  case classes(Int)
  /// A number of hidden layers outside 1...`most`.
  case hiddenLayers(count: Int, most: Int)
  /// A width of a hidden layer outside 1...`most`; layers are counted from 1.
  case width(layer: Int, found: Int, most: Int)
  /// More parameters than `most`.
  case tooManyParameters(most: Int)
  /// Constants of a standardisation that make none; says what it has.
  case standardisation(String)

  /// One sentence, without the place.
  package var description: String {
    switch self {
    case .needsImage(let name, let found):
      "\(name) works on images, and the inputs are vectors of \(found) numbers"
    case .imageTooSmall(let name, let least, let found):
      "\(name) needs images of at least \(least) × \(least) pixels, and these are \(found)"
    case .emptyInput(let found): "an input has at least one number, and these are \(found)"
    case .classes(let found): "a network has at least 2 classes, not \(found)"
    case .hiddenLayers(let count, let most):
      "an mlp has 1 to \(most) hidden layers, not \(count)"
    case .width(let layer, let found, let most):
      "hidden layer \(layer) has width \(found); widths go from 1 to \(most)"
    case .tooManyParameters(let most): "the network would have more than \(most) parameters"
    case .standardisation(let what): "the standardisation \(what)"
    }
  }
}
