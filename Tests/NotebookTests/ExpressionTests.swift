// Oracle: a tree made at random by the test, with an evaluator of its own and a printer that writes
// parentheses only where the published order of binding needs them; values known by heart.
import Evidence
import Testing

@testable import Notebook

@Suite struct Expressions {
  @Test(arguments: [
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("2 ^ 3 ^ 2", 512), ("-2 ^ 2", -4), ("(-2) ^ 2", 4),
    ("2 ^ -1", 0.5), ("8 / 4 / 2", 1), ("8 / (4 / 2)", 4), ("1 - 2 - 3", -4), ("1 - (2 - 3)", 2),
    ("--2", 2), ("2 * -3", -6), ("-2 * 3", -6), ("1e3", 1000), ("1E-3", 0.001), (".5", 0.5),
    ("2.", 2), ("1 - -1", 2), ("1 + -1", 0), ("abs(-2)", 2), ("sqrt(9)", 3), ("exp(0)", 1),
    ("log(1)", 0), ("sign(-3)", -1), ("sign(0)", 0), ("min(3, 1, 2)", 1), ("max(3, 1, 2)", 3),
    ("min(v)", -4), ("max(v)", 3), ("mean(v)", 0), ("sum(v)", 0), ("count(v > 0)", 2),
    ("count(v >= 1)", 2), ("norm(v)", 26.0.squareRoot()), ("norm(v, 1)", 8), ("norm(v, inf)", 4),
    ("norm(v, 2)", 26.0.squareRoot()), ("dot(v, v)", 26), ("max(v * 2)", 6), ("sum(v + 1)", 3),
    ("sum(v ^ 2)", 26), ("max(-v)", 4), ("count(v == 1)", 1), ("norm(u)", 5e200 * 1e0),
    ("x - y", 1), ("x -  y", 1), ("x-y", 40), ("x-y - y", 38), ("a.b.c + a.b-c", 11),
    ("2 * x", 6), ("(x) - (y)", 1), ("1 − 2", -1),
    ("max(abs(v - 1)) ", 5), (" 1 ", 1), ("1 < 2", 1), ("2 <= 1", 0), ("2 >= 2", 1), ("1 != 1", 0),
    ("1 ≤ 2", 1), ("max(min(1, 2), 0)", 1), ("inf", .infinity), ("-inf", -.infinity),
    ("min(v, 0)", .nan), ("0 ^ 0", 1), ("1 / 4", 0.25), ("mean(3)", 3), ("v == v", .nan),
  ])
  func haveTheValuesThatMathematicsGives(_ text: String, _ expected: Double) throws {
    let value = try Expression.parse(text).evaluate(in: Self.scope)
    switch value.content {
    case .number(let number):
      #expect(number == expected || abs(number - expected) <= 1e-12 * abs(expected))
    case .boolean(let flag): #expect((flag ? 1 : 0) == expected)
    default: #expect(expected.isNaN, "a vector is written as NaN in this table")
    }
  }

  static let scope = Scope([
    "x": .given(3), "y": .given(2), "x-y": .given(40), "v": .given([1, -4, 3]),
    "u": .given([3e200, 4e200]), "a.b.c": .given(5), "a.b-c": .given(6), "t": .given("attained"),
    "long": .given([1, 2, 3, 4]), "zero": .given(0), "empty": .given([Double]()),
    "far": .given(1e308),
  ])

  @Test func aWordIsCompared() throws {
    let equal = try Expression.parse("t == t").evaluate(in: Self.scope)
    #expect(equal.content == .boolean(true))
  }

  // The mark stands before the scalar that the message points at.
  @Test(arguments: [
    "⟦", "1 +⟦", "1 ⟦2", "⟦)", "1 + ⟦* 2", "(1 + ⟦", "⟦(1 + 2", "x ⟦-y", "x⟦- y", "2⟦-1",
    "(x)⟦-(y)",
    "1 < 2 ⟦< 3", "⟦sqrt + 1", "⟦max (1)", "⟦cos(1)", "⟦norm(1, 2, 3)", "abs(⟦)",
    "⟦dot(1)", "1 ⟦= 1", "1 + ⟦= 1", "⟦1.2.3", "x ⟦% 2", "⟦'a'", "1 + ⟦é", "1 + ⟦😀", "x ⟦as .3f",
    "1 ⟦, 2", "max(1,⟦)", "x⟦.", "x ⟦[1]", "⟦1e999",
  ])
  func thatDoNotParseSayWhere(_ marked: String) throws {
    let text = marked.replacing("⟦", with: "")
    let offset = try #require(Array(marked.unicodeScalars).firstIndex(of: "⟦"))
    do {
      let expression = try Expression.parse(text)
      Issue.record("\(text) parses as \(expression)")
    } catch {
      // An expression that ends too early has nothing to point at but its end.
      let isEnd = offset == text.unicodeScalars.count
      #expect(error.offset == (isEnd ? max(0, offset - 1) : offset), "\(error.message)")
      #expect(!error.message.isEmpty && !error.rule.isEmpty && !error.fix.isEmpty)
    }
  }

  @Test(arguments: [
    "1 ⟦/ 0", "1 ⟦/ zero", "x + y ⟦/ (x - 3)", "v ⟦/ (v - 1)", "⟦sqrt(-1)", "⟦log(0)", "⟦log(-1)",
    "1 + ⟦nothing", "v ⟦+ long", "t ⟦+ 1", "⟦dot(v, long)", "⟦dot(1, v)", "⟦norm(v, 0.5)",
    "⟦max(empty)", "⟦mean(empty)", "inf ⟦- inf", "0 ⟦* inf", "⟦-t", "(-8) ⟦^ 0.5", "sqrt(v ⟦- t)",
    "⟦norm(t)", "far * far ⟦- far * far",
  ])
  func withoutAValueSayWhere(_ marked: String) throws {
    let text = marked.replacing("⟦", with: "")
    let offset = try #require(Array(marked.unicodeScalars).firstIndex(of: "⟦"))
    let expression = try Expression.parse(text)
    do {
      let value = try expression.evaluate(in: Self.scope)
      Issue.record("\(text) is \(value.content)")
    } catch {
      #expect(error.offset == offset, "\(error.message)")
    }
  }

  @Test(arguments: [
    ("x as .3f", "x", ".3f"), ("x + 1 as .1%", "x + 1", ".1%"), ("x", "x", nil),
    ("x as", "x as", nil),
    ("as as .2e", "as", ".2e"), ("x as  .4g ", "x", ".4g"),
  ])
  func carryAFormat(_ text: String, _ expression: String, _ format: String?) {
    let split = Expression.splitFormat(text)
    #expect(split.expression == expression)
    #expect(split.format == format)
  }

  @Test func unknownNamesAreSuggested() {
    let diagnostics = Pages.planned(
      "---\ntitle: T\nparams: { epsilon: 1 }\n---\n`adv params.epsilom`\n"
    ).1
    #expect(diagnostics.map(\.code) == [.unknownName])
    #expect(diagnostics.first?.fix.contains("`params.epsilon`") == true)
  }

  @Test(arguments: 0..<400)
  func atRandomMeanWhatTheirTreeMeans(_ seed: Int) throws {
    var random = RandomNumbers(state: UInt64(seed))
    let tree = RandomTree.make(&random, depth: 5)
    let text = tree.text
    let expected = tree.value
    let expression = try Expression.parse(text)
    guard let value = try? expression.evaluate(in: RandomTree.scope) else {
      #expect(!expected.isFinite || tree.dividesByZero, "\(text) has the value \(expected)")
      return
    }
    #expect(value.number == expected || (value.number ?? 0).isNaN == expected.isNaN, "\(text)")
    #expect(expression.names.map(\.name) == tree.names)
    for (name, at) in expression.names {
      let part = text.unicodeScalars.dropFirst(at.offset).prefix(at.length)
      #expect(String(String.UnicodeScalarView(part)) == name)
    }
  }
}

/// A small generator of the test's own (splitmix64), so that every failure can be had again.
struct RandomNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Arithmetic on numbers, with its meaning and its writing.
indirect enum RandomTree {
  case number(Int)
  case name(String)
  case negation(RandomTree)
  case binary(Character, RandomTree, RandomTree)
  case call(String, [RandomTree])

  static let values: [String: Double] = ["a": 2, "a-b": 5, "a.b": -3, "b": 0.5, "abs-a": 7]
  static let scope = Scope(values.mapValues { .given($0) })

  static func make(_ random: inout RandomNumbers, depth: Int) -> RandomTree {
    guard depth > 0 else {
      return Bool.random(using: &random)
        ? .number(Int.random(in: 0...9, using: &random))
        : .name(values.keys.sorted().randomElement(using: &random) ?? "a")
    }
    func inner() -> RandomTree {
      make(&random, depth: depth - Int.random(in: 1...3, using: &random))
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return .negation(inner())
    case 1:
      let (a, b) = (inner(), inner())
      return .call(["min", "max"].randomElement(using: &random) ?? "min", [a, b])
    case 2: return .call("abs", [inner()])
    default:
      let (a, b) = (inner(), inner())
      return .binary("+-*/^".randomElement(using: &random) ?? "+", a, b)
    }
  }

  var value: Double {
    switch self {
    case .number(let number): Double(number)
    case .name(let name): Self.values[name] ?? .nan
    case .negation(let inner): -inner.value
    case .binary("+", let a, let b): a.value + b.value
    case .binary("-", let a, let b): a.value - b.value
    case .binary("*", let a, let b): a.value * b.value
    case .binary("/", let a, let b): a.value / b.value
    case .binary(_, let a, let b): Self.power(a.value, b.value)
    case .call("abs", let arguments): abs(arguments[0].value)
    case .call("min", let arguments): min(arguments[0].value, arguments[1].value)
    case .call(_, let arguments): max(arguments[0].value, arguments[1].value)
    }
  }

  /// Whether a part of it has no value, which the language refuses also where the whole has one.
  var dividesByZero: Bool {
    switch self {
    case .number, .name: false
    case .negation(let inner): inner.dividesByZero
    case .binary(let sign, let a, let b):
      a.dividesByZero || b.dividesByZero || (sign == "/" && b.value == 0) || value.isNaN
    case .call(_, let arguments): arguments.contains { $0.dividesByZero } || value.isNaN
    }
  }

  var names: [String] {
    switch self {
    case .number: []
    case .name(let name): [name]
    case .negation(let inner): inner.names
    case .binary(_, let a, let b): a.names + b.names
    case .call(_, let arguments): arguments.flatMap(\.names)
    }
  }

  /// Tightest first: `^` to the right, unary minus, `* /`, `+ -`.
  private var binding: Int {
    switch self {
    case .number, .name, .call: 5
    case .binary("^", _, _): 4
    case .negation: 3
    case .binary("*", _, _), .binary("/", _, _): 2
    case .binary: 1
    }
  }

  var text: String {
    switch self {
    case .number(let number): "\(number)"
    case .name(let name): name
    case .negation(let inner): "-" + inner.text(atLeast: 3)
    case .binary("^", let base, let exponent):
      base.text(atLeast: 5) + "^" + exponent.text(atLeast: 3)
    case .binary(let sign, let a, let b) where sign == "*" || sign == "/":
      a.text(atLeast: 2) + " \(sign) " + b.text(atLeast: 3)
    case .binary(let sign, let a, let b): a.text(atLeast: 1) + " \(sign) " + b.text(atLeast: 2)
    case .call(let name, let arguments):
      name + "(" + arguments.map(\.text).joined(separator: ", ") + ")"
    }
  }

  private func text(atLeast level: Int) -> String { binding >= level ? text : "(" + text + ")" }

  /// The power of the C library, which is what IEEE arithmetic means by it on this machine.
  private static func power(_ a: Double, _ b: Double) -> Double { LibraryPower.pow(a, b) }
}
