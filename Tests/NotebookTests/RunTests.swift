// Oracle: sums and products that are done in the head, and the rules of failing, skipping, replaying
// and of the sandwich as the design states them.
import Evidence
import Synchronization
import Testing

@testable import Notebook

@Suite struct RunningCells {
  static let front = "---\ntitle: T\nseed: 7\nparams: { p: 2, q: 10 }\n---\n"
  static let page = """
    ```adv numbers #a
    kind: written
    values: [1, 2, =params.p]
    ```

    ```adv numbers #b
    kind: written
    values: [5]
    ```

    ```adv scale #s
    data: a
    by: =params.q / 2
    ```

    ```adv names
    total: =s.sum.scaled + b.sum
    ```

    """

  private func value(_ name: String, _ results: PageResults) -> Double? {
    results.scope.value(name)?.number
  }

  @Test func valuesFlowAlongTheReferences() throws {
    let (results, diagnostics) = try Pages.results(Self.page, front: Self.front)
    #expect(diagnostics == [])
    #expect(value("a.sum", results) == 5)
    #expect(value("s.sum.scaled", results) == 25)
    #expect(value("total", results) == 30)
    #expect(value("page.seed", results) == 7)
    #expect(results.finishedCount == 4)
    #expect(results.failedCount == 0)
    #expect(results.scope.value("total")?.evidence.kind == .computed)
    #expect(results.scope.value("a.sum")?.evidence.kind == .given)
  }

  @Test func aFailureSkipsWhatDependsOnItAndNamesIt() throws {
    let page = Self.page.replacing("values: [1, 2, =params.p]", with: "values: []")
    let (results, diagnostics) = try Pages.results(page, front: Self.front)
    #expect(diagnostics.map(\.code) == [.cellFailed, .dependencyFailed, .dependencyFailed])
    #expect(diagnostics.first?.span?.line == 8)
    let skipped = diagnostics.dropFirst()
    #expect(skipped.first?.message.contains("`#s`") == true)
    #expect(skipped.first?.fix.contains("`#a`") == true)
    #expect(skipped.first?.related.isEmpty == false)
    // What does not depend on it has run.
    #expect(value("b.sum", results) == 5)
    #expect(results.finishedCount == 1)
    #expect(results.failedCount == 3)
    guard case .failed? = results.outcomes[0], case .skipped(let because)? = results.outcomes[2]
    else {
      Issue.record("\(results.outcomes)")
      return
    }
    #expect(because.contains("#a"))
  }

  @Test(arguments: [
    ("by: =params.q ⟦/ (params.p - 2)", DiagnosticCode.cellFailed),
    ("by: ⟦=params.p - 2", .cellFailed),
    ("by: ⟦=b.list", .cellFailed), ("by: =1 +\n  2 ⟦/ (params.p - 2)", .cellFailed),
    ("by: '=⟦log(params.p - 3)'", .cellFailed),
  ])
  func anExpressionWithoutAValueFailsAtItsPlace(_ line: String, _ code: DiagnosticCode) throws {
    let marked = MarkedText(Self.front + Self.page.replacing("by: =params.q / 2", with: line))
    let (plan, planned) = Pages.planned(marked.text)
    try #require(planned == [])
    let (_, diagnostics) = run(try #require(plan), files: [:])
    #expect(diagnostics.first?.code == code)
    #expect(diagnostics.first?.span?.line == marked.places.first?.line)
    #expect(diagnostics.first?.span?.column == marked.places.first?.column)
  }

  @Test func aCheckThatDoesNotHoldHasItsOwnCode() throws {
    for (line, code) in [
      ("that: =x < 1", DiagnosticCode.checkFailed), ("that: =1 / (x - 1) > 0", .checkFailed),
    ] {
      let (_, diagnostics) = try Pages.results("```adv holds\n\(line)\n```\n")
      #expect(diagnostics.map(\.code) == [code])
      #expect(diagnostics.first?.span?.line == 5)
    }
    let (results, diagnostics) = try Pages.results("```adv holds #h\nthat: =x == 1\n```\n")
    #expect(diagnostics == [])
    #expect(results.scope.value("h.holds")?.content == .boolean(true))
  }

  @Test func theAuditFindsWhatWasTamperedWith() throws {
    for (index, factor) in [1.001, 0.5, -1].enumerated() {
      let options = RunOptions(tamper: { cell, value in
        guard cell == "s", let number = value.value.number else { return value }
        return NamedValue(value.name, .given(number * factor))
      })
      let (_, diagnostics) = try Pages.results(Self.page, front: Self.front, options: options)
      #expect(diagnostics.map(\.code) == [.auditFailed], "\(index)")
      #expect(diagnostics.first?.message.contains("`sum.scaled` of `#s`") == true)
    }
    let silent = RunOptions(tamper: { _, value in value })
    #expect(try Pages.results(Self.page, front: Self.front, options: silent).1 == [])
  }

  @Test func replayingIsRunningWithTheParameterSet() throws {
    let sweep =
      "```adv again #w\nparameter: p\nvalues: [-1, 0, 2, 3.5]\nof: { t: =total, n: =a.n, u: =params.p * params.q }\n```\n"
    let (results, diagnostics) = try Pages.results(Self.page + sweep, front: Self.front)
    #expect(diagnostics == [])
    for (index, p) in [-1, 0, 2, 3.5].enumerated() {
      let (alone, _) = try Pages.results(Self.page, front: Self.front, settings: ["p": p])
      #expect(results.scope.value("w.t")?.vector?[index] == value("total", alone))
      // (1 + 2 + p) · 10 / 2 + 5
      #expect(results.scope.value("w.t")?.vector?[index] == (3 + p) * 5 + 5)
      #expect(results.scope.value("w.n")?.vector?[index] == 3)
      #expect(results.scope.value("w.u")?.vector?[index] == p * 10)
    }
    // The page itself keeps its own value.
    #expect(value("total", results) == 30)
  }

  @Test func aReplayThatFailsNamesTheValue() throws {
    let sweep = "```adv again #w\nparameter: q\nvalues: [1, -1]\nof: { t: =total }\n```\n"
    let (_, diagnostics) = try Pages.results(Self.page + sweep, front: Self.front)
    #expect(diagnostics.map(\.code) == [.cellFailed])
    #expect(diagnostics.first?.message.contains("q = -1") == true)
  }

  @Test func progressNamesEachCell() throws {
    let (plan, _) = Pages.planned(Self.front + Self.page)
    let names = Names()
    _ = run(
      try #require(plan), files: [:], options: RunOptions(progress: { name in names.add(name) }))
    #expect(names.all == ["numbers a", "numbers b", "scale s", "names "])
  }

  @Test func filesReachTheirCell() throws {
    let (plan, planned) = Pages.planned(
      Pages.frontMatter + "```adv numbers #a\nkind: file\nfile: d/x.bin\n```\n\n![x](y.png)\n")
    #expect(planned == [])
    #expect(plan?.files.map(\.name) == ["d/x.bin", "y.png"])
    let (results, diagnostics) = run(try #require(plan), files: ["d/x.bin": [3, 4]])
    #expect(diagnostics == [])
    #expect(value("a.sum", results) == 7)
  }
}

@Suite struct Sandwich {
  private func claim(_ side: String, _ values: String, _ more: String = "") -> String {
    "```adv claim\nabout: loss\nside: \(side)\nvalues: \(values)\n\(more)\n```\n\n"
  }

  @Test(arguments: [
    ("found", "[1, 2]", "exact", "[1, 3]", true), ("found", "[1, 4]", "exact", "[1, 3]", false),
    ("exact", "[1, 2]", "found", "[2, 2]", false), ("exact", "[1, 2]", "certified", "[1, 2]", true),
    ("exact", "[1, 2]", "certified", "[1, 1.9]", false),
    ("found", "[1]", "certified", "[0]", false),
    ("exact", "[1, 2]", "exact", "[1, 2]", true), ("exact", "[1, 2]", "exact", "[1, 2.1]", false),
    ("clean", "[1]", "exact", "[0.9]", false), ("clean", "[1]", "certified", "[2]", true),
    ("clean", "[5]", "found", "[1]", true), ("found", "[5]", "found", "[1]", true),
    ("certified", "[5]", "certified", "[1]", true), ("clean", "[1]", "clean", "[2]", true),
    ("exact", "[1]", "found", "[1.0000000001]", false),
  ])
  func foundIsAtMostExactIsAtMostCertified(
    _ a: String, _ x: String, _ b: String, _ y: String, _ holds: Bool
  ) throws {
    for page in [claim(a, x) + claim(b, y), claim(b, y) + claim(a, x)] {
      let diagnostics = try Pages.results(page).1
      #expect(diagnostics.map(\.code) == (holds ? [] : [.sandwichViolated]))
    }
  }

  @Test func cleanIsAtMostFoundOnlyWhereTheAttackCountsIt() throws {
    let clean = claim("clean", "[5]")
    #expect(try Pages.results(clean + claim("found", "[1]")).1 == [])
    let counting = try Pages.results(clean + claim("found", "[1]", "counts-clean: true")).1
    #expect(counting.map(\.code) == [.sandwichViolated])
    #expect(try Pages.results(clean + claim("found", "[5]", "counts-clean: true")).1 == [])
  }

  @Test func theToleranceIsRelativeToTheValues() throws {
    let loose = "tolerance: 0.01"
    #expect(try Pages.results(claim("found", "[100.5]", loose) + claim("exact", "[100]")).1 == [])
    #expect(
      try Pages.results(claim("found", "[102]", loose) + claim("exact", "[100]")).1.count == 1)
    #expect(
      try Pages.results(claim("found", "[0.015]", loose) + claim("exact", "[0]")).1.count == 1)
  }

  @Test func thePointAndBothCellsAreNamed() throws {
    let diagnostics = try Pages.results(claim("found", "[1, 2, 9]") + claim("exact", "[1, 3, 3]")).1
    #expect(diagnostics.first?.message.contains("point 3") == true)
    #expect(diagnostics.first?.related.count == 1)
  }

  @Test func differentQuantitiesAreNotCompared() throws {
    let other = claim("exact", "[1]").replacing("about: loss", with: "about: margin")
    #expect(try Pages.results(claim("found", "[9]") + other).1 == [])
  }
}

/// Names in the order in which they were added.
private final class Names: Sendable {
  private let names = Mutex<[String]>([])
  func add(_ name: String) { names.withLock { $0.append(name) } }
  var all: [String] { names.withLock { $0 } }
}
