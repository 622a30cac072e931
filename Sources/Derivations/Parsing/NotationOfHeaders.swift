let typeNotation: [NotationEntry] = [
  NotationEntry(
    "scalar", "a real number; also `real`", "c^2 \\ge 0", where: [.init("c", "scalar")]),
  NotationEntry(
    "nonnegative", "a number that is at least 0", "|c| = c", where: [.init("c", "nonnegative")]),
  NotationEntry(
    "positive", "a number above 0", "\\frac{c}{c} = 1", where: [.init("c", "positive")]),
  NotationEntry("sign", "−1 or 1; also `label`", "t^2 = 1", where: [.init("t", "sign")]),
  NotationEntry("integer", "a whole number", "k + k = 2 k", where: [.init("k", "integer")]),
  NotationEntry(
    "vector, vector(m)", "a vector of length d, or of another length",
    "\\|v\\|_2^2 = v^\\top v", where: [.init("v", "vector(m)")]),
  NotationEntry(
    "matrix, matrix(m, d)", "a matrix of d × d, or of m rows and d columns",
    "v^\\top B x = (B^\\top v)^\\top x",
    where: [.init("B", "matrix(m, d)"), .init("v", "vector(m)")]),
  NotationEntry(
    "order", "the order of a norm: at least 1, or ∞", "\\|w\\|_p \\ge 0",
    where: [.init("p", "order")]),
  NotationEntry(
    "function", "a function of one number", "g(a + 0) = g(a)", where: [.init("g", "function")]),
  NotationEntry(
    "function(vector, scalar)", "a function of what the list says",
    "g(w + x, a) = g(x + w, a)", where: [.init("g", "function(vector, scalar)")]),
  NotationEntry(
    "nonincreasing function, nondecreasing …", "it does not increase, or does not decrease",
    "g(a + \\varepsilon) \\le g(a)", where: [.init("g", "nonincreasing function")]),
  NotationEntry(
    "strictly decreasing function, strictly increasing …", "it is strictly monotone",
    "g(a + \\varepsilon) < g(a)", where: [.init("g", "strictly decreasing function")]),
  NotationEntry(
    "convex function, concave …", "how it curves",
    "g\\left(\\frac{a + b}{2}\\right) \\le \\frac{g(a) + g(b)}{2}",
    where: [.init("g", "convex function")]),
  NotationEntry(
    "continuous function, differentiable …", "its limits, or its derivative, exist",
    "g'(a) - g'(a) = 0", where: [.init("g", "differentiable function")]),
  NotationEntry(
    "function with negative derivative, … positive …", "the sign of its derivative",
    "g'(a) < 0", where: [.init("g", "negative derivative function")]),
  NotationEntry(
    "nonnegative function, positive …", "its values are at least 0, or above",
    "g(a) + 1 > 0", where: [.init("g", "nonnegative function")]),
  NotationEntry(
    "vector[i], scalar[i: m]", "a family: one for every index to n, or to another range",
    "\\sum_{k=1}^m c_k = \\sum_k c_k", where: [.init("c", "scalar[i: m]")]),
  NotationEntry(
    "index", "a fixed index of a family", "u_k + u_k = 2 u_k", where: [.init("k", "index")]),
]

let headerNotation: [NotationEntry] = [
  NotationEntry(
    "given", "a relation that is assumed", "w^\\top \\delta \\le \\varepsilon \\|w\\|_2",
    given: ["\\|\\delta\\|_2 \\le \\varepsilon"]),
  NotationEntry(
    "let", "a name for a part", "m + m = 2 y w^\\top x", let: [.init("m", "y w^\\top x")]),
  NotationEntry(
    "let, with arguments", "a function that is defined", "m(x + x) = 2 m(x)",
    let: [.init("m(v)", "w^\\top v")]),
  NotationEntry(
    "witness", "a point that is offered for what the body binds",
    "\\max_{\\|\\delta\\|_2 \\le \\varepsilon} w^\\top \\delta = \\varepsilon \\|w\\|_2",
    given: ["w \\ne 0"],
    witness: [.init("\\delta", "\\varepsilon \\frac{w}{\\|w\\|_2}")]),
  NotationEntry(
    "macros", "the course's commands; `#1` is their first argument",
    "\\norm{w} \\ge 0", macros: ["\\norm": "\\|#1\\|_2"]),
]
