internal import AdvKit

/// Makes instances that obey hypotheses: random ones, and the extreme points that random draws never
/// hit, repaired until the hypotheses hold.
struct InstanceMaker {
  let declarations: [Declaration]
  let hypotheses: [Proposition]
  let scope: Scope
  var random: RandomStream
  /// The largest d and n.
  let largest: (space: Int, family: Int)
  private let candidates: [Symbol: [SampleFunction]]

  init(
    _ obligation: Obligation, _ hypotheses: [Proposition], seed: UInt64,
    largest: (space: Int, family: Int)
  ) {
    declarations = obligation.declarations
    self.hypotheses = hypotheses
    scope = obligation.scope
    self.largest = largest
    random = RandomStream(RandomKey(seed: seed, cell: "derive", stream: "instances"))
    var found: [Symbol: [SampleFunction]] = [:]
    for declaration in obligation.declarations {
      if case .function(let type) = declaration.type, type.arguments == [.scalar] {
        found[declaration.symbol] = SampleFunction.library.filter { $0.has(type.properties) }
      }
    }
    candidates = found
  }

  private static let spaceSizes = [1, 2, 1, 2, 3, 2, 1, 3, 5, 2, 8, 3, 2, 16, 5, 64]
  private static let familySizes = [1, 2, 2, 1, 3, 2, 5, 3, 2, 8, 3, 16]

  /// The k-th instance; nil where the hypotheses could not be met.
  mutating func make(_ k: Int) -> Instance? {
    var sizes: [Dimension: Int] = [:]
    var others = 0
    for d in dimensions {
      switch d {
      case .space: sizes[d] = min(largest.space, Self.spaceSizes[k % Self.spaceSizes.count])
      case .family: sizes[d] = min(largest.family, Self.familySizes[k % Self.familySizes.count])
      default:
        sizes[d] = min(largest.family, Self.familySizes[(k + 3 + others) % Self.familySizes.count])
        others += 1
      }
    }
    var instance = Instance(sizes: sizes)
    let isSimple = k % 3 != 2
    var vectors: [[Double]] = []
    var pair: [Double] = []
    for declaration in declarations {
      let count = declaration.indices.reduce(1) { $0 * instance.size($1) }
      switch declaration.type {
      case .scalar(let domain):
        let isEqual = random.integer(below: 6) == 0
        let first = number(domain, isSimple)
        instance.values[declaration.symbol] = (0..<count).map { _ in
          .scalar(isEqual ? first : number(domain, isSimple))
        }
      case .vector(let d):
        let isEqual = random.integer(below: 6) == 0
        var members: [Value] = []
        for _ in 0..<count {
          if isEqual, let first = members.first {
            members.append(first)
          } else {
            let v = vector(instance.size(d), isSimple, vectors)
            vectors.append(v)
            members.append(.vector(v))
          }
        }
        instance.values[declaration.symbol] = members
      case .matrix(let m, let d):
        instance.values[declaration.symbol] = (0..<count).map { _ in
          .matrix((0..<instance.size(m)).map { _ in vector(instance.size(d), isSimple, []) })
        }
      case .function(let type):
        let list: [SampleFunction]
        if type.arguments == [.scalar] {
          list = candidates[declaration.symbol] ?? []
        } else {
          let counts = type.arguments.map { sort -> Int in
            if case .vector(let d) = sort { return instance.size(d) }
            return 1
          }
          list = SampleFunction.several(counts, &random, isSimple: isSimple).filter {
            $0.has(type.properties)
          }
        }
        guard !list.isEmpty else { return nil }
        // In order first, so that simple ones come early; then at random.
        let choice = k < list.count ? k : random.integer(below: list.count)
        instance.functions[declaration.symbol] = list[choice]
      case .order:
        // Orders come in conjugate pairs where a hypothesis ties them; repaired below otherwise.
        let orders = [2.0, 1, .infinity, 3, 1.5, 4]
        let p = orders[random.integer(below: orders.count)]
        if let last = pair.last, isConjugate {
          instance.orders[declaration.symbol] =
            last == 1 ? .infinity : last == .infinity ? 1 : last / (last - 1)
          pair.removeLast()
        } else {
          instance.orders[declaration.symbol] = p
          pair.append(p)
        }
      }
    }
    return repaired(instance)
  }

  /// Whether a hypothesis ties two orders.
  private var isConjugate: Bool {
    let orders = Set(declarations.filter { $0.type == .order }.map(\.symbol))
    return hypotheses.contains { $0.freeSymbols.intersection(orders).count == 2 }
  }

  /// All dimensions of the declarations, in order.
  private var dimensions: [Dimension] {
    var found: Set<Dimension> = [.space, .family]
    for declaration in declarations {
      found.formUnion(declaration.indices)
      switch declaration.type {
      case .vector(let d): found.insert(d)
      case .matrix(let m, let d): found.formUnion([m, d])
      case .function(let type):
        for case .vector(let d) in type.arguments { found.insert(d) }
      default: break
      }
    }
    return found.sorted()
  }

  // MARK: values

  private mutating func number(_ domain: Domain, _ isSimple: Bool) -> Double {
    switch domain {
    case .sign: return random.uniform() < 0.5 ? -1 : 1
    case .integer: return Double(random.integer(below: 9)) - 4
    case .real: return bare(isSimple)
    case .nonnegative: return abs(bare(isSimple))
    case .positive:
      let x = abs(bare(isSimple))
      return x == 0 ? 1 : x
    }
  }

  private mutating func bare(_ isSimple: Bool) -> Double {
    if isSimple {
      let list = [0.0, 1, -1, 0.5, 2, -0.5, -2, 3, 0.25, 0, 1]
      return list[random.integer(below: list.count)]
    }
    switch random.integer(below: 8) {
    case 0: return 10 * random.normal()
    case 1: return 0.01 * random.normal()
    default: return random.normal()
    }
  }

  private mutating func vector(_ n: Int, _ isSimple: Bool, _ before: [[Double]]) -> [Double] {
    let same = before.filter { $0.count == n }
    switch random.integer(below: 14) {
    case 0: return Array(repeating: 0, count: n)
    case 1, 2:
      var v = Array(repeating: 0.0, count: n)
      v[random.integer(below: n)] = random.uniform() < 0.5 ? 1 : -1
      return v
    case 3: return (0..<n).map { _ in random.uniform() < 0.5 ? 1 : -1 }
    case 4: return Array(repeating: bare(true), count: n)
    case 5:
      var v = (0..<n).map { _ in 1e-3 * random.normal() }
      v[random.integer(below: n)] = 10
      return v
    case 6, 7:
      if !same.isEmpty {
        let u = same[random.integer(below: same.count)]
        let scale = [1.0, -1, 2, -0.5][random.integer(below: 4)]
        return u.map { scale * $0 }
      }
      return (0..<n).map { _ in bare(isSimple) }
    case 8:
      // Half of the components 0.
      return (0..<n).map { _ in random.uniform() < 0.5 ? 0 : bare(isSimple) }
    default: return (0..<n).map { _ in bare(isSimple) }
    }
  }

  // MARK: repair

  /// Changes values until all hypotheses hold; nil where they do not.
  private mutating func repaired(_ instance: Instance) -> Instance? {
    var current = instance
    for _ in 0..<4 {
      var isFine = true
      for hypothesis in hypotheses {
        if holds(hypothesis, current) { continue }
        isFine = false
        current = repair(hypothesis, current)
      }
      if isFine { return current }
    }
    return hypotheses.allSatisfy { holds($0, current) } ? current : nil
  }

  func holds(_ p: Proposition, _ instance: Instance) -> Bool {
    switch p {
    case .all(let list): return list.allSatisfy { holds($0, instance) }
    default:
      guard let truth = try? Evaluation(instance, scope).exactly(p) else { return false }
      if case .no = truth { return false }
      // Statements about all vectors are taken as holding where no probe breaks them.
      if case .forAll = p { return true }
      return truth == .yes
    }
  }

  private mutating func repair(_ p: Proposition, _ instance: Instance) -> Instance {
    switch p {
    case .all(let list):
      return list.reduce(instance) { $0.holdsOr($1, self) ? $0 : repairOne($1, $0) }
    case .forAll(let bound, _, let body) where bound.allSatisfy(\.isIndex):
      return repairEach(bound, body, instance, Evaluation(instance, scope))
    default: return repairOne(p, instance)
    }
  }

  private mutating func repairEach(
    _ bound: [Bound], _ body: Proposition, _ instance: Instance, _ place: Evaluation
  ) -> Instance {
    guard let first = bound.first, case .index(let d) = first.sort else {
      return moved(body, instance, place.indices)
    }
    var current = instance
    for k in 1...instance.size(d) {
      var inner = Evaluation(current, scope)
      inner.indices = place.indices
      inner.indices[first.symbol] = k
      if bound.count > 1 {
        current = repairEach(Array(bound.dropFirst()), body, current, inner)
      } else if let truth = try? inner.exactly(body), truth == .yes {
        continue
      } else {
        current = moved(body, current, inner.indices)
      }
    }
    return current
  }

  private mutating func repairOne(_ p: Proposition, _ instance: Instance) -> Instance {
    moved(p, instance, [:])
  }

  /// Moves a number or a vector that occurs so that a relation holds: scales vectors into balls, solves
  /// equations in one number, crosses bounds.
  private mutating func moved(
    _ p: Proposition, _ instance: Instance, _ indices: [Symbol: Int]
  ) -> Instance {
    guard case .relation(let r, let a, let b) = p else { return instance }
    func evaluation(_ instance: Instance) -> Evaluation {
      var e = Evaluation(instance, scope)
      e.indices = indices
      return e
    }
    if case .vector = a.sort(in: scope), r == .equal {
      for (side, other) in [(a, b), (b, a)] {
        if case .symbol(let symbol, let at) = side, at.isEmpty,
          let v = try? evaluation(instance).vector(other)
        {
          var next = instance
          next.values[symbol] = [.vector(v.map(\.value))]
          return next
        }
      }
      return instance
    }
    func gap(_ instance: Instance) -> Double? {
      guard let x = try? evaluation(instance).scalar(a), let y = try? evaluation(instance).scalar(b)
      else { return nil }
      return x.value - y.value
    }
    func isFine(_ instance: Instance) -> Bool {
      (try? evaluation(instance).exactly(p)) == .yes
    }
    let free = a.freeSymbols.union(b.freeSymbols).sorted()
    // Vectors are scaled: into a ball, onto its boundary, to 0.
    if r == .lessOrEqual || r == .less || r == .greaterOrEqual || r == .greater {
      for symbol in free.shuffled(&random) {
        guard let members = instance.values[symbol], case .vector? = members.first else { continue }
        guard let here = gap(instance) else { continue }
        var low = 0.0
        var high = 1.0
        func scaled(_ t: Double) -> Instance {
          var next = instance
          next.values[symbol] = members.map { $0.replacing($0.numbers.map { t * $0 }) }
          return next
        }
        guard isFine(scaled(0)), abs(here) > 0 else { continue }
        for _ in 0..<60 {
          let middle = (low + high) / 2
          if isFine(scaled(middle)) { low = middle } else { high = middle }
        }
        let t = [1.0, 1, 0.5, 0][random.integer(below: 4)]
        let simple = scaled(low * t)
        return isFine(simple) ? simple : scaled(low * (1 - 0x1p-48))
      }
    }
    // One number is solved for, or moved across.
    for symbol in free.shuffled(&random) {
      guard let members = instance.values[symbol] else { continue }
      for m in members.indices.shuffled(&random).prefix(3) {
        let numbers = members[m].numbers
        for k in numbers.indices.shuffled(&random).prefix(4) {
          func with(_ x: Double) -> Instance {
            var changed = numbers
            changed[k] = x
            var next = instance
            var list = members
            list[m] = members[m].replacing(changed)
            next.values[symbol] = list
            return next
          }
          let isInDomain = domainTest(symbol)
          for x in [numbers[k] + 1, 0, 1, -1, 0.5, -numbers[k], 2] where isInDomain(x) {
            if r != .equal || x == 0, isFine(with(x)) { return with(x) }
          }
          guard let here = gap(instance), let there = gap(with(numbers[k] + 1)), here != there
          else { continue }
          let solution = numbers[k] - here / (there - here)
          if isInDomain(solution), isFine(with(solution)) { return with(solution) }
        }
      }
    }
    return instance
  }

  /// Whether a number may be the value of a symbol.
  func domainTest(_ symbol: Symbol) -> (Double) -> Bool {
    guard case .scalar(let domain)? = scope.declaration(symbol)?.type else { return { _ in true } }
    switch domain {
    case .real: return { _ in true }
    case .nonnegative: return { $0 >= 0 }
    case .positive: return { $0 > 0 }
    case .sign: return { abs($0) == 1 }
    case .integer: return { $0 == $0.rounded() }
    }
  }
}

extension Instance {
  fileprivate func holdsOr(_ p: Proposition, _ maker: InstanceMaker) -> Bool {
    maker.holds(p, self)
  }
}

extension Bound {
  var isIndex: Bool {
    if case .index = sort { return true }
    return false
  }
}

extension Collection {
  fileprivate func shuffled(_ random: inout RandomStream) -> [Element] {
    let list = Array(self)
    return random.permutation(list.count).map { list[$0] }
  }
}
