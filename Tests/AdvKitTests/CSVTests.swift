// Oracle: CSV texts whose reading is written out beside them.
import Testing

@testable import AdvKit

struct CSVTests {
  @Test func headerAndWordsAreMappedInOrder() throws {
    let read = try CSVData.parse("height,weight,kind\n1.5,2,dog\n-3e1, 4 ,cat\n\n0,.5,dog\n")
    #expect(read.dataset.points.rowArrays == [[1.5, 2], [-30, 4], [0, 0.5]])
    #expect(read.dataset.labels == [1, -1, 1])
    #expect(read.featureNames == ["height", "weight"])
    #expect(read.labelName == "kind")
    #expect(read.mapping.description == "label cat becomes −1, dog becomes 1")
  }

  @Test func linesWithoutHeaderAreData() throws {
    let read = try CSVData.parse("\u{FEFF}1,2,0\r\n3,4,1\r\n")
    #expect(read.dataset.points.rowArrays == [[1, 2], [3, 4]])
    #expect(read.dataset.labels == [-1, 1])
    #expect(read.featureNames == ["x1", "x2"])
    #expect(read.labelName == nil)
    #expect(read.mapping.description == "label 0 becomes −1, 1 becomes 1")
  }

  @Test func theLabelColumnMayBeNamedAndStandAnywhere() throws {
    let read = try CSVData.parse("y,a\n-1,5\n1.0,6\n+1,7", labelColumn: "y")
    #expect(read.dataset.points.rowArrays == [[5], [6], [7]])
    #expect(read.dataset.labels == [-1, 1, 1])
    #expect(read.featureNames == ["a"])
  }

  @Test func theAuthorMayNameTheClasses() throws {
    let text = "a,kind\n1,dog\n2,cat\n"
    let classes = try LabelMapping(negative: "dog", positive: "cat")
    #expect(try CSVData.parse(text, classes: classes).dataset.labels == [-1, 1])
    #expect(
      throws: DataError.unknownLabel(row: 3, column: 2, text: "cat", expected: ["dog", "cow"])
    ) {
      try CSVData.parse(text, classes: LabelMapping(negative: "dog", positive: "cow"))
    }
    #expect(throws: DataError.classes(found: ["1"])) {
      try LabelMapping(negative: "1", positive: "1.0")
    }
  }

  @Test func quotedEntriesKeepCommasQuotesAndLines() throws {
    let read = try CSVData.parse("\"a, \"\"b\"\"\nc\",k\n\"1\",\"x,y\"\n2,z\n")
    #expect(read.featureNames == ["a, \"b\"\nc"])
    #expect(read.dataset.points.rowArrays == [[1], [2]])
    #expect(read.mapping.negative == "x,y")
  }

  @Test(arguments: [
    ("a,b,y\n1,2,0\n1,oops,1", DataError.notANumber(row: 3, column: 2, text: "oops")),
    ("1,2,0\n1,,1", .notANumber(row: 2, column: 2, text: "")),
    ("1,nan,0\n1,2,1", .notANumber(row: 1, column: 2, text: "nan")),
    ("1,0x10,0\n1,2,1", .notANumber(row: 1, column: 2, text: "0x10")),
    ("1,1e999,0\n1,2,1", .notANumber(row: 1, column: 2, text: "1e999")),
    ("\"a\nb\",y\n1,0\nz,1", .notANumber(row: 4, column: 1, text: "z")),
    ("1,2,0\n1,2", .ragged(row: 2, expected: 3, found: 2)),
    ("1,2,0\n1,2,1\n1,2,2", .classes(found: ["0", "1", "2"])),
    ("1,a\n2,b\n3,c", .classes(found: ["a", "b", "c"])),
    ("1,a\n2,a", .classes(found: ["a"])),
    ("1,7\n2,7", .classes(found: ["7"])),
    ("1,\"2", .quoting(row: 1, column: 2)),
    ("1,2\n\"3\"x,4", .quoting(row: 2, column: 1)),
    ("", .empty), ("\n\n", .empty), ("a,b\n", .empty),
    ("0\n1\n", .noCoordinates),
    ("a,a,y\n1,2,0", .duplicateColumn(name: "a")),
  ])
  func brokenTextsAreErrorsWithTheirPlace(text: String, error: DataError) {
    #expect(throws: error) { try CSVData.parse(text) }
    #expect(!error.description.isEmpty)
  }

  @Test func anUnknownLabelColumnListsTheHeader() {
    #expect(throws: DataError.noColumn(name: "z", header: ["a", "y"])) {
      try CSVData.parse("a,y\n1,0\n2,1", labelColumn: "z")
    }
  }

  @Test func oneClassAloneIsLegalWhereItsSideIsKnown() throws {
    #expect(try CSVData.parse("5,0\n6,0").dataset.labels == [-1, -1])
    #expect(try CSVData.parse("5,1\n6,1").dataset.labels == [1, 1])
    #expect(try CSVData.parse("5,1\n6,1").mapping.description == "label 1 becomes 1")
  }
}
