internal import AdvKit
internal import Evidence
internal import Notebook

extension SharedField {
  /// The key of a loss that the author writes.
  static let lossExpressionKey = "loss-expression"

  /// A loss that the author writes, in the place of one with a name.
  static let lossExpression = Field.optional(
    lossExpressionKey, .deferred(["z"]),
    "Instead of `loss`: ℓ as an expression of the margin z, such as =log(1 + exp(-z)).")
}

/// What a cell needs a loss to be.
enum LossNeed {
  /// Nothing increases with the margin: a worst loss is the loss of the worst margin.
  case nonincreasing
  /// It is not shown to increase.
  case notIncreasing
}

extension Invocation {
  /// The loss of a linear model: the one that the author wrote, studied; else the one that is named.
  ///
  /// - Throws: where both are there, and for a written loss that has no derivative or no value
  ///   somewhere, that increases, or of which what the cell needs was not shown.
  func marginLoss(_ need: LossNeed = .nonincreasing) throws(CellFailure) -> MarginLoss {
    guard let study = try lossStudy(need) else { return loss }
    return .expression(study.loss)
  }

  /// What was found of the loss that the author wrote; nil where there is none.
  func lossStudy(_ need: LossNeed) throws(CellFailure) -> LossStudy? {
    guard let argument = self[SharedField.lossExpressionKey], let written = argument.deferred else {
      return nil
    }
    if let named = self["loss"] {
      throw CellFailure(
        "`loss` beside `loss-expression`", rule: "a cell has one loss",
        fix: "remove one of the two", at: named.span)
    }
    let (expression, text) = try lossText(written)
    let study: LossStudy
    do throws(LossRefusal) {
      guard expression.partCount <= LossTranslation.mostParts else {
        throw LossRefusal(
          "a loss of \(expression.partCount) parts",
          rule: "a loss has at most \(LossTranslation.mostParts) numbers, names and operations",
          fix: "write it more shortly", at: expression.place)
      }
      guard expression.kinkDepth <= LossTranslation.deepestKinks else {
        throw LossRefusal(
          "kinks nested \(expression.kinkDepth) deep",
          rule: "max, min and abs stand at most \(LossTranslation.deepestKinks) deep in each other",
          fix: "write one max of several parts", at: expression.place)
      }
      study = try LossStudy(expression, text: text)
    } catch {
      throw CellFailure(
        error.message, rule: error.rule, fix: error.fix,
        at: written.span.part(offset: error.at.offset, length: error.at.length))
    }
    try study.require(need, at: argument.span)
    return study
  }

  /// The expression with numbers in the place of parameters, and its text.
  private func lossText(
    _ written: DeferredExpression
  ) throws(CellFailure) -> (Notebook.Expression, String) {
    var text = Array(written.source.unicodeScalars)
    for (name, at) in written.expression.names.reversed() where name != "z" {
      guard let value = written.value(of: name), let number = value.number,
        value.evidence.kind == .given, number.isFinite
      else {
        throw CellFailure(
          "`\(name)` in a loss",
          rule: "a loss is made of z, of numbers, and of given values, such as parameters",
          fix: "write a number, or put it under `params`",
          at: written.span.part(offset: at.offset, length: at.length))
      }
      text.replaceSubrange(at.offset..<at.offset + at.length, with: "(\(number))".unicodeScalars)
    }
    var joined = String.UnicodeScalarView()
    joined.append(contentsOf: text)
    let result = String(joined)
    do throws(ExpressionFailure) {
      return (try Notebook.Expression.parse(result), result)
    } catch {
      throw CellFailure(error, in: written)
    }
  }

  /// Refuses a written loss where only the named ones work.
  func refuseLossExpression(of what: String) throws(CellFailure) {
    guard let argument = self[SharedField.lossExpressionKey] else { return }
    throw CellFailure(
      "`loss-expression` with \(what)",
      rule: "a loss that is written is one of linear models: its derivative is established there",
      fix: "write `loss` with one of its words, or take a linear model", at: argument.span)
  }
}

extension LossStudy {
  /// Refuses a loss that is not what a cell needs.
  func require(_ need: LossNeed, at span: Span) throws(CellFailure) {
    let rule = "a loss does not increase: over a ball, the worst loss is that of the worst margin"
    switch falls {
    case .proved: return
    case .refuted(let a, let b):
      throw CellFailure(
        "the loss increases: ℓ(\(plain(a))) = \(printed(loss.formula.value(a), significant: 4)) and "
          + "ℓ(\(plain(b))) = \(printed(loss.formula.value(b), significant: 4))", rule: rule,
        fix: "write one that falls with z, such as =log(1 + exp(-z))", at: span)
    case .undefined(let z, let reason):
      throw CellFailure(
        "the loss has no value at the margin \(plain(z)): \(reason)",
        rule: "a loss has a value at every margin",
        fix: "guard the argument, such as with max(0, …), or write another loss", at: span)
    case .open(let reason):
      if need == .notIncreasing { return }
      throw CellFailure(
        "it was not established that the loss does not increase: \(reason)", rule: rule,
        fix: "write it so that it shows: sums, maxima, exp, log and powers of parts that fall",
        at: span)
    }
  }

  /// What was established of the loss, as inline Markdown.
  var summary: String {
    "The loss `\(loss.text)`: " + words(falls, "does not increase") + "; "
      + words(curves, "convex") + ". At a kink its slope is the one to the right."
  }

  private func words(_ finding: Finding, _ property: String) -> String {
    switch finding {
    case .proved(let reason): "\(property), proved (\(reason))"
    case .refuted(let a, let b):
      "not \(property), as between the margins \(plain(a)) and \(plain(b))"
    case .undefined, .open: "not established: \(property)"
    }
  }

  /// Refuses losses that are no numbers, naming the margin.
  static func requireValues(
    _ losses: [Double], at margins: [Double], _ invocation: Invocation
  ) throws(CellFailure) {
    guard let argument = invocation[SharedField.lossExpressionKey],
      let k = losses.firstIndex(where: { !$0.isFinite }), margins.indices.contains(k)
    else { return }
    throw CellFailure(
      noValue(at: margins[k]) + " (point \(k + 1))", rule: Self.rangeRule, fix: Self.rangeFix,
      at: argument.span)
  }

  /// What is said of a margin at which the loss cannot be computed.
  static func noValue(at margin: Double) -> String {
    "the loss has no finite value at the margin \(plain(margin))"
  }

  static let rangeRule = "all parts of a loss stay within the range of numbers (about 1e308)"
  static let rangeFix = "scale the data or the weights, or write the loss in another form"
}

extension Notebook.Expression {
  /// How deep max, min and abs stand in each other.
  var kinkDepth: Int {
    switch self {
    case .number, .name: return 0
    case .negation(let a, _): return a.kinkDepth
    case .binary(_, let a, let b, _), .comparison(_, let a, let b, _):
      return Swift.max(a.kinkDepth, b.kinkDepth)
    case .call(let function, let arguments, _):
      let inner = arguments.reduce(0) { Swift.max($0, $1.kinkDepth) }
      return [.max, .min, .abs].contains(function) ? inner + 1 : inner
    }
  }

  /// The number of its nodes.
  var partCount: Int {
    switch self {
    case .number, .name: 1
    case .negation(let a, _): 1 + a.partCount
    case .binary(_, let a, let b, _), .comparison(_, let a, let b, _):
      1 + a.partCount + b.partCount
    case .call(_, let arguments, _): 1 + arguments.reduce(0) { $0 + $1.partCount }
    }
  }
}
