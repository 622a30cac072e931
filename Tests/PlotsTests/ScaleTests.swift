// Oracle: the texts of ticks read back as numbers, and brute force over small cases.
import Testing

@testable import Plots

struct ScaleTests {
  private static let ranges: [ClosedRange<Double>] = {
    var numbers = TestNumbers(11)
    return (0..<400).map { _ in
      let size = [1e-12, 1e-6, 1e-3, 1, 10, 1e3, 1e6, 1e12][Int(numbers.next() * 8)]
      let low = (numbers.next() - 0.5) * size
      return low...low + (0.01 + numbers.next()) * size
    }
  }()

  @Test func placesReadBackAsValues() {
    for range in Self.ranges {
      let scale = Scale(.linear, domain: range, from: 40, to: 600)
      for share in [0.0, 0.1, 0.5, 0.99, 1] {
        let value = range.lowerBound + share * (range.upperBound - range.lowerBound)
        let back = scale.value(at: scale(value))
        #expect(abs(back - value) <= 1e-12 * (range.upperBound - range.lowerBound) + 1e-300)
      }
      #expect(scale(range.lowerBound) == 40)
      #expect(scale(range.upperBound) == 600)
    }
    let log = Scale(.log, domain: 1e-6...1e3, from: 200, to: 10)
    for value in [1e-6, 2e-4, 1, 999] {
      #expect(abs(log.value(at: log(value)) / value - 1) < 1e-12)
    }
  }

  private func number(_ text: String) -> Double? {
    Double(text.replacing("\u{2212}", with: "-"))
  }

  @Test func ticksLieInsideAreEvenAndSayWhatTheyAre() throws {
    for range in Self.ranges {
      let length = range.upperBound - range.lowerBound
      let ticks = Ticks.linear(range, count: 5)
      #expect((2...10).contains(ticks.list.count))
      var power = 1.0
      for _ in 0..<abs(ticks.powerOfTen) { power *= 10 }
      if ticks.powerOfTen < 0 { power = 1 / power }
      for tick in ticks.list {
        #expect(tick.value >= range.lowerBound - 1e-6 * length)
        #expect(tick.value <= range.upperBound + 1e-6 * length)
        let shown = try #require(number(tick.text))
        #expect(abs(shown * power - tick.value) < 1e-6 * length)
      }
      let gaps = zip(ticks.list, ticks.list.dropFirst()).map { $1.value - $0.value }
      let first = try #require(gaps.first)
      #expect(gaps.allSatisfy { abs($0 - first) < 1e-6 * length })
      // They cover most of the axis: no end is further away than one step.
      #expect((ticks.list.first?.value ?? 0) - range.lowerBound <= first * (1 + 1e-6))
      #expect(range.upperBound - (ticks.list.last?.value ?? 0) <= first * (1 + 1e-6))
      #expect(Set(ticks.list.map(\.text)).count == ticks.list.count)
    }
  }

  @Test func coveringProgressionsEncloseTheRange() {
    for range in Self.ranges {
      let nice = Progression.best(for: range, count: 5, covering: true)
      let slack = 1e-6 * (range.upperBound - range.lowerBound)
      #expect(nice.lowest <= range.lowerBound + slack)
      #expect(nice.highest >= range.upperBound - slack)
    }
  }

  @Test func wholeNumbersAreWhole() {
    for high in [1.0, 2, 3, 7, 40, 201, 12345] {
      let ticks = Ticks.linear(0...high, count: 5, wholeNumbers: true)
      #expect(ticks.list.allSatisfy { $0.value == $0.value.rounded() })
    }
  }

  @Test func wellKnownAxes() {
    #expect(
      Ticks.linear(0...1, count: 6).list.map(\.text) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      Ticks.linear(-2...3, count: 6).list.map(\.text)
        == ["\u{2212}2", "\u{2212}1", "0", "1", "2", "3"])
    #expect(
      Ticks.linear(0...1, count: 6, unit: .percent).list.map(\.text)
        == ["0", "20", "40", "60", "80", "100"].map { $0 + "\u{202F}%" })
    #expect(
      Ticks.log(1e-8...1, count: 5).list.map(\.text) == ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"])
    #expect(
      Ticks.log(1e-290...1e290, count: 6).list.map(\.text)
        == ["10⁻²⁰⁰", "10⁻¹⁰⁰", "10⁰", "10¹⁰⁰", "10²⁰⁰"])
    #expect(Ticks.log(0.01...100, count: 5).list.map(\.text) == ["0.01", "0.1", "1", "10", "100"])
    #expect(Ticks.log(1...20, count: 5).list.map(\.text) == ["1", "2", "5", "10", "20"])
  }

  @Test func equalValuesStillGetARange() throws {
    for value in [0, 5, -3, 1e12, 1e-12, 1e200] {
      let range = try #require(Scale.range(of: [value, value], kind: .linear))
      #expect(range.contains(value) && range.lowerBound < range.upperBound)
    }
    #expect(Scale.range(of: [Double.nan, .infinity], kind: .linear) == nil)
    #expect(Scale.range(of: [-1, 0], kind: .log) == nil)
  }

  @Test func spreadIsOrderedFreeOfOverlapAndBest() throws {
    var numbers = TestNumbers(5)
    for _ in 0..<40 {
      let wanted = (0..<3).map { _ in (numbers.next() * 20).rounded() }.sorted()
      let sizes = [4.0, 6, 2]
      let found = try #require(spread(wanted, sizes: sizes, within: 0...20))
      #expect(found[1] - found[0] >= 5 - 1e-9 && found[2] - found[1] >= 4 - 1e-9)
      #expect(found[0] >= 2 - 1e-9 && found[2] <= 19 + 1e-9)
      func cost(_ places: [Double]) -> Double {
        zip(places, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      // Every arrangement on a grid of halves.
      var best = Double.infinity
      for a in stride(from: 2.0, through: 17, by: 0.5) {
        for b in stride(from: a + 5, through: 17, by: 0.5) {
          for c in stride(from: b + 4, through: 19, by: 0.5) {
            best = Swift.min(best, cost([a, b, c]))
          }
        }
      }
      #expect(cost(found) <= best + 1e-9)
    }
    #expect(spread([1, 2], sizes: [6, 6], within: 0...10) == nil)
  }
}
