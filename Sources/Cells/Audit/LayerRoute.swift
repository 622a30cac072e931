internal import AdvKit

extension NetworkRoute {
  /// The output of one layer, by its definition, in double precision.
  ///
  /// - Parameters:
  ///   - x: the input.
  ///   - p: the layer's parameters.
  func output(of layer: any Layer, _ x: [Double], _ p: [Double]) -> [Double] {
    switch layer {
    case let dense as Dense:
      let (inputs, outputs) = (dense.inputShape.count, dense.outputShape.count)
      return (0..<outputs).map { j in
        var sum = p[outputs * inputs + j]
        for i in (0..<inputs).reversed() { sum += p[j * inputs + i] * x[i] }
        return sum
      }
    case let convolution as Convolution: return convolved(convolution, x, p)
    case let pool as MaxPool:
      return pooled(
        pool.inputShape, pool.outputShape, (pool.kernel, pool.stride, pool.padding), x
      ) { $0.max() ?? 0 }
    case let pool as AveragePool:
      let size = Double(pool.kernel * pool.kernel)
      return pooled(
        pool.inputShape, pool.outputShape, (pool.kernel, pool.stride, pool.padding), x
      ) { $0.reduce(0, +) / size }
    case let standardise as Standardise:
      let perChannel = x.count / standardise.mean.count
      return x.indices.map { i in
        let channel = i / perChannel
        return (x[i] - Double(standardise.mean[channel])) / Double(standardise.deviation[channel])
      }
    case is ReLU: return x.map { max($0, 0) }
    case let leaky as LeakyReLU: return x.map { $0 > 0 ? $0 : Double(leaky.slope) * $0 }
    case is Tanh:
      return x.map { value in
        let decay = Elementary.exp(-2 * value.magnitude)
        return Elementary.sign(value) * (1 - decay) / (1 + decay)
      }
    case is Sigmoid: return x.map { 1 / (1 + Elementary.exp(-$0)) }
    case is Softplus:
      return x.map { max($0, 0) + Elementary.log1p(Elementary.exp(-$0.magnitude)) }
    default: return x
    }
  }

  private func convolved(_ layer: Convolution, _ x: [Double], _ p: [Double]) -> [Double] {
    guard let input = layer.inputShape.image, let output = layer.outputShape.image else {
      return []
    }
    let (kh, kw) = (layer.kernelHeight, layer.kernelWidth)
    let weights = output.channels * input.channels * kh * kw
    var result: [Double] = []
    result.reserveCapacity(layer.outputShape.count)
    for o in 0..<output.channels {
      for row in 0..<output.height {
        for column in 0..<output.width {
          var sum = p[weights + o]
          for c in 0..<input.channels {
            for i in 0..<kh {
              let y = row * layer.stride + i - layer.padding
              guard y >= 0, y < input.height else { continue }
              for j in 0..<kw {
                let z = column * layer.stride + j - layer.padding
                guard z >= 0, z < input.width else { continue }
                sum +=
                  p[((o * input.channels + c) * kh + i) * kw + j]
                  * x[(c * input.height + y) * input.width + z]
              }
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  private func pooled(
    _ input: Shape, _ output: Shape, _ windows: (kernel: Int, stride: Int, padding: Int),
    _ x: [Double],
    _ reduce: ([Double]) -> Double
  ) -> [Double] {
    guard let from = input.image, let to = output.image else { return [] }
    var result: [Double] = []
    for c in 0..<to.channels {
      for row in 0..<to.height {
        for column in 0..<to.width {
          var window: [Double] = []
          for i in 0..<windows.kernel {
            let y = row * windows.stride + i - windows.padding
            guard y >= 0, y < from.height else { continue }
            for j in 0..<windows.kernel {
              let z = column * windows.stride + j - windows.padding
              guard z >= 0, z < from.width else { continue }
              window.append(x[(c * from.height + y) * from.width + z])
            }
          }
          result.append(reduce(window))
        }
      }
    }
    return result
  }

  /// Multiplications of one layer for one input.
  func multiplications(of layer: any Layer) -> Int {
    switch layer {
    case let dense as Dense: dense.inputShape.count * dense.outputShape.count
    case let convolution as Convolution:
      convolution.outputShape.count * (convolution.inputShape.image?.channels ?? 1)
        * convolution.kernelHeight * convolution.kernelWidth
    default: layer.outputShape.count
    }
  }
}
