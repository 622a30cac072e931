// Oracle: a classifier written here that knows only the pixels, and properties that the drawing
// must have (range, balance, ink where strokes of the digit go).
import Testing

@testable import AdvKit

struct GlyphTests {
  let key = RandomKey(seed: 2025, cell: "digits", stream: "glyphs")

  @Test func theyAreImagesInTheUnitBox() throws {
    let glyphs = try Examples.glyphs(count: 95, noise: 0.3, key: key)
    #expect(glyphs.shape == .image(channels: 1, height: 28, width: 28))
    #expect(glyphs.classes == 10)
    #expect(glyphs.inputs.allSatisfy { (0...1).contains($0) })
    #expect(glyphs.labels == (0..<95).map { $0 % 10 })
  }

  @Test func aLongerDrawBeginsWithTheShorterOne() throws {
    let short = try Examples.glyphs(count: 12, key: key)
    let long = try Examples.glyphs(count: 40, key: key)
    #expect(long.inputs.starts(with: short.inputs))
    #expect(try Examples.glyphs(count: 12, key: key) == short)
    #expect(try Examples.glyphs(count: 12, key: key.named("test")).inputs != short.inputs)
  }

  @Test func eachIsWrittenDifferently() throws {
    let glyphs = try Examples.glyphs(count: 200, noise: 0, key: key)
    #expect(Set((0..<200).map { Array(glyphs.input($0)) }).count == 200)
  }

  @Test func thereIsInkAndMostOfThePageIsEmpty() throws {
    let glyphs = try Examples.glyphs(count: 200, noise: 0, key: key)
    for index in 0..<200 {
      let input = glyphs.input(index)
      #expect((input.max() ?? 0) > 0.7)
      let inked = input.count { $0 > 0.5 }
      // A stroke 12 pixels long and 1.6 wide at least; a third of the page at most.
      #expect((19...261).contains(inked), "\(index): \(inked)")
    }
  }

  @Test func aZeroIsARingAndAOneIsNot() throws {
    let glyphs = try Examples.glyphs(count: 400, noise: 0, key: key)
    for index in 0..<400 where index % 10 < 2 {
      #expect(holes(Array(glyphs.input(index))) == (index % 10 == 0 ? 1 : 0), "\(index)")
    }
  }

  /// The dark regions that do not reach the border, by flooding over sides and corners.
  ///
  /// Ink of at least a quarter is 2.1 pixels wide for the thinnest pen, so no flood leaks through it
  /// at a corner.
  func holes(_ pixels: [Float]) -> Int {
    var dark = pixels.map { $0 < 0.25 }
    func flood(from start: Int) -> Bool {
      var reachesBorder = false
      var open = [start]
      dark[start] = false
      while let place = open.popLast() {
        let (row, column) = (place / 28, place % 28)
        if row == 0 || column == 0 || row == 27 || column == 27 { reachesBorder = true }
        for (r, c) in (0..<9).map({ (row + $0 / 3 - 1, column + $0 % 3 - 1) })
        where (0..<28).contains(r) && (0..<28).contains(c) && dark[r * 28 + c] {
          dark[r * 28 + c] = false
          open.append(r * 28 + c)
        }
      }
      return reachesBorder
    }
    var count = 0
    for place in pixels.indices where dark[place] { if !flood(from: place) { count += 1 } }
    return count
  }

  @Test func theNearestClassMeanIsUsuallyRight() throws {
    let training = try Examples.glyphs(count: 500, key: key)
    let test = try Examples.glyphs(count: 300, key: key.named("test"))
    var means = [[Float]](repeating: [Float](repeating: 0, count: 784), count: 10)
    for index in 0..<500 {
      for (place, value) in training.input(index).enumerated() {
        means[training.labels[index]][place] += value / 50
      }
    }
    let right = (0..<300).count { index in
      let distances = means.map { mean in
        zip(mean, test.input(index)).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return distances.indices.min { distances[$0] < distances[$1] } == test.labels[index]
    }
    // By chance 30 of 300. MNIST's own class means are right on 82 % of its test images.
    #expect(right > 195, "\(right)")
  }

  @Test func noiseIsWhatIsAsked() throws {
    let clean = try Examples.glyphs(count: 20, noise: 0, key: key)
    let noisy = try Examples.glyphs(count: 20, noise: 0.1, key: key)
    // Where nothing is clipped, away from 0 and 1 by four deviations.
    let differences = zip(clean.inputs, noisy.inputs).filter { (0.4...0.6).contains($0.0) }
      .map { $0.1 - $0.0 }
    let variance = differences.reduce(0) { $0 + $1 * $1 } / Float(differences.count)
    // Five standard errors of a deviation: 0.1/√(2n).
    let tolerance = 5 * 0.1 / Float(2 * differences.count).squareRoot()
    #expect(differences.count > 100)
    #expect(abs(variance.squareRoot() - 0.1) < tolerance)
    #expect(clean.inputs.contains(0))
  }

  @Test func parametersOutsideTheirRangeAreRefused() {
    for (count, noise) in [(1, 0.1), (100_001, 0.1), (10, -0.1), (10, 1.1), (10, .nan)] {
      #expect(throws: DataError.self) {
        try Examples.glyphs(count: count, noise: noise, key: key)
      }
    }
  }
}
