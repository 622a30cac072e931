/// Reads a derivation: its symbols, what is given, and its steps.
///
/// All that is wrong is reported at once, each mistake by one message. The derivation is nil exactly
/// where a message is more than a warning.
package func read(
  _ source: DerivationSource
) -> (derivation: Derivation?, failures: [LanguageFailure]) {
  var reader = DerivationReader(source)
  reader.run()
  var seen: Set<LanguageFailure> = []
  var topics: Set<String> = []
  let count = source.body.unicodeScalars.count
  let placed = reader.failures.map { $0.place == .body ? $0.placed(within: count) : $0 }
  let failures = placed.filter { failure in
    seen.insert(failure).inserted && (failure.topic.map { topics.insert($0).inserted } ?? true)
  }
  let isBroken = failures.contains { !$0.isWarning }
  return (isBroken ? nil : reader.derivation, failures)
}

struct DerivationReader {
  let source: DerivationSource
  var vocabulary = Vocabulary()
  var failures: [LanguageFailure] = []
  var derivation = Derivation(declarations: [], hypotheses: [], witnesses: [], steps: [])
  var used: Set<String> = []

  init(_ source: DerivationSource) {
    self.source = source
  }

  mutating func run() {
    readSymbols()
    readDefinitions()
    for entry in source.witnesses {
      if let name = try? wholeName(entry.key, .body) { vocabulary.witnesses.insert(name.unprimed) }
    }
    readGiven()
    readWitnesses()
    readBody()
    derivation.witnesses = derivation.witnesses.map { $0.asVector(in: derivation.steps) }
    for (index, entry) in source.symbols.enumerated() {
      guard let name = try? wholeName(entry.key, .symbol(index, key: true)) else { continue }
      let spellings = [name.whole, name.unprimed, name.bold ?? name.whole]
      guard spellings.allSatisfy({ !used.contains($0) }),
        spellings.contains(where: {
          vocabulary.declarations[$0] != nil || vocabulary.indices[$0] != nil
        })
      else { continue }
      failures.append(
        LanguageFailure(
          .symbol(index, key: true), 0..<max(1, entry.key.unicodeScalars.count),
          "`\(entry.key)` is declared and never used", rule: "what is declared is used",
          fix: "leave it out", isWarning: true))
    }
  }

  /// Does a part, and files what it throws.
  private mutating func attempt(
    _ work: (inout DerivationReader) throws(LanguageFailure) -> Void
  ) {
    do throws(LanguageFailure) { try work(&self) } catch { failures.append(error) }
  }

  private func tokens(
    _ text: String, _ place: SourcePlace
  ) throws(LanguageFailure) -> [Token] {
    let list = try Lexer.tokens(text, place, macros: source.macros)
    guard !list.isEmpty else {
      throw LanguageFailure(
        place, 0..<max(1, text.unicodeScalars.count), "the formula is empty",
        rule: "a formula says something", fix: "write it, or leave the field out")
    }
    return list
  }

  private func formula(
    _ list: [Token], _ place: SourcePlace, _ text: String
  ) -> FormulaReader {
    FormulaReader(list, place, vocabulary, end: text.unicodeScalars.count)
  }

  private func wholeName(
    _ text: String, _ place: SourcePlace
  ) throws(LanguageFailure) -> Name {
    var reader = formula(try tokens(text, place), place, text)
    let name = try reader.name()
    guard reader.next == nil else {
      throw LanguageFailure(
        place, reader.here, "`\(text)` is no name",
        rule: "a name is a letter with its accent, star and subscript",
        fix: "write a name, such as `w` or `\\delta^*`")
    }
    return name
  }

  // MARK: the header

  private mutating func readSymbols() {
    var names: [(Int, Name, TypeWords)] = []
    for (index, entry) in source.symbols.enumerated() {
      attempt { (reader) throws(LanguageFailure) in
        let name = try reader.wholeName(entry.key, .symbol(index, key: true))
        do throws(LanguageFailure) {
          names.append((index, name, try TypeWords(entry.value, .symbol(index, key: false))))
        } catch {
          // What the name is, is not known; that it is meant to be declared is.
          let spelling = entry.value.contains("[") ? name.unprimed : name.whole
          reader.vocabulary.mistaken[spelling] = spelling
          throw error.about(spelling)
        }
      }
    }
    let light = Set(names.filter { $0.1.bold == nil }.map { $0.1.base })
    for (index, name, words) in names {
      var spelling = words.indices.isEmpty ? name.whole : name.unprimed
      if name.primes > 0 { spelling = name.stem }
      if let bold = name.bold, light.contains(name.base) {
        vocabulary.boldNames.insert(bold)
        spelling = bold
      }
      guard vocabulary.declarations[spelling] == nil, vocabulary.indices[spelling] == nil else {
        failures.append(
          LanguageFailure(
            .symbol(index, key: true), 0..<max(1, source.symbols[index].key.unicodeScalars.count),
            "`\(spelling)` is declared twice", rule: "a symbol is declared once",
            fix: "leave one out"))
        continue
      }
      switch words.type {
      case .symbol(let type):
        vocabulary.declare(Declaration(Symbol(spelling), type, indices: words.indices))
        let key = source.symbols[index].key
        derivation.spellings[Symbol(spelling)] = words.indices.isEmpty ? key : key.withoutSubscript
      case .index(let range):
        vocabulary.indices[spelling] = range
        vocabulary.dimensions.insert(range.name)
      }
    }
    derivation.declarations = vocabulary.order.compactMap { vocabulary.declarations[$0] }
  }

  private mutating func readDefinitions() {
    for (index, entry) in source.definitions.enumerated() {
      attempt { (reader) throws(LanguageFailure) in
        let place = SourcePlace.definition(index, key: true)
        var key = reader.formula(try reader.tokens(entry.key, place), place, entry.key)
        let name = try key.name()
        var parameters: [String] = []
        if key.take("(") {
          repeat { parameters.append(try key.name().unprimed) } while key.take(",")
          guard key.take(")") else { throw key.expected("`)`") }
        }
        guard key.next == nil else { throw key.leftOver("the name") }
        let spelling = parameters.isEmpty ? name.whole : name.unprimed
        if let declaration = reader.vocabulary.declarations[spelling] {
          let arity: Int
          if case .function(let type) = declaration.type {
            arity = type.arguments.count
          } else {
            arity = 0
          }
          if arity == parameters.count {
            throw LanguageFailure(
              place, name.range, "`\(spelling)` is declared in `where` already",
              rule: "a name is either declared or defined", fix: "leave one out")
          }
        }
        let value = SourcePlace.definition(index, key: false)
        let list: [Token]
        do throws(LanguageFailure) {
          list = try reader.tokens(entry.value, value)
        } catch {
          reader.vocabulary.mistaken[spelling] = spelling
          throw error.about(spelling)
        }
        reader.vocabulary.definitions.append(
          .init(name: spelling, parameters: parameters, tokens: list, place: value))
        // Without parameters it can be looked at now; with them where it is used.
        if parameters.isEmpty {
          do throws(LanguageFailure) {
            var formula = reader.formula(list, value, entry.value)
            formula.unfolding = [(spelling, 0)]
            _ = try formula.sum()
            guard formula.next == nil else { throw formula.leftOver("the definition") }
            reader.used.formUnion(formula.used)
          } catch {
            // Its uses are no mistakes of their own.
            reader.vocabulary.definitions.removeLast()
            reader.vocabulary.mistaken[spelling] = error.topic ?? spelling
            throw error.topic == nil ? error.about(spelling) : error
          }
        }
      }
    }
  }

  private mutating func readGiven() {
    for (index, text) in source.given.enumerated() {
      attempt { (reader) throws(LanguageFailure) in
        let hypothesis = try reader.hypothesis(text, .given(index))
        reader.derivation.hypotheses.append(hypothesis)
      }
    }
  }

  private mutating func hypothesis(
    _ text: String, _ place: SourcePlace
  ) throws(LanguageFailure) -> Hypothesis {
    var formula = formula(try tokens(text, place), place, text)
    let statement = try formula.statement()
    guard formula.next == nil else { throw formula.leftOver("the relation") }
    used.formUnion(formula.used)
    return Hypothesis(Self.forEvery(statement, formula.freeIndices), tex: text)
  }

  private mutating func readWitnesses() {
    for (index, entry) in source.witnesses.enumerated() {
      attempt { (reader) throws(LanguageFailure) in
        let name = try reader.wholeName(entry.key, .witness(index, key: true))
        let place = SourcePlace.witness(index, key: false)
        var formula = reader.formula(try reader.tokens(entry.value, place), place, entry.value)
        let value = try formula.sum()
        guard formula.next == nil else { throw formula.leftOver("the point") }
        reader.used.formUnion(formula.used)
        reader.used.insert(name.unprimed)
        reader.derivation.witnesses.append(
          Witness(Symbol(name.whole), value.expression, tex: entry.value))
      }
    }
  }

  /// A statement for every value of indices.
  static func forEvery(_ statement: Proposition, _ indices: [Bound]) -> Proposition {
    if indices.isEmpty { return statement }
    if case .forAll(let others, .truth(true), let body) = statement, others.allSatisfy(\.isIndex) {
      return .forAll(indices + others, where: .truth(true), body)
    }
    return .forAll(indices, where: .truth(true), statement)
  }

  // MARK: the body

  private mutating func readBody() {
    let scalars = Array(source.body.unicodeScalars)
    attempt { (reader) throws(LanguageFailure) in
      let list = try reader.tokens(reader.source.body, .body)
      var body = BodyReader(
        items: BodySplitter(list, scalars).items, scalars: scalars, vocabulary: reader.vocabulary,
        hypotheses: reader.derivation.hypotheses)
      body.run()
      reader.failures += body.failures
      reader.used.formUnion(body.used)
      reader.derivation.steps = body.steps
      if body.steps.isEmpty, body.failures.isEmpty {
        throw LanguageFailure(
          .body, 0..<max(1, scalars.count), "the body has no relation",
          rule: "a derivation has at least one relation",
          fix: "write `=`, `\\le`, `\\implies` or a judgement")
      }
    }
    for number in source.stepGiven.keys.sorted() {
      for (k, text) in (source.stepGiven[number] ?? []).enumerated() {
        attempt { (reader) throws(LanguageFailure) in
          let hypothesis = try reader.hypothesis(text, .stepGiven(number, k))
          guard reader.derivation.steps.indices.contains(number - 1) else { return }
          let step = reader.derivation.steps[number - 1]
          reader.derivation.steps[number - 1] = step.assuming(hypothesis)
        }
      }
    }
  }
}

extension String {
  /// A name in TeX without the subscript that stands outside all braces.
  fileprivate var withoutSubscript: String {
    var kept = ""
    var depth = 0
    var isEscaped = false
    var rest = Substring(self)
    while let character = rest.popFirst() {
      if character == "_", depth == 0, !isEscaped {
        // What follows is one token or one group.
        while rest.first == " " { rest.removeFirst() }
        if rest.first == "{" {
          var inner = 0
          while let next = rest.popFirst() {
            if next == "{" { inner += 1 }
            if next == "}" { inner -= 1 }
            if inner == 0 { break }
          }
        } else if rest.popFirst() == "\\" {
          rest = rest.drop(while: \.isLetter)
        }
        continue
      }
      if character == "{", !isEscaped { depth += 1 }
      if character == "}", !isEscaped { depth -= 1 }
      isEscaped = character == "\\" && !isEscaped
      kept.append(character)
    }
    return kept
  }
}

extension Witness {
  /// 0 offered for a vector is the vector of zeros.
  fileprivate func asVector(in steps: [Step]) -> Witness {
    guard value == .zero else { return self }
    for step in steps {
      var bounds = step.statement.extrema.flatMap(\.variables)
      if case .proposition(let p) = step.statement, case .exists(let bound, _, _) = p.unquantified {
        bounds += bound
      }
      for bound in bounds where bound.symbol == symbol {
        if case .vector(let d) = bound.sort { return Witness(symbol, .zeroVector(d), tex: tex) }
      }
    }
    return self
  }
}

extension Step {
  /// The same step with one more hypothesis.
  func assuming(_ hypothesis: Hypothesis) -> Step {
    Step(
      statement, hypotheses: hypotheses + [hypothesis], range: range, sign: sign, left: left,
      right: right, reason: reason, endsLine: endsLine, leftEndsLine: leftEndsLine)
  }
}

extension FormulaReader {
  /// Indices that stand for every value, with their ranges.
  var freeIndices: [Bound] {
    var list = implicit
    for letter in vocabulary.indices.keys.sorted()
    where used.contains(letter) && !list.contains(letter) {
      list.append(letter)
    }
    return list.compactMap { letter in
      (vocabulary.indices[letter] ?? ranges[letter]).map { Bound(Symbol(letter), .index($0)) }
    }
  }
}
