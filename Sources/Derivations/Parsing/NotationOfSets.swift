let extremumNotation: [NotationEntry] = [
  NotationEntry(
    "\\max_{…} …, \\min_{…} …", "over a set; that it is attained is part of the claim",
    "\\min_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta = -\\varepsilon \\|w\\|_2"),
  NotationEntry(
    "\\sup_{…} …, \\inf_{…} …", "over a set, attained or not",
    "\\sup_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta = \\varepsilon \\|w\\|_2"),
  NotationEntry(
    "w \\in \\arg\\min_{…} …, \\argmin, \\operatorname*{arg\\,min}", "a point that attains it",
    "0 \\in \\arg\\min_{\\|\\delta\\|_2 \\le \\varepsilon} \\|\\delta\\|_2"),
  NotationEntry(
    "w = \\arg\\min_{…} …, \\arg\\max", "the only point that attains it",
    "0 = \\arg\\min_{\\|\\delta\\|_2 \\le \\varepsilon} \\|\\delta\\|_2"),
]

let setNotation: [NotationEntry] = [
  NotationEntry(
    "\\|\\delta\\|_2 \\le \\varepsilon", "a ball; the name that is not declared is bound",
    "\\max_{\\|v\\|_2 \\le \\varepsilon} w^\\top v = \\varepsilon \\|w\\|_2"),
  NotationEntry(
    "\\|v - x\\|_\\infty \\le \\varepsilon", "a ball with its centre",
    "\\max_{\\|v - x\\|_\\infty \\le \\varepsilon} w^\\top v = w^\\top x + \\varepsilon \\|w\\|_1"),
  NotationEntry(
    "\\|v\\|_2 = \\varepsilon", "a sphere",
    "\\max_{\\|v\\|_2 = \\varepsilon} w^\\top v = \\varepsilon \\|w\\|_2"),
  NotationEntry(
    "0 \\le c \\le 1", "an interval", "\\max_{0 \\le c \\le 1} a c = \\max\\{0, a\\}"),
  NotationEntry("|c| \\le 1", "the same around a centre", "\\max_{|c| \\le 1} a c = |a|"),
  NotationEntry("c \\in [0, 1]", "the same", "\\max_{c \\in [0, 1]} a c = \\max\\{0, a\\}"),
  NotationEntry(
    "v \\in [-1, 1]^d", "a box", "\\max_{v \\in [-1, 1]^d} w^\\top v = \\|w\\|_1"),
  NotationEntry("c \\in \\{-1, 1\\}", "a finite set", "\\max_{c \\in \\{-1, 1\\}} a c = |a|"),
  NotationEntry(
    "v \\in \\mathbb{R}^d", "the whole space", "\\inf_{v \\in \\mathbb{R}^d} \\|v\\|_2 \\ge 0"),
  NotationEntry(
    "\\forall j: |v_j| \\le \\varepsilon", "for every component",
    "\\max_{\\forall j: |v_j| \\le \\varepsilon} w^\\top v = \\varepsilon \\|w\\|_1"),
  NotationEntry(
    "A, B; A \\land B; A \\text{ and } B; \\substack{A \\\\ B}", "several relations at once",
    "\\max_{\\|v\\|_2 \\le \\varepsilon,\\, w^\\top v \\ge 0} w^\\top v \\ge 0"),
]

let judgementNotation: [NotationEntry] = [
  NotationEntry(
    "A \\text{ is convex in } w", "as a function of w, all else fixed",
    "\\|w\\|_2^2 \\text{ is convex in } w"),
  NotationEntry(
    "A \\text{ is concave in } w", "the same, the other way",
    "\\min\\{a, b\\} \\text{ is concave in } a"),
  NotationEntry(
    "A \\text{ is affine in } w, is linear in", "it is both",
    "w^\\top x + a \\text{ is affine in } w"),
  NotationEntry(
    "\\max_{…} … \\text{ is attained}", "a point of the set has that value",
    "\\max_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta \\text{ is attained}"),
]

let nameNotation: [NotationEntry] = [
  NotationEntry(
    "a, \\alpha, \\ell", "letters, Latin and Greek", "\\alpha + a = a + \\alpha",
    where: [.init("\\alpha", "scalar")]),
  NotationEntry(
    "\\mathbf{w}, \\boldsymbol{w}, \\bm, \\pmb, \\vec, \\mathit",
    "a letter in another style is the same",
    "\\mathbf{w}^\\top x = \\boldsymbol{w}^\\top x"),
  NotationEntry(
    "\\hat{x}, \\tilde{x}, \\bar{x}, \\dot, \\check, \\widehat, \\widetilde, \\overline",
    "a letter with an accent is another one", "\\hat{x} + \\tilde{x} = \\tilde{x} + \\hat{x}",
    where: [.init("\\hat{x}", "vector"), .init("\\tilde{x}", "vector")]),
  NotationEntry(
    "\\mathcal{L}, \\mathfrak, \\mathscr", "so is one of these alphabets",
    "\\mathcal{L}(a) = \\mathcal{L}(a + 0)", where: [.init("\\mathcal{L}", "function")]),
  NotationEntry(
    "x^*, x^\\star", "so is one with a star", "w^* - w^\\star = 0",
    where: [.init("w^*", "vector")]),
  NotationEntry(
    "x', x^\\prime", "so is one with a prime", "x' - x^\\prime = 0",
    where: [.init("x'", "vector")]),
  NotationEntry(
    "a_0, L_{\\text{adv}}", "so is one with a subscript, where it is declared",
    "c_0 + c_{\\text{adv}} = c_{\\text{adv}} + c_0",
    where: [.init("c_0", "scalar"), .init("c_{\\text{adv}}", "scalar")]),
  NotationEntry(
    "\\mathrm{adv}, \\text{adv}, \\operatorname{adv}", "a word is a name",
    "\\mathrm{adv}(a) = \\mathrm{adv}(a)",
    where: [.init("\\mathrm{adv}", "function")]),
]

let layoutNotation: [NotationEntry] = [
  NotationEntry(
    "\\\\, &, \\begin{aligned} … \\end{aligned}", "lines; also align, split, gathered, array",
    "\\begin{aligned} a &\\le |a| \\\\ &\\le |a| + 1 \\end{aligned}"),
  NotationEntry(
    "\\left( … \\right), \\bigl( … \\bigr), \\Big", "sizes of brackets",
    "\\left(a + z\\right)^2 \\ge \\bigl(0\\bigr)"),
  NotationEntry(
    "\\, \\; \\: \\! ~ \\quad \\qquad \\hspace{…} \\phantom{…}", "spaces",
    "2 \\, a \\; z = 2 \\quad z ~ a"),
  NotationEntry(
    "\\displaystyle, \\textstyle, \\limits, \\nolimits", "how large, and where limits stand",
    "\\displaystyle \\sum\\limits_{i=1}^n u_i = \\sum_{i=1}^n u_i"),
  NotationEntry(
    "\\underbrace{…}_{…}, \\overbrace{…}^{…}, \\boxed{…}, \\underline{…}",
    "braces and boxes; their labels are not read",
    "\\underbrace{a + a}_{\\text{twice}} = 2 a"),
  NotationEntry("\\textcolor{red}{…}, \\color{red}", "colours", "\\textcolor{red}{a} + a = 2 a"),
  NotationEntry(
    "\\label{…}, \\tag{…}, \\notag, \\nonumber", "numbers of equations",
    "a + a = 2 a \\tag{1}"),
  NotationEntry("% …", "a comment, to the end of the line", "a + a % twice\n = 2 a"),
  NotationEntry(
    "≤ ≥ ≠ ≈ ∈ ∞ ε δ ℓ ‖ · × − ² ₂ …", "the same as their commands", "‖w‖₂² ≥ 0"),
]
