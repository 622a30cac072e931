#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The elementary functions that the engine takes from the C library, and nothing else from it.
///
/// The last bit of these may differ between versions of the C library; everything else that the
/// linear theory computes is plain IEEE arithmetic in a fixed order.
package enum Elementary {
  /// eˣ; +∞ above about 709.78, 0 below about −745.
  package static func exp(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.exp(x)
    #else
      Darwin.exp(x)
    #endif
  }

  /// The natural logarithm; −∞ at 0, NaN below.
  package static func log(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(x)
    #else
      Darwin.log(x)
    #endif
  }

  /// log(1 + x), exact to rounding for small x; −∞ at −1, NaN below.
  package static func log1p(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log1p(x)
    #else
      Darwin.log1p(x)
    #endif
  }

  /// base to the power of the exponent, with the conventions of C99.
  package static func pow(_ base: Double, _ exponent: Double) -> Double {
    #if canImport(Glibc)
      Glibc.pow(base, exponent)
    #else
      Darwin.pow(base, exponent)
    #endif
  }

  /// The sine of an angle in radians.
  package static func sin(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.sin(x)
    #else
      Darwin.sin(x)
    #endif
  }

  /// The cosine of an angle in radians.
  package static func cos(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.cos(x)
    #else
      Darwin.cos(x)
    #endif
  }

  /// The angle in radians, in (−π/2, π/2), whose tangent is x.
  package static func atan(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.atan(x)
    #else
      Darwin.atan(x)
    #endif
  }

  /// −1, 0 or 1; sign(0) = 0, and 0 for NaN.
  package static func sign(_ x: Double) -> Double {
    x > 0 ? 1 : (x < 0 ? -1 : 0)
  }
}
