internal import AdvKit

/// Evaluates expressions on an instance, each with a bound on its own error.
struct Evaluation {
  let instance: Instance
  let scope: Scope
  /// Bound variables and indices in force.
  var bound: [Symbol: Value] = [:]
  var indices: [Symbol: Int] = [:]
  /// How hard extrema are looked for: more where a counterexample is judged.
  var effort = 1
  var nesting = 0

  init(_ instance: Instance, _ scope: Scope) {
    self.instance = instance
    self.scope = scope
  }

  enum Result {
    case scalar(Measured)
    case vector([Measured])
    case matrix([[Measured]])
  }

  func scalar(_ e: Expression) throws(Unvalued) -> Measured {
    switch e {
    case .number(let value):
      return Measured(
        value.double, value.double.isSmallDyadic ? 0 : abs(value.double) * Measured.unit)
    case .size(let d): return Measured(Double(instance.size(d)))
    case .symbol(let symbol, let at):
      if let p = instance.orders[symbol] { return Measured(p) }
      guard case .scalar(let x) = try member(symbol, at) else {
        throw .impossible("\(symbol) is no number here")
      }
      return Measured(x)
    case .component(let v, let at): return try component(v, at)
    case .sum(let terms):
      var total = Measured(0)
      for term in terms { total = total + (try scalar(term)) }
      return total
    case .product(let factors):
      var total = Measured(1)
      for factor in factors { total = total * (try scalar(factor)) }
      return total
    case .quotient(let a, let b): return try divide(try scalar(a), try scalar(b))
    case .power(let a, let k): return try power(try scalar(a), try scalar(k))
    case .root(let a): return try root(try scalar(a))
    case .dot(let u, let v):
      let a = try vector(u)
      let b = try vector(v)
      guard a.count == b.count else { throw .impossible("vectors of two lengths") }
      var total = Measured(0)
      for (x, y) in zip(a, b) { total = total + x * y }
      return total
    case .norm(let v, let p): return try norm(try vector(v), try order(p))
    case .absolute(let a): return try scalar(a).magnitude
    case .sign(let a): return try sign(try scalar(a))
    case .exponential(let a):
      let x = try scalar(a)
      let value = Elementary.exp(x.value)
      guard value.isFinite else { throw .impossible("too large a number") }
      return Measured(value, value * (x.error * 2 + 4 * Measured.unit) + 1e-300)
    case .logarithm(let a):
      let x = try scalar(a)
      if x.value <= x.error {
        throw .undefined(
          x.value < -x.error ? "logarithm of a negative number" : "logarithm of 0")
      }
      let value = Elementary.log(x.value)
      return Measured(value, x.error / x.value * 2 + 4 * Measured.unit * max(1, abs(value)))
    case .choice(let goal, let list):
      var best: Measured?
      for entry in list {
        let x = try scalar(entry)
        guard let known = best else {
          best = x
          continue
        }
        best =
          goal == .maximum
          ? .larger(known, x) : Measured.larger(known.negated, x.negated).negated
      }
      return best ?? Measured(0)
    case .total(let index, let d, let body):
      var total = Measured(0)
      for k in 1...instance.size(d) { total = total + (try at(index, k).scalar(body)) }
      return total
    case .extremum(let extremum): return try optimum(extremum).value
    case .application(let f, let order, let arguments):
      return try application(f, order, arguments)
    case .piecewise(let cases):
      for part in cases where try holds(part.condition) == .yes { return try scalar(part.value) }
      throw .undefined("no case applies")
    default: throw .impossible("a vector stands where a number is expected")
    }
  }

  func vector(_ e: Expression) throws(Unvalued) -> [Measured] {
    switch e {
    case .zeroVector(let d): return Array(repeating: Measured(0), count: instance.size(d))
    case .symbol(let symbol, let at):
      guard case .vector(let v) = try member(symbol, at) else {
        throw .impossible("\(symbol) is no vector here")
      }
      return v.map { Measured($0) }
    case .sum(let terms):
      var total: [Measured]?
      for term in terms {
        let v = try vector(term)
        if let known = total {
          guard known.count == v.count else { throw .impossible("vectors of two lengths") }
          total = zip(known, v).map { $0 + $1 }
        } else {
          total = v
        }
      }
      return total ?? []
    case .product(let factors):
      guard let last = factors.last else { return [] }
      var scale = Measured(1)
      for factor in factors.dropLast() { scale = scale * (try scalar(factor)) }
      return try vector(last).map { scale * $0 }
    case .quotient(let a, let b):
      let below = try scalar(b)
      var result: [Measured] = []
      for x in try vector(a) { result.append(try divide(x, below)) }
      return result
    case .sign(let a):
      var result: [Measured] = []
      for x in try vector(a) { result.append(try sign(x)) }
      return result
    case .image(let a, let v):
      let rows = try matrix(a)
      let x = try vector(v)
      return rows.map { row in zip(row, x).reduce(Measured(0)) { $0 + $1.0 * $1.1 } }
    case .tuple(let index, let d, let body):
      var result: [Measured] = []
      for k in 1...instance.size(d) { result.append(try at(index, k).scalar(body)) }
      return result
    case .total(let index, let d, let body):
      var total: [Measured]?
      for k in 1...instance.size(d) {
        let v = try at(index, k).vector(body)
        total = total.map { zip($0, v).map { $0 + $1 } } ?? v
      }
      return total ?? []
    case .gradient(let f, let argument, let arguments):
      return try gradient(f, argument, arguments)
    case .piecewise(let cases):
      for part in cases where try holds(part.condition) == .yes { return try vector(part.value) }
      throw .undefined("no case applies")
    default: throw .impossible("a number stands where a vector is expected")
    }
  }

  func matrix(_ e: Expression) throws(Unvalued) -> [[Measured]] {
    switch e {
    case .symbol(let symbol, let at):
      guard case .matrix(let rows) = try member(symbol, at) else {
        throw .impossible("\(symbol) is no matrix here")
      }
      return rows.map { $0.map { Measured($0) } }
    case .transpose(let a):
      let rows = try matrix(a)
      guard let first = rows.first else { return rows }
      return first.indices.map { k in rows.map { $0[k] } }
    case .matrixProduct(let a, let b):
      let left = try matrix(a)
      let right = try matrix(b)
      guard let width = right.first?.count else { return left }
      return left.map { row in
        (0..<width).map { k in
          zip(row, right).reduce(Measured(0)) { $0 + $1.0 * $1.1[k] }
        }
      }
    case .sum(let terms):
      var total: [[Measured]]?
      for term in terms {
        let m = try matrix(term)
        total = total.map { zip($0, m).map { zip($0, $1).map { $0 + $1 } } } ?? m
      }
      return total ?? []
    case .product(let factors):
      guard let last = factors.last else { return [] }
      var scale = Measured(1)
      for factor in factors.dropLast() { scale = scale * (try scalar(factor)) }
      return try matrix(last).map { $0.map { scale * $0 } }
    default: throw .impossible("a matrix of this form")
    }
  }

  // MARK: parts

  func at(_ index: Symbol, _ k: Int) -> Evaluation {
    var inner = self
    inner.indices[index] = k
    return inner
  }
  func binding(_ symbol: Symbol, _ value: Value) -> Evaluation {
    var inner = self
    inner.bound[symbol] = value
    return inner
  }

  func place(_ index: Index) throws(Unvalued) -> Int {
    switch index {
    case .number(let k): return k
    case .variable(let symbol):
      guard let k = indices[symbol] else { throw .impossible("an index without a value") }
      return k
    }
  }

  func member(_ symbol: Symbol, _ at: [Index]) throws(Unvalued) -> Value {
    if at.isEmpty, let value = bound[symbol] { return value }
    if at.isEmpty, let k = indices[symbol] { return .scalar(Double(k)) }
    guard let members = instance.values[symbol] else {
      throw .impossible("\(symbol) has no value")
    }
    if at.isEmpty, let only = members.first { return only }
    let declared = scope.declaration(symbol)?.indices ?? []
    var k = 0
    for (index, d) in zip(at, declared) {
      let here = try place(index)
      guard here >= 1, here <= instance.size(d) else { throw .impossible("an index out of range") }
      k = k * instance.size(d) + here - 1
    }
    guard members.indices.contains(k) else { throw .impossible("an index out of range") }
    return members[k]
  }

  private func component(_ v: Expression, _ at: [Index]) throws(Unvalued) -> Measured {
    let first = try place(at[0]) - 1
    if at.count == 2 {
      let second = try place(at[1]) - 1
      let rows = try matrix(v)
      guard rows.indices.contains(first), rows[first].indices.contains(second) else {
        throw .impossible("an index out of range")
      }
      return rows[first][second]
    }
    let list = try vector(v)
    guard list.indices.contains(first) else { throw .impossible("an index out of range") }
    return list[first]
  }

  private func divide(_ a: Measured, _ b: Measured) throws(Unvalued) -> Measured {
    if abs(b.value) <= b.error || b.value == 0 { throw .undefined("the denominator is 0") }
    let value = a.value / b.value
    let isExact = value * b.value == a.value && value.isSmallDyadic
    return Measured(
      value,
      (a.error + abs(value) * b.error) / max(abs(b.value) - b.error, Double.leastNormalMagnitude)
        + (isExact ? 0 : Measured.unit * abs(value)))
  }

  func root(_ a: Measured) throws(Unvalued) -> Measured {
    if a.value < -a.error { throw .undefined("root of a negative number") }
    let value = max(0, a.value).squareRoot()
    let isExact = value * value == a.value && value.isSmallDyadic
    let error = value > 0 ? a.error / value : a.error.squareRoot()
    return Measured(value, error + (isExact ? 0 : Measured.unit * value))
  }

  private func power(_ a: Measured, _ k: Measured) throws(Unvalued) -> Measured {
    if k.error == 0, let whole = Int(exactly: k.value), abs(whole) <= 64 {
      if whole < 0 { return try divide(Measured(1), try power(a, Measured(Double(-whole)))) }
      return (0..<whole).reduce(Measured(1)) { result, _ in result * a }
    }
    if k.value == 0.5 { return try root(a) }
    if a.value < -a.error { throw .undefined("a broken power of a negative number") }
    if a.value <= a.error {
      if k.value <= 0 { throw .undefined("0 to a power that is not positive") }
      return Measured(0, a.error)
    }
    let value = Elementary.exp(k.value * Elementary.log(a.value))
    guard value.isFinite else { throw .impossible("too large a number") }
    return Measured(
      value,
      value
        * (abs(k.value) * a.error / a.value + abs(Elementary.log(a.value)) * k.error
          + 16 * Measured.unit * max(1, abs(k.value * Elementary.log(a.value)))))
  }

  private func sign(_ a: Measured) throws(Unvalued) -> Measured {
    if a.value != 0, abs(a.value) <= a.error {
      throw .impossible("the sign of a number that cannot be told from 0")
    }
    return Measured(a.value > 0 ? 1 : a.value < 0 ? -1 : 0)
  }

  func order(_ p: NormOrder) throws(Unvalued) -> Double {
    switch p {
    case .infinity: return .infinity
    case .number(let value): return value.double
    case .symbol(let symbol):
      guard let value = instance.orders[symbol] else {
        throw .impossible("an order without a value")
      }
      return value
    }
  }

  func norm(_ v: [Measured], _ p: Double) throws(Unvalued) -> Measured {
    if p == .infinity { return v.map(\.magnitude).reduce(Measured(0)) { .larger($0, $1) } }
    if p == 1 { return v.map(\.magnitude).reduce(Measured(0), +) }
    if p == 2 {
      // Scaled, so that nothing overflows; one number is its modulus, exactly.
      let nonzero = v.filter { $0.value != 0 || $0.error != 0 }
      if nonzero.count == 1 { return nonzero[0].magnitude }
      return try root(v.map { $0 * $0 }.reduce(Measured(0), +))
    }
    let largest = v.map { abs($0.value) }.max() ?? 0
    if largest == 0 { return Measured(0, v.map(\.error).reduce(0, +)) }
    let nonzero = v.filter { $0.value != 0 || $0.error != 0 }
    if nonzero.count == 1 { return nonzero[0].magnitude }
    var sum = 0.0
    var error = 0.0
    for x in v where x.value != 0 {
      sum += Elementary.exp(p * Elementary.log(abs(x.value) / largest))
      error += x.error
    }
    let value = largest * Elementary.exp(Elementary.log(sum) / p)
    return Measured(value, error + 64 * Measured.unit * value * Double(v.count))
  }

  private func application(
    _ f: Symbol, _ order: Int, _ arguments: [Expression]
  ) throws(Unvalued) -> Measured {
    guard let sample = instance.functions[f] else { throw .impossible("\(f) has no value") }
    var numbers: [Measured] = []
    for argument in arguments { numbers += try flat(argument) }
    let values = numbers.map(\.value)
    if order == 1, let z = values.first {
      guard let slope = sample.derivative(z) else {
        throw .undefined("$\(f)$ has no derivative there")
      }
      return Measured(slope, abs(slope) * 8 * Measured.unit + numbers[0].error * abs(slope) * 4)
    }
    guard order == 0 else { throw .impossible("a higher derivative") }
    let value = sample.value(values)
    guard value.isFinite else { throw .impossible("too large a number") }
    // What the errors of the arguments may do, seen at their ends.
    var error = 0.0
    if numbers.contains(where: { $0.error > 0 }) {
      for side in [-1.0, 1] {
        let moved = numbers.map { $0.value + side * $0.error }
        error = max(error, abs(sample.value(moved) - value))
      }
      error *= 2
      if !sample.isContinuous, error > 0 {
        throw .impossible("a jump that is too near to be told")
      }
    }
    let isExact =
      sample.isAlgebraic && value.isSmallDyadic && values.allSatisfy(\.isSmallDyadic)
    return Measured(value, error + (isExact ? 0 : 16 * Measured.unit * max(abs(value), 1e-300)))
  }

  func flat(_ e: Expression) throws(Unvalued) -> [Measured] {
    if case .vector = e.sort(in: sorted) { return try vector(e) }
    return [try scalar(e)]
  }

  /// The scope with the bound variables.
  var sorted: Scope {
    var list: [Bound] = []
    for (symbol, value) in bound {
      switch value {
      case .vector: list.append(Bound(symbol, .vector(.space)))
      case .scalar: list.append(Bound(symbol, .scalar))
      case .matrix: break
      }
    }
    return scope.binding(list)
  }

  private func gradient(
    _ f: Symbol, _ argument: Int, _ arguments: [Expression]
  ) throws(Unvalued) -> [Measured] {
    guard let sample = instance.functions[f] else { throw .impossible("\(f) has no value") }
    var numbers: [Measured] = []
    var range = 0..<0
    for (k, part) in arguments.enumerated() {
      let flat = try flat(part)
      if k == argument { range = numbers.count..<(numbers.count + flat.count) }
      numbers += flat
    }
    guard let whole = sample.gradient(numbers.map(\.value)), whole.count >= range.upperBound else {
      throw .undefined("$\(f)$ has no gradient there")
    }
    return whole[range].map { Measured($0, abs($0) * 16 * Measured.unit) }
  }
}
