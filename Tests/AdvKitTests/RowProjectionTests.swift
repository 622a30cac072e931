// Oracle: the multiplier of the projection found by bisection in double precision: clip(|u| − λ) for
// ℓ1 and clip(|u|/(1 + μ)) for ℓ2, each to what ball and box leave; plain clipping for ℓ∞.
import Testing

@testable import AdvKit

struct RowProjectionTests {
  @Test(arguments: [Norm.l1, .l2, .linf], [false, true])
  func rowsGoToTheNearestPoint(norm: Norm, hasBox: Bool) throws {
    var numbers = TestNumbers(41)
    for round in 0..<120 {
      let d = [1, 2, 7, 40][round % 4]
      let clean = (0..<d).map { _ in
        [Float(0), 1, 0.5, Float(numbers.number(0...1))][numbers.index(4)]
      }
      let reach = [0.05, 0.5, 3][round % 3]
      let point = clean.map { x in
        numbers.index(5) == 0 ? x : x + Float(numbers.number(-reach...reach))
      }
      let radius = [0, 0.02, 0.4, 1.5][numbers.index(4)]
      let threat = try Threat(Ball(norm, radius: radius), box: hasBox ? Box(0, 1) : nil)
      var row = point
      row.withUnsafeMutableBufferPointer { row in
        clean.withUnsafeBufferPointer {
          RowStep.project(row.baseAddress!, around: $0.baseAddress!, threat, dimension: d)
        }
      }
      let expected = nearest(
        point.map(Double.init), clean.map(Double.init), norm, radius, hasBox: hasBox)
      for j in 0..<d { #expect(abs(Double(row[j]) - expected[j]) < 2e-6) }
      if hasBox { #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 }) }
      let moved = zip(row, clean).map { Double($0) - Double($1) }
      #expect(plainNorm(moved, norm.exponent) <= radius + 2e-7 * Double(d))
    }
  }

  private func nearest(
    _ point: [Double], _ clean: [Double], _ norm: Norm, _ radius: Double, hasBox: Bool
  ) -> [Double] {
    let u = zip(point, clean).map { $0 - $1 }
    let room = zip(u, clean).map { u, x in hasBox ? (u > 0 ? 1 - x : x) : .infinity }
    func lengths(_ multiplier: Double) -> [Double] {
      zip(u, room).map { u, room in
        switch norm {
        case .l1: min(max(abs(u) - multiplier, 0), room)
        case .l2: min(abs(u) / (1 + multiplier), room)
        default: min(abs(u), room, radius)
        }
      }
    }
    var (low, high) = (0.0, 1e9)
    if plainNorm(lengths(0), norm.exponent) <= radius { high = 0 }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if plainNorm(lengths(middle), norm.exponent) > radius { low = middle } else { high = middle }
    }
    return zip(clean, zip(u, lengths(high))).map { $0 + ($1.0 < 0 ? -$1.1 : $1.1) }
  }

  @Test func anL1StepDoesNotPushAgainstTheBox() throws {
    // The largest slope is where the box leaves no room; the next one is taken.
    let threat = try Threat(Ball(.l1, radius: 0.5), box: Box(0, 1))
    var row: [Float] = [1, 0.5, 0.5]
    let clean = row
    row.withUnsafeMutableBufferPointer { row in
      RowStep.ascend(
        row.baseAddress!, from: clean, along: [3, -2, 1], length: 0.25, threat, dimension: 3)
    }
    #expect(row == [1, 0.25, 0.5])
  }
}
