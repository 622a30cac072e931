// Oracle: layers by their definitions, number by number in Double, and central differences of them;
// calls nothing of AdvKit.
import Foundation

/// A layer by its definition.
enum NaiveLayer {
  case dense(inputs: Int, outputs: Int)
  case convolution(NaiveWindows, outputs: Int)
  case maxPool(NaiveWindows)
  case averagePool(NaiveWindows)
  case pointwise(@Sendable (Double) -> Double)
  case standardise(mean: [Double], deviation: [Double])

  var parameterCount: Int {
    switch self {
    case .dense(let inputs, let outputs): inputs * outputs + outputs
    case .convolution(let windows, let outputs):
      outputs * windows.channels * windows.kernelHeight * windows.kernelWidth + outputs
    default: 0
    }
  }

  func callAsFunction(_ x: [Double], _ w: ArraySlice<Double>) -> [Double] {
    let w = Array(w)
    switch self {
    case .dense(let inputs, let outputs):
      return (0..<outputs).map { o in
        var sum = w[inputs * outputs + o]
        for i in 0..<inputs { sum += w[o * inputs + i] * x[i] }
        return sum
      }
    case .convolution(let v, let outputs):
      let window = v.channels * v.kernelHeight * v.kernelWidth
      var result: [Double] = []
      for o in 0..<outputs {
        for y in 0..<v.outputHeight {
          for z in 0..<v.outputWidth {
            var sum = w[outputs * window + o]
            for c in 0..<v.channels {
              for (k, l, place) in v.entries(y, z) {
                let weight = w[
                  o * window + (c * v.kernelHeight + k) * v.kernelWidth + l]
                sum += weight * x[c * v.height * v.width + place]
              }
            }
            result.append(sum)
          }
        }
      }
      return result
    case .maxPool(let v):
      return v.map(x) { $0.reduce(-.infinity, max) }
    case .averagePool(let v):
      return v.map(x) { $0.reduce(0, +) / Double(v.kernelHeight * v.kernelWidth) }
    case .pointwise(let f): return x.map(f)
    case .standardise(let mean, let deviation):
      return x.indices.map { (x[$0] - mean[$0]) / deviation[$0] }
    }
  }
}

/// The windows of a convolution or a pooling.
struct NaiveWindows {
  var channels: Int
  var height: Int
  var width: Int
  var kernelHeight: Int
  var kernelWidth: Int
  var stride: Int
  var padding: Int

  init(_ c: Int, _ h: Int, _ w: Int, kernel: (Int, Int), stride: Int, padding: Int) {
    (channels, height, width) = (c, h, w)
    (kernelHeight, kernelWidth) = kernel
    self.stride = stride
    self.padding = padding
  }

  // Counted rather than computed: positions at which the whole kernel lies on the padded image.
  var outputHeight: Int {
    (0..<height + 2 * padding).count {
      $0.isMultiple(of: stride) && $0 + kernelHeight <= height + 2 * padding
    }
  }
  var outputWidth: Int {
    (0..<width + 2 * padding).count {
      $0.isMultiple(of: stride) && $0 + kernelWidth <= width + 2 * padding
    }
  }

  /// The entries of window (y, z) that lie on the image, and where.
  func entries(_ y: Int, _ z: Int) -> [(Int, Int, Int)] {
    var entries: [(Int, Int, Int)] = []
    for k in 0..<kernelHeight {
      for l in 0..<kernelWidth {
        let (row, column) = (y * stride + k - padding, z * stride + l - padding)
        if row >= 0, row < height, column >= 0, column < width {
          entries.append((k, l, row * width + column))
        }
      }
    }
    return entries
  }

  func map(_ x: [Double], _ f: ([Double]) -> Double) -> [Double] {
    var result: [Double] = []
    for c in 0..<channels {
      for y in 0..<outputHeight {
        for z in 0..<outputWidth {
          result.append(f(entries(y, z).map { x[c * height * width + $0.2] }))
        }
      }
    }
    return result
  }
}

/// Layers one after the other.
struct NaiveNetwork {
  var layers: [NaiveLayer]

  func logits(_ x: [Double], _ w: [Double]) -> [Double] {
    var (x, offset) = (x, 0)
    for layer in layers {
      x = layer(x, w[offset..<offset + layer.parameterCount])
      offset += layer.parameterCount
    }
    return x
  }

  func crossEntropy(_ x: [Double], _ w: [Double], label: Int) -> Double {
    let z = logits(x, w)
    return log(z.reduce(0) { $0 + exp($1 - z[label]) })
  }
}

/// (f(x + h·e_i) − f(x − h·e_i))/2h.
func centralDifference(
  _ x: [Double], _ index: Int, step: Double = 1e-5, _ f: ([Double]) -> Double
) -> Double {
  var (up, down) = (x, x)
  up[index] += step
  down[index] -= step
  return (f(up) - f(down)) / (2 * step)
}

let naiveSoftplus: @Sendable (Double) -> Double = { log(1 + exp($0)) }
let naiveSigmoid: @Sendable (Double) -> Double = { 1 / (1 + exp(-$0)) }
