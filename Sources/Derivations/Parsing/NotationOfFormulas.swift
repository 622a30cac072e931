let relationNotation: [NotationEntry] = [
  NotationEntry("A = B", "both sides have one value", "a + z = z + a"),
  NotationEntry("A \\ne B, A \\neq B", "they do not", "a^2 + 1 \\ne 0"),
  NotationEntry(
    "A \\le B, \\leq, \\leqslant, ≤", "at most; between vectors, component by component",
    "-|a| \\le a"),
  NotationEntry("A \\ge B, \\geq, \\geqslant, ≥", "at least", "a^2 \\geqslant 0"),
  NotationEntry("A < B, A > B, \\lt, \\gt", "below, above", "a < a + 1"),
  NotationEntry("A = B \\le C", "a chain: every sign is a step", "a \\le |a| \\le |a| + 1"),
  NotationEntry(
    "A \\approx B", "equal but for an error of the order that the step's `order` says",
    "(1 + h)^2 \\approx 1 + 2 h", where: [.init("h", "scalar")], small: ("h", 2)),
  NotationEntry("A \\implies B, \\Rightarrow", "B follows from A", "a \\ge 1 \\implies a^2 \\ge 1"),
  NotationEntry("A \\iff B, \\Leftrightarrow", "each follows from the other", "a = z \\iff z = a"),
  NotationEntry(
    "A \\text{ for some } …", "a point of the set makes A true",
    "w^\\top \\delta = 0 \\text{ for some } \\|\\delta\\|_2 \\le \\varepsilon"),
  NotationEntry(
    "A \\text{ for some } v \\text{ with } …", "the same, with the variable before its set",
    "w^\\top v = 0 \\text{ for some } v \\text{ with } \\|v\\|_2 \\le 1"),
  NotationEntry(
    "\\forall j: A; A \\quad \\forall j; \\text{for all } j", "for every index",
    "w_j \\le \\|w\\|_\\infty \\quad \\forall j"),
  NotationEntry(
    "A \\in \\{…\\}, A \\in [a, b], A \\in \\mathbb{R}", "it lies in a set", "|a| \\in [0, |a|]"),
  NotationEntry(
    "\\stackrel{(a)}{=}, \\overset{(a)}{=}, \\underset", "a relation with a label",
    "a + z \\stackrel{(a)}{=} z + a"),
  NotationEntry(
    "A = B && \\text{…}", "a reason, which is typeset and not checked",
    "a + z &= z + a && \\text{sums commute}"),
]

let numberNotation: [NotationEntry] = [
  NotationEntry("2, 0.5", "numbers, which are exact", "0.5 a + 0.5 a = a"),
  NotationEntry("a + b, a - b, -a", "sums, differences, negatives", "a - (b - a) = 2 a - b"),
  NotationEntry("a b, a \\cdot b, a \\times b", "products", "2 a \\cdot z = 2 z a"),
  NotationEntry(
    "\\frac{a}{b}, \\tfrac, \\dfrac, a / b", "a quotient; what divides must not be 0",
    "\\frac12 a + \\tfrac{a}{2} = 2 a / 2"),
  NotationEntry(
    "a^2, a^{k}", "a power; an exponent of several digits stands in braces",
    "(a + z)^2 = a^2 + 2 a z + z^2"),
  NotationEntry("\\sqrt{a}", "the square root", "\\sqrt{a^2} = |a|"),
  NotationEntry(
    "\\sqrt[3]{a}", "another root", "\\sqrt[3]{c^3} = c", where: [.init("c", "positive")]),
  NotationEntry(
    "|a|, \\lvert a \\rvert, \\vert", "the absolute value", "|a z| = \\lvert a \\rvert |z|"),
  NotationEntry(
    "(…), […], \\{…\\}", "brackets; also `\\lbrace`, `\\lbrack`", "2 \\{a + [b - (a + b)]\\} = 0"),
  NotationEntry(
    "\\max\\{a, b\\}, \\min(a, b)", "the largest or smallest of a list",
    "\\max\\{a, z\\} + \\min(a, z) = a + z"),
  NotationEntry("(a)_+, [a]_+", "the positive part, $\\max\\{0, a\\}$", "[a]_+ = \\max\\{0, a\\}"),
  NotationEntry("d, n", "the length of vectors and of families, as numbers", "d \\ge 1"),
]

let vectorNotation: [NotationEntry] = [
  NotationEntry("w + x, a w, \\frac{w}{a}", "as of numbers", "\\frac{2 w}{2} - w = 0"),
  NotationEntry(
    "0, \\mathbf{0}, \\mathbf{1}", "the vectors of zeros and of ones",
    "\\mathbf{1}^\\top w = \\sum_j w_j"),
  NotationEntry(
    "w^\\top x, w^T x", "the inner product; also $w^{\\mathsf T} x$, $w^\\intercal x$",
    "w^\\top x = x^T w"),
  NotationEntry(
    "\\langle w, x \\rangle, w \\cdot x", "the same", "\\langle w, x \\rangle = w \\cdot x"),
  NotationEntry("\\|w\\|_2, \\lVert w \\rVert_2, ‖w‖_2", "the norm", "\\|w\\|_2^2 = w^\\top w"),
  NotationEntry("\\|w\\|_1, \\|w\\|_\\infty", "other orders", "\\|w\\|_\\infty \\le \\|w\\|_1"),
  NotationEntry("\\|w\\|_{3/2}", "an order that is a number of at least 1", "\\|w\\|_{3/2} \\ge 0"),
  NotationEntry(
    "\\|w\\|_p", "an order that is declared", "|w^\\top x| \\le \\|w\\|_p \\|x\\|_q",
    where: [.init("p", "order"), .init("q", "order")],
    given: ["\\frac{1}{p} + \\frac{1}{q} = 1"]),
  NotationEntry("A x, A^\\top, A B", "matrices", "(A x)^\\top w = x^\\top A^\\top w"),
]

let functionNotation: [NotationEntry] = [
  NotationEntry("\\ell(…)", "a declared function", "\\ell(a + \\varepsilon) \\le \\ell(a)"),
  NotationEntry("f'(z), f''(z)", "its derivative", "f'(z) + f'(z) = 2 f'(z)"),
  NotationEntry("\\exp, e^{…}", "the exponential", "e^{a} = \\exp(a)"),
  NotationEntry("\\log, \\ln", "the logarithm", "\\log(\\exp(a)) = a"),
  NotationEntry(
    "\\mathrm{sign}, \\operatorname{sign}, \\sign, \\sgn", "the sign, with sign(0) = 0",
    "a\\, \\mathrm{sign}(a) = |a|"),
  NotationEntry(
    "\\mathrm{sign}(w)", "of a vector, component by component",
    "w^\\top \\operatorname{sign}(w) = \\|w\\|_1"),
  NotationEntry(
    "\\nabla_x …", "the gradient of what stands behind it, in brackets where it is a product",
    "\\nabla_x (w^\\top x) = w"),
  NotationEntry(
    "\\nabla_x \\|x\\|_2^2", "the exponent belongs to what is differentiated",
    "\\nabla_x \\|x\\|_2^2 = 2 x"),
  NotationEntry(
    "\\nabla_x g(x)", "the gradient of a declared function",
    "\\nabla_x g(x)^\\top \\delta = \\delta^\\top \\nabla_x g(x)",
    where: [.init("g", "differentiable function(vector)")]),
  NotationEntry(
    "\\begin{cases} … \\end{cases}", "by cases; the first whose condition holds",
    "|a| = \\begin{cases} a & \\text{if } a \\ge 0 \\\\ -a & \\text{otherwise} \\end{cases}"),
]

let indexNotation: [NotationEntry] = [
  NotationEntry(
    "w_j, w_1", "a component; a free index stands for every value",
    "w_j \\le \\|w\\|_\\infty"),
  NotationEntry("A_{ij}, A_{i,j}", "an entry of a matrix", "A_{jk} + A_{j,k} = 2 A_{jk}"),
  NotationEntry("u_i", "a member of a family", "u_i + u_i = 2 u_i"),
  NotationEntry("(w + x)_j", "a component of an expression", "(w + x)_j = w_j + x_j"),
  NotationEntry(
    "\\sum_{i=1}^n …", "the sum over an index; it takes the product behind it",
    "\\sum_{i=1}^n 2 u_i = 2 \\sum_{i=1}^n u_i"),
  NotationEntry(
    "\\sum_{j=1}^d, \\sum_j", "its range is a dimension, or follows from use",
    "\\sum_{j=1}^d w_j x_j = w^\\top x"),
]
