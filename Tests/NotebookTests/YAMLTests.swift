import Testing

// Oracle: the YAML 1.2 specification read by hand: what each line means to YAML, and what its author
// meant, is written beside it; places are counted in the raw text by searching for a marker.
@testable import Notebook

@Suite struct TrapsOfYAML {
  @Test(arguments: [
    // An expression that a comma or brace of a flow collection cuts in two.
    ("ball: { norm: l2, radius: ⟦=max(1, 2) }", DiagnosticCode.yamlExpressionCut),
    ("list: [⟦=max(1, 2), 3]", .yamlExpressionCut),
    ("list: [1, ⟦=norm(w, inf)]", .yamlExpressionCut),
    ("ball: { norm: l2, radius: ⟦=max(1, 2), x: =min(3, 2) }", .yamlExpressionCut),
    ("ball: {\n  norm: l2,\n  radius: ⟦=max(1,\n  2)\n}", .yamlExpressionCut),
    ("ball: { norm: l2, radius: ⟦=abs({1}) }", .yamlExpressionCut),
    // A comment that cuts.
    ("value: =1 + ⟦# 2", .yamlCommentCutsValue), ("value: =1 + 2 ⟦#3", .yamlCommentCutsValue),
    ("value: =max(1, ⟦# x\n  2)", .yamlCommentCutsValue),
    ("macros:\n  \\pair: \\langle ⟦#1, #2 \\rangle", .yamlCommentCutsValue),
    ("macros:\n  \\pair: (#1, ⟦#2)", .yamlCommentCutsValue),
    ("macros:\n  \\id: ⟦#1", .yamlCommentCutsValue),
    // Control characters from double quotes.
    ("text: \"⟦\\varepsilon\"", .yamlDoubleQuotedBackslash),
    ("text: \"a ⟦\\n b\"", .yamlDoubleQuotedBackslash),
    ("macros: { \"⟦\\norm\": x }", .yamlDoubleQuotedBackslash),
    ("macros:\n  \"⟦\\norm\": x", .yamlDoubleQuotedBackslash),
    ("text: \"a\n  ⟦\\theta\"", .yamlDoubleQuotedBackslash),
    ("text: \"\\\"a\\\" and \\\\ldots ⟦\\beta\"", .yamlDoubleQuotedBackslash),
    // Characters that start a value with a meaning of YAML's.
    ("text: ⟦| x |", .yamlIndicatorStartsValue), ("text: ⟦> 0", .yamlIndicatorStartsValue),
    ("text: ⟦- \\delta", .yamlIndicatorStartsValue), ("text: ⟦@a", .yamlIndicatorStartsValue),
    ("text: ⟦`a`", .yamlIndicatorStartsValue), ("text: ⟦%a", .yamlIndicatorStartsValue),
    ("text: ⟦{\\bf w}", .yamlIndicatorStartsValue), ("text: ⟦{x} + 1", .yamlIndicatorStartsValue),
    ("text: ⟦[\\alpha, \\beta]", .yamlIndicatorStartsValue),
    ("text: ⟦[0, 1] \\cup a", .yamlIndicatorStartsValue),
    ("macros: { \\R: ⟦\\mathbb{R} }", .yamlIndicatorStartsValue),
    ("macros: { \\R: '\\mathbb{R}', \\half: ⟦\\frac{1}{2} }", .yamlIndicatorStartsValue),
    ("list: [⟦| a]", .yamlIndicatorStartsValue), ("text:\n  ⟦{\\bf w}", .yamlIndicatorStartsValue),
    ("entry: ⟦|a|", .yamlIndicatorStartsValue), ("list:\n  - ⟦>0", .yamlIndicatorStartsValue),
    // Anchors, aliases, merge keys, tags.
    ("text: ⟦&a b", .yamlAnchor), ("text: ⟦*a", .yamlAnchor), ("⟦&a text: b", .yamlAnchor),
    ("list: [⟦&a 1, 2]", .yamlAnchor), ("ball: { norm: ⟦*n, radius: 1 }", .yamlAnchor),
    ("⟦<<: { text: a }", .yamlMergeKey), ("⟦<<: *a", .yamlMergeKey),
    ("ball: { ⟦<<: *a, norm: l2 }", .yamlMergeKey),
    ("text: ⟦!!str a", .yamlTag), ("text: ⟦!a b", .yamlTag), ("list: [⟦!!int 1, 2]", .yamlTag),
    ("⟦!!str text: a", .yamlTag),
    // Tabs.
    ("ball:\n⟦\tnorm: l2", .yamlTab), ("ball:\n  norm: l2\n  ⟦\tradius: 1", .yamlTab),
    // And what does not parse.
    ("text: a⟦: b", .yamlSyntax), ("list: ⟦[1, 2", .yamlSyntax), ("text: ⟦'a", .yamlSyntax),
    ("text: a\n number⟦: 1", .yamlSyntax), ("text a\nnumber⟦: 1", .yamlSyntax),
    ("list: [1 2⟦} ]", .yamlSyntax),
  ])
  func haveEachItsOwnMessage(_ yaml: String, _ code: DiagnosticCode) {
    expect(code, "```adv typed\n\(yaml)\n```\n")
    expect(
      code,
      "> 1. ```adv typed\n" + yaml.split(separator: "\n").map { ">    \($0)\n" }.joined()
        + ">    ```\n")
  }

  @Test(arguments: [
    "list: [1, 2]", "list: [-1, -2.5]", "list:\n  - 1\n  - -2", "list:\n- 1\n- 2",
    "list: [\n  1,\n  2 # two\n]",
    "text: 'a: b'", "text: a # comment", "text: 'a # b'", "text: \"a # b\"", "text: a#b",
    "text: a:b",
    "text: 'it''s'", "text: \"a \\\"b\\\" c\\\\d\"", "text: '\\varepsilon'", "text: \\varepsilon",
    "text: 'a\n  & b\n  | c'", "text: \"a\n  > b\"", "text: |\n  | a\n  > b\n  - {\\bf c}\n\n  & d",
    "text: >-\n  a\n  * b", "text: >- # why\n  a", "text: |2-\n    a", "text: a\n  b\n  * c\n  - d",
    "value: =1 +\n  2", "value: =1\n  * 2\n  - 3", "value: =max(1,\n  2)",
    "value: =max(1, 2) # why",
    "value: '=max(1, 2)'", "value: =-1", "number: =1 # one", "number: 1 # = {",
    "ball: { norm: l2, radius: 1 }", "ball: { norm: l2, radius: '=max(1, 2)' }",
    "ball: {norm: l2,radius: 1}",
    "ball: { norm: l2, radius: =(1 + 2) }",
    "ball: # the ball\n  norm: l2\n\n  # its size\n  radius: 1",
    "ball: { norm: l2,\n  radius: 1 }", "ball: { \"norm\": 'l2', 'radius': 1 }",
    "deferred: =-x * 2 / norm(w)", "deferred: =x - norm(w, inf)", "deferred: '=norm(w, 1) * x'",
    "macros:\n  \\varepsilon: positive", "macros: { \\varepsilon: positive, \\delta: 'a' }",
    "macros:\n  \\R: \\mathbb{R}\n  \\norm: \\|#1\\|", "macros:\n  \\pair: '(#1, #2)'",
    "macros:\n  \\half: \\frac{1}{2} # a half", "macros:\n  \\set: '\\{#1\\}'",
    "entry: Model $\\varepsilon$", "entry: $\\|w\\|_2$", "entry: '{a}'", "names: { a-b: 1, c: -2 }",
    "names:\n  epsilon: 0.3   # half\n  n: 1e3", "text: '#1'", "text: ~", "text: no", "text: 08",
    "# only a comment", "", "\n\n", "text: a\n\n\nnumber: 1", "text: -a", "text: ?a",
    "number: 1\r", "text: a, b", "text: a [b] {c}", "text: (a), 'b'", "flag: true",
  ])
  func areNotSeenWhereThereAreNone(_ yaml: String) {
    expectNothing("```adv typed\n\(yaml)\n```\n")
  }

  @Test(arguments: [
    ("text: a\ntext: b", "1:1", "2:1"),
    ("ball: { norm: l2, radius: 1 }\ntext: norm\ntext: b", "2:1", "3:1"),
    ("ball: { norm: l2, radius: 1, norm: l1 }", "1:9", "1:30"),
    ("ball: { norm: l2, radius: 1, 'norm': l1 }", "1:9", "1:30"),
    (
      "ball: { norm: l2, radius: 1 }\nnames: { radius: 1, norm: 2 }\ntext: a\nball: { norm: l1, radius: 2 }",
      "1:1", "4:1"
    ),
    ("names:\n  a: 1\n  aa: 1\n  'a': 2", "2:3", "4:3"),
    ("names: { 1: 1, '1': 2 }", "1:10", "1:16"),
  ])
  func aKeyThatStandsTwiceShowsBothPlaces(_ yaml: String, _ first: String, _ second: String) {
    let diagnostics = Pages.diagnostics("```adv typed\n\(yaml)\n```\n")
    #expect(diagnostics.map(\.code) == [.yamlDuplicateKey])
    // The body begins on line 5.
    let place = { (span: Span?) in "\((span?.line ?? 0) - 4):\(span?.column ?? 0)" }
    #expect(place(diagnostics.first?.span) == second)
    #expect(diagnostics.first?.related.map { place($0.span) } == [first])
  }

  @Test func allKeysThatStandTwiceAreReported() {
    let diagnostics = Pages.diagnostics(
      "```adv typed\ntext: a\nnumber: 1\ntext: b\nnumber: 2\ntext: c\n```\n")
    #expect(diagnostics.map(\.code) == [.yamlDuplicateKey, .yamlDuplicateKey, .yamlDuplicateKey])
    #expect(diagnostics.map { $0.span?.line } == [7, 8, 9])
    #expect(diagnostics.map { $0.related.first?.span.line } == [5, 6, 5])
  }

  @Test func theFixNamesSingleQuotesOrBlockStyle() {
    for yaml in [
      "text: {\\bf w}", "macros: { \\R: \\mathbb{R} }", "text: \"\\varepsilon\"", "text: |x|",
      "text: &a", "text: !a", "text: - a", "ball: { norm: l2, radius: =max(1, 2) }",
    ] {
      let diagnostics = Pages.diagnostics("```adv typed\n\(yaml)\n```\n")
      #expect(diagnostics.first?.fix.contains("single quotes") == true, "\(yaml)")
    }
  }

  @Test func theFrontMatterHasTheSameTraps() {
    expect(.yamlDoubleQuotedBackslash, "", front: "---\ntitle: \"⟦\\epsilon\"\n---\n")
    expect(.yamlDuplicateKey, "", front: "---\ntitle: T\n⟦title: U\n---\n")
    expect(.unknownKey, "", front: "---\ntitle: T\n⟦sead: 1\n---\n")
    expect(.wrongType, "", front: "---\ntitle: T\nseed: ⟦=1 + 1\n---\n")
    expect(.wrongType, "", front: "---\ntitle: T\nnumber: ⟦=1\n---\n")
    expect(.wrongType, "", front: "---\ntitle: T\nparams: { a: ⟦=1 }\n---\n")
    expect(.wrongType, "", front: "---\ntitle: T\ndate: ⟦2025-02-29\n---\n")
    expect(.outOfRange, "", front: "---\ntitle: T\nseed: ⟦-1\n---\n")
    expect(.outOfRange, "", front: "---\ntitle: T\nparams: { a: ⟦nan }\n---\n")
    expect(.badName, "", front: "---\ntitle: T\nparams: { ⟦A: 1, ⟦max: 2 }\n---\n")
    expect(.badName, "", front: "---\ntitle: T\nmacros: { ⟦R: a }\n---\n")
    expectNothing("", front: "---\ntitle: T\ndate: 2024-02-29\nnumber: 9\nseed: 7\n...\n")
  }
}
