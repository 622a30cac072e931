internal import AdvKit
internal import Notebook

extension ClosedFormCell {
  static func separability(_ invocation: Invocation) throws(CellFailure) -> CellOutput {
    CellOutput()
  }
  static func auditSeparability(_ audit: inout Audit, _ invocation: Invocation) throws(CellFailure) {
  }
}
