extension Counterexample.Assignment {
  /// A member of a family, with its places from 1.
  package struct Member: Sendable, Hashable {
    package let places: [Int]
    /// Its value in TeX.
    package let tex: String

    package init(_ places: [Int], tex: String) {
      self.places = places
      self.tex = tex
    }
  }

  /// What it says in TeX, of a symbol that is spelled so: `w = (1, 0)`; of a family one equation for
  /// each member, `x_1 = 0` and `x_2 = 1`, or one for all where they are the same.
  package func equations(of spelling: String) -> [String] {
    guard let first = members.first else { return ["\(spelling) = \(tex)"] }
    let name = { (member: Member) in
      let places = member.places.map(String.init)
      let isPlain = places.allSatisfy { $0.count == 1 }
      let subscripted = places.joined(separator: isPlain ? "" : ",")
      return spelling + "_" + (subscripted.count == 1 ? subscripted : "{\(subscripted)}")
    }
    guard members.count > 1, let last = members.last,
      members.allSatisfy({ $0.tex == first.tex })
    else { return members.map { "\(name($0)) = \($0.tex)" } }
    let between = members.count == 2 ? " = " : " = \\dots = "
    return ["\(name(first))\(between)\(name(last)) = \(first.tex)"]
  }
}
