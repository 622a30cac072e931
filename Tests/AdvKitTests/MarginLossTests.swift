// Oracle: values worked out by hand at 0, ±1 and ±10⁴, central differences, and the conjugate as a
// supremum over a grid of z.
import Testing

@testable import AdvKit

struct MarginLossTests {
  @Test func valuesAreTheOnesWorkedOutByHand() {
    let z: [Double] = [-1e4, -1, 0, 1, 2, 1e4]
    #expect(z.map(MarginLoss.hinge.value) == [10_001, 2, 1, 0, 0, 0])
    #expect(z.map(MarginLoss.squaredHinge.value) == [100_020_001, 4, 1, 0, 0, 0])
    #expect(MarginLoss.logistic.value(-1e4) == 1e4)
    #expect(abs(MarginLoss.logistic.value(0) - 0.6931471805599453) < 1e-16)
    #expect(abs(MarginLoss.logistic.value(1) - 0.31326168751822286) < 1e-16)
    #expect(abs(MarginLoss.logistic.value(-1) - 1.3132616875182228) < 3e-16)
    // log(1 + e^(−40)) = e^(−40) to 18 digits.
    #expect(abs(MarginLoss.logistic.value(40) / 4.248354255291589e-18 - 1) < 1e-14)
    #expect(MarginLoss.logistic.value(1e4) == 0)
    #expect(MarginLoss.exponential.value(1e4) == 0)
    #expect(MarginLoss.exponential.value(-1e4) == .infinity)
    #expect(abs(MarginLoss.exponential.value(-1) - 2.718281828459045) < 1e-15)
  }

  @Test(arguments: MarginLoss.allCases)
  func farMarginsAreNeverNaN(loss: MarginLoss) {
    for z in [-1e308, -1e4, -800, -710, -40, 0, 40, 710, 800, 1e4, 1e308] {
      #expect(!loss.value(z).isNaN)
      #expect(!loss.derivative(z).isNaN)
      #expect(!loss.secondDerivative(z).isNaN)
      #expect(loss.value(z) >= 0)
      #expect(loss.derivative(z) <= 0)
    }
    #expect(MarginLoss.logistic.derivative(-1e4) == -1)
    #expect(MarginLoss.logistic.derivative(1e4) == 0)
  }

  @Test(arguments: MarginLoss.allCases)
  func derivativesAreCentralDifferences(loss: MarginLoss) {
    let h = 1e-5
    for z in [-4, -1.5, -0.3, 0, 0.4, 0.9, 1.1, 2, 5] as [Double] {
      let slope = (loss.value(z + h) - loss.value(z - h)) / (2 * h)
      #expect(abs(slope - loss.derivative(z)) < 1e-7)
      let curvature = (loss.derivative(z + h) - loss.derivative(z - h)) / (2 * h)
      #expect(abs(curvature - loss.secondDerivative(z)) < 1e-7)
    }
  }

  @Test func hingeIsFlatAtItsKink() {
    #expect(MarginLoss.hinge.derivative(1) == 0)
    #expect(MarginLoss.hinge.derivative(1.0.nextDown) == -1)
    #expect(MarginLoss.squaredHinge.derivative(1) == 0)
  }

  @Test(arguments: MarginLoss.allCases)
  func conjugateTermIsTheInfimumOverAGrid(loss: MarginLoss) {
    // −ℓ*(−u) = inf over z of ℓ(z) + uz.
    for u in [0.01, 0.2, 0.5, 0.75, 0.99] {
      var least = Double.infinity
      for k in -6000...6000 {
        let z = Double(k) * 1e-3
        least = min(least, loss.value(z) + u * z)
      }
      #expect(loss.conjugateTerm(u) <= least + 1e-12)
      #expect(loss.conjugateTerm(u) >= least - 1e-6)
    }
  }

  @Test func conjugateTermsAtTheEndsOfTheirDomains() {
    for loss in MarginLoss.allCases {
      #expect(loss.conjugateTerm(0) == 0)
      #expect(loss.conjugateTerm(-1e-9) == -.infinity)
      #expect(loss.conjugateTerm(.nan) == -.infinity)
    }
    #expect(MarginLoss.hinge.conjugateTerm(1) == 1)
    #expect(MarginLoss.hinge.conjugateTerm(1.0.nextUp) == -.infinity)
    #expect(MarginLoss.logistic.conjugateTerm(1) == 0)
    #expect(MarginLoss.logistic.conjugateTerm(1.5) == -.infinity)
    #expect(MarginLoss.squaredHinge.conjugateTerm(4) == 0)
    #expect(MarginLoss.squaredHinge.conjugateTerm(2) == 1)
    #expect(MarginLoss.exponential.conjugateTerm(1) == 1)
    #expect(MarginLoss.exponential.conjugateTerm(.infinity) == -.infinity)
  }
}
