/// Why numbers are no field on a grid.
package enum FieldError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number of values is not the number of nodes.
  case count(expected: Int, found: Int)
  /// A grid without nodes.
  case empty(columns: Int, rows: Int)
  /// A range that is not finite or has no length.
  case range

  /// One sentence, without the place.
  package var description: String {
    switch self {
    case .count(let expected, let found): "the grid has \(expected) nodes, and \(found) values came"
    case .empty(let columns, let rows): "a grid of \(columns) × \(rows) nodes has no node"
    case .range: "a range of the grid is not finite or has no length"
    }
  }
}

/// A quantity of two variables, known at the nodes of a regular grid.
///
/// The nodes stand at `columns` equally spaced x from the lower to the upper end of `x`, both ends
/// among them, and likewise at `rows` values of y. Values that are not finite are allowed: nothing is
/// drawn in the cells of the grid that touch them, and the description counts them.
package struct ScalarField: Sendable, Hashable {
  /// How many nodes stand side by side.
  package let columns: Int
  /// How many nodes stand one above the other.
  package let rows: Int
  /// The values of x at the first and at the last column.
  package let x: ClosedRange<Double>
  /// The values of y at the first and at the last row.
  package let y: ClosedRange<Double>
  /// The values, row after row from the lowest y on, each row from the lowest x on.
  package let values: [Double]

  /// A field from the values at its nodes, `values[row * columns + column]`.
  ///
  /// - Throws: ``FieldError`` where the count is not `columns · rows`, there is no node, or a range
  ///   cannot be drawn.
  package init(
    columns: Int, rows: Int, x: ClosedRange<Double>, y: ClosedRange<Double>, values: [Double]
  ) throws(FieldError) {
    guard columns > 0, rows > 0 else { throw .empty(columns: columns, rows: rows) }
    let (expected, overflow) = columns.multipliedReportingOverflow(by: rows)
    guard !overflow, values.count == expected else {
      throw .count(expected: overflow ? .max : expected, found: values.count)
    }
    for range in [x, y] {
      guard range.lowerBound.isDrawable, range.upperBound.isDrawable,
        Scale.widened(range, kind: .linear) == range
      else { throw .range }
    }
    self.init(trusted: columns, rows, x, y, values)
  }

  /// A field from parts that are known to fit.
  private init(
    trusted columns: Int, _ rows: Int, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>,
    _ values: [Double]
  ) {
    (self.columns, self.rows, self.x, self.y) = (columns, rows, x, y)
    self.values = values
  }

  /// The place of the node in a column.
  package func x(column: Int) -> Double { ScalarField.place(column, of: columns, in: x) }

  /// The place of the node in a row.
  package func y(row: Int) -> Double { ScalarField.place(row, of: rows, in: y) }

  private static func place(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    guard count > 1 else { return range.lowerBound + (range.upperBound - range.lowerBound) / 2 }
    let share = Double(index) / Double(count - 1)
    return range.lowerBound * (1 - share) + range.upperBound * share
  }

  /// The values that can be drawn.
  var finite: [Double] { values.filter(\.isDrawable) }

  /// The same grid with other values.
  func with(_ values: [Double]) -> ScalarField {
    ScalarField(trusted: columns, rows, x, y, values)
  }

  /// The same field on at least two columns and two rows: a single one holds everywhere.
  var widened: ScalarField {
    guard columns < 2 || rows < 2 else { return self }
    let lines = (0..<rows).map { row in
      let line = Array(values[row * columns..<(row + 1) * columns])
      return columns < 2 ? line + line : line
    }
    return ScalarField(
      trusted: Swift.max(2, columns), Swift.max(2, rows), x, y,
      (rows < 2 ? lines + lines : lines).flatMap { $0 })
  }

  /// The value between the nodes by bilinear interpolation; nil outside, and beside a node without a
  /// finite value.
  func value(at point: Point) -> Double? {
    let field = widened
    guard x.contains(point.x), y.contains(point.y) else { return nil }
    func split(_ value: Double, _ range: ClosedRange<Double>, _ count: Int) -> (Int, Double) {
      let place =
        (value - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(count - 1)
      let index = Swift.min(Swift.max(0, Int(place.rounded(.down))), count - 2)
      return (index, place - Double(index))
    }
    let (column, u) = split(point.x, x, field.columns)
    let (row, v) = split(point.y, y, field.rows)
    let first = row * field.columns + column
    let corners = [first, first + 1, first + field.columns, first + field.columns + 1]
      .map { field.values[$0] }
    guard corners.allSatisfy(\.isDrawable) else { return nil }
    let (low, high) = (
      corners[0] * (1 - u) + corners[1] * u, corners[2] * (1 - u) + corners[3] * u
    )
    return low * (1 - v) + high * v
  }

  /// How often the lines at the given ascending levels cross the edges of the grid: about the number
  /// of places that a drawing of them writes down.
  func crossings(_ levels: [Double]) -> Int {
    var bands = [Int](repeating: 0, count: values.count)
    for (place, value) in values.enumerated() where value.isDrawable {
      for level in levels where level <= value { bands[place] += 1 }
    }
    var total = 0
    for row in 0..<rows {
      for column in 0..<columns {
        let place = row * columns + column
        if column + 1 < columns { total += abs(bands[place] - bands[place + 1]) }
        if row + 1 < rows { total += abs(bands[place] - bands[place + columns]) }
      }
    }
    return total
  }

  /// The field on a grid of half as many columns and rows, each node the mean of its surroundings.
  var halved: ScalarField {
    let (wide, high) = (Swift.max(2, columns / 2), Swift.max(2, rows / 2))
    func window(_ index: Int, of count: Int, in nodes: Int) -> Range<Int> {
      let step = Double(nodes - 1) / Double(count - 1)
      let middle = Double(index) * step
      let first = Swift.max(0, Int((middle - step / 2).rounded(.up)))
      let last = Swift.min(nodes - 1, Int((middle + step / 2).rounded(.down)))
      return first..<Swift.max(first, last) + 1
    }
    var result: [Double] = []
    for row in 0..<high {
      for column in 0..<wide {
        var (sum, count) = (0.0, 0.0)
        for j in window(row, of: high, in: rows) {
          for i in window(column, of: wide, in: columns) where values[j * columns + i].isDrawable {
            count += 1
            sum += (values[j * columns + i] - sum) / count
          }
        }
        result.append(count > 0 ? sum : .nan)
      }
    }
    return ScalarField(trusted: wide, high, x, y, result)
  }
}
