package import Evidence

/// The mean of independent repetitions, such as trainings with other seeds, with its confidence
/// interval by Student's t.
///
/// m ± t·s/√n with s² = Σ(xᵢ − m)²/(n − 1) and t the (1 + level)/2 quantile with n − 1 degrees of
/// freedom. The interval holds at its level where repetitions are independent and about normal; n
/// small or values at the edge of their range (an accuracy of 100 %) make it rough.
/// Source: Student, "The probable error of a mean", Biometrika 6 (1908).
///
/// - Parameters:
///   - values: x₁, …, xₙ, finite; in the unit of the result.
///   - seed: the seed that the repetitions were keyed with.
///   - level: the confidence level, in (0, 1).
/// - Returns: nil for fewer than two values or one that is not finite.
package func sampleMean(
  of values: [Double], seed: UInt64, level: Double = 0.95
) -> Established<Double>? {
  guard values.count >= 2, values.allSatisfy(\.isFinite), level > 0, level < 1 else { return nil }
  let count = Double(values.count)
  let mean = arithmeticMean(values)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let error = (squares / (count - 1) / count).squareRoot()
  let reach = studentQuantile(level: level, degrees: values.count - 1) * error
  let sampling = Evidence.Sampling(
    count: values.count, seed: seed, interval: mean - reach...mean + reach, level: level)
  return Established(mean, .sampled(sampling, "mean of repetitions, Student's t interval"))
}

/// The t with P(|T| ≤ t) = level for Student's distribution, by bisection.
///
/// - Precondition: `level` in (0, 1), `degrees` ≥ 1.
func studentQuantile(level: Double, degrees: Int) -> Double {
  precondition(level > 0 && level < 1 && degrees >= 1, "a level and degrees of freedom")
  var low = 0.0
  var high = 1.0
  while studentProbability(high, degrees: degrees) < level, high < 1e150 { high *= 2 }
  for _ in 0..<200 {
    let middle = (low + high) / 2
    if studentProbability(middle, degrees: degrees) < level { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// P(|T| ≤ t) by the finite series for whole degrees of freedom ν (Abramowitz and Stegun, 26.7.3 and
/// 26.7.4), with tan θ = t/√ν.
private func studentProbability(_ t: Double, degrees: Int) -> Double {
  let degreesNumber = Double(degrees)
  let cosine = (degreesNumber / (degreesNumber + t * t)).squareRoot()
  let sine = t / (degreesNumber + t * t).squareRoot()
  let isOdd = !degrees.isMultiple(of: 2)
  var term = isOdd ? cosine : 1
  var sum = degrees == 1 ? 0 : term
  var factor = isOdd ? 2.0 : 1.0
  while factor + 1 < degreesNumber - 0.5 {
    term *= factor / (factor + 1) * cosine * cosine
    sum += term
    factor += 2
  }
  if !isOdd { return sine * sum }
  return 2 / Double.pi * (Elementary.atan(t / degreesNumber.squareRoot()) + sine * sum)
}
