/// The perturbation of one point that minimises the margin of a linear model, and that margin.
package struct WorstCase: Sendable, Hashable {
  /// δ*, one number a coordinate.
  ///
  /// Where it is not unique, the one that the convention picks: 0 in coordinates that do not
  /// matter, the lowest index among equals.
  package let perturbation: [Double]
  /// min over the set of y(wᵀ(x + δ) + b).
  package let margin: Double
  /// By how much the margin falls: y(wᵀx + b) − `margin`, ≥ 0.
  package let reduction: Double
  /// The coordinates, counted from 0 and ascending, that take more than one value over all
  /// minimisers; empty iff δ* is unique.
  package let freeCoordinates: [Int]
  /// Why δ* is not unique; nil where it is.
  package let freedom: Freedom?

  /// Why a minimiser is not unique.
  package enum Freedom: String, Sendable, Hashable {
    /// w = 0: the margin does not depend on δ, no direction is worst.
    case zeroWeights = "w = 0: every perturbation gives the same margin"
    /// Coordinates with wⱼ = 0 take any value that the ball and the box leave.
    case zeroCoordinates = "coordinates with weight 0 are free"
    /// Several coordinates share the decisive |wⱼ|; the ℓ1 budget may be split between them.
    case ties = "equal |wⱼ|: the budget may be split between them"
  }

  /// Whether there is one minimiser only.
  package var isUnique: Bool { freedom == nil }

  /// A worst case from its parts; the freedom is named iff there are free coordinates.
  init(
    perturbation: [Double], margin: Double, reduction: Double, freeCoordinates: [Int],
    freedom: Freedom
  ) {
    self.perturbation = perturbation
    self.margin = margin
    self.reduction = reduction
    self.freeCoordinates = freeCoordinates
    self.freedom = freeCoordinates.isEmpty ? nil : freedom
  }
}

/// The worst case of one labelled point: min over ‖δ‖ ≤ ε (and x + δ in the box) of y(wᵀ(x+δ)+b).
///
/// Without a box the minimum is y(wᵀx + b) − ε‖w‖_* by Hölder's inequality, for every p ≥ 1. With
/// a box it is exact for ℓ1, ℓ2 and ℓ∞. The ball is closed. sign(0) = 0.
///
/// - Parameters:
///   - x: the clean point, `model.dimension` coordinates, inside the box.
///   - y: −1 or 1.
/// - Throws: ``ThreatError`` for other dimensions, numbers that are not finite (also a margin
///   beyond the range of doubles), a point outside the box (reported as point 0), and a box with
///   a norm other than ℓ1, ℓ2, ℓ∞.
package func worstCase(
  of model: LinearModel, at x: some Collection<Double>, label y: Double, ball: Ball,
  box: Box? = nil
) throws(ThreatError) -> WorstCase {
  guard x.count == model.dimension else {
    throw .dimensions(expected: model.dimension, found: x.count)
  }
  guard model.isFinite else { throw .notFinite("a weight or the bias") }
  let clean = model.margin(x, y)
  guard clean.isFinite else { throw .notFinite("the margin y(wᵀx + b)") }
  let step: SteepestStep
  if let box {
    let rooms = try Room.list(around: x, towards: model.weights.map { -y * $0 }, in: box)
    switch ball.norm {
    case .linf: step = .insideBoxLinf(model.weights, label: y, radius: ball.radius, rooms: rooms)
    case .l2: step = .insideBoxL2(model.weights, label: y, radius: ball.radius, rooms: rooms)
    case .l1: step = .insideBoxL1(model.weights, label: y, radius: ball.radius, rooms: rooms)
    case .p: throw .boxUnsupported(norm: ball.norm)
    }
  } else {
    step = .unbounded(model.weights, label: y, ball: ball)
  }
  let margin = clean - step.reduction
  guard margin.isFinite else { throw .notFinite("the worst margin") }
  return WorstCase(
    perturbation: step.perturbation, margin: margin, reduction: step.reduction,
    freeCoordinates: step.freeCoordinates, freedom: step.freedom)
}

/// The δ that lowers −y·wᵀδ the most, by how much, and what about it is free.
struct SteepestStep {
  /// δ*.
  var perturbation: [Double]
  /// −y·wᵀδ* ≥ 0.
  var reduction: Double
  /// Coordinates that differ between minimisers.
  var freeCoordinates: [Int]
  /// Why, if there are any.
  var freedom: WorstCase.Freedom

  /// No step at all, for ε = 0 or w = 0.
  static func none(
    _ count: Int, free: [Int] = [], because freedom: WorstCase.Freedom = .zeroWeights
  ) -> SteepestStep {
    SteepestStep(
      perturbation: [Double](repeating: 0, count: count), reduction: 0, freeCoordinates: free,
      freedom: freedom)
  }
}

/// How far a coordinate can move without leaving the box.
struct Room {
  /// In the direction that lowers the margin, ≥ 0; 0 where the weight is 0.
  let ahead: Double
  /// Whether it can move at all, in either direction.
  let canMove: Bool

  /// One room a coordinate, for a step along the signs of `direction`.
  static func list(
    around x: some Collection<Double>, towards direction: [Double], in box: Box
  ) throws(ThreatError) -> [Room] {
    var rooms: [Room] = []
    rooms.reserveCapacity(direction.count)
    for (coordinate, value) in x.enumerated() {
      guard value >= box.lower, value <= box.upper else {
        throw .pointOutsideBox(point: 0, coordinate: coordinate, value: value)
      }
      let slope = direction[coordinate]
      let ahead = slope > 0 ? box.upper - value : (slope < 0 ? value - box.lower : 0)
      rooms.append(Room(ahead: ahead, canMove: box.lower < box.upper))
    }
    return rooms
  }
}
