internal import AdvKit

// Counterexamples: climbing towards them, and making them small.
extension Tester {
  /// Climbs on the violation from the instances nearest to failing.
  func climb(_ maker: inout InstanceMaker, _ seed: UInt64) -> Counterexample? {
    guard case .relation(let r, let a, let b) = goal.unquantified, r != .notEqual, r != .equal,
      !hasExtrema, goal == goal.unquantified, case .scalar = a.sort(in: scope)
    else { return nil }
    let sign = r == .lessOrEqual || r == .less ? 1.0 : -1
    func violation(_ instance: Instance) -> Double? {
      let evaluation = Evaluation(instance, scope)
      guard let x = try? evaluation.scalar(a), let y = try? evaluation.scalar(b) else { return nil }
      return sign * (x.value - y.value) / max(1, abs(x.value), abs(y.value))
    }
    var random = RandomStream(RandomKey(seed: seed, cell: "derive", stream: "ascent"))
    var starts: [(Double, Instance)] = []
    for k in 0..<24 {
      if let instance = maker.make(3 * k + 2), let v = violation(instance) {
        starts.append((v, instance))
      }
    }
    starts.sort { $0.0 > $1.0 }
    for start in starts.prefix(3) {
      var (best, instance) = start
      var width = 1.0
      for _ in 0..<60 {
        var next = instance
        for symbol in next.values.keys.sorted() {
          let isInDomain = maker.domainTest(symbol)
          next.values[symbol] = next.values[symbol]?.map { value in
            value.replacing(
              value.numbers.map { x in
                let moved = x + width * random.normal() * max(0.1, abs(x))
                return random.uniform() < 0.5 && isInDomain(moved) ? moved : x
              })
          }
        }
        guard assumptions.allSatisfy({ maker.holds($0, next) }), let v = violation(next), v > best
        else {
          width *= 0.93
          continue
        }
        (best, instance) = (v, next)
        if case .fails(let x, let y) = judge(instance) {
          return shrunk(instance, maker, (x, y)).0
        }
      }
    }
    return nil
  }

  /// An instance of fewer dimensions that fails too; this one where none is found.
  func smallest(
    _ instance: Instance, _ sides: (Double?, Double?), _ seed: UInt64
  ) -> (Instance, (Double?, Double?)) {
    let size = instance.sizes.values.max() ?? 1
    for limit in 1..<max(2, min(4, size)) where limit < size {
      var maker = InstanceMaker(
        obligation, assumptions, seed: seed, largest: (space: limit, family: limit))
      for k in 0..<(hasExtrema ? 16 : 60) {
        if let small = maker.make(k), case .fails(let a, let b) = judge(small) {
          return (small, (a, b))
        }
      }
    }
    return (instance, sides)
  }

  /// The counterexample that a solver's solution is, or leads to; nil where it is none by evaluation.
  func counterexample(at instance: Instance, _ seed: UInt64) -> Counterexample? {
    let maker = InstanceMaker(obligation, assumptions, seed: seed, largest: (space: 3, family: 3))
    guard assumptions.allSatisfy({ maker.holds($0, instance) }),
      case .fails(let a, let b) = judge(instance)
    else { return nil }
    return shrunk(instance, maker, (a, b)).0
  }

  /// The smallest instance near this one that fails in the same way, judged with more effort.
  func shrunk(
    _ instance: Instance, _ maker: InstanceMaker, _ sides: (Double?, Double?)?
  ) -> (Counterexample, Instance) {
    var current = instance
    var last = sides
    var reason = ""
    func stillFails(_ candidate: Instance) -> Bool {
      guard assumptions.allSatisfy({ maker.holds($0, candidate) }) else { return false }
      switch judge(candidate) {
      case .fails(let a, let b):
        guard sides != nil else { return false }
        last = (a, b)
        return true
      case .undefined(let text):
        guard sides == nil else { return false }
        reason = text
        return true
      default: return false
      }
    }
    _ = stillFails(current)
    // Fewer dimensions.
    for d in current.sizes.keys.sorted() {
      for size in 1..<max(1, current.size(d)) where size < current.size(d) {
        let smaller = current.resized(d, size, scope)
        if stillFails(smaller) {
          current = smaller
          break
        }
      }
    }
    // Simpler functions.
    for symbol in current.functions.keys.sorted() {
      guard case .function(let type)? = scope.declaration(symbol)?.type, type.arguments == [.scalar]
      else { continue }
      for sample in SampleFunction.library where sample.has(type.properties) {
        if sample.tex == current.functions[symbol]?.tex { break }
        var next = current
        next.functions[symbol] = sample
        if stillFails(next) {
          current = next
          break
        }
      }
    }
    // Simpler numbers.
    var tries = 0
    for symbol in current.values.keys.sorted() {
      let isInDomain = maker.domainTest(symbol)
      for m in (current.values[symbol] ?? []).indices {
        for k in (current.values[symbol]?[m].numbers ?? []).indices.prefix(12) {
          guard let x = current.values[symbol]?[m].numbers[k] else { continue }
          let simple = [
            0, 1, -1, 2, -2, 0.5, -0.5, 3, x.rounded(), (x * 2).rounded() / 2,
            (x * 10).rounded() / 10,
          ]
          for y in simple where isInDomain(y) && tries < 220 {
            if y == x { break }
            var numbers = current.values[symbol]?[m].numbers ?? []
            numbers[k] = y
            var next = current
            if let value = next.values[symbol]?[m] {
              next.values[symbol]?[m] = value.replacing(numbers)
            }
            tries += 1
            if stillFails(next) {
              current = next
              break
            }
          }
        }
      }
    }
    return (counterexample(current, last, reason), current)
  }

  /// An instance as it is, with both sides' values.
  func described(_ instance: Instance) -> Counterexample {
    if case .fails(let a, let b) = judge(instance) { return counterexample(instance, (a, b), "") }
    return counterexample(instance, nil, "")
  }

  /// An instance on which both sides of a strict relation were shown to be equal.
  func described(_ instance: Instance, tie: Bool) -> Counterexample {
    guard case .relation(_, let a, _) = goal.unquantified else { return described(instance) }
    var evaluation = Evaluation(instance, scope)
    for variable in goal.quantifiedIndices { evaluation = evaluation.at(variable.symbol, 1) }
    let value = (try? evaluation.scalar(a))?.value
    return counterexample(instance, value.map { ($0, $0) }, "both sides are equal")
  }

  private func counterexample(
    _ instance: Instance, _ sides: (Double?, Double?)?, _ reason: String
  ) -> Counterexample {
    let free = obligation.goal.freeSymbols.union(
      obligation.hypotheses.reduce(into: Set<Symbol>()) { $0.formUnion($1.proposition.freeSymbols) }
    )
    var list: [Counterexample.Assignment] = []
    for declaration in obligation.declarations where free.contains(declaration.symbol) {
      let symbol = declaration.symbol
      if let function = instance.functions[symbol] {
        list.append(.init(symbol, tex: function.tex, numbers: []))
      } else if let p = instance.orders[symbol] {
        list.append(.init(symbol, tex: p == .infinity ? "\\infty" : texNumber(p), numbers: []))
      } else if let members = instance.values[symbol] {
        let tex = members.map(\.tex)
        list.append(
          .init(
            symbol, tex: tex.count == 1 ? tex[0] : "(" + tex.joined(separator: ",\\ ") + ")",
            numbers: members.flatMap(\.numbers),
            members: declaration.indices.isEmpty
              ? []
              : zip(instance.places(of: declaration), tex).map { .init($0, tex: $1) }))
      }
    }
    var sizes: [Dimension: Int] = [:]
    let used = usedDimensions
    for (d, size) in instance.sizes where used.contains(d) { sizes[d] = size }
    return Counterexample(
      values: list, sizes: sizes, left: sides?.0, right: sides?.1, reason: reason,
      balls: normBalls(on: instance))
  }

  private var usedDimensions: Set<Dimension> {
    let free = obligation.goal.freeSymbols
    var found: Set<Dimension> = []
    for declaration in obligation.declarations where free.contains(declaration.symbol) {
      found.formUnion(declaration.indices)
      if case .vector(let d) = declaration.type { found.insert(d) }
      if case .matrix(let m, let d) = declaration.type { found.formUnion([m, d]) }
    }
    return found
  }
}

extension Value {
  var tex: String {
    switch self {
    case .scalar(let x): return texNumber(x)
    case .vector(let v):
      return v.count == 1 ? texNumber(v[0]) : "(" + v.map(texNumber).joined(separator: ", ") + ")"
    case .matrix(let rows):
      return "\\begin{pmatrix} "
        + rows.map { $0.map(texNumber).joined(separator: " & ") }.joined(separator: " \\\\ ")
        + " \\end{pmatrix}"
    }
  }
}

extension Instance {
  /// The places of a family's members, from 1, in their order.
  func places(of declaration: Declaration) -> [[Int]] {
    declaration.indices.reduce([[]]) { places, range in
      places.flatMap { place in (0..<size(range)).map { place + [$0 + 1] } }
    }
  }

  /// The same with one dimension cut.
  func resized(_ d: Dimension, _ size: Int, _ scope: Scope) -> Instance {
    var next = self
    next.sizes[d] = size
    for symbol in values.keys {
      guard let declaration = scope.declaration(symbol), let members = values[symbol] else {
        continue
      }
      var kept = members
      if declaration.indices.contains(d) {
        // Members whose indices all lie in the smaller range.
        kept = []
        for (k, member) in members.enumerated() {
          var rest = k
          var isInside = true
          for index in declaration.indices.reversed() {
            let n = self.size(index)
            if index == d, rest % n >= size { isInside = false }
            rest /= n
          }
          if isInside { kept.append(member) }
        }
      }
      switch declaration.type {
      case .vector(d): kept = kept.map { .vector(Array($0.numbers.prefix(size))) }
      case .matrix(let m, let c):
        kept = kept.map { value in
          guard case .matrix(var rows) = value else { return value }
          if m == d { rows = Array(rows.prefix(size)) }
          if c == d { rows = rows.map { Array($0.prefix(size)) } }
          return .matrix(rows)
        }
      default: break
      }
      next.values[symbol] = kept
    }
    return next
  }
}
