// Oracle: the notebook's own checks and the second routes of the audits, asked with planted errors.
import Evidence
import Foundation
import Synchronization
import Testing

@testable import Cells
@testable import Notebook

/// The project's folder, found from this file.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

/// The course's first page, planned.
func problemSetPlan(settings: [String: Double] = [:]) throws -> PagePlan {
  let reader = InputReader(root: projectFolder)
  let (sources, missing) = reader.notebooks(["notebooks/problem-set-9.md"])
  try #require(missing.isEmpty)
  let source = try #require(sources.first)
  let (document, diagnostics) = parse(source, directives: directives)
  #expect(diagnostics.isEmpty)
  let (plans, planned) = plan([document], directives: directives, settings: settings)
  #expect(planned.isEmpty)
  return try #require(plans.first)
}

extension PagePlan {
  /// The plan without the derivations: they compute no numbers, and take most of the time.
  fileprivate var numbersOnly: PagePlan {
    PagePlan(
      document: document, cells: cells,
      order: order.filter { cells[$0].cell.directive != "derive" }, indexByID: indexByID,
      publishers: publishers, labels: labels, params: params, slug: slug, files: files)
  }
}

/// A value with one of its numbers one per cent larger in size; nil where it holds none but zeros.
private func perturbed(_ named: NamedValue) -> NamedValue? {
  let value = named.value
  switch value.content {
  case .number(let number):
    guard number != 0, number.isFinite else { return nil }
    return NamedValue(named.name, Value(.number(number * 1.01), value.evidence))
  case .vector(var vector):
    guard let index = vector.indices.max(by: { abs(vector[$0]) < abs(vector[$1]) }),
      vector[index] != 0
    else { return nil }
    vector[index] *= 1.01
    return NamedValue(named.name, Value(.vector(vector), value.evidence))
  case .matrix(var matrix):
    guard
      let row = matrix.indices.max(by: { a, b in
        (matrix[a].map(abs).max() ?? 0) < (matrix[b].map(abs).max() ?? 0)
      }),
      let column = matrix[row].indices.max(by: { abs(matrix[row][$0]) < abs(matrix[row][$1]) }),
      matrix[row][column] != 0
    else { return nil }
    matrix[row][column] *= 1.01
    return NamedValue(named.name, Value(.matrix(matrix), value.evidence))
  case .boolean, .text: return nil
  }
}

struct ProblemSetTests {
  @Test func everyCheckHoldsAndEveryAuditAgrees() throws {
    let (results, diagnostics) = run(try problemSetPlan(), files: [:])
    #expect(diagnostics.map(\.message) == [])
    #expect(results.failedCount == 0)
  }

  /// Each computed value of each cell, one per cent off, is noticed: by the cell's audit, or by a
  /// check, the sandwich or an audit of the whole page.
  @Test func aComputedValueThatIsOnePerCentOffIsNoticed() throws {
    let survivors = Mutex<[(cell: String, name: String)]>([])
    let asked = Mutex(0)
    let options = RunOptions(observe: { directive, output, invocation in
      for (index, named) in output.values.enumerated() where named.value.evidence.kind >= .computed
      {
        guard let wrong = perturbed(named) else { continue }
        asked.withLock { $0 += 1 }
        var tampered = output
        tampered.values[index] = wrong
        if directive.audit(tampered, of: invocation).isEmpty {
          survivors.withLock { $0.append((invocation.id, named.name)) }
        }
      }
    })
    let plan = try problemSetPlan().numbersOnly
    _ = run(plan, files: [:], options: options)
    #expect(asked.withLock { $0 } > 300)
    for (cell, name) in survivors.withLock({ $0 }) {
      let tamper = RunOptions(tamper: { id, named in
        id == cell && named.name == name ? perturbed(named) ?? named : named
      })
      let (_, diagnostics) = run(plan, files: [:], options: tamper)
      #expect(
        diagnostics.hasErrors, "\(cell).\(name) is published and nothing notices when it is wrong")
    }
  }

  @Test func runsGiveTheSameValuesEachTime() throws {
    let plan = try problemSetPlan().numbersOnly
    let first = run(plan, files: [:]).0
    let second = run(plan, files: [:]).0
    for (index, outcome) in first.outcomes {
      #expect(outcome.output?.values == second.outcomes[index]?.output?.values)
    }
  }

  /// δ* = +yεw/‖w‖ instead of −yεw/‖w‖.
  @Test func aChangedSignFailsAtItsCheck() throws {
    let reader = InputReader(root: projectFolder)
    let source = try #require(reader.notebooks(["notebooks/problem-set-9.md"]).0.first)
    let text = source.lines.joined(separator: "\n")
    let right = "delta: =-y * epsilon * w / norm(w)"
    try #require(text.contains(right))
    let at = try #require(text.range(of: right))
    let wrong = text.replacingCharacters(in: at, with: "delta: =y * epsilon * w / norm(w)")
    let (document, _) = parse(SourceText(path: source.path, text: wrong), directives: directives)
    let plan = try #require(plan([document], directives: directives).0.first).numbersOnly
    let (_, diagnostics) = run(plan, files: [:])
    let check = try #require(source.lines.firstIndex { $0.contains("adv check #check-l2-point") })
    let failed = diagnostics.filter { $0.code == .checkFailed }
    #expect(failed.contains { ($0.span?.line ?? 0) > check && ($0.span?.line ?? 0) < check + 8 })
  }
}
