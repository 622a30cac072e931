// Oracle: none; the C library's power under a name that the tests' own evaluator can use.
import Foundation

enum LibraryPower {
  static func pow(_ a: Double, _ b: Double) -> Double { Foundation.pow(a, b) }
}
