extension Marks {
  /// The outline of a ball around 0: a square or a diamond where it is one, else 180 points on the
  /// curve.
  static func ballOutline(exponent: Double, radius: Double) -> [Point] {
    if exponent == 1 {
      return [Point(radius, 0), Point(0, radius), Point(-radius, 0), Point(0, -radius)]
    }
    if exponent == .infinity {
      return [
        Point(radius, radius), Point(-radius, radius), Point(-radius, -radius),
        Point(radius, -radius),
      ]
    }
    return (0..<180).map { step in
      let (x, y) = Elementary.cosineAndSine(Double(step) * .pi / 90)
      // The larger coordinate is taken out, so that no power underflows to zero.
      let largest = Swift.max(x.magnitude, y.magnitude)
      let sum =
        Elementary.power(x.magnitude / largest, exponent)
        + Elementary.power(y.magnitude / largest, exponent)
      let norm = largest * Elementary.power(sum, 1 / exponent)
      return Point(x / norm * radius, y / norm * radius)
    }
  }
}
