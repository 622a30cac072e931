/// Perturbed inputs that come from elsewhere, evaluated on a network: one for each example.
///
/// Of the clean point and the given one the better counts.
package struct GivenInputs: NetworkAttack, Hashable {
  package let threat: Threat?
  package let loss: NetworkLoss
  package let keepsLast: Bool
  package let name: String
  /// The inputs, one after the other.
  package let inputs: [Float]

  /// Inputs and what they are called in print.
  ///
  /// - Parameters:
  ///   - threat: what they have to obey, up to rounding; nil for anything.
  ///   - keepsLast: whether only the given points count and not the clean ones.
  package init(
    _ inputs: [Float], name: String, threat: Threat? = nil, loss: NetworkLoss = .crossEntropy,
    keepsLast: Bool = false
  ) throws(AttackError) {
    self.inputs = inputs
    self.name = name
    self.threat = threat
    self.loss = try loss.aimed(at: nil)
    self.keepsLast = keepsLast
  }

  package func check(_ network: Network, _ examples: Examples) throws(AttackError) {
    guard inputs.count == examples.inputs.count else {
      throw .option(name: "inputs", requirement: "has as many numbers as the examples")
    }
    guard inputs.allSatisfy(\.isFinite) else {
      throw .option(name: "inputs", requirement: "has finite numbers only")
    }
    guard let threat else { return }
    let d = examples.shape.count
    for example in 0..<examples.count {
      let range = example * d..<(example + 1) * d
      let difference = range.map { Double(inputs[$0]) - Double(examples.inputs[$0]) }
      // Coordinates are rounded to 24 bits, each by at most 2⁻²⁴ of its size.
      let largest = range.reduce(threat.ball.radius) {
        max($0, Double(abs(inputs[$1])), Double(abs(examples.inputs[$1])))
      }
      let slack = 0x1p-22 * largest * (threat.ball.norm == .linf ? 1 : Double(d))
      guard threat.ball.norm(difference) <= threat.ball.radius + slack else {
        throw .option(
          name: "inputs", requirement: "stays in the ball; example \(example + 1) does not")
      }
      if let box = threat.box {
        let (lower, upper) = (Float(box.lower), Float(box.upper))
        guard inputs[range].allSatisfy({ $0 >= lower && $0 <= upper }) else {
          throw .option(
            name: "inputs", requirement: "stays in the box; example \(example + 1) does not")
        }
      }
    }
  }

  package func run(_ block: AttackBlock) {
    block.evaluate(wantsGradient: false, isIterate: false)
    let d = block.dimension
    inputs.withUnsafeBufferPointer { inputs in
      guard let start = inputs.baseAddress else { return }
      for row in 0..<block.rows {
        (block.current + row * d).update(from: start + block.examples[row] * d, count: d)
      }
    }
    block.evaluate(wantsGradient: false, isIterate: false)
  }
}
