// Oracle: means and deviations worked out by hand, and numbers whose moments are known exactly.
import Testing

@testable import AdvKit

struct StandardisationTests {
  @Test func vectorsHaveOneNumberACoordinate() throws {
    let data = try Examples(
      shape: .vector(3), inputs: [1, 7, -2, 3, 7, 0, 5, 7, 2], labels: [0, 1, 0], classes: 2)
    let standardisation = Standardisation(of: data)
    #expect(standardisation.mean == [3, 7, 0])
    // Deviations √(8/3), 0 (so 1) and √(8/3).
    let root = Float(Double(8.0 / 3).squareRoot())
    #expect(standardisation.deviation == [root, 1, root])
  }

  @Test func imagesHaveOneNumberAChannel() throws {
    // Two images of two channels, 1 × 2 pixels each.
    let data = try Examples(
      shape: .image(channels: 2, height: 1, width: 2),
      inputs: [0, 2, 10, 10, 4, 2, 30, 30], labels: [0, 1], classes: 2)
    let standardisation = Standardisation(of: data)
    #expect(standardisation.mean == [2, 20])
    #expect(standardisation.deviation == [Float(2.0.squareRoot()), 10])
  }

  @Test func aConstantThatIsNoBinaryFractionIsConstant() throws {
    let data = try Examples(
      shape: .vector(1), inputs: [Float](repeating: 0.1, count: 1_001),
      labels: (0..<1_001).map { $0 % 2 }, classes: 2)
    #expect(Standardisation(of: data).mean == [0.1])
    #expect(Standardisation(of: data).deviation == [1])
  }

  @Test func largeOffsetsCostNoDigits() throws {
    // 4096 ± 1/1024: in single precision the sum of squares would lose the deviation.
    let inputs = (0..<10_000).map { Float(4096) + ($0 % 2 == 0 ? 1 : -1) / 1024 }
    let data = try Examples(
      shape: .vector(1), inputs: inputs, labels: (0..<10_000).map { $0 % 2 }, classes: 2)
    #expect(Standardisation(of: data).mean == [4096])
    #expect(Standardisation(of: data).deviation == [1.0 / 1024])
  }

  @Test func deviationsBeyondSinglePrecisionBecomeOne() throws {
    let tiny = try Examples(
      shape: .vector(1), inputs: [0, .leastNonzeroMagnitude], labels: [0, 1], classes: 2)
    #expect(Standardisation(of: tiny).deviation == [1])
    let large = try Examples(
      shape: .vector(1), inputs: [-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude],
      labels: [0, 1], classes: 2)
    #expect(Standardisation(of: large).mean == [0])
    #expect(Standardisation(of: large).deviation == [.greatestFiniteMagnitude])
  }
}
