// Oracle: Unicode text written by hand.
import Testing

@testable import Plots

struct RichTextTests {
  @Test(arguments: [
    ("plain words", "plain words"), ("$x_1$", "x₁"), ("$\\ell_\\infty$", "ℓ∞"),
    ("robust, $\\varepsilon = 0.3$", "robust, ε\u{A0}=\u{A0}0.3"),
    ("$\\varepsilon\\|\\mathbf{w}\\|_2$", "ε‖w‖₂"), ("$\\delta^\\star$", "δ⋆"),
    ("$\\mathbf{w}^\\top\\mathbf{x}$", "wᵀx"), ("$y = -1$", "y\u{A0}=\u{A0}\u{2212}1"),
    ("$a-b$", "a\u{2009}\u{2212}\u{2009}b"), ("$10^{-9}$", "10⁻⁹"), ("$x_{ab}$", "x_(ab)"),
    ("$\\hat{x}$", "x\u{302}"), ("$\\text{loss of } f$", "loss of f"), ("5 $ only", "5 $ only"),
    ("$\\unknown$", "\\unknown"), ("$x_$", "x"), ("${x$", "x"), ("$\\$", "\\"), ("", ""),
    ("$$", ""),
    ("$\\| \\delta \\|_p \\le \\varepsilon$", "‖δ‖ₚ\u{A0}≤\u{A0}ε"),
  ])
  func labelsReadAsUnicode(source: String, expected: String) {
    #expect(RichText(source).plain == expected)
  }

  @Test func lettersAreItalicVectorsBoldAndNumbersUpright() {
    let runs = RichText("$\\mathbf{w}_1 x = 2$").runs
    #expect(runs.map(\.text) == ["w", "1", "x", "\u{A0}=\u{A0}2"])
    #expect(runs.map(\.face) == [.bold, .sans, .italic, .sans])
    #expect(runs.map(\.script) == [.normal, .sub, .normal, .normal])
  }

  @Test func shortenedTextFitsAndEndsInAnEllipsis() {
    for source in [Samples.long, "$\\varepsilon\\|\\mathbf{w}\\|_2$ and more words", "WWWWWWWW"] {
      for width in [20.0, 40, 60] {
        let short = RichText(source).shortened(to: width, in: .label)
        #expect(short.width(in: .label) <= width)
        #expect(short.plain.hasSuffix("…"))
      }
    }
    #expect(RichText("fits").shortened(to: 100, in: .label) == RichText("fits"))
  }

  @Test func linesHoldAllWordsInOrder() {
    let lines = RichText(Samples.long).lines(to: 180, in: .label, most: 9)
    #expect(lines.count > 1)
    #expect(lines.map(\.plain).joined() == Samples.long)
    #expect(lines.allSatisfy { $0.width(in: .label) <= 180 })
  }
}
