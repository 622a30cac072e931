package import Evidence

/// ‖x′ − x‖ of each example's perturbed input, in the unit of the inputs and double precision.
///
/// - Parameters:
///   - inputs: the perturbed inputs, one after the other, as many numbers as the examples have.
///   - norm: any p ≥ 1.
/// - Throws: ``AttackError/option(name:requirement:)`` for another number of inputs.
package func perturbationNorms(
  of inputs: [Float], from examples: Examples, _ norm: Norm
) throws(AttackError) -> Established<[Double]> {
  guard inputs.count == examples.inputs.count else {
    throw .option(name: "inputs", requirement: "has as many numbers as the examples")
  }
  let d = examples.shape.count
  let sizes = (0..<examples.count).map { example in
    norm(
      (example * d..<(example + 1) * d).lazy.map {
        Double(inputs[$0]) - Double(examples.inputs[$0])
      })
  }
  return Established(sizes, .computed("‖x′ − x‖ in \(norm.name)"))
}
