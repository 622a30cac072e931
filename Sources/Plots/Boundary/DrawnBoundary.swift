import Markup

/// A decision boundary in the drawing.
struct DrawnBoundary: Sendable {
  let label: RichText
  let look: SeriesLook
  /// The visible parts.
  let segments: [Segment]
  /// The shaded band around it.
  let band: Node?
  /// The line.
  let node: Node

  /// The boundary of a linear model, clipped to the plot.
  init(_ line: BoundaryChart.DecisionLine, place: Int, in frame: PlotFrame) {
    label = RichText(line.label)
    look = SeriesLook(line.style, stroke: .automatic, place: place)
    let plot = frame.plot
    let corners = [
      Point(plot.minX, plot.minY), Point(plot.maxX, plot.minY), Point(plot.maxX, plot.maxY),
      Point(plot.minX, plot.maxY),
    ]
    guard line.hasDirection else {
      (segments, band, node) = ([], nil, .empty)
      return
    }
    // The score in places of the drawing; scaled so that no product overflows.
    let size = Swift.max(line.weights.x.magnitude, line.weights.y.magnitude)
    let wx = line.weights.x / size * (frame.x.value(at: 1) - frame.x.value(at: 0))
    let wy = line.weights.y / size * (frame.y.value(at: 1) - frame.y.value(at: 0))
    let bias =
      line.weights.x / size * frame.x.value(at: 0) + line.weights.y / size * frame.y.value(at: 0)
      + line.bias / size
    let weight = Point(wx, wy)
    let side = Polylines.clipped(corners, weight: weight, bias: bias)
    // The two new corners of the clipped rectangle are the ends of the line.
    let ends = side.filter { !corners.contains($0) }
    if ends.count == 2 {
      segments = [Segment(from: ends[0], to: ends[1])]
      node = .element("g", ["class": look.group], [Marks.stroke(Marks.data(ends), look)])
    } else {
      (segments, node) = ([], .empty)
    }
    guard let half = line.band, half.isDrawable, half > 0 else {
      band = nil
      return
    }
    let above = Polylines.clipped(corners, weight: weight, bias: bias + half / size)
    let inside = Polylines.clipped(
      above, weight: Point(-wx, -wy), bias: -bias + half / size)
    band =
      inside.count < 3
      ? nil
      : Marks.fill(
        Marks.data(inside, closed: true), class: "band", color: Palette.ink, opacity: "0.055")
  }

  /// The boundary of another model.
  init(_ contour: BoundaryChart.Contour, place: Int, in frame: PlotFrame) {
    label = RichText(contour.label)
    look = SeriesLook(contour.style, stroke: .automatic, place: place)
    let pieces = contour.polylines.flatMap { line in
      line.split { !$0.isDrawable }.flatMap { run in
        Polylines.clipped(run.map { Point(frame.x($0.x), frame.y($0.y)) }, to: frame.plot)
      }
    }
    segments = pieces.flatMap { piece in
      zip(piece, piece.dropFirst()).map { Segment(from: $0, to: $1) }
    }
    let data = pieces.map { Marks.data($0) }.joined()
    node =
      data.isEmpty
      ? .empty
      : .element("g", ["class": "contour \(look.group)"], [Marks.stroke(data, look)])
    band = nil
  }
}
