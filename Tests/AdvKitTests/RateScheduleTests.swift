// Oracle: rates worked out by hand, interpolation between corners, and PyTorch's StepLR and
// CosineAnnealingLR as recorded by Files/make-peer-layers.py.
import Testing

@testable import AdvKit

struct RateScheduleTests {
  private func rates(_ schedule: RateSchedule, epochs: Int, perEpoch: Int) -> [Double] {
    (0..<epochs * perEpoch).map {
      schedule.rate(0.1, update: $0, of: epochs * perEpoch, perEpoch: perEpoch)
    }
  }

  @Test func stepAndCosineAgreeWithPyTorch() throws {
    for peer in try TrainingPeers.read().schedules {
      let schedule: RateSchedule =
        peer.schedule == "step"
        ? .step(every: peer.every, factor: peer.factor) : .cosine(least: 0)
      let found = rates(schedule, epochs: peer.epochs, perEpoch: 1)
      #expect(found.count == peer.rates.count)
      for (a, b) in zip(found, peer.rates) { #expect(abs(a - b) < 1e-15) }
    }
  }

  @Test func stepCountsWholeEpochs() {
    #expect(
      rates(.step(every: 2, factor: 0.5), epochs: 4, perEpoch: 2)
        == [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05])
  }

  @Test func cosineEndsNearTheLeast() {
    let found = rates(.cosine(least: 0.02), epochs: 2, perEpoch: 2)
    // 0.02 + 0.04·(1 + cos(0, π/4, π/2, 3π/4)).
    for (a, b) in zip(found, [0.1, 0.088284271247461, 0.06, 0.031715728752538]) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test func cyclicIsLinearBetweenItsCorners() {
    // Ten updates, peak at t = 0.4: 0.025, 0.05, 0.075, 0.1, then down by a sixth each.
    let found = rates(.cyclic(peak: 0.4), epochs: 5, perEpoch: 2)
    let expected = [
      0.025, 0.05, 0.075, 0.1, 0.1 * 5 / 6, 0.1 * 4 / 6, 0.1 * 3 / 6, 0.1 * 2 / 6, 0.1 / 6, 0,
    ]
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-15) }
  }

  @Test func constantIsConstant() {
    #expect(rates(.constant, epochs: 2, perEpoch: 2) == [0.1, 0.1, 0.1, 0.1])
  }
}
