// Our side of the speed table: `advbench ROW FOLDER REPETITIONS` prints one line of JSON; see
// Benchmarks/README.md. Everything goes through the interface that cells call.
internal import AdvKit
internal import Evidence
internal import Foundation

/// Runs a piece of work so many times after half a second to warm up; seconds of each run.
///
/// The peers' side warms up as long: a new thread shares its parent's core until the system moves it.
func timed<Result>(_ repetitions: Int, _ work: () throws -> Result) throws -> ([Double], Result) {
  let clock = ContinuousClock()
  let begin = clock.now
  var result = try work()
  while clock.now - begin < .milliseconds(500) { result = try work() }
  var seconds: [Double] = []
  for _ in 0..<repetitions {
    let start = clock.now
    result = try work()
    let time = (clock.now - start).components
    seconds.append(Double(time.seconds) + Double(time.attoseconds) * 1e-18)
  }
  return (seconds, result)
}

/// Seconds of the row's matrix products alone, on as many threads and in the same blocks.
func productSeconds(_ inputs: RowInputs, steps: Int, _ repetitions: Int) throws -> [Double] {
  let dense = inputs.network.layers.compactMap { $0 as? Dense }
  let blocks = Blocks(rows: inputs.examples.count)
  let widest = dense.map { max($0.inputShape.count, $0.outputShape.count) }.max() ?? 1
  let weights = dense.map { FloatBuffer($0.inputShape.count * $0.outputShape.count) }
  return try timed(repetitions) {
    blocks.forEach(
      threads: availableThreads,
      workspace: { (FloatBuffer(blocks.size * widest), FloatBuffer(blocks.size * widest)) },
      { memory, index in
        let rows = blocks[index].count
        for _ in 0..<steps {
          for (layer, weight) in zip(dense, weights) {
            let (k, n) = (layer.inputShape.count, layer.outputShape.count)
            MatrixProduct.multiply(
              rows: rows, inner: k, columns: n, memory.0.start, .plain, weight.start, .transposed,
              into: memory.1.start)
            MatrixProduct.multiply(
              rows: rows, inner: n, columns: k, memory.1.start, .plain, weight.start, .plain,
              into: memory.0.start)
          }
        }
      })
  }.0
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func run(_ name: String, _ folder: URL, _ repetitions: Int) throws -> [String: Any] {
  let inputs = try RowInputs(name, in: folder)
  let row = inputs.row
  var line: [String: Any] = ["row": name, "peer": "advbook"]
  switch row.kind {
  case "pgd":
    let attack = try NetworkPGD(inputs.threat, steps: row.steps ?? 40, step: row.step)
    let (seconds, result) = try timed(repetitions) {
      try attack.attack(inputs.network, on: inputs.examples)
    }
    line["seconds"] = seconds
    line["gradients"] = result.gradients
    line["loss"] = result.meanLoss.value
    if name.hasPrefix("pgd-mnist-size") {
      let products = inputs.network.layers.compactMap { $0 as? Dense }
        .reduce(0) { $0 + $1.inputShape.count * $1.outputShape.count }
      let work = 4e-9 * Double(products) * Double(inputs.examples.count * (row.steps ?? 40))
      line["gflops"] = work / median(seconds)
      line["sgemm_gflops"] =
        work / median(try productSeconds(inputs, steps: row.steps ?? 40, repetitions))
    }
  case "pgd-at":
    let training = try NetworkTraining(
      PGDTraining(steps: row.steps ?? 10, step: row.step, startsAtRandom: false),
      threat: inputs.threat, epochs: row.epochs ?? 1, batch: row.batch ?? 64,
      optimiser: SGD(momentum: row.momentum ?? 0), rate: row.rate ?? 0.1,
      key: RandomKey(seed: 0, cell: "bench", stream: "training"), order: .given(inputs.orders),
      evaluateEvery: 0)
    let start = try training.start(from: inputs.network, on: inputs.examples)
    let (seconds, result) = try timed(repetitions) {
      try training.run(start, on: inputs.examples)
    }
    let history = result.state.history
    line["seconds"] = seconds
    line["gradients"] = history.reduce(0) { $0 + $1.gradients }
    line["loss"] = history.last?.loss ?? .nan
  case "autoattack":
    let attack = try AutoAttack(
      inputs.threat, classes: row.classes,
      key: RandomKey(seed: row.seed ?? 0, cell: "bench", stream: "autoattack"),
      steps: row.apgdSteps ?? 100, stepsOfFAB: row.fabSteps ?? 100, queries: row.queries ?? 5000,
      restarts: 1, targets: 9, stretchesSchedule: true)
    let (seconds, result) = try timed(repetitions) {
      try attack.attack(inputs.network, on: inputs.examples)
    }
    line["seconds"] = seconds
    line["gradients"] = result.gradients
    line["evaluations"] = result.queries
    line["loss"] = result.meanLoss.value
    line["robust"] = result.robustAccuracy.value
  default:
    throw RowFailure(description: "unknown kind \(row.kind)")
  }
  return line
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let repetitions = Int(arguments[3]), repetitions >= 1 else {
  FileHandle.standardError.write(Data("usage: advbench ROW FOLDER REPETITIONS\n".utf8))
  exit(64)
}
do {
  let line = try run(arguments[1], URL(fileURLWithPath: arguments[2]), repetitions)
  let json = try JSONSerialization.data(withJSONObject: line, options: [.sortedKeys])
  print(String(decoding: json, as: UTF8.self))
} catch {
  FileHandle.standardError.write(Data("advbench: \(error)\n".utf8))
  exit(1)
}
