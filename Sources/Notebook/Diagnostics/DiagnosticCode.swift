/// The stable codes of messages, `ADVnnnn` by area.
///
/// A code is never given a second meaning.
package enum DiagnosticCode: String, Sendable, Hashable, CaseIterable {
  // 01: sources
  case fileMissing = "ADV0101"
  case fileIsDirectory = "ADV0102"
  case fileUnreadable = "ADV0103"
  case pathLeavesProject = "ADV0104"
  case invalidEncoding = "ADV0105"
  case fileTooLarge = "ADV0106"
  case noNotebooks = "ADV0107"
  case partMissing = "ADV0108"
  case pagesCollide = "ADV0109"

  // 02: Markdown
  case unclosedFence = "ADV0201"
  case unclosedContainer = "ADV0202"
  case strayContainerEnd = "ADV0203"
  case unknownContainer = "ADV0204"
  case containerAttributes = "ADV0205"
  case unmatchedDisplay = "ADV0206"
  case nestedTooDeep = "ADV0207"
  case htmlNotAllowed = "ADV0208"
  case htmlUnbalanced = "ADV0209"
  case linkNotAllowed = "ADV0210"
  case imageNotAllowed = "ADV0211"
  case tooManyCells = "ADV0212"
  case displayInText = "ADV0213"
  case barInTable = "ADV0214"

  // 03: YAML
  case yamlSyntax = "ADV0301"
  case yamlDuplicateKey = "ADV0302"
  case yamlExpressionCut = "ADV0303"
  case yamlCommentCutsValue = "ADV0304"
  case yamlDoubleQuotedBackslash = "ADV0305"
  case yamlIndicatorStartsValue = "ADV0306"
  case yamlAnchor = "ADV0307"
  case yamlMergeKey = "ADV0308"
  case yamlTag = "ADV0309"
  case yamlTooDeep = "ADV0310"
  case yamlTab = "ADV0311"
  case frontMatterMissing = "ADV0312"
  case frontMatterUnclosed = "ADV0313"

  // 04: cells and fields
  case unknownDirective = "ADV0401"
  case unknownKey = "ADV0402"
  case wrongType = "ADV0403"
  case missingKey = "ADV0404"
  case outOfRange = "ADV0405"
  case unknownChoice = "ADV0406"
  case cellIdMissing = "ADV0407"
  case badName = "ADV0408"
  case cellHeader = "ADV0409"
  case captionMissing = "ADV0410"
  case captionNotAllowed = "ADV0411"

  // 05: names, references, expressions
  case duplicateId = "ADV0501"
  case unknownCell = "ADV0502"
  case wrongCellKind = "ADV0503"
  case cycle = "ADV0504"
  case expressionSyntax = "ADV0505"
  case unknownName = "ADV0506"
  case unknownLabel = "ADV0507"
  case wrongLabelWord = "ADV0508"
  case unknownPage = "ADV0509"
  case badFormat = "ADV0510"
  case unknownParameter = "ADV0511"

  // 06: running
  case expressionValue = "ADV0601"
  case cellFailed = "ADV0602"
  case dependencyFailed = "ADV0603"
  case stepLeavesBall = "ADV0604"

  // 07: checks
  case checkFailed = "ADV0701"
  case auditFailed = "ADV0702"
  case sandwichViolated = "ADV0703"

  // 08: mathematics
  case texSyntax = "ADV0801"
  case texTooLong = "ADV0802"
  case texExpansion = "ADV0803"
  case texEngine = "ADV0804"

  // 09: writing
  case outputNotWritable = "ADV0901"
  case outputForeign = "ADV0902"
  case outputFull = "ADV0903"

  // 10: derivations
  case derivationSyntax = "ADV1001"
  case stepRefuted = "ADV1002"
  case stepUndefined = "ADV1003"
  case stepUnchecked = "ADV1004"
  case verdictChanged = "ADV1005"
  case hypothesesContradict = "ADV1006"
  case witnessFails = "ADV1007"
  case symbolUnused = "ADV1008"
  case unknownStep = "ADV1009"
  case stepOptions = "ADV1010"
  case refutedOutsideMistake = "ADV1011"
  case withValue = "ADV1012"
}
