// Oracle: textbook mathematics; each step was decided by hand before it was checked.

/// Steps that are false, or have no value for some symbols that the hypotheses allow.
let falseSteps: [CorpusStep] = [
  // Wrong algebra.
  .init("label dropped", #"y w^\top x = w^\top x"#),
  .init("square forgotten", #"\|w\|_2 = w^\top w"#),
  .init("cross term forgotten", #"\|u + v\|_2^2 = \|u\|_2^2 + \|v\|_2^2"#),
  .init("factor 2 forgotten", #"\|u + v\|_2^2 = \|u\|_2^2 + u^\top v + \|v\|_2^2"#),
  .init("sign of the cross term", #"\|u - v\|_2^2 = \|u\|_2^2 + 2 u^\top v + \|v\|_2^2"#),
  .init("norm is linear", #"\|u + v\|_2 = \|u\|_2 + \|v\|_2"#),
  .init("1-norm as a sum without moduli", #"\sum_{j=1}^d w_j = \|w\|_1"#),
  .init("direction without a condition", #"\left\| \frac{w}{\|w\|_2} \right\|_2 = 1"#),
  .init(
    "direction in the wrong norm", #"\left\| \frac{w}{\|w\|_1} \right\|_2 = 1"#,
    given: [#"w \ne 0"#]),
  .init("negative scale", #"\|-\varepsilon w\|_1 = -\varepsilon \|w\|_1"#),
  .init("transpose forgotten", #"(A x)^\top u = x^\top A u"#, "A: matrix(d, d)"),
  .init("modulus of a real number", #"|z| = z"#),
  .init("root of a square", #"\sqrt{z^2} = z"#),
  // Wrong inequalities.
  .init("Cauchy-Schwarz the wrong way", #"|w^\top x| \ge \|w\|_2 \|x\|_2"#),
  .init("equality in Cauchy-Schwarz", #"|w^\top x| = \|w\|_2 \|x\|_2"#),
  .init("wrong dual norm", #"|w^\top x| \le \|w\|_\infty \|x\|_\infty"#),
  .init("two dual norms of 2 and infinity", #"|w^\top x| \le \|w\|_2 \|x\|_\infty"#),
  .init(
    "Hölder without the condition", #"|w^\top x| \le \|w\|_p \|x\|_q"#, "p: order; q: order"),
  .init("sign of the lower bound", #"y w^\top \delta \ge \|w\|_2 \|\delta\|_2"#),
  .init("outside the ball", #"-\|w\|_2 \|\delta\|_2 \ge -\varepsilon \|w\|_2"#),
  .init(
    "ball of another norm", #"-\|w\|_2 \|\delta\|_2 \ge -\varepsilon \|w\|_2"#,
    given: [#"\|\delta\|_\infty \le \varepsilon"#]),
  .init("1 below 2", #"\|w\|_1 \le \|w\|_2"#),
  .init("false only on the axes", #"\|w\|_1 \ge 1.0001 \|w\|_2"#),
  .init("strict where equal", #"\|w\|_2 < \|w\|_1"#, given: [#"w \ne 0"#]),
  .init("constant too small", #"\|w\|_1 \le 2 \|w\|_2"#),
  .init("triangle the wrong way", #"\|u + v\|_2 \ge \|u\|_2 + \|v\|_2"#),
  .init("reverse triangle without order", #"\|u\|_1 - \|v\|_1 \ge \|u - v\|_1"#),
  .init("mean the wrong way", #"a b \ge \frac{a^2 + b^2}{2}"#),
  .init("a square is positive", #"(1 - z)^2 > 0"#),
  // Wrong monotonicity: what holds at both numbers need not hold between them.
  .init("squares rise", #"a \le b \implies a^2 \le b^2"#),
  .init(
    "reciprocals fall across 0", #"a \le b \implies \frac{1}{b} \le \frac{1}{a}"#,
    given: [#"a \ne 0"#, #"b \ne 0"#]),
  .init("even powers fall", #"a \le b \implies (1 - b)^4 \le (1 - a)^4"#),
  .init("logistic loss rises", #"a \le b \implies \log(1 + e^{-a}) \le \log(1 + e^{-b})"#),
  .init(
    "product of a falling and a rising function",
    #"a \le b \implies b e^{-b} \le a e^{-a}"#),
  .init("labels are no interval", #"a \le b \implies a^2 - a \le b^2 - b"#, "a: sign; b: sign"),
  // Wrong extrema.
  .init(
    "same norm",
    #"\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_\infty"#),
  .init(
    "2-norm for infinity",
    #"\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_2"#),
  .init(
    "1-norm for 1-ball",
    #"\min_{\|\delta\|_1 \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_1"#),
  .init(
    "squared norm", #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta = -\varepsilon \|w\|_2^2"#
  ),
  .init(
    "wrong sign", #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta = \varepsilon \|w\|_2"#),
  .init(
    "label kept", #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta = -y \varepsilon \|w\|_2"#),
  .init("radius forgotten", #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta = -\|w\|_2"#),
  .init(
    "max and min swapped without monotonicity",
    #"\max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top \delta) = \ell\left(\min_{\|\delta\|_2 \le \varepsilon} w^\top \delta\right)"#,
    #"\ell: convex function"#),
  .init(
    "max through a nonincreasing loss",
    #"\max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top \delta) = \ell\left(\max_{\|\delta\|_2 \le \varepsilon} w^\top \delta\right)"#
  ),
  .init(
    "centre forgotten",
    #"\max_{\|\hat{x} - x\|_2 \le \varepsilon} w^\top \hat{x} = \varepsilon \|w\|_2"#),
  .init(
    "centre with the wrong sign",
    #"\max_{\|\hat{x} - x\|_2 \le \varepsilon} \ell(w^\top \hat{x}) = \max_{\|\delta\|_2 \le \varepsilon} \ell(w^\top (\delta - x))"#
  ),
  .init(
    "separable over a ball that is no product",
    #"\min_{\|\delta\|_2 \le \varepsilon} \sum_{j=1}^d w_j \delta_j = \sum_{j=1}^d \min_{|t| \le \varepsilon} w_j t"#
  ),
  .init("an end only", #"\min_{|t| \le \varepsilon} a t = -\varepsilon a"#),
  .init(
    "constant dropped",
    #"\max_{\|\delta\|_\infty \le \varepsilon} [c + g^\top \delta] = \max_{\|\delta\|_\infty \le \varepsilon} g^\top \delta"#
  ),
  .init(
    "a larger ball is worse",
    #"\min_{\|\delta\|_2 \le 2\varepsilon} w^\top \delta \ge \min_{\|\delta\|_2 \le \varepsilon} w^\top \delta"#
  ),
  .init(
    "maximiser with the wrong sign",
    #"y \varepsilon \frac{w}{\|w\|_2} \in \arg\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta"#,
    given: [#"w \ne 0"#]),
  .init(
    "maximiser without a condition",
    #"-y \varepsilon \frac{w}{\|w\|_2} \in \arg\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta"#
  ),
  .init(
    "sign step in the 2-ball",
    #"-y \varepsilon\, \mathrm{sign}(w) \in \arg\min_{\|\delta\|_2 \le \varepsilon} y w^\top \delta"#
  ),
  .init(
    "2-norm step in the infinity-ball",
    #"-y \varepsilon \frac{w}{\|w\|_2} \in \arg\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta"#,
    given: [#"w \ne 0"#]),
  .init(
    "not the only one",
    #"-y \varepsilon\, \mathrm{sign}(w) = \arg\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta"#
  ),
  // Wrong functions.
  .init("reflection without its term", #"\log(1 + \exp(-z)) = \log(1 + \exp(z))"#),
  .init("logistic below the hinge", #"\log(1 + \exp(-z)) \le \max\{0, 1 - z\}"#),
  .init("logarithm of a sum", #"\log(1 + \exp(-z)) = \log(1) + \log(\exp(-z))"#),
  .init("logarithm of any number", #"\exp(\log(z)) = z"#),
  .init("hinge is linear", #"\max\{0, 1 - z\} = 1 - z"#),
  .init(
    "hinge of a sum, as equality",
    #"\max\{0, 1 - z + \varepsilon\} = \max\{0, 1 - z\} + \varepsilon"#),
  .init(
    "squared regulariser",
    #"\frac{1}{n} \sum_{i=1}^n \max\{0, 1 - y_i w^\top x_i + \varepsilon \|w\|_2\} \le \frac{1}{n} \sum_{i=1}^n \max\{0, 1 - y_i w^\top x_i\} + \varepsilon \|w\|_2^2"#,
    "x: vector[i]; y: sign[i]"),
  .init("sign of zero", #"\mathrm{sign}(z)^2 = 1"#),
  .init(
    "FGSM without the sign of the derivative",
    #"\varepsilon\, \mathrm{sign}(y \ell'(y w^\top x) w) = -y \varepsilon\, \mathrm{sign}(w)"#,
    #"\ell: nonincreasing differentiable function"#),
  .init("losses in the wrong order", #"a \le b \implies \ell(a) \le \ell(b)"#),
  .init(
    "components from a sum",
    #"w_j \delta_j = -\varepsilon |w_j| \implies \delta_j = -\varepsilon\, \mathrm{sign}(w_j)"#),
  .init(
    "convex without a convex loss",
    #"\ell(y w^\top x - \varepsilon \|w\|_2) \text{ is convex in } w"#),
  .init(
    "convex without monotonicity",
    #"\ell(y w^\top x - \varepsilon \|w\|_2) \text{ is convex in } w"#,
    #"\ell: convex function"#),
  .init(
    "Jensen the wrong way",
    #"\ell\left(\frac{1}{n} \sum_{i=1}^n z_i\right) \ge \frac{1}{n} \sum_{i=1}^n \ell(z_i)"#,
    #"\ell: convex function; z: scalar[i]"#),
  .init(
    "strict at the zero vector",
    #"\min_{\|\delta\|_2 \le \varepsilon} w^\top \delta < 0"#),
  .init(
    "strict where the loss is flat",
    #"\max_{\|\delta\|_2 \le \varepsilon} \ell(y w^\top (x + \delta)) > \ell(y w^\top x)"#,
    #"\varepsilon: positive"#, given: [#"w \ne 0"#]),
  .init(
    "strict though always equal",
    #"\min_{\|\delta\|_2 \le \varepsilon} w^\top \delta < -\varepsilon \|w\|_2"#),
  .init(
    "robust at the boundary",
    #"\min_{\|\delta\|_2 \le \varepsilon} y w^\top (x + \delta) > 0"#,
    given: [#"y w^\top x \ge \varepsilon \|w\|_2"#]),
  .init(
    "projection by the wrong power",
    #"w^\top \left(x - \frac{w^\top x}{\|w\|_2} w\right) = 0"#, given: [#"w \ne 0"#]),
  .init(
    "projection on nothing",
    #"w^\top \left(x - \frac{w^\top x}{\|w\|_2^2} w\right) = 0"#),
  .init(
    "sum of constants",
    #"\sum_{i=1}^n (z_i + \varepsilon) = \sum_{i=1}^n z_i + \varepsilon"#, #"z: scalar[i]"#),
  .init(
    "label lost in the gradient",
    #"\nabla_w \ell(y w^\top x) = \ell'(y w^\top x) x"#, #"\ell: smooth function"#),
  .init(
    "2-norm in the cube",
    #"\|\delta\|_2 \le \varepsilon"#, given: [#"\|\delta\|_\infty \le \varepsilon"#]),
  .init(
    "2-norm for the cube",
    #"g^\top \delta \le \varepsilon \|g\|_2"#, given: [#"\|\delta\|_\infty \le \varepsilon"#]),
  .init(
    "combination outside",
    #"\|c w + (1 - c) v\|_1 \le c \|w\|_1 + (1 - c) \|v\|_1"#),
  .init(
    "half at least",
    #"\frac{1}{1 + \exp(-z)} > \frac{1}{2}"#),
  .init(
    "not the only one",
    #"-y \varepsilon\, \mathrm{sign}(w) = \arg\min_{\|\delta\|_\infty \le \varepsilon} y w^\top \delta"#
  ),
  .init(
    "not symmetric",
    #"u^\top A x = x^\top A u"#, #"A: matrix"#),
  .init(
    "false in a narrow place",
    #"(a - b)^2 \ge 0.001 (a - b) \cdot (2 - 1)"#),
  .init(
    "false where nobody draws", #"(z - 7.3)^2 \ge 0.000001 \cdot (1 - (z - 7.3)^2)"#),
  .init(
    "false next to a root of two", #"(z^2 - 2)^2 \ge 0.0000001"#),
  .init(
    "implies nearly", #"a^2 \le 2 \implies a \le 1.4142"#),
]
