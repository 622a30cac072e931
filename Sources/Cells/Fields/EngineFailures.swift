internal import AdvKit
internal import Notebook

extension CellFailure {
  /// What the engine says about a threat, at the argument that it concerns, naming the cells.
  init(_ error: ThreatError, in invocation: Invocation) {
    let model = invocation["model"]?.cell.map { "`\($0.id)`" } ?? "the model"
    let data = invocation["data"]?.cell.map { "`\($0.id)`" } ?? "the data"
    let ball = invocation["ball"]
    let box = invocation["box"]?.span
    switch error {
    case .radius(let radius):
      self.init(
        "a ball of radius \(plain(radius))", rule: "a radius is a finite number ≥ 0",
        fix: "write one", at: ball?["radius"]?.span)
    case .exponent(let exponent):
      self.init(
        "a norm of exponent \(plain(exponent))", rule: "a norm has an exponent p ≥ 1",
        fix: "write l1, l2, linf or a number ≥ 1", at: ball?["norm"]?.span)
    case .box(let lower, let upper):
      self.init(
        "a box from \(plain(lower)) to \(plain(upper))",
        rule: "a box is [lower, upper] with lower ≤ upper, both finite",
        fix: "write the smaller number first", at: box)
    case .pointOutsideBox(let point, let coordinate, let value):
      self.init(
        "point \(point + 1) of \(data) outside the box: its coordinate \(coordinate + 1) is "
          + plain(value),
        rule: "the clean points lie in the box", fix: "widen the box, or scale the data into it",
        at: box)
    case .boxUnsupported(let norm):
      self.init(
        "a box with the \(norm.name) ball",
        rule: "the inner maximum in a box is exact for l1, l2 and linf only",
        fix: "remove the box, or take one of these norms", at: box)
    case .normUnsupported(let norm, let method):
      self.init(
        "\(method) in the \(norm.name) ball", rule: "\(method) knows l1, l2 and linf",
        fix: "take one of these norms, or a `closed-form` cell", at: ball?["norm"]?.span)
    case .dimensions(let expected, let found):
      self.init(
        "\(model) has \(counted(expected, "weight")) and the points of \(data) have "
          + counted(found, "coordinate"),
        rule: "a linear model has one weight per coordinate",
        fix: "take a model and data of one dimension",
        at: invocation["model"]?.span ?? invocation["weights"]?.span)
    case .pointCount(let expected, let found):
      self.init(
        "\(counted(expected, "point")) and \(counted(found, "perturbation"))",
        rule: "each point has one perturbation", fix: "use the perturbations of the same data",
        at: invocation["delta"]?.span)
    case .notFinite(let what):
      self.init(
        "\(what) of \(model) on \(data) is not a finite number",
        rule: "margins stay within the range of doubles (about 1e308)",
        fix: "scale the data or the weights", at: invocation["model"]?.span)
    case .steps(let steps):
      self.init(
        "\(steps) steps", rule: "an attack takes at least one step", fix: "write a number ≥ 1",
        at: invocation["steps"]?.span)
    case .step(let step):
      self.init(
        "a step of length \(plain(step))", rule: "a step has a finite length > 0",
        fix: "write a number > 0, or leave it out for a quarter of the radius",
        at: invocation["step"]?.span)
    }
  }

  /// What an expression's evaluation says, inside the expression; `where` names the point or so.
  init(_ failure: ExpressionFailure, in expression: DeferredExpression, where place: String = "") {
    self.init(
      failure.message + place, rule: failure.rule, fix: failure.fix,
      at: expression.span.part(offset: failure.offset, length: failure.length))
  }
}

/// A number in a message or a caption: shortest digits that read back, no `.0`, a minus sign.
func plain(_ number: Double) -> String {
  let text =
    number == number.rounded() && number.magnitude < 1e15
    ? String(Int(number)) : String(number)
  return text.hasPrefix("-") ? "−" + text.dropFirst() : text
}

/// A count with its noun: "1 point", "200 points".
func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// A count with its thousands set apart: "8,000".
func grouped(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  var text = ""
  for (position, digit) in digits.enumerated() {
    if position > 0, (digits.count - position).isMultiple(of: 3) { text.append(",") }
    text.append(digit)
  }
  return (count < 0 ? "−" : "") + text
}
