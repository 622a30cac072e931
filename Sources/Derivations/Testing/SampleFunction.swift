internal import AdvKit

/// A function that stands for a declared one in an instance: it has the declared properties.
struct SampleFunction: Sendable {
  /// `z \mapsto \max\{0, 1 - z\}`.
  let tex: String
  let properties: Set<FunctionProperty>
  /// False where it jumps at a point.
  let isContinuous: Bool
  /// Whether its values at simple numbers are exact: those of an exponential that saturates are not.
  let isAlgebraic: Bool
  /// The value at the numbers of all arguments in order.
  let value: @Sendable ([Double]) -> Double
  /// The derivative of a function of one number; nil where it has none.
  let derivative: @Sendable (Double) -> Double?
  /// The gradient in all numbers; for functions with vector arguments.
  let gradient: @Sendable ([Double]) -> [Double]?

  init(
    _ tex: String, _ properties: Set<FunctionProperty>, isContinuous: Bool = true,
    derivative: @escaping @Sendable (Double) -> Double? = { _ in nil },
    _ value: @escaping @Sendable (Double) -> Double
  ) {
    self.tex = "z \\mapsto \(tex)"
    self.properties = properties
    self.isContinuous = isContinuous
    isAlgebraic = Self.isAlgebraic(tex)
    self.value = { value($0.first ?? 0) }
    self.derivative = derivative
    gradient = { _ in nil }
  }

  init(
    several tex: String, _ properties: Set<FunctionProperty>,
    gradient: @escaping @Sendable ([Double]) -> [Double]?,
    _ value: @escaping @Sendable ([Double]) -> Double
  ) {
    self.tex = tex
    self.properties = properties
    isContinuous = true
    isAlgebraic = Self.isAlgebraic(tex)
    self.value = value
    derivative = { _ in nil }
    self.gradient = gradient
  }

  private static func isAlgebraic(_ tex: String) -> Bool {
    !["\\exp", "\\log", "\\arctan", "\\tanh", "\\sin", "\\cos", "\\sqrt", "e^"].contains {
      tex.contains($0)
    }
  }

  /// Whether it has one value only.
  var isConstant: Bool { properties.isSuperset(of: [.nonincreasing, .nondecreasing]) }

  /// Whether it has the declared properties.
  func has(_ declared: Set<FunctionProperty>) -> Bool { declared.isSubset(of: properties) }

  private static let smoothDown: Set<FunctionProperty> = [
    .continuous, .differentiable, .smooth, .nonincreasing, .strictlyDecreasing, .negativeDerivative,
  ]
  private static let smoothUp: Set<FunctionProperty> = [
    .continuous, .differentiable, .smooth, .nondecreasing, .strictlyIncreasing, .positiveDerivative,
  ]
  private static let smooth: Set<FunctionProperty> = [.continuous, .differentiable, .smooth]
  private static let constant: Set<FunctionProperty> = [
    .continuous, .differentiable, .smooth, .nonincreasing, .nondecreasing, .convex, .concave,
  ]

  private static func exp(_ x: Double) -> Double { Elementary.exp(x) }
  private static func softplus(_ x: Double) -> Double {
    x > 30 ? x : Elementary.log1p(Elementary.exp(x))
  }

  /// Functions of one number: kinked, flat, steep, discontinuous, convex and not; simple ones first.
  static let library: [SampleFunction] = [
    SampleFunction("-z", smoothDown.union([.convex, .concave]), derivative: { _ in -1 }) { -$0 },
    SampleFunction("z", smoothUp.union([.convex, .concave]), derivative: { _ in 1 }) { $0 },
    SampleFunction(
      "\\max\\{0, 1 - z\\}", [.continuous, .nonincreasing, .convex, .nonnegative],
      derivative: { $0 == 1 ? nil : $0 < 1 ? -1 : 0 }
    ) { max(0, 1 - $0) },
    SampleFunction(
      "\\max\\{0, -z\\}", [.continuous, .nonincreasing, .convex, .nonnegative],
      derivative: { $0 == 0 ? nil : $0 < 0 ? -1 : 0 }
    ) { max(0, -$0) },
    SampleFunction(
      "\\max\\{0, z\\}", [.continuous, .nondecreasing, .convex, .nonnegative],
      derivative: { $0 == 0 ? nil : $0 > 0 ? 1 : 0 }
    ) { max(0, $0) },
    SampleFunction("1", constant.union([.nonnegative, .positive]), derivative: { _ in 0 }) { _ in 1
    },
    SampleFunction("0", constant.union([.nonnegative]), derivative: { _ in 0 }) { _ in 0 },
    SampleFunction(
      "\\mathbb{1}[z < 0]", [.nonincreasing, .nonnegative], isContinuous: false
    ) { $0 < 0 ? 1 : 0 },
    SampleFunction(
      "\\mathbb{1}[z \\le 0]", [.nonincreasing, .nonnegative], isContinuous: false
    ) { $0 <= 0 ? 1 : 0 },
    SampleFunction(
      "\\mathbb{1}[z > 0]", [.nondecreasing, .nonnegative], isContinuous: false
    ) { $0 > 0 ? 1 : 0 },
    SampleFunction(
      "|z|", [.continuous, .convex, .nonnegative], derivative: { $0 == 0 ? nil : $0 < 0 ? -1 : 1 }
    ) { abs($0) },
    SampleFunction("z^2", smooth.union([.convex, .nonnegative]), derivative: { 2 * $0 }) {
      $0 * $0
    },
    SampleFunction("-z^2", smooth.union([.concave]), derivative: { -2 * $0 }) { -$0 * $0 },
    SampleFunction(
      "1 - z^2", smooth.union([.concave]), derivative: { -2 * $0 }
    ) { 1 - $0 * $0 },
    SampleFunction(
      "-z^3", smooth.union([.nonincreasing, .strictlyDecreasing]), derivative: { -3 * $0 * $0 }
    ) { -$0 * $0 * $0 },
    SampleFunction(
      "z^3", smooth.union([.nondecreasing, .strictlyIncreasing]), derivative: { 3 * $0 * $0 }
    ) { $0 * $0 * $0 },
    SampleFunction(
      "\\exp(-z)", smoothDown.union([.convex, .nonnegative, .positive]), derivative: { -exp(-$0) }
    ) { exp(-$0) },
    SampleFunction(
      "\\exp(z)", smoothUp.union([.convex, .nonnegative, .positive]), derivative: { exp($0) }
    ) { exp($0) },
    SampleFunction(
      "\\log(1 + \\exp(-z))", smoothDown.union([.convex, .nonnegative, .positive]),
      derivative: { -1 / (1 + exp($0)) }
    ) { softplus(-$0) },
    SampleFunction(
      "\\log(1 + \\exp(z))", smoothUp.union([.convex, .nonnegative, .positive]),
      derivative: { 1 / (1 + exp(-$0)) }
    ) { softplus($0) },
    SampleFunction(
      "\\max\\{0, 1 - z\\}^2",
      [.continuous, .differentiable, .nonincreasing, .convex, .nonnegative],
      derivative: { -2 * max(0, 1 - $0) }
    ) { max(0, 1 - $0) * max(0, 1 - $0) },
    SampleFunction(
      "\\frac{1}{1 + \\exp(z)}", smoothDown.union([.nonnegative, .positive]),
      derivative: { -1 / ((1 + exp($0)) * (1 + exp(-$0))) }
    ) { 1 / (1 + exp($0)) },
    SampleFunction(
      "\\frac{1}{1 + \\exp(-z)}", smoothUp.union([.nonnegative, .positive]),
      derivative: { 1 / ((1 + exp($0)) * (1 + exp(-$0))) }
    ) { 1 / (1 + exp(-$0)) },
    SampleFunction(
      "\\max\\{0, \\min\\{1, 1 - z\\}\\}", [.continuous, .nonincreasing, .nonnegative],
      derivative: { $0 == 0 || $0 == 1 ? nil : $0 > 0 && $0 < 1 ? -1 : 0 }
    ) { max(0, min(1, 1 - $0)) },
    SampleFunction(
      "\\min\\{1, z\\}", [.continuous, .nondecreasing, .concave],
      derivative: { $0 == 1 ? nil : $0 < 1 ? 1 : 0 }
    ) { min(1, $0) },
    SampleFunction(
      "\\min\\{1, -z\\}", [.continuous, .nonincreasing, .concave],
      derivative: { $0 == -1 ? nil : $0 > -1 ? -1 : 0 }
    ) { min(1, -$0) },
    SampleFunction("-100 z", smoothDown.union([.convex, .concave]), derivative: { _ in -100 }) {
      -100 * $0
    },
    SampleFunction("-2z - z^3", smoothDown, derivative: { -2 - 3 * $0 * $0 }) {
      -2 * $0 - $0 * $0 * $0
    },
    SampleFunction("2z + z^3", smoothUp, derivative: { 2 + 3 * $0 * $0 }) { 2 * $0 + $0 * $0 * $0 },
    SampleFunction(
      "\\frac{1}{1 + z^2}", smooth.union([.nonnegative, .positive]),
      derivative: { -2 * $0 / ((1 + $0 * $0) * (1 + $0 * $0)) }
    ) { 1 / (1 + $0 * $0) },
    SampleFunction(
      "1 + z^2", smooth.union([.convex, .nonnegative, .positive]), derivative: { 2 * $0 }
    ) { 1 + $0 * $0 },
  ]

  /// Functions of several arguments, with random coefficients.
  static func several(
    _ counts: [Int], _ random: inout RandomStream, isSimple: Bool
  ) -> [SampleFunction] {
    let total = counts.reduce(0, +)
    var a: [Double] = []
    for k in 0..<total {
      a.append(isSimple ? (k == 0 ? 1 : Double(random.integer(below: 5)) - 2) : random.normal())
    }
    let slope = a
    @Sendable func linear(_ v: [Double]) -> Double { zip(slope, v).reduce(0) { $0 + $1.0 * $1.1 } }
    let words = slope.map { texNumber($0) }.joined(separator: ", ")
    let f = "u \\mapsto "
    let all: Set<FunctionProperty> = [.continuous, .differentiable, .smooth]
    return [
      SampleFunction(
        several: f + "(\(words)) \\cdot u", all.union([.convex, .concave]),
        gradient: { _ in slope },
        { linear($0) }),
      SampleFunction(
        several: f + "((\(words)) \\cdot u)^2", all.union([.convex, .nonnegative]),
        gradient: { v in slope.map { 2 * linear(v) * $0 } }, { linear($0) * linear($0) }),
      SampleFunction(
        several: f + "\\|u\\|_2^2", all.union([.convex, .nonnegative]),
        gradient: { v in v.map { 2 * $0 } }, { $0.reduce(0) { $0 + $1 * $1 } }),
      SampleFunction(
        several: f + "\\log(1 + \\exp(-(\(words)) \\cdot u))",
        all.union([.convex, .nonnegative, .positive]),
        gradient: { v in slope.map { -$0 / (1 + exp(linear(v))) } }, { softplus(-linear($0)) }),
      SampleFunction(
        several: f + "\\frac{1}{1 + \\exp((\(words)) \\cdot u)}",
        all.union([.nonnegative, .positive]),
        gradient: { v in
          slope.map { -$0 / ((1 + exp(linear(v))) * (1 + exp(-linear(v)))) }
        }, { 1 / (1 + exp(linear($0))) }),
      SampleFunction(
        several: f + "((\(words)) \\cdot u)^3 - \\|u\\|_2^2", all,
        gradient: { v in
          zip(slope, v).map { 3 * linear(v) * linear(v) * $0 - 2 * $1 }
        }, { linear($0) * linear($0) * linear($0) - $0.reduce(0) { $0 + $1 * $1 } }),
    ]
  }
}

/// A number in TeX: whole numbers and halves exactly, others with six digits.
func texNumber(_ x: Double) -> String {
  if x == x.rounded(), abs(x) < 1e9 { return "\(Int(x))" }
  for q in [2.0, 3, 4, 8] where (x * q) == (x * q).rounded() && abs(x) < 1e6 {
    return "\(x < 0 ? "-" : "")\\tfrac{\(Int(abs(x) * q))}{\(Int(q))}"
  }
  let scaled = (x * 1e6).rounded() / 1e6
  if scaled != 0 { return "\(scaled)" }
  return "\(x)".replacingExponent
}

extension String {
  /// `1e-07` as `10^{-7}` in TeX.
  fileprivate var replacingExponent: String {
    guard let at = firstIndex(of: "e") else { return self }
    let power = Int(self[index(after: at)...]) ?? 0
    return "\(self[..<at]) \\cdot 10^{\(power)}"
  }
}
