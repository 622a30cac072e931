// Oracle: what is wrong, marked by hand with «…» in each text.

/// Bodies with numbers, signs, commands and words that are not read.
let badSigns: [BadFormula] = [
  .init("a «≔» b", "`≔` (U+2254) is not understood", "write definitions under `let`"),
  .init(
    "a «:»= b", "`:` is not understood here", "write definitions under `let`, and sets as relations"
  ),
  .init(#"a «\coloneqq» b"#, #"`\coloneqq` is not understood"#, "write it under `let`"),
  .init(#"a = «\infty»"#, #"$\infty$ is no number"#, #"write $\|w\|_\infty$"#),
  .init(#"a «\equiv» b"#, #"`\equiv` is not understood"#, "write `=`, or a definition under `let`"),
  .init(
    #"a «\propto» b"#, #"`\propto` is not understood"#, "give the step a reason under `unchecked:`"),
  .init(#"a = «\foo»{b}"#, #"`\foo` is not understood"#, "define it under `macros:`"),
  .init(#"«\begin» a = b"#, #"`\begin` names no environment"#, #"write `\begin{aligned}`"#),
  .init(
    #"«\begin{aligned}» a = b"#, #"`\begin{aligned}` is not closed"#, #"write `\end{aligned}`"#),
  .init(
    #"a = b «\end{aligned}»"#, #"`\end{aligned}` has no `\begin`"#,
    #"write the `\begin`, or leave it out"#),
  .init(#"a = «\begin{cases}» a"#, #"`\begin{cases}` is not closed"#, #"write `\end{cases}`"#),
  .init(
    #"a = \begin{cases} a & «a» \end{cases}"#, "this is no relation",
    #"write `=`, `\le`, `\ge` or `\in` and its other side"#),
  .init(
    #"a = \begin{cases} a & «\text{maybe }» a > 0 \end{cases}"#,
    "`maybe ` is not understood in cases", #"write `\text{if } z < 0`"#),
  .init(
    #"a = \begin{cases} a & a > 0 \\ «w» & a < 0 \end{cases}"#,
    "a vector of length d stands among cases of a scalar", "look at the types in `where`"),
  .init(#"a = «\begin{cases} \end{cases}»"#, "the cases are empty", "write one"),
  .init("«%comment»", "the formula is empty", "write it, or leave the field out"),
  .init(#"«\»"#, "a backslash stands alone", "leave it out"),
  .init(#"a = «\nabla» f(a)"#, "the gradient has no variable", #"write `\nabla_x`"#),
  .init(
    #"a = \nabla_«2» f(a)"#, "a gradient is taken in a symbol, not in this", #"write `\nabla_x`"#),
  .init(
    #"a = \nabla_x «x»"#, "a gradient takes a scalar, not a vector of length d",
    #"give it a number, such as $w^\top x$"#),
  .init(
    #"a = «\nabla_x \max_{\|\delta\|_2 \le 1} x^\top \delta»"#, "this gradient is not understood",
    "name the gradient with a symbol of its own"),
  .init(#"a = b && \text«{»x"#, "a brace is not closed", "write the `}`"),
  .init(#"a = \text«{»x"#, "a brace is not closed", "write the `}`"),
  .init(
    #"a = «\mathrm{foo}»(a)"#, #"`\mathrm{foo}` is not declared"#,
    #"declare it: `\mathrm{foo}: vector`"#),
  .init(
    #"a \in «S»"#, "this set is not understood",
    #"write the set as relations: $\|\delta\|_2 \le \varepsilon$"#),
  .init(#"a \in «[»0, 1"#, "`[` is not closed", "write `]`"),
  .init(#"a \in «\{»0, 1"#, #"`\{` is not closed"#, #"write `\}`"#),
  .init(#"a «\implies» b"#, "nothing stands before the implication", "write a relation before it"),
  .init(#"a = b «\implies»"#, "nothing follows from this", "write a relation behind it"),
  .init(
    #"«\implies» a = b"#, "nothing stands before the implication", "write a relation before it"),
  .init(
    #"a = b \implies «b»"#, "this line has no relation",
    #"write `=`, `\le`, `\implies` or a judgement"#),
  .init(#"a «\approx» w"#, #"$\approx$ stands between numbers"#, "compare a norm or a component"),
  .init(#"a \text{ is convex in } «2»"#, "this is no symbol", #"write `\text{ is convex in } w`"#),
  .init(
    #"a \text{ is convex in } «w w»"#,
    "a vector of length d times a vector of length d is not defined",
    #"write `^\top` at the left one: $w^\top x$"#),
  .init(
    #"«w» \text{ is convex in } w"#, "a vector of length d is not convex, concave or affine",
    "write a number, such as a norm of it"),
  .init(
    #"«a \text{ is attained}»"#, "only a maximum or a minimum is attained", #"write `\max_{…}`"#),
  .init(
    #"a «\text{ is nice}»"#, #""is nice" is not understood"#,
    #"write one of them, such as `\text{ is convex in } w`"#),
  .init(
    #"a «\text{ is convex}»"#, #""is convex" is not understood"#,
    #"write one of them, such as `\text{ is convex in } w`"#),
  .init(
    #"a = b «\text{ for some }»"#, "nothing is said to exist",
    #"write `\text{ for some } \|\delta\|_2 \le \varepsilon`"#),
  .init(
    #"a = b \text{ for some } «v»"#, "it is not said what `v` runs over",
    #"write `v \in \mathbb{R}^d`"#),
  .init(
    #"a = b \text{ for all } «k»"#, "the index `k` is not used",
    #"write it as a subscript, or leave `\forall` out"#),
  .init(
    #"a = b «\text{ if }» a > 0"#, #"the words " if " are not understood here"#,
    "write them behind `&&` as a reason, or give the step one under `unchecked:`"),
  .init("a = «$»b$", "`$` stands in a formula", "leave it out"),
  .init(#"a = «\$»b"#, #"`\$` is not understood"#, "give the step a reason under `unchecked:`"),
  .init("a = b«!»", "`!` is no sign of a checked formula", "leave it out"),
  .init("a = a«#»b", "`#` is no sign of a checked formula", "leave it out"),
  .init(#"a = «\hat»"#, #"nothing stands behind `\hat`"#, "write its argument, or leave it out"),
  .init(#"a = \mathbf«{}»"#, "a name is missing: nothing stands here", "write a name"),
  .init(#"a = \hat{«2»}"#, "`2` stands where a name is expected", "write a name there"),
  .init(#"a = \mathbf{w «x»}"#, "`x` is left over behind the name", "leave it out"),
  .init(#"a = «\hat a» b"#, #"`\hat{a}` is not declared"#, #"declare it: `\hat{a}: vector`"#),
  .init("a = («(»((((((((a))))))))", "`(` is not closed", "write `)`"),
  .init("a = [a«)»", "`[` is closed by `)`", "write `]`"),
  .init("a = (a«]»", "`(` is closed by `]`", "write `)`"),
  .init(#"a = \lvert a «|»"#, "`|` is not closed", "write `|`"),
  .init(#"a = \langle w «\rangle»"#, #"`\rangle` stands where `,` is expected"#, "write `,` there"),
  .init(
    #"a = «\langle w, a \rangle»"#, "an inner product of a vector of length d and a scalar",
    "look at the types in `where`"),
  .init(#"a = «\langle» w, x"#, #"`\langle` is not closed"#, #"write `\rangle`"#),
  .init(
    #"«a = w^\top»"#, "the left side is a scalar and the right side a transposed vector",
    "look at the types in `where`, and at transposes"),
  .init(
    #"a = «x w^\top»"#, "a vector of length d times a transposed vector is not defined",
    #"write `^\top` at the left one: $w^\top x$"#),
  .init(
    #"\sqrt[«a»]{b} = a"#, "`a` stands where a whole number is expected",
    "write a whole number there"),
  .init(
    #"\sqrt[«0»]{b} = a"#, "`0` stands where a whole number is expected",
    "write a whole number there"),
  .init(#"«\stackrel»{=} a = b"#, #"`\stackrel` has no relation"#, "write the relation in braces"),
  .init(
    #"a «\stackrel»{(a)}{+} b"#, #"`\stackrel` has no relation"#, "write the relation in braces"),
  .init("a = «-»", "behind `-` a term is missing", "write a term"),
  .init("a = «()»", "`()` is empty", "write what belongs there, or leave it out"),
  .init(
    "a = ||«w»||_2", #"$|\cdot|$ takes a scalar, not a vector of length d"#,
    #"write $\|w\|_2$ for a vector"#),
  .init(
    #"a = «\mid» a \mid"#, #"`\mid` is not understood"#,
    #"write `\lvert … \rvert`, or a comma in a set"#),
  .init(#"a = a «\%» b"#, #"`\%` is not understood"#, "give the step a reason under `unchecked:`"),
  .init(
    #"a = a «\mod» b"#, #"`\mod` is not understood"#, "give the step a reason under `unchecked:`"),
  .init(#"a = «\pm» b"#, #"`\pm` is not understood"#, "write both cases"),
  .init("a = b^{«-»}", "behind `-` a term is missing", "write a term"),
  .init("a = «b_{+}»", "`_+` stands behind a name", "write brackets around the name"),
  .init(
    #"«\max_{\|\delta\|_2 \le \varepsilon}» = a"#, #"`\max` has no objective"#,
    "write the objective behind it"),
  .init(#"a = «\sum_{i=1}^n»"#, "the sum has no terms", "write the terms behind it"),
  .init(#"a = {a «\over» b}"#, #"`\over` is not understood"#, #"write `\frac{…}{…}`"#),
  .init(
    #"a = a «\choose» b"#, #"`\choose` is not understood"#,
    "give the step a reason under `unchecked:`"),
  .init(#"a = «\mathbb»{E}[a]"#, #"`\mathbb` is not understood"#, "write the set as relations"),
  .init(#"a = «\mathbb»{1}[a > 0]"#, #"`\mathbb` is not understood"#, "write the set as relations"),
  .init(#"a = «\prod»_{i=1}^n u_i"#, #"`\prod` is not understood"#, "write the factors"),
  .init(#"a = «\ldots» + a"#, #"`\ldots` is not understood"#, #"write `\sum`"#),
  .init(
    #"a = \ell«^»{-1}(a)"#, #"`^` stands between the function `\ell` and its arguments"#,
    #"write `\ell(z)^2`"#),
  .init("a = «A^{-1}»", "a matrix of d × d has no power", #"write $\|w\|_2^2$ or $w^\top w$"#),
  .init(#"a = \log«_»2 a"#, #"`_` stands between `\log` and its argument"#, #"write `\log(a)^2`"#),
  .init(#"a = \exp«^»2(a)"#, #"`^` stands between `\exp` and its argument"#, #"write `\exp(a)^2`"#),
  .init(
    #"«a = \sum_{i=1}^{n} u_i + w»"#,
    "the left side is a scalar and the right side a vector of length d",
    "look at the types in `where`, and at transposes"),
  .init(#"a = {«\bf» a}"#, #"`\bf` is not understood"#, #"write `\mathbf{…}`"#),
  .init(#"a = «w^{*»\top} x"#, "`w^*` is not declared", "declare it: `w^*: vector`"),
  .init(#"a = «(»a \\ = b"#, #"`(` is not closed before `\\`"#, "write `)`"),
  .init(
    #"a = \frac{a «\le» b}{2}"#, #"the relation `\le` stands inside the numerator"#, "leave it out"),
  .init(
    #"w \le \max_{\|\delta\|_2 \le \varepsilon} w^\top \delta «\text{ is attained}»"#,
    #""is attained" stands behind `\le`"#, "write it on a line of its own"),
  .init(
    #"«\elll»(a) = a"#, #"`\elll` is not understood"#,
    #"write `\ell`, or define it under `macros:`"#),
  .init(
    #"a = \begin{aligned} b «\end{cases}»"#, #"`\begin{aligned}` is closed by `\end{cases}`"#,
    #"write `\end{aligned}`"#),
  .init(
    #"a = «\max_{\|\delta\|_2 \le \varepsilon}»"#, #"`\max` has no objective"#,
    "write the objective behind it"),
  .init("a = «b_+»", "`_+` stands behind a name", "write brackets around the name"),
]
