/// Values for the symbols of an obligation.
struct Instance: Sendable {
  var sizes: [Dimension: Int]
  /// The members of every symbol, in the order of their indices; a single thing has one.
  var values: [Symbol: [Value]] = [:]
  var functions: [Symbol: SampleFunction] = [:]
  /// p of norms; infinite for ∞.
  var orders: [Symbol: Double] = [:]

  func size(_ d: Dimension) -> Int { sizes[d] ?? 1 }
}

/// A number, a vector or a matrix (row by row) of an instance.
enum Value: Sendable, Equatable {
  case scalar(Double)
  case vector([Double])
  case matrix([[Double]])

  /// All numbers in order.
  var numbers: [Double] {
    switch self {
    case .scalar(let x): [x]
    case .vector(let v): v
    case .matrix(let rows): rows.flatMap { $0 }
    }
  }

  /// The same shape with other numbers.
  func replacing(_ numbers: [Double]) -> Value {
    switch self {
    case .scalar: return .scalar(numbers.first ?? 0)
    case .vector: return .vector(numbers)
    case .matrix(let rows):
      var k = 0
      return .matrix(
        rows.map { row in
          defer { k += row.count }
          return Array(numbers[k..<min(k + row.count, numbers.count)])
        })
    }
  }
}

/// A number with a bound on its own error.
struct Measured: Sendable {
  let value: Double
  let error: Double

  init(_ value: Double, _ error: Double = 0) {
    self.value = value
    self.error = error
  }

  /// The rounding of one operation, relative to the size of its result.
  static let unit = 0x1p-52

  static func + (a: Measured, b: Measured) -> Measured {
    let value = a.value + b.value
    let isExact = value - a.value == b.value && value - b.value == a.value
    return Measured(value, a.error + b.error + (isExact ? 0 : unit * abs(value)))
  }
  static func * (a: Measured, b: Measured) -> Measured {
    let value = a.value * b.value
    let isExact =
      a.value == 0 || b.value == 0 || abs(a.value) == 1 || abs(b.value) == 1
      || (a.value.isSmallDyadic && b.value.isSmallDyadic)
    return Measured(
      value,
      abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error
        + (isExact ? 0 : unit * abs(value)))
  }
  var negated: Measured { Measured(-value, error) }
  var magnitude: Measured { Measured(abs(value), error) }
  /// The larger one; its error is that of either.
  static func larger(_ a: Measured, _ b: Measured) -> Measured {
    Measured(max(a.value, b.value), max(a.error, b.error))
  }
}

extension Double {
  /// Whether products of two such numbers are exact: at most 20 bits, not far from 1.
  var isSmallDyadic: Bool {
    guard abs(self) < 1024 else { return false }
    let scaled = self * 1024
    return scaled == scaled.rounded()
  }
}

/// Why an expression has no value, or none that can be found.
enum Unvalued: Error {
  /// It has no value here, in words.
  case undefined(String)
  /// It cannot be evaluated by this means, in words.
  case impossible(String)
}
