internal import Markup

/// A derivation on the page: a row for every display line, marks in the margin, details on demand.
struct DerivationRenderer {
  let derivation: JudgedDerivation
  let cell: Cell
  /// The numbers of the relations, such as `9.1`.
  let numbers: [String]
  let inlines: InlineRenderer

  var node: Node {
    let above = derivation.premises.filter { !$0.isBelow }
    let below = derivation.premises.filter(\.isBelow) + derivation.besides
    return .element(
      "div",
      [
        "class": "derivation", "id": cell.label?.id, "role": "group",
        "aria-label": "Checked derivation",
      ],
      above.map { premise($0, isGiven: true) } + chains.flatMap(chain)
        + below.map { premise($0, isGiven: false) } + [details])
  }

  // MARK: - Chains

  /// Indices of the relations, by chain.
  private var chains: [[Int]] {
    var chains: [[Int]] = []
    for (index, line) in derivation.lines.enumerated() {
      if line.left != nil || chains.isEmpty {
        chains.append([index])
      } else {
        chains[chains.count - 1].append(index)
      }
    }
    return chains
  }

  /// One mark for the chain; single ones where a relation is weaker, refuted or asked for.
  private func chain(_ indices: [Int]) -> [Node] {
    let steps = indices.map { derivation.lines[$0].step }
    guard let weakest = steps.min(by: { $0.verdict.rank < $1.verdict.rank }) else { return [] }
    let isUniform = steps.allSatisfy { $0.verdict.rank == weakest.verdict.rank }
    var rows: [[Int]] = [[]]
    for index in indices {
      rows[rows.count - 1].append(index)
      if derivation.lines[index].endsLine { rows.append([]) }
    }
    rows.removeAll(where: \.isEmpty)
    let left = indices.first.flatMap { derivation.lines[$0].left }
    let standsAlone =
      rows.count > 1 || indices.first.map { derivation.lines[$0].leftEndsLine } ?? false
    let shown = rows.map { row in
      row.filter { index in
        // A line that is the whole chain has the chain's mark, or those of what is wrong in it.
        standsAlone || row.count == 1
          ? isShown(index, isUniform, weakest, indices)
          : weakest.verdict.rank <= 1
            && derivation.lines[index].step.verdict.rank == weakest.verdict.rank
      }
    }
    let rest = notices(
      indices.filter { !shown.joined().contains($0) }, isNumbered: indices.count > 1)
    let mark = verdict(weakest.verdict, chainNote(indices, isUniform, weakest), rest)
    var nodes: [Node] = []
    if standsAlone, let left {
      nodes.append(
        row(
          "start", id: nil, [formula(left, at: steps[0].span)], numbers: [],
          mark: indices.count > 1 ? mark : .empty))
    }
    for (place, row) in rows.enumerated() {
      var marks = shown[place].map { index in
        single(
          index, isOneOfSeveral: row.count > 1,
          and: !standsAlone && index == shown[place].last ? rest : [])
      }
      if !standsAlone || indices.count == 1, marks.isEmpty { marks = [mark] }
      if marks.count > 1 { marks = [.element("div", ["class": "marks"], marks)] }
      let tex = row.enumerated().map { at, index in
        let line = derivation.lines[index]
        let first = at == 0 && !standsAlone ? line.left ?? "" : ""
        return "\(first) {}\(line.sign) \(line.right)"
      }
      let worst = row.map { derivation.lines[$0].step.verdict }.min { $0.rank < $1.rank }
      let reasons = row.compactMap { derivation.lines[$0].reason }
      let body: [Node] =
        [
          formula(
            tex.joined(separator: " "), at: derivation.lines[row.first ?? 0].step.span)
        ]
        + reasons.map { .element("p", ["class": "reason"], inlines.fragment($0)) }
      nodes.append(
        self.row(
          (standsAlone ? "step" : "step whole") + (worst.map { " \($0.kind)" } ?? ""),
          id: row.first, body, numbers: row, mark: .fragment(marks)))
    }
    return [.element("div", ["class": rows.count > 3 ? "chain long" : "chain"], nodes)]
  }

  /// Whether a relation has a mark of its own beside that of its chain.
  private func isShown(
    _ index: Int, _ isUniform: Bool, _ weakest: JudgedStep, _ chain: [Int]
  ) -> Bool {
    let step = derivation.lines[index].step
    return step.isAskedFor || !isUniform && step.verdict.rank == weakest.verdict.rank
      || isUniform && step.verdict.rank <= 1 && chain.count > 1
  }

  private func row(_ kind: String, id index: Int?, _ body: [Node], numbers: [Int], mark: Node)
    -> Node
  {
    let anchors = numbers.map { index in
      Node.element(
        "a", ["class": "num", "id": anchor(index), "href": anchor(index).map { "#\($0)" }],
        [.text(number(index))])
    }
    return .element(
      "div", ["class": "judged \(kind)"],
      [
        .element("div", ["class": "statement", "tabindex": "0"], body),
        anchors.count < 2
          ? .fragment(anchors) : .element("span", ["class": "nums"], anchors),
        mark,
      ])
  }

  private func anchor(_ index: Int) -> String? { cell.label.map { "\($0.id).\(index + 1)" } }

  func number(_ index: Int) -> String {
    numbers.indices.contains(index) ? "(\(numbers[index]))" : "(\(index + 1))"
  }

  private func formula(_ tex: String, at span: Span) -> Node {
    .trusted(
      inlines.mathematics(
        PlacedFormula(
          formula: Formula(tex: tex, display: true), source: nil, span: span)))
  }

  // MARK: - Marks

  private func verdict(
    _ verdict: StepVerdict, _ note: [Node], _ notices: [[Node]] = []
  ) -> Node {
    .element(
      "div", ["class": "verdict \(verdict.kind)"],
      [
        .element("span", ["class": "mark", "aria-hidden": "true"], [.text(verdict.symbol)]),
        .text(" "), .element("b", [:], [.text(verdict.words)]), .text(" "),
        .element("small", [:], note),
      ] + notices.map { .element("p", ["class": "notice"], $0) })
  }

  /// What is to be noticed of some relations, each remark once, with the numbers that it holds for.
  private func notices(_ indices: [Int], isNumbered: Bool) -> [[Node]] {
    var found: [(remark: String, of: [Int])] = []
    for index in indices {
      for remark in derivation.lines[index].step.notices {
        if let place = found.firstIndex(where: { $0.remark == remark }) {
          found[place].of.append(index)
        } else {
          found.append((remark, [index]))
        }
      }
    }
    return found.map { remark, of in
      (isNumbered ? [.text(of.map(number).joined(separator: ", ") + " ")] : [])
        + inlines.fragment(remark)
    }
  }

  /// Why a chain is what it is: the reasons of its steps, or which of them is the weakest.
  private func chainNote(_ indices: [Int], _ isUniform: Bool, _ weakest: JudgedStep) -> [Node] {
    guard isUniform, weakest.verdict.rank > 1 || indices.count == 1 else {
      let weak = indices.filter { derivation.lines[$0].step.verdict.rank == weakest.verdict.rank }
      let rest = Set(
        indices.filter { !weak.contains($0) }.map { derivation.lines[$0].step.verdict.words })
      return [
        .text(
          (weak.count == 1 ? "step " : "steps ") + weak.map(number).joined(separator: ", ")
            + (rest.count == 1 ? "; all else \(rest.first ?? "")" : ""))
      ]
    }
    var seen: Set<String> = []
    let steps = indices.map { derivation.lines[$0].step }
    if let step = steps.first, steps.count == 1 { return inlines.fragment(note(step)) }
    let reasons = steps.flatMap { $0.reason.pieces }.filter { seen.insert($0).inserted }
    return inlines.fragment(reasons.shortened)
  }

  private func single(_ index: Int, isOneOfSeveral: Bool, and others: [[Node]]) -> Node {
    let step = derivation.lines[index].step
    let which = isOneOfSeveral ? "\(number(index)) " : ""
    return verdict(
      step.verdict, [.text(which)] + inlines.fragment(note(step)),
      notices([index], isNumbered: isOneOfSeveral) + others)
  }

  /// The reason in small type; for a refuted step the counterexample.
  private func note(_ step: JudgedStep) -> String {
    guard let counterexample = step.counterexample else { return step.reason.pieces.shortened }
    return counterexample.markdown
  }

  // MARK: - What stands beside the chains

  private func premise(_ premise: JudgedDerivation.Premise, isGiven: Bool) -> Node {
    let text = Node.element(
      "p", ["class": "statement"],
      [.element("b", [:], [.text(premise.word)]), .text(" ")]
        + inlines.fragment(premise.statement) + [.text(place(of: premise))]
    )
    guard let step = premise.step else {
      return .element("div", ["class": "judged premise"], [text])
    }
    return .element(
      "div", ["class": "judged premise \(step.verdict.kind)"],
      [
        text,
        verdict(
          step.verdict, inlines.fragment(note(step)), step.notices.map { inlines.fragment($0) }),
      ])
  }

  /// " in step (9.2)", where it speaks of a relation.
  func place(of premise: JudgedDerivation.Premise) -> String {
    premise.relation.map { " in step \(number($0))" } ?? ""
  }
}

extension [String] {
  /// The first few of them: the rest stands in the details.
  fileprivate var shortened: String {
    count <= 4
      ? joined(separator: "; ")
      : prefix(3).joined(separator: "; ") + "; and \(count - 3) more below"
  }
}

extension String {
  /// What stands between semicolons outside formulas.
  var pieces: [String] {
    var pieces: [String] = []
    for piece in split(separator: ";", omittingEmptySubsequences: false) {
      if let last = pieces.last, last.count(where: { $0 == "$" }) % 2 == 1 {
        pieces[pieces.count - 1] = last + ";" + piece
      } else {
        pieces.append(String(piece))
      }
    }
    return pieces.map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
  }
}
