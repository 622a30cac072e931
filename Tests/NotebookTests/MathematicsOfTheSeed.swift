// Oracle: none; the formulas of the problem set that the project began with, as they were written.

/// Every distinct formula of problem set 9.
enum MathematicsOfTheSeed {
  static let formulas = [
    #"\mathbf{x}_i \in \mathbb{R}^d"#,
    #"y_i \in \{-1, 1\}"#,
    #"\ell(z) = \max\{0, 1 - z\}"#,
    #"\ell(z) = \log(1 + \exp(-z))"#,
    #"f(\mathbf{x}) = \mathbf{w}^\top \mathbf{x}"#,
    #"""
    \min_{\mathbf{w} \in \mathbb{R}^d} \frac{1}{n} \sum_{i=1}^n \#
    \max_{\|\hat{\mathbf{x}}_i - \mathbf{x}_i\|_2 \leq \varepsilon} \ell(y_i \cdot \#
    \mathbf{w}^\top \hat{\mathbf{x}}_i).
    """#,
    #"""
    \max_{\|\hat{\mathbf{x}}_i - \mathbf{x}_i\|_2 \leq \varepsilon} \ell(y_i \cdot \#
    \mathbf{w}^\top \hat{\mathbf{x}}_i)
    """#,
    #"\hat{\mathbf{x}}_i^*"#,
    #"""
    \begin{aligned} \max_{\|\hat{\mathbf{x}}_i - \mathbf{x}_i\|_2 \leq \varepsilon} \#
    \ell(y_i \cdot \mathbf{w}^\top \hat{\mathbf{x}}_i) &= \max_{\|\delta\|_2 \leq \#
    \varepsilon} \ell(y_i \cdot \mathbf{w}^\top (\mathbf{x}_i + \delta)) = \#
    \ell\left(\min_{\|\delta\|_2 \leq \varepsilon} y_i \cdot \mathbf{w}^\top \#
    (\mathbf{x}_i + \delta)\right) \\ &= \ell\left(y_i \cdot \mathbf{w}^\top \mathbf{x}_i \#
    + \min_{\|\delta\|_2 \leq \varepsilon} y_i \mathbf{w}^\top \delta\right) = \#
    \ell\left(y_i \cdot \mathbf{w}^\top \mathbf{x}_i - \varepsilon \#
    \|\mathbf{w}\|_2\right) \end{aligned}
    """#,
    #"""
    y_i \mathbf{w}^\top \delta \geq -\|\mathbf{w}\|_2 \|\delta\|_2 = -\|\mathbf{w}\|_2 \#
    \|\delta\|_2 \geq -\|\mathbf{w}\|_2 \varepsilon.
    """#,
    #"\delta^* = -y_i \varepsilon \frac{\mathbf{w}}{\|\mathbf{w}\|_2}"#,
    #"\min_{\|\delta\|_2 \leq \varepsilon} y_i \mathbf{w}^\top \delta"#,
    #"""
    \hat{\mathbf{x}}_i^* = \mathbf{x}_i - y_i \varepsilon \#
    \frac{\mathbf{w}}{\|\mathbf{w}\|_2}
    """#,
    #"""
    \min_{\mathbf{w} \in \mathbb{R}^d} \frac{1}{n} \sum_{i=1}^n \ell(y_i \cdot \#
    \mathbf{w}^\top \mathbf{x}_i - \varepsilon \|\mathbf{w}\|_2).
    """#,
    #"""
    \min_{\mathbf{w} \in \mathbb{R}^d} \frac{1}{n} \sum_{i=1}^n \max \{0, 1 - y_i \cdot \#
    \mathbf{w}^\top \mathbf{x} + \varepsilon \|\mathbf{w}\|_2\}.
    """#,
    #"""
    \min_{\mathbf{w} \in \mathbb{R}^d} \frac{1}{n} \sum_{i=1}^n \max \{0, 1 - y_i \cdot \#
    \mathbf{w}^\top \mathbf{x}\} + \varepsilon \|\mathbf{w}\|_2^2,
    """#,
    #"\|\mathbf{w}\|_2"#,
    #"\|\mathbf{w}\|_2^2"#,
    #"""
    \frac{1}{n} \sum_{i=1}^n \max \{0, 1 - y_i \cdot \mathbf{w}^\top \mathbf{x} + \#
    \varepsilon \|\mathbf{w}\|_2\} \leq \frac{1}{n} \sum_{i=1}^n \max \{0, 1 - y_i \cdot \#
    \mathbf{w}^\top \mathbf{x}\} + \varepsilon \|\mathbf{w}\|_2
    """#,
    #"p \geq 1"#,
    #"\frac{1}{p} + \frac{1}{q} = 1"#,
    #"|\mathbf{w}^\top \delta| \leq \|\mathbf{w}\|_p \|\delta\|_q"#,
    #"p = 1"#,
    #"q = \infty"#,
    #"""
    y_i \mathbf{w}^\top \delta \geq -\|\mathbf{w}\|_1 \|\delta\|_\infty = \#
    -\|\mathbf{w}\|_1 \|\delta\|_\infty \geq -\|\mathbf{w}\|_1 \varepsilon \implies \#
    \min_{\|\delta\|_\infty \leq \varepsilon} y_i \mathbf{w}^\top \delta = -\varepsilon \#
    \|\mathbf{w}\|_1.
    """#,
    #"y_i \mathbf{w}^\top \delta = -\varepsilon \|\mathbf{w}\|_1"#,
    #"\sum_{j=1}^d y_i w_j \delta_j = \sum_{j=1}^d -\varepsilon |w_j|"#,
    #"y_i w_j \delta_j = -\varepsilon |w_j|"#,
    #"\delta_j = -y_i \varepsilon \text{ sign}(w_j)"#,
    #"\delta^* = -y_i \varepsilon \text{ sign}(\mathbf{w})"#,
    #"\|\delta\|_\infty"#,
    #"\min_{\|\delta\|_\infty \leq \varepsilon} y_i \mathbf{w}^\top \delta"#,
    #"""
    \begin{aligned} \min_{\|\delta\|_\infty \leq \varepsilon} y_i \mathbf{w}^\top \delta \#
    &= \min_{\forall j \ |\delta_j| \leq \varepsilon} \sum_{j=1}^d y_i w_j \delta_j \#
    \stackrel{(a)}{=} \sum_{j=1}^d \min_{|\delta_j| \leq \varepsilon} y_i w_j \delta_j \#
    \stackrel{(b)}{=} \sum_{j=1}^d \min_{|\delta_j| = \varepsilon} y_i w_j \delta_j \\ &= \#
    \sum_{j=1}^d \min\{-w_j \varepsilon, w_j \varepsilon\} = \sum_{j=1}^d -\varepsilon \#
    |w_j| = -\varepsilon \|\mathbf{w}\|_1, \end{aligned}
    """#,
    #"-\nabla_x \ell(\mathbf{x}, y)"#,
    #"""
    \max_{\|\boldsymbol{\delta}\|_\infty \leq \varepsilon} \ell(\mathbf{x} + \#
    \boldsymbol{\delta}, y) \approx \max_{\|\boldsymbol{\delta}\|_\infty \leq \#
    \varepsilon} [\ell(\mathbf{x}, y) + \nabla_x \ell(\mathbf{x}, y)^\top \#
    \boldsymbol{\delta}] = \max_{\|\boldsymbol{\delta}\|_\infty \leq \varepsilon} \#
    \nabla_x \ell(\mathbf{x}, y)^\top \boldsymbol{\delta},
    """#,
    #"\boldsymbol{\delta}^* = \varepsilon \cdot \text{sign}(\nabla_x \ell(\mathbf{x}, y))"#,
    #"""
    \boldsymbol{\delta}^* = \varepsilon \text{ sign}(y \ell'(\mathbf{y} \mathbf{w}^\top \#
    \mathbf{x}) \mathbf{w}) = \varepsilon \text{ sign}(-y \mathbf{w}) = -y \varepsilon \#
    \text{ sign}(\mathbf{w})
    """#,
  ]
}
