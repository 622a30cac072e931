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

/// How large the perturbations of all examples are, by one way of measuring.
package struct PerturbationSizes: Sendable {
  /// The word for it: l0 (how many coordinates changed), l2 or linf.
  package let measure: String
  /// The mean over the examples.
  package let mean: Established<Double>
  /// The largest of an example.
  package let largest: Established<Double>
}

/// The sizes of perturbations: the number of changed coordinates, and the ℓ2 and the ℓ∞ norm in the
/// unit of the inputs.
///
/// - Throws: ``AttackError/option(name:requirement:)`` for another number of inputs.
package func perturbationSizes(
  of inputs: [Float], from examples: Examples
) throws(AttackError) -> [PerturbationSizes] {
  let l2 = try perturbationNorms(of: inputs, from: examples, .l2)
  let linf = try perturbationNorms(of: inputs, from: examples, .linf)
  let d = examples.shape.count
  let changed = (0..<examples.count).map { example in
    Double((example * d..<(example + 1) * d).count { inputs[$0] != examples.inputs[$0] })
  }
  let l0 = Established(changed, .computed("coordinates of x′ other than those of x, counted"))
  return [("l0", l0), ("l2", l2), ("linf", linf)].map { measure, sizes in
    PerturbationSizes(
      measure: measure, mean: Established(arithmeticMean(sizes.value), sizes.evidence),
      largest: Established(sizes.value.reduce(0, max), sizes.evidence))
  }
}
