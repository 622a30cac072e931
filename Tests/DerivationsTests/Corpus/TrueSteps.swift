// Oracle: textbook mathematics; each step was decided by hand before it was checked.

/// Steps that are true.
let trueSteps: [CorpusStep] = [
  // Algebra of vectors and norms.
  .init("label moves into the product", #"y w^\top x = w^\top (y x)"#),
  .init("square of the norm", #"\|w\|_2^2 = w^\top w"#),
  .init("square of a sum", #"\|u + v\|_2^2 = \|u\|_2^2 + 2 u^\top v + \|v\|_2^2"#),
  .init("parallelogram", #"\|u + v\|_2^2 + \|u - v\|_2^2 = 2\|u\|_2^2 + 2\|v\|_2^2"#),
  .init("Pythagoras", #"u^\top v = 0 \implies \|u + v\|_2^2 = \|u\|_2^2 + \|v\|_2^2"#),
  .init("norm by components", #"\sum_{j=1}^d w_j^2 = \|w\|_2^2"#),
  .init("1-norm by components", #"\sum_{j=1}^d \varepsilon |w_j| = \varepsilon \|w\|_1"#),
  .init("norm of a direction", #"\left\| \frac{w}{\|w\|_2} \right\|_2 = 1"#, given: [#"w \ne 0"#]),
  .init("homogeneous", #"\|-\varepsilon w\|_1 = \varepsilon \|w\|_1"#),
  .init("transpose", #"(A x)^\top u = x^\top A^\top u"#, "A: matrix(d, d)"),
  .init("label times itself", #"y^2 w^\top x = w^\top x"#),
  // Inequalities.
  .init("Cauchy-Schwarz", #"|w^\top x| \le \|w\|_2 \|x\|_2"#),
  .init("Hölder 1 and infinity", #"|w^\top x| \le \|w\|_1 \|x\|_\infty"#),
  .init(
    "Hölder", #"|w^\top x| \le \|w\|_p \|x\|_q"#, "p: order; q: order",
    given: [#"\frac{1}{p} + \frac{1}{q} = 1"#]),
  .init("lower bound of the margin", #"y w^\top \delta \ge -\|w\|_2 \|\delta\|_2"#),
  .init(
    "bound on the ball", #"-\|w\|_2 \|\delta\|_2 \ge -\varepsilon \|w\|_2"#,
    given: [#"\|\delta\|_2 \le \varepsilon"#]),
  .init("infinity below 2", #"\|w\|_\infty \le \|w\|_2"#),
  .init("2 below 1", #"\|w\|_2 \le \|w\|_1"#),
  .init("1 below root d times 2", #"\|w\|_1 \le \sqrt{d}\, \|w\|_2"#),
  .init("2 below root d times infinity", #"\|w\|_2 \le \sqrt{d}\, \|w\|_\infty"#),
  .init("interpolation", #"\|w\|_2^2 \le \|w\|_1 \|w\|_\infty"#),
  .init("triangle", #"\|u + v\|_2 \le \|u\|_2 + \|v\|_2"#),
  .init("reverse triangle", #"\|u\|_1 - \|v\|_1 \le \|u - v\|_1"#),
  .init("arithmetic mean", #"a b \le \frac{a^2 + b^2}{2}"#),
  .init("the smaller is below the mean", #"\min\{a, b\} \le \frac{a + b}{2}"#),
  .init("a square", #"(1 - z)^2 \ge 0"#),
  // Functions that fall or rise.
  .init("logistic loss falls", #"a \le b \implies \log(1 + e^{-b}) \le \log(1 + e^{-a})"#),
  .init("hinge falls", #"a \le b \implies \max\{0, 1 - b\} \le \max\{0, 1 - a\}"#),
  .init("powers too large to multiply out", #"a (1 + b^2)^{12} = (1 + b^2)^{12} a"#),
  .init("cubes rise", #"a \le b \implies (a - 1)^3 \le (b - 1)^3"#),
  .init(
    "squares of numbers above 0 rise", #"a \le b \implies a^2 \le b^2"#,
    "a: nonnegative; b: nonnegative"),
  .init(
    "reciprocals of numbers above 0 fall", #"a \le b \implies \frac{1}{b} \le \frac{1}{a}"#,
    "a: positive; b: positive"),
  // Extrema over balls.
  .init("2-ball", #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_2"#),
  .init(
    "infinity-ball",
    #"\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_1"#),
  .init(
    "1-ball", #"\min_{\|\delta\|_1 \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_\infty"#),
  .init(
    "p-ball", #"\max_{\|\delta\|_p \le \varepsilon} w^\top \delta = \varepsilon \|w\|_q"#,
    "p: order; q: order", given: [#"\frac{1}{p} + \frac{1}{q} = 1"#]),
  .init(
    "ball around a point",
    #"\max_{\|\hat{x} - x\|_2 \le \varepsilon} w^\top \hat{x} = w^\top x + \varepsilon \|w\|_2"#),
  .init(
    "shift of the ball",
    #"\max_{\|\hat{x} - x\|_2 \le \varepsilon} \ell(w^\top \hat{x}) = \max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top (x + \delta))"#
  ),
  .init(
    "max through a nonincreasing loss",
    #"\max_{\|\delta\|_2 \le \varepsilon} \ell(y w^\top (x + \delta)) = \ell\left(\min_{\|\delta\|_2 \le \varepsilon} y w^\top (x + \delta)\right)"#
  ),
  .init(
    "worst loss in the infinity-ball",
    #"\max_{\|\delta\|_\infty \le \varepsilon} \ell(y w^\top (x + \delta)) = \ell(y w^\top x - \varepsilon \|w\|_1)"#
  ),
  .init(
    "separable",
    #"\min_{\|\delta\|_\infty \le \varepsilon} \sum_{j=1}^d w_j \delta_j = \sum_{j=1}^d \min_{|t| \le \varepsilon} w_j t"#
  ),
  .init("an interval", #"\min_{|t| \le \varepsilon} a t = -\varepsilon |a|"#),
  .init("ends of an interval", #"\min_{|t| \le \varepsilon} a t = \min_{|t| = \varepsilon} a t"#),
  .init("two labels", #"\max_{t \in \{-1, 1\}} t z = |z|"#),
  .init(
    "constant leaves",
    #"\max_{\|\delta\|_\infty \le \varepsilon} [c + g^\top \delta] = c + \max_{\|\delta\|_\infty \le \varepsilon} g^\top \delta"#
  ),
  .init(
    "a larger ball is not better",
    #"\min_{\|\delta\|_2 \le 2\varepsilon} w^\top \delta \le \min_{\|\delta\|_2 \le \varepsilon} w^\top \delta"#
  ),
  .init(
    "a norm on a ball",
    #"\max_{\|\delta\|_2 \le \varepsilon} \|x + \delta\|_2 \le \|x\|_2 + \varepsilon"#),
  .init(
    "maximiser",
    #"-y \varepsilon \frac{w}{\|w\|_2} \in \arg\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta"#,
    given: [#"w \ne 0"#]),
  .init(
    "the only one",
    #"-y \varepsilon \frac{w}{\|w\|_2} = \arg\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta"#,
    given: [#"w \ne 0"#]),
  .init(
    "sign step",
    #"-y \varepsilon\, \mathrm{sign}(w) \in \arg\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta"#
  ),
  // Functions.
  .init("logistic by reflection", #"\log(1 + \exp(-z)) = \log(1 + \exp(z)) - z"#),
  .init("logistic above its asymptote", #"\log(1 + \exp(-z)) \ge -z"#),
  .init("logistic is positive", #"\log(1 + \exp(-z)) > 0"#),
  .init("sigmoids sum to one", #"\frac{1}{1 + \exp(-z)} + \frac{1}{1 + \exp(z)} = 1"#),
  .init("exponential of a sum", #"\exp(a + b) = \exp(a) \exp(b)"#),
  .init("hinge above its line", #"\max\{0, 1 - z\} \ge 1 - z"#),
  .init(
    "hinge of a sum", #"\max\{0, 1 - z + \varepsilon\} \le \max\{0, 1 - z\} + \varepsilon"#),
  .init(
    "hinge on average",
    #"\frac{1}{n} \sum_{i=1}^n \max\{0, 1 - y_i w^\top x_i + \varepsilon \|w\|_2\} \le \frac{1}{n} \sum_{i=1}^n \max\{0, 1 - y_i w^\top x_i\} + \varepsilon \|w\|_2"#,
    "x: vector[i]; y: sign[i]"),
  .init("the larger of two", #"\max\{-z, z\} = |z|"#),
  .init("sign times number", #"z\, \mathrm{sign}(z) = |z|"#),
  .init("sign of a multiple", #"\mathrm{sign}(y w) = y\, \mathrm{sign}(w)"#),
  .init(
    "FGSM of a linear model",
    #"\varepsilon\, \mathrm{sign}(y \ell'(y w^\top x) w) = -y \varepsilon\, \mathrm{sign}(w)"#,
    #"\ell: negative derivative function"#),
  .init("losses in order", #"a \le b \implies \ell(a) \ge \ell(b)"#),
  // Convexity.
  .init(
    "robust loss is convex", #"\ell(y w^\top x - \varepsilon \|w\|_2) \text{ is convex in } w"#,
    #"\ell: nonincreasing convex function"#),
  .init(
    "convex combination", #"\ell(c a + (1 - c) b) \le c \ell(a) + (1 - c) \ell(b)"#,
    #"\ell: convex function"#, given: [#"0 \le c \le 1"#]),
  .init(
    "Jensen",
    #"\ell\left(\frac{1}{n} \sum_{i=1}^n z_i\right) \le \frac{1}{n} \sum_{i=1}^n \ell(z_i)"#,
    #"\ell: convex function; z: scalar[i]"#),
  .init(
    "attained", #"\max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top \delta) \text{ is attained}"#),
  .init(
    "worst margin of a moved point",
    #"y w^\top (x + \delta) \ge y w^\top x - \varepsilon \|w\|_\infty"#,
    given: [#"\|\delta\|_1 \le \varepsilon"#]),
  .init(
    "loss of a moved point",
    #"\ell(y w^\top (x + \delta)) \le \ell(y w^\top x - \varepsilon \|w\|_2)"#,
    given: [#"\|\delta\|_2 \le \varepsilon"#]),
  .init(
    "one perturbation for all",
    #"\max_{\|\delta\|_2 \le \varepsilon} \frac{1}{n} \sum_{i=1}^n \ell(y_i w^\top (x_i + \delta)) \le \frac{1}{n} \sum_{i=1}^n \max_{\|\delta\|_2 \le \varepsilon} \ell(y_i w^\top (x_i + \delta))"#,
    #"\ell: continuous nonincreasing function; x: vector[i]; y: sign[i]"#),
  .init(
    "attacks do no good",
    #"\max_{\|\delta\|_\infty \le \varepsilon} \ell(y w^\top (x + \delta)) \ge \ell(y w^\top x)"#),
  .init(
    "width of a ball",
    #"\max_{\|\delta\|_2 \le \varepsilon} (w^\top x + w^\top \delta) - \min_{\|\delta\|_2 \le \varepsilon} (w^\top x + w^\top \delta) = 2 \varepsilon \|w\|_2"#
  ),
  .init(
    "robust point",
    #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top (x + \delta) > 0"#,
    given: [#"y w^\top x > \varepsilon \|w\|_2"#]),
  .init(
    "residual is orthogonal",
    #"w^\top \left(x - \frac{w^\top x}{\|w\|_2^2} w\right) = 0"#, given: [#"w \ne 0"#]),
  .init(
    "length of a projection",
    #"\left\| \frac{w^\top x}{\|w\|_2^2} w \right\|_2 = \frac{|w^\top x|}{\|w\|_2}"#,
    given: [#"w \ne 0"#]),
  .init(
    "gradient of a square",
    #"\nabla_w (\frac{1}{2} (w^\top x - a)^2) = (w^\top x - a) x"#),
  .init(
    "gradient of a squared norm",
    #"\nabla_w \left(\|w\|_2^2\right) = 2 w"#),
  .init(
    "geometric mean",
    #"\sqrt{a b} \le \frac{a + b}{2}"#, #"a: positive; b: positive"#),
  .init(
    "the larger by the modulus",
    #"\max\{a, b\} = \frac{a + b + |a - b|}{2}"#),
  .init(
    "root d in the ball",
    #"\|\delta\|_2 \le \varepsilon \sqrt{d}"#, given: [#"\|\delta\|_\infty \le \varepsilon"#]),
  .init(
    "convex combination of norms",
    #"\|c w + (1 - c) v\|_1 \le c \|w\|_1 + (1 - c) \|v\|_1"#, given: [#"0 \le c \le 1"#]),
  .init(
    "variance of a coin",
    #"c (1 - c) \le \frac{1}{4}"#),
  .init(
    "triangle over a family",
    #"\left\|\sum_{i=1}^n x_i\right\|_3 \le \sum_{i=1}^n \|x_i\|_3"#, "x: vector[i]"),
  .init(
    "norm of a mean",
    #"\left\|\frac{1}{n} \sum_{i=1}^n x_i\right\|_2 \le \frac{1}{n} \sum_{i=1}^n \|x_i\|_2"#,
    "x: vector[i]"),
]
