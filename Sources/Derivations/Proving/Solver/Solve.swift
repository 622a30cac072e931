internal import BigInt
internal import CZ3
internal import Dispatch
internal import Synchronization

/// Asks Z3 whether statements about real numbers can hold together.
///
/// Linear questions go to the linear solver. Others go to linear arithmetic over products first, and to
/// real algebra, which is complete and slow, only where few unknowns are multiplied. Each attempt has a
/// context of its own and is bounded by resources and memory, not by a clock: the same question has the
/// same answer on every machine.
package func solve(_ problem: SolverProblem, _ budget: SolverBudget) -> SolverAnswer {
  if problem.isLinear { return attempt(problem, budget, .linear) }
  let first = attempt(problem, budget, .products)
  guard case .undecided = first, problem.multiplied.count <= mostUnknownsForAlgebra else {
    return first
  }
  return attempt(problem, budget, .algebra)
}

private let mostUnknownsForAlgebra = 12

/// Which of Z3's solvers is asked.
private enum Method {
  case linear
  case products
  case algebra
}

private func attempt(
  _ problem: SolverProblem, _ budget: SolverBudget, _ method: Method
) -> SolverAnswer {
  guard let settings = Z3_mk_config() else { return .undecided("no configuration") }
  Z3_set_param_value(settings, "model", "true")
  Z3_set_param_value(settings, "unsat_core", "true")
  Z3_set_param_value(settings, "rlimit", "\(budget.resources)")
  defer { Z3_del_config(settings) }
  _ = memoryLimit
  guard let context = Z3_mk_context(settings) else { return .undecided("no context") }
  defer { Z3_del_context(context) }
  // The default handler ends the process.
  Z3_set_error_handler(context) { _, _ in }
  var question = Question(context)
  return question.answer(problem, method)
}

/// Megabytes that all questions together may take; beyond it Z3 gives up.
private let memoryLimit: Void = Z3_global_param_set("memory_max_size", "3000")

/// Ends a question that does not count its work.
///
/// Some steps of Z3's real algebra ignore the budget. Nothing that keeps to it comes near this time, so
/// answers depend on the budget alone.
private final class Alarm: Sendable {
  private static let seconds = 4
  /// The address of the context while it may be interrupted.
  private let context: Mutex<UInt>

  init(_ context: Z3_context) {
    self.context = Mutex(UInt(bitPattern: context))
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.seconds)) { self.ring() }
  }

  private func ring() {
    context.withLock { address in
      // Interrupting is the one call that is allowed from another thread.
      if let context = Z3_context(bitPattern: address) { Z3_interrupt(context) }
    }
  }

  /// After this the context may be given back.
  func cancel() {
    context.withLock { $0 = 0 }
  }
}

/// A problem in a context of Z3.
///
/// The context owns every expression; the solver is counted.
private struct Question {
  private let context: Z3_context
  private let reals: Z3_sort?
  private var unknowns: [String: Z3_ast?] = [:]
  private var order: [String] = []

  init(_ context: Z3_context) {
    self.context = context
    reals = Z3_mk_real_sort(context)
  }

  mutating func answer(_ problem: SolverProblem, _ method: Method) -> SolverAnswer {
    // The core: Z3's tactics for nonlinear arithmetic are bounded by clocks of their own.
    let made =
      method == .linear
      ? Z3_mk_solver_for_logic(context, symbol("QF_LRA")) : Z3_mk_simple_solver(context)
    guard let solver = made else { return .undecided("no solver") }
    Z3_solver_inc_ref(context, solver)
    defer { Z3_solver_dec_ref(context, solver) }
    if method == .products, let parameters = Z3_mk_params(context) {
      Z3_params_inc_ref(context, parameters)
      defer { Z3_params_dec_ref(context, parameters) }
      Z3_params_set_bool(context, parameters, symbol("arith.nl.nra"), false)
      Z3_solver_set_params(context, solver, parameters)
    }
    var tracked: [String: Int] = [:]
    for (k, assertion) in problem.assertions.enumerated() {
      let formula = formula(assertion.formula)
      if assertion.group < 0 {
        Z3_solver_assert(context, solver, formula)
      } else {
        let name = "g\(k)"
        tracked[name] = assertion.group
        let mark = Z3_mk_const(context, symbol(name), Z3_mk_bool_sort(context))
        Z3_solver_assert_and_track(context, solver, formula, mark)
      }
    }
    guard Z3_get_error_code(context) == Z3_OK else {
      return .undecided("the problem could not be stated")
    }
    let alarm = Alarm(context)
    defer { alarm.cancel() }
    let answer = Z3_solver_check(context, solver)
    guard Z3_get_error_code(context) == Z3_OK else { return .undecided("the solver failed") }
    switch answer {
    case Z3_L_FALSE: return .unsatisfiable(core: core(solver, tracked))
    case Z3_L_TRUE: return .satisfiable(values(solver))
    default:
      let reason = Z3_solver_get_reason_unknown(context, solver)
      return .undecided(reason.map { String(cString: $0) } ?? "not decided")
    }
  }

  private func symbol(_ name: String) -> Z3_symbol? { Z3_mk_string_symbol(context, name) }

  private func core(_ solver: Z3_solver, _ tracked: [String: Int]) -> Set<Int> {
    guard let list = Z3_solver_get_unsat_core(context, solver) else { return [] }
    Z3_ast_vector_inc_ref(context, list)
    defer { Z3_ast_vector_dec_ref(context, list) }
    var groups: Set<Int> = []
    for k in 0..<Z3_ast_vector_size(context, list) {
      guard let text = Z3_ast_to_string(context, Z3_ast_vector_get(context, list, k)) else {
        continue
      }
      if let group = tracked[String(cString: text)] { groups.insert(group) }
    }
    return groups
  }

  private func values(_ solver: Z3_solver) -> [String: Rational] {
    guard let model = Z3_solver_get_model(context, solver) else { return [:] }
    Z3_model_inc_ref(context, model)
    defer { Z3_model_dec_ref(context, model) }
    var found: [String: Rational] = [:]
    for name in order {
      guard let unknown = unknowns[name] ?? nil else { continue }
      var value: Z3_ast?
      guard Z3_model_eval(context, model, unknown, true, &value), let value else { continue }
      if Z3_is_algebraic_number(context, value) {
        // Rounded to a neighbour: only a candidate.
        if let low = Z3_get_algebraic_number_lower(context, value, 20) {
          found[name] = rational(low)
        }
      } else {
        found[name] = rational(value)
      }
    }
    return found
  }

  private func rational(_ value: Z3_ast) -> Rational? {
    guard Z3_get_ast_kind(context, value) == Z3_NUMERAL_AST,
      let text = Z3_get_numeral_string(context, value)
    else { return nil }
    let parts = String(cString: text).split(separator: "/")
    guard let first = parts.first, let p = BigInt(String(first), radix: 10) else { return nil }
    guard parts.count == 2 else { return Rational(p, over: 1) }
    return BigInt(String(parts[1]), radix: 10).flatMap { Rational(p, over: $0) }
  }

  // MARK: expressions

  private mutating func term(_ t: Term) -> Z3_ast? {
    switch t {
    case .number(let value): return Z3_mk_numeral(context, value.description, reals)
    case .unknown(let name):
      if let known = unknowns[name] { return known }
      let made = Z3_mk_const(
        context, Z3_mk_int_symbol(context, Int32(clamping: order.count)), reals)
      unknowns[name] = made
      order.append(name)
      return made
    case .sum(let list):
      guard list.count != 1 else { return term(list[0]) }
      let parts = list.map { term($0) }
      return parts.isEmpty
        ? Z3_mk_numeral(context, "0", reals)
        : Z3_mk_add(context, UInt32(parts.count), parts)
    case .product(let list):
      guard list.count != 1 else { return term(list[0]) }
      let parts = list.map { term($0) }
      return parts.isEmpty
        ? Z3_mk_numeral(context, "1", reals)
        : Z3_mk_mul(context, UInt32(parts.count), parts)
    case .choice(let condition, let a, let b):
      return Z3_mk_ite(context, formula(condition), term(a), term(b))
    }
  }

  private mutating func formula(_ f: Formula) -> Z3_ast? {
    switch f {
    case .truth(let value): return value ? Z3_mk_true(context) : Z3_mk_false(context)
    case .relation(let r, let a, let b):
      let left = term(a)
      let right = term(b)
      switch r {
      case .equal: return Z3_mk_eq(context, left, right)
      case .notEqual: return Z3_mk_not(context, Z3_mk_eq(context, left, right))
      case .lessOrEqual: return Z3_mk_le(context, left, right)
      case .greaterOrEqual: return Z3_mk_ge(context, left, right)
      case .less: return Z3_mk_lt(context, left, right)
      case .greater: return Z3_mk_gt(context, left, right)
      }
    case .all(let list):
      let parts = list.map { formula($0) }
      return parts.isEmpty
        ? Z3_mk_true(context) : Z3_mk_and(context, UInt32(parts.count), parts)
    case .any(let list):
      let parts = list.map { formula($0) }
      return parts.isEmpty
        ? Z3_mk_false(context) : Z3_mk_or(context, UInt32(parts.count), parts)
    case .not(let p): return Z3_mk_not(context, formula(p))
    case .implies(let p, let q):
      return Z3_mk_implies(context, formula(p), formula(q))
    }
  }
}
