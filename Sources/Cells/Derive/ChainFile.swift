internal import AdvKit
internal import Derivations
package import Notebook

/// A derivation that stands in a file of its own, checked.
package struct CheckedChain: Sendable {
  /// One step or witness in lines of plain text, the first with its mark.
  package let steps: [[String]]
  /// All that is wrong, in the order of the file.
  package let diagnostics: [Diagnostic]
}

/// Checks a file with one derivation: LaTeX under a header.
///
/// The header is either comments, one a line, `% where w: vector`, `% given w \ne 0`,
/// `% let m: y w^\top x`, `% witness \delta: …`, `% step 2 by: cauchy-schwarz`, `% macro \vw: \mathbf{w}`; or the YAML of a
/// `derive` cell and a line `---`.
///
/// - Parameters:
///   - seed: keys the random instances.
///   - isDraft: whether what the check found is only warned of.
package func checkChain(_ source: SourceText, seed: UInt64, isDraft: Bool) -> CheckedChain {
  let text: CellText
  var diagnostics: [Diagnostic] = []
  if let read = readCellText(source, fields: DeriveCell.fields, owner: "the header") {
    guard let found = read.text else {
      return CheckedChain(steps: [], diagnostics: read.diagnostics)
    }
    text = found
    diagnostics = read.diagnostics
  } else {
    var header = ChainHeader(source)
    text = header.read()
    diagnostics = header.diagnostics
  }
  guard text.body.contains(where: { !$0.isWhitespace }) else {
    diagnostics.append(
      Diagnostic(
        .derivationSyntax, at: text.span, "no LaTeX", rule: "a chain is LaTeX under its header",
        fix: "write the relations under the header"))
    return CheckedChain(steps: [], diagnostics: diagnostics)
  }
  let written = WrittenDerivation(text)
  diagnostics += written.diagnostics
  guard let derivation = written.derivation, !diagnostics.hasErrors else {
    return CheckedChain(steps: [], diagnostics: diagnostics.ordered)
  }
  var stream = RandomStream(RandomKey(seed: seed, cell: "chain", stream: "derivation"))
  let outcome = DerivationOutcome(
    written: written, derivation: derivation,
    report: check(derivation, written.checkOptions(seed: stream.word(), theorems: [:])),
    equalities: written.checkEqualities(derivation, seed: stream.word()))
  diagnostics += outcome.messages.map {
    Diagnostic(
      $0.code, $0.isError && !isDraft ? .error : .warning, at: $0.span ?? text.span, $0.message,
      rule: $0.rule, fix: $0.fix)
  }
  return CheckedChain(steps: outcome.block.lines(of: derivation), diagnostics: diagnostics.ordered)
}

extension JudgedDerivation {
  /// Every step and witness as plain text.
  fileprivate func lines(of derivation: Derivation) -> [[String]] {
    let steps = lines.enumerated().map { place, line in
      let left = line.left.map { "\(flat($0)) " } ?? ""
      return line.step.text(head: "(\(place + 1)) \(left)\(line.sign) \(flat(line.right))")
    }
    let others = (premises + besides).compactMap { premise in
      premise.step.map { $0.text(head: "\(premise.word) \(premise.statement)") }
    }
    return steps + others
  }

  private func flat(_ tex: String) -> String {
    tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension JudgedStep {
  /// The mark and the step, then what was found of it.
  fileprivate func text(head: String) -> [String] {
    var lines = [
      "\(verdict.symbol) \(head)", verdict.words + (reason.isEmpty ? "" : ": \(reason)"),
    ]
    if let counterexample {
      let values = counterexample.values.flatMap(\.equations)
      if !values.isEmpty { lines.append("at " + values.joined(separator: ", ")) }
      if let left = counterexample.left, let right = counterexample.right {
        lines.append(
          "left \(printed(sides: left, right).left), right \(printed(sides: left, right).right)")
      }
    }
    if let (used, unused) = hypotheses, !(used + unused).isEmpty {
      let list = { (all: [String]) in all.isEmpty ? "none" : all.joined(separator: ", ") }
      lines.append("uses \(list(used)); does not use \(list(unused))")
    }
    if let tests {
      lines.append(
        "\(tests.instances) instances, dimensions \(tests.dimensions.lowerBound) to "
          + "\(tests.dimensions.upperBound), largest difference "
          + "\(printed(tests.largestDifference, significant: 2)), seed \(tests.seed)")
    }
    return lines + remarks
  }
}
