// Oracle: the published table of Student's t (two-sided 95 % and 99 %), and a mean worked out by hand.
import Evidence
import Testing

@testable import AdvKit

struct SampleMeanTests {
  @Test(arguments: [
    (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (6, 2.447), (9, 2.262),
    (10, 2.228), (29, 2.045), (30, 2.042), (120, 1.980),
  ])
  func theQuantileIsThatOfTheTable(degrees: Int, t: Double) {
    #expect(abs(studentQuantile(level: 0.95, degrees: degrees) - t) < 6e-4)
  }

  @Test func theQuantileOfAnotherLevel() {
    #expect(abs(studentQuantile(level: 0.99, degrees: 4) - 4.604) < 6e-4)
  }

  @Test func meanAndInterval() throws {
    // 1, 2, 3, 4: mean 2.5, s² = 5/3, standard error √(5/12), t = 3.182.
    let mean = try #require(sampleMean(of: [1, 2, 3, 4], seed: 7))
    #expect(mean.value == 2.5)
    let sampling = try #require(mean.evidence.sampling)
    #expect(abs(sampling.interval.upperBound - (2.5 + 3.1824 * (5.0 / 12).squareRoot())) < 1e-4)
    #expect(abs(sampling.interval.lowerBound + sampling.interval.upperBound - 5) < 1e-12)
    #expect(sampling.count == 4 && sampling.seed == 7 && sampling.level == 0.95)
    #expect(mean.evidence.kind == .sampled)
  }

  @Test func oneValueHasNoInterval() {
    #expect(sampleMean(of: [1], seed: 0) == nil)
    #expect(sampleMean(of: [1, .infinity], seed: 0) == nil)
  }
}
