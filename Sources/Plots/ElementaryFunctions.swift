#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's elementary functions, imported in this file alone.
enum Elementary {
  /// The decimal logarithm.
  static func log10(_ value: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log10(value)
    #else
      Darwin.log10(value)
    #endif
  }

  /// base^exponent.
  static func power(_ base: Double, _ exponent: Double) -> Double {
    #if canImport(Glibc)
      Glibc.pow(base, exponent)
    #else
      Darwin.pow(base, exponent)
    #endif
  }

  /// The cosine and the sine of an angle in radians.
  static func cosineAndSine(_ angle: Double) -> (Double, Double) {
    #if canImport(Glibc)
      (Glibc.cos(angle), Glibc.sin(angle))
    #else
      (Darwin.cos(angle), Darwin.sin(angle))
    #endif
  }

  /// 10^exponent, correctly rounded: read from its decimal form.
  static func powerOfTen(_ exponent: Int) -> Double {
    Double("1e\(exponent)") ?? (exponent < 0 ? 0 : .infinity)
  }
}
