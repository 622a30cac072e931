/// Proves a goal for small dimensions, or gives up.
func proveSmall(_ obligation: Obligation) -> SmallProof {
  .undecided("not expressible")
}
