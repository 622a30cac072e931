/// Elementary functions of single-precision numbers, eight at a time, by plain IEEE arithmetic.
///
/// No C library takes part, so their digits are the same everywhere.
package enum FloatFunctions {
  /// Eight numbers.
  package typealias Eight = SIMD8<Float>

  /// eˣ to about 2 units in the last place; 0 below −87.3, clamped at 88.3 (2.3e38).
  ///
  /// x = n·log 2 + r with |r| ≤ ½ log 2, and a polynomial of degree 6 in r (Cephes, `expf`).
  @inline(__always)
  package static func exp(_ x: Eight) -> Eight {
    let tooSmall = x .< -87.3
    let clamped = smaller(larger(x, Eight(repeating: -87.3)), Eight(repeating: 88.3))
    // Adding and subtracting 1.5·2²³ rounds to a whole number without a rounding instruction.
    let magic: Float = 12_582_912
    let shifted = clamped * 1.442_695_04 + magic
    let n = shifted - magic
    let r = clamped - n * 0.693_359_375 + n * 2.121_944_4e-4
    var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 0.166_666_65
    p = p * r + 0.500_000_01
    let value = p * (r * r) + r + 1
    // The low bits of `shifted` are n; in the exponent's place, with its bias, they are 2ⁿ.
    let exponent = (unsafeBitCast(shifted, to: SIMD8<Int32>.self) &+ 127) &<< 23
    let scale = unsafeBitCast(exponent, to: Eight.self)
    return (value * scale).replacing(with: 0, where: tooSmall)
  }

  /// tanh x to about 4 units in the last place; exactly odd.
  ///
  /// A quotient of an odd polynomial of degree 13 and an even one of degree 6 on |x| ≤ 7.9053 (the
  /// minimax coefficients of Eigen's `generic_fast_tanh_float`), ±1 beyond.
  @inline(__always)
  package static func tanh(_ x: Eight) -> Eight {
    let limit: Float = 7.905_311
    let c = smaller(larger(x, Eight(repeating: -limit)), Eight(repeating: limit))
    let s = c * c
    var p = s * -2.760_768_5e-16 + 2.000_188e-13
    p = p * s - 8.604_672e-11
    p = p * s + 5.122_297e-8
    p = p * s + 1.485_722_4e-5
    p = p * s + 6.372_619e-4
    p = p * s + 4.893_524_6e-3
    var q = s * 1.198_258_4e-6 + 1.185_347_1e-4
    q = q * s + 2.268_434_6e-3
    q = q * s + 4.893_525_2e-3
    return c * p / q
  }

  /// eˣ − 1 to about 3 units in the last place, also near 0; −1 below −17.4, clamped at 88.3.
  ///
  /// With the reduction of ``exp(_:)``, eˣ − 1 = 2ⁿ(eʳ − 1) + (2ⁿ − 1).
  @inline(__always)
  package static func expm1(_ x: Eight) -> Eight {
    let clamped = smaller(larger(x, Eight(repeating: -17.4)), Eight(repeating: 88.3))
    let magic: Float = 12_582_912
    let shifted = clamped * 1.442_695_04 + magic
    let n = shifted - magic
    let r = clamped - n * 0.693_359_375 + n * 2.121_944_4e-4
    var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 0.166_666_65
    p = p * r + 0.500_000_01
    let exponent = (unsafeBitCast(shifted, to: SIMD8<Int32>.self) &+ 127) &<< 23
    let scale = unsafeBitCast(exponent, to: Eight.self)
    return (p * (r * r) + r) * scale + (scale - 1)
  }

  /// log x to about 2 units in the last place for x ≥ 1.2e-38, the smallest normal number; −∞ at 0
  /// and below that number, NaN for negative x.
  ///
  /// x = 2ⁿ(1 + f) with ½√2 ≤ 1 + f < √2, and a polynomial of degree 11 in f (Cephes, `logf`).
  @inline(__always)
  package static func log(_ x: Eight) -> Eight {
    let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
    // Taking ½√2's bits away makes the exponent's bits count from ½√2 instead of 1.
    let n = (bits &- 0x3F35_04F3) &>> 23
    let f = unsafeBitCast(bits &- (n &<< 23), to: Eight.self) - 1
    let e = Eight(n)
    var p = f * 7.037_683_6e-2 - 0.115_146_1
    p = p * f + 0.116_769_98
    p = p * f - 0.124_201_41
    p = p * f + 0.142_493_23
    p = p * f - 0.166_680_58
    p = p * f + 0.200_007_15
    p = p * f - 0.249_999_94
    p = p * f + 0.333_333_31
    let square = f * f
    let correction = p * f * square - e * 2.121_944_4e-4 - square * 0.5
    var value = f + correction + e * 0.693_359_375
    value.replace(with: -.infinity, where: x .< 0x1p-126)
    value.replace(with: .nan, where: x .< 0)
    value.replace(with: x, where: x .== .infinity .| (x .!= x))
    return value
  }

  /// log(1 + x) to about 3 units in the last place for x > −1, also near 0.
  ///
  /// log u + (x − (u − 1))/u with u = 1 + x rounded: the quotient is what rounding took.
  @inline(__always)
  package static func log1p(_ x: Eight) -> Eight {
    let u = x + 1
    let value = log(u) + (x - (u - 1)) / u
    // The quotient is no number where u is 0 or infinite.
    return value.replacing(with: log(u), where: (u .== 0) .| (u .== .infinity))
  }

  /// 1/(1 + e^−x) to about 3 units in the last place; 0 below −87.3.
  @inline(__always)
  package static func sigmoid(_ x: Eight) -> Eight {
    let t = exp(x.replacing(with: -x, where: x .> 0))
    return Eight(repeating: 1).replacing(with: t, where: x .<= 0) / (t + 1)
  }

  /// log(1 + eˣ) to about 3 units in the last place; 0 below −87.3, x for large x.
  @inline(__always)
  package static func softplus(_ x: Eight) -> Eight {
    let t = exp(x.replacing(with: -x, where: x .> 0))
    return log1p(t) + x.replacing(with: 0, where: x .< 0)
  }

  /// The sum of numbers, in eight sums side by side that are then added in order.
  @inline(__always)
  package static func sum(_ numbers: UnsafePointer<Float>, count: Int) -> Float {
    var sums = Eight.zero
    var index = 0
    let raw = UnsafeRawPointer(numbers)
    while index + 8 <= count {
      sums += (raw + index * 4).loadUnaligned(as: Eight.self)
      index += 8
    }
    var total: Float = 0
    for lane in 0..<8 { total += sums[lane] }
    while index < count {
      total += numbers[index]
      index += 1
    }
    return total
  }

  /// Writes a function of two lists, number by number, eight at a time; the result may be one of them.
  @inline(__always)
  package static func map(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int,
    into result: UnsafeMutablePointer<Float>, _ function: (Eight, Eight) -> Eight
  ) {
    var index = 0
    let (rawA, rawB) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    let raw = UnsafeMutableRawPointer(result)
    while index + 8 <= count {
      let place = index * 4
      let value = function(
        (rawA + place).loadUnaligned(as: Eight.self), (rawB + place).loadUnaligned(as: Eight.self))
      (raw + place).storeBytes(of: value, as: Eight.self)
      index += 8
    }
    if index < count {
      var (restA, restB) = (Eight.zero, Eight.zero)
      for lane in 0..<count - index {
        restA[lane] = a[index + lane]
        restB[lane] = b[index + lane]
      }
      let rest = function(restA, restB)
      for lane in 0..<count - index { result[index + lane] = rest[lane] }
    }
  }

  /// Replaces every number by a function of it, eight at a time.
  @inline(__always)
  package static func map(
    _ numbers: UnsafeMutablePointer<Float>, count: Int, _ function: (Eight) -> Eight
  ) {
    map(numbers, numbers, count: count, function)
  }

  /// Writes a function of every number, eight at a time; the places may be the same.
  @inline(__always)
  package static func map(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int,
    _ function: (Eight) -> Eight
  ) {
    var index = 0
    while index + 8 <= count {
      store(function(load(input + index)), output + index)
      index += 8
    }
    if index < count {
      store(
        function(load(input + index, count: count - index)), output + index, count: count - index)
    }
  }

  /// Writes a function of two lists of numbers, eight at a time; the places may be the same.
  @inline(__always)
  package static func map(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, count: Int, _ function: (Eight, Eight) -> Eight
  ) {
    var index = 0
    while index + 8 <= count {
      store(function(load(first + index), load(second + index)), output + index)
      index += 8
    }
    if index < count {
      let rest = count - index
      store(
        function(load(first + index, count: rest), load(second + index, count: rest)),
        output + index, count: rest)
    }
  }

  /// Eight numbers from memory.
  @inline(__always)
  package static func load(_ place: UnsafePointer<Float>) -> Eight {
    UnsafeRawPointer(place).loadUnaligned(as: Eight.self)
  }

  /// The first `count` of eight numbers from memory, the others 0.
  @inline(__always)
  package static func load(_ place: UnsafePointer<Float>, count: Int) -> Eight {
    var eight = Eight.zero
    for lane in 0..<count { eight[lane] = place[lane] }
    return eight
  }

  /// Eight numbers to memory.
  @inline(__always)
  package static func store(_ eight: Eight, _ place: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(place).storeBytes(of: eight, as: Eight.self)
  }

  /// The first `count` of eight numbers to memory.
  @inline(__always)
  package static func store(_ eight: Eight, _ place: UnsafeMutablePointer<Float>, count: Int) {
    for lane in 0..<count { place[lane] = eight[lane] }
  }

  /// The larger of two numbers, lane by lane; `a` where one is not a number.
  @inline(__always)
  package static func larger(_ a: Eight, _ b: Eight) -> Eight {
    a.replacing(with: b, where: a .< b)
  }

  /// The smaller of two numbers, lane by lane; `a` where one is not a number.
  @inline(__always)
  package static func smaller(_ a: Eight, _ b: Eight) -> Eight {
    a.replacing(with: b, where: b .< a)
  }
}
