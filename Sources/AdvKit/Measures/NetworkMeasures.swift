package import Evidence

/// How a network does on examples as they are.
package struct NetworkMeasures: Sendable {
  /// The losses, one an example.
  package let losses: Established<[Double]>
  /// The logit margins z_y − max over i ≠ y of z_i.
  package let margins: Established<[Double]>
  /// Mean of the losses.
  package let meanLoss: Established<Double>
  /// Share of examples with a margin > 0, in [0, 1]; a tie is an error.
  package let accuracy: Established<Double>
  /// Number of examples with a margin ≤ 0.
  package let errors: Established<Double>
  /// The predicted class of each example: its own where the margin is > 0, else the first largest
  /// other one.
  package let predictions: [Int]
  /// How many examples of a class (row) are predicted as another (column): classes² numbers, row by
  /// row; the classes are the network's.
  package let confusion: Established<[Double]>
  /// Number of classes of the network, the side of ``confusion``.
  package let classes: Int
}

/// Evaluates a network on examples as they are, in fixed blocks on up to `threads` threads.
///
/// - Parameter loss: an untargeted loss that needs no reference.
/// - Throws: ``AttackError`` for other shapes or class counts, a loss that is not defined here, and
///   logits that are not finite.
package func networkMeasures(
  of network: Network, on examples: Examples, loss: NetworkLoss = .crossEntropy,
  threads: Int = availableThreads
) throws(AttackError) -> NetworkMeasures {
  guard !loss.isTargeted, !loss.needsReferences else {
    throw .option(name: "loss", requirement: "is defined by logits and class alone")
  }
  guard loss.requiredClasses <= network.classes else {
    throw .tooFewClasses(what: loss.name, needs: loss.requiredClasses, found: network.classes)
  }
  let k = network.classes
  let logits = try networkLogits(of: network, on: examples, threads: threads)
  var losses = [Float](repeating: 0, count: examples.count)
  var margins = [Double](repeating: 0, count: examples.count)
  var predictions = [Int](repeating: 0, count: examples.count)
  var confusion = [Double](repeating: 0, count: k * k)
  logits.withUnsafeBufferPointer { logits in
    losses.withUnsafeMutableBufferPointer { losses in
      examples.labels.withUnsafeBufferPointer { labels in
        guard let z = logits.baseAddress, let values = losses.baseAddress,
          let classes = labels.baseAddress
        else { return }
        loss.evaluate(
          LossRows(
            rows: examples.count, classes: k, logits: z, labels: classes, losses: values,
            gradient: nil))
        for (example, label) in examples.labels.enumerated() {
          let (margin, other) = logitMargin(z + example * k, classes: k, label: label)
          margins[example] = Double(margin)
          predictions[example] = margin > 0 ? label : other
          confusion[label * k + predictions[example]] += 1
        }
      }
    }
  }
  let values = losses.map(Double.init)
  if let example = values.indices.first(where: { !values[$0].isFinite || !margins[$0].isFinite }) {
    throw .notFinite(example: example)
  }
  let errors = margins.count { $0 <= 0 }
  let counted = Evidence.computed("counted: right iff the logit margin is > 0")
  let computed = Evidence.computed("\(loss.name), in single precision")
  return NetworkMeasures(
    losses: Established(values, computed),
    margins: Established(margins, .computed("z_y − max z_i, in single precision")),
    meanLoss: Established(arithmeticMean(values), computed),
    accuracy: Established(Double(examples.count - errors) / Double(examples.count), counted),
    errors: Established(Double(errors), counted), predictions: predictions,
    confusion: Established(confusion, counted), classes: k)
}

/// The logits of all examples: count × classes.
///
/// - Throws: ``AttackError`` for other shapes or class counts.
package func networkLogits(
  of network: Network, on examples: Examples, threads: Int = availableThreads
) throws(AttackError) -> [Float] {
  guard network.inputShape.count == examples.shape.count else {
    throw .shapes(network: network.inputShape, examples: examples.shape)
  }
  guard examples.classes <= network.classes else {
    throw .classes(network: network.classes, examples: examples.classes)
  }
  let (d, k) = (examples.shape.count, network.classes)
  let blocks = Blocks(rows: examples.count)
  return [Float](unsafeUninitializedCapacity: examples.count * k) { memory, count in
    // Blocks write to places of their own.
    nonisolated(unsafe) let logits = memory.baseAddress
    network.parameters.withUnsafeBufferPointer { parameters in
      examples.inputs.withUnsafeBufferPointer { inputs in
        blocks.forEach(threads: threads, workspace: { NetworkPass(network, capacity: blocks.size) })
        { pass, index in
          guard let start = inputs.baseAddress, let logits else { return }
          let rows = blocks[index]
          pass.input.update(from: start + rows.lowerBound * d, count: rows.count * d)
          // A network without parameters never reads them.
          pass.forward(rows: rows.count, parameters.baseAddress ?? UnsafePointer(pass.input))
          (logits + rows.lowerBound * k).initialize(from: pass.logits, count: rows.count * k)
        }
      }
    }
    count = examples.count * k
  }
}
