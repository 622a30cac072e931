package import Notebook

/// Every directive, in the order in which help and reference pages list them.
package let directives: [any Directive.Type] = [
  DataCell.self, ModelCell.self, TrainCell.self, AttackCell.self, ClosedFormCell.self,
  EvaluateCell.self,
  SweepCell.self, PlotCell.self,
  TableCell.self, LetCell.self, CheckCell.self, DeriveCell.self,
]
