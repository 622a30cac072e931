// Oracle: what is wrong, marked by hand with «…» in each text.

/// Bodies that are read to their first mistakes: brackets, sides, arguments, sums, types, names.
let badFormulas: [BadFormula] = [
  .init(
    #"a = «\sin»(a)"#, #"`\sin` is not understood"#, "give the step a reason under `unchecked:`"),
  .init(
    #"a = «\begin{pmatrix}» a \end{pmatrix}"#, #"`\begin{pmatrix}` is not understood"#,
    "give the step a reason under `unchecked:`"),
  .init(#"a = «\left»( a"#, #"`\left` has no `\right`"#, #"write the `\right` with its bracket"#),
  .init(#"a = a «\right»)"#, #"`\right` has no `\left`"#, #"write the `\left` with its bracket"#),
  .init("a = «(»a", "`(` is not closed", "write `)`"),
  .init("a = a«)»", "`)` closes nothing", "leave it out, or write the bracket that it closes"),
  .init(#"a = «\{»a"#, #"`\{` is not closed"#, #"write `\}`"#),
  .init("a = «{»a", "a brace is not closed", "write the `}`"),
  .init(
    "a = a«}»", "a brace closes nothing",
    #"leave it out, or write `\}` for a brace that is printed"#),
  .init(#"a = «\|»w"#, #"`\|` is not closed"#, #"write `\|`"#),
  .init("a = «|»a", "`|` is not closed", "write `|`"),
  .init(
    "a = |«w»|", #"$|\cdot|$ takes a scalar, not a vector of length d"#,
    #"write $\|w\|_2$ for a vector"#),
  .init(
    #"a = «\|a\|»_2"#, #"$\|\cdot\|$ takes a vector, not a scalar"#,
    #"write $|\cdot|$ for a number"#),
  .init(#"a = «\|w\|»"#, "the norm has no order", #"write $\|w\|_2$"#),
  .init(
    #"a = \|w\|_«q»"#, "`q` is no order of a norm",
    #"write `2`, `\infty`, or declare it: `q: order`"#),
  .init(
    #"a = \|w\|_«{0.5}»"#, "`0.5` is no order of a norm",
    #"write `2`, `\infty`, or declare it: `p: order`"#),
  .init(#"a = \|w\|«_»"#, "nothing stands behind `_`", "write its argument, or leave it out"),
  .init(
    #"\begin{aligned} a «\\» a \end{aligned}"#, "a relation is missing at this line's end",
    #"write `=` or `\le` before the next line"#),
  .init(
    #"a = b \\ «b»"#, "this line has no relation", #"write `=`, `\le`, `\implies` or a judgement"#),
  .init("«a»", "this line has no relation", #"write `=`, `\le`, `\implies` or a judgement"#),
  .init("a = «q»", "`q` is not declared", "declare it: `q: vector`"),
  .init(
    #"a = «\varepsilom»"#, #"`\varepsilom` is not understood"#,
    #"write `\varepsilon`, or define it under `macros:`"#),
  .init(
    "a = «wx»", "a vector of length d times a vector of length d is not defined",
    #"write `^\top` at the left one: $w^\top x$"#),
  .init(#"a = «\alpha»"#, #"`\alpha` is not declared"#, #"declare it: `\alpha: vector`"#),
  .init("«=» a", "the relation has no left side", "write what stands on its left"),
  .init("a «=»", "the relation has no right side", "write what stands on its right"),
  .init("a «= =» b", "two relations stand side by side", "leave one out"),
  .init(#"a «= \le» b"#, "two relations stand side by side", "leave one out"),
  .init(#"a «\le»"#, "the relation has no right side", "write what stands on its right"),
  .init("«{}»= a", "`{}` is empty", "write what belongs there, or leave it out"),
  .init("a = «{}»", "`{}` is empty", "write what belongs there, or leave it out"),
  .init(#"a = \frac«{}»{2}"#, "the numerator is empty", "write what belongs there"),
  .init(#"a = \sqrt«{}»"#, "the root is empty", "write what belongs there"),
  .init("a = a^«{}»", "the exponent is empty", "write what belongs there"),
  .init("a = w_«{}»", "the subscript is empty", "write what belongs there, or leave `_` out"),
  .init(
    "a = a^2«^»3", "two superscripts stand side by side",
    "write brackets around the first: `(…^2)^3`, or braces around both"),
  .init("a = w_1«_»2", "two subscripts stand side by side", "write both in one: `_{ij}`"),
  .init(#"a = «\frac{a}»"#, #"an argument of `\frac` is missing"#, #"write `\frac{a}{b}`"#),
  .init(#"a = «\sqrt»"#, #"an argument of `\sqrt` is missing"#, #"write `\sqrt{a}`"#),
  .init(#"a = «\sum» u_i"#, "the sum has no index", #"write `\sum_{i=1}^n`"#),
  .init(#"a = «\sum_{i}» "#, "the sum has no terms", "write the terms behind it"),
  .init(#"a = \sum_«{i=0}»^n z"#, "`i=0` is not understood below a sum", "write `i=1`"),
  .init(#"a = \sum_{i=1}^«k» z"#, "`k` is no range of a sum", "write `n` or `d`"),
  .init(
    #"a = «\sum_{j} z»"#, "the index `j` of the sum is not used and has no range",
    #"write `\sum_{j=1}^n`"#),
  .init(
    #"a = \sum_{«a»=1}^n z"#, "the sum runs over `a`, which is declared",
    #"use another letter, such as `\sum_{i=1}^n`"#),
  .init(
    "a = «w + z»", "a vector of length d and a scalar cannot be added",
    "look at the types in `where`, and at transposes"),
  .init(
    "«a = w»", "the left side is a scalar and the right side a vector of length d",
    "look at the types in `where`, and at transposes"),
  .init(
    "«w = A»", "the left side is a vector of length d and the right side a matrix of d × d",
    "look at the types in `where`, and at transposes"),
  .init(
    "«w w» = a", "a vector of length d times a vector of length d is not defined",
    #"write `^\top` at the left one: $w^\top x$"#),
  .init(
    #"«w^\top = w»"#,
    "the left side is a transposed vector and the right side a vector of length d",
    "look at the types in `where`, and at transposes"),
  .init("«w^2» = a", "a vector of length d has no power", #"write $\|w\|_2^2$ or $w^\top w$"#),
  .init("2^«w» = a", "a vector of length d is no exponent", "write a number"),
  .init(#"a = «\ell»"#, #"the function `\ell` stands without arguments"#, #"write `\ell(z)`"#),
  .init(
    #"a = \ell(«w»)"#, #"`\ell` takes a scalar here, not a vector of length d"#,
    "look at its type in `where`"),
  .init(
    #"a = «\ell(a, b)»"#, #"`\ell` takes one argument, not 2"#,
    "declare it with others: `function(vector, scalar)`"),
  .init(#"a = \ell«(»a"#, "`(` is not closed", "write `)`"),
  .init(#"a = «\ell()»"#, #"the function `\ell` stands without arguments"#, #"write `\ell(z)`"#),
  .init(
    "a = «a'»", "`a` is a scalar and has no derivative",
    "leave it out, or declare a symbol of its own: `a': scalar`"),
  .init("a = «L'»(w)", "`L'` is not declared", "declare it: `L': vector`"),
  .init("a = «u»", "`u` is a family and stands without its index", "write `u_i`"),
  .init(#"a = \|«u»\|_2"#, "`u` is a family and stands without its index", "write `u_i`"),
  .init(
    "a = «z_i»", "`z` is a scalar and has no components and no members",
    "declare it as a family, `z: scalar[i]`, or as a vector"),
  .init(
    "a = u_{i,j} + w_«i»", "`i` runs to n and stands where an index to d is expected",
    "use another letter"),
  .init("a = «w_{1,2}»", "a vector of length d with 2 indices", "write `_j`"),
  .init("a = «A_1»", "a matrix of d × d with 1 indices", "write `_{ij}`"),
  .init("a = «i»", "the index `i` stands as a number", "write it as a subscript"),
  .init(
    "a = u_«0»", "`0` is no index",
    "write `i`, `j` or a number; declare a name with a subscript of its own in `where`"),
  .init(
    "a = w_«x»", "`x` is a vector of length d and no index",
    "write `i` or `j`, or declare the name with its subscript in `where`"),
  .init("a = w_{i«+»1}", "an index is calculated", "write one letter or number"),
  .init(
    #"a = «\max» w"#, #"`\max` has neither a set below it nor a list behind it"#,
    "write the set below it"),
  .init(
    #"a = \max_«v» w^\top v"#, "it is not said what `v` runs over", #"write `v \in \mathbb{R}^d`"#),
  .init(
    #"a = \max_«{a \le b}» a"#, "it is not clear which variable this set binds",
    #"leave the variable out of `where`, or write it first: $\delta \in \mathbb{R}^d$"#),
  .init(
    #"a = \max_{«p» + q \le 1} p"#, "the set has two unknown names, `p` and `q`",
    "declare the other one in `where`"),
  .init(
    #"a = \max_{v \in «S»} w^\top v"#, "this set is not understood",
    #"write the set as relations: $\|\delta\|_2 \le \varepsilon$"#),
  .init(
    #"a = \max_{«\|v\|_2»} w^\top v"#, "this is no relation",
    #"write `=`, `\le`, `\ge` or `\in` and its other side"#),
  .init(
    #"a = \max_{\|v\|_2 \le 1} «v»"#, "a maximum takes a scalar, not a vector of length d",
    #"give it a number, such as $w^\top x$"#),
  .init(
    #"a = \max_«{}» a"#, "the set is empty",
    #"write the set below it: `\max_{\|\delta\|_2 \le \varepsilon}`"#),
  .init(#"a = \max«\{»a, b"#, #"`\{` is not closed"#, #"write `\}`"#),
  .init(
    #"a = \max\{a, «w»\}"#, "a maximum of a list takes a scalar, not a vector of length d",
    #"give it a number, such as $w^\top x$"#),
  .init(#"a = «\log»"#, #"`\log` stands without its argument"#, #"write `\log(a)`"#),
  .init(
    #"a = \log «w»"#, "log takes a scalar, not a vector of length d",
    #"give it a number, such as $w^\top x$"#),
  .init(#"a = «\sign -»a"#, #"`-` stands behind `\sign`"#, #"write `\sign(-…)`"#),
  .init("a = a «+ +» b", "`+` and `+` stand side by side", "write `+ (-…)`, or one sign"),
  .init(
    #"a = a «\cdot -» b"#, #"`\cdot` and `-` stand side by side"#,
    #"write `\cdot (-…)`, or one sign"#),
  .init(#"a = a «\cdot»"#, #"behind `\cdot` a term is missing"#, "write a term"),
  .init("a = a «/»", "behind `/` a term is missing", "write a term"),
  .init("a = «/» a", "`/` stands where a term is expected", "write a term there"),
  .init("a = «1.2.3»", "`1.2.3` is no number", "leave one point out"),
  .init("a = «1e5»", "`1e5` is no number", "write `10^{5}`"),
  .init("a = «.5»", "`.5` is no number", "write `0.5`"),
  .init("a = «1,000»", "`1,000` is no number", "write `1000`"),
  .init("a = a «–» b", "`–` (U+2013) is not understood", "write `-`"),
  .init("a = «“»a”", "`“` (U+201C) is not understood", #"leave it out; words stand in `\text{…}`"#),
  .init("a = ℓ«’»(a)", "`’` (U+2019) is not understood", "write `'` for a derivative"),
  .init("a = «é»", "`é` (U+00E9) is not understood", "write it as a TeX command"),
]
