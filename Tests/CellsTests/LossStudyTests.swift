import AdvKit
import Derivations
import Notebook
import Testing

@testable import Cells

struct LossStudyTests {
  @Test(arguments: [
    "log(1 + exp(-z))", "max(0, 1 - z)", "max(0, 1 - z)^2", "exp(-z)", "log(1 + exp(-z)) / log(2)",
    "sqrt(1 + z^2) - z", "(1 - z)^3", "1 / (1 + exp(z))", "-z", "max(0, 1 - z)^1.5",
    "max(0, 1 - z, 3 - 5 * z)", "abs(1 - z) + 1 - z", "max(0, 1 - z) - 0.5 * max(0, -z)",
    "2^(-z)", "min(1, max(0, 1 - z))", "max(0.5 - z, max(0, 1 - z)^2 / 2)", "1 - z / (1 + abs(z))",
    "exp(z)", "z^2", "-log(z)", "max(0, z)", "1 / z", "sqrt(z)", "(1 - z)^2", "log(1 + exp(1 - z))",
    "log(2 + exp(-z) + exp(-3 * z))", "(1 - z)^16", "1/(1+z^2)", "exp(exp(exp(-z)))", "3",
    "exp(-z) * exp(-z)", "1 - z / sqrt(1 + z^2)", "(sqrt(4 + (1 - z)^2) + 1 - z)/2", "(1-z)^15 + (1-z)^13",
  ])
  func whatIsFound(_ text: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let study = try LossStudy(Notebook.Expression.parse(text), text: text)
    print(text, "|", study.falls, "|", study.curves, "|", study.loss.range, clock.now - start)
  }
}
