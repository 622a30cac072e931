// Oracle: CSV texts whose reading is written out beside them.
import Testing

@testable import AdvKit

struct CSVExamplesTests {
  @Test func wordsAreMappedInOrder() throws {
    let read = try CSVExamples.parse("a,b,kind\n1,2,dog\n3,4,cow\n5,6,cat\n7,8,dog\n")
    #expect(read.examples.inputs == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(read.examples.shape == .vector(2))
    #expect(read.examples.labels == [2, 1, 0, 2])
    #expect(read.examples.classes == 3)
    #expect(read.featureNames == ["a", "b"])
    #expect(read.labelName == "kind")
    #expect(read.mapping.names == ["cat", "cow", "dog"])
    #expect(read.mapping.description == "label cat becomes class 0, cow 1, dog 2")
  }

  @Test func wholeNumbersFromZeroStayWhatTheyAre() throws {
    let read = try CSVExamples.parse("1,2\n2,0\n3,1\n4,2.0\n")
    #expect(read.examples.labels == [2, 0, 1, 2])
    #expect(read.examples.classes == 3)
    #expect(read.labelName == nil)
    #expect(read.mapping.description == "labels 0 to 2 are the classes")
  }

  @Test func otherNumbersAreMappedBySize() throws {
    let read = try CSVExamples.parse("1,10\n2,9\n3,-1\n4,1e1\n")
    #expect(read.examples.labels == [2, 1, 0, 2])
    #expect(read.mapping.description == "label -1 becomes class 0, 9 1, 10 2")
  }

  @Test func theAuthorMayNameTheClasses() throws {
    let classes = try ClassMapping(names: ["dog", "cat", "cow"])
    let read = try CSVExamples.parse("a,kind\n1,cat\n2,dog\n", classes: classes)
    #expect(read.examples.labels == [1, 0])
    #expect(read.examples.classes == 3)
    #expect(
      throws: DataError.unknownLabel(
        row: 3, column: 2, text: "hen", expected: ["dog", "cat", "cow"])
    ) { try CSVExamples.parse("a,kind\n1,cat\n2,hen\n", classes: classes) }
    #expect(throws: DataError.classCount(found: ["1", "1.0"], largest: 1_000)) {
      try ClassMapping(names: ["1", "1.0"])
    }
  }

  @Test func pixelsBecomeImages() throws {
    let text = "y,p1,p2,p3,p4\n0,0,51,102,255\n1,255,0,0,0\n"
    let read = try CSVExamples.parse(
      text, labelColumn: "y", shape: .image(channels: 1, height: 2, width: 2), scale: 255)
    #expect(read.examples.shape.image?.height == 2)
    #expect(read.examples.inputs == [0, 0.2, 0.4, 1, 1, 0, 0, 0])
    #expect(throws: DataError.self) {
      try CSVExamples.parse(
        text, labelColumn: "y", shape: .image(channels: 1, height: 2, width: 3))
    }
    #expect(throws: DataError.self) { try CSVExamples.parse(text, scale: 0) }
  }

  @Test func troubleIsPlaced() {
    #expect(throws: DataError.classCount(found: ["a"], largest: 1_000)) {
      try CSVExamples.parse("1,a\n2,a\n")
    }
    let many = (0...1_000).map { "1,\($0)" }.joined(separator: "\n")
    #expect { try CSVExamples.parse(many) } throws: {
      "\($0)".hasPrefix("labels have from 2 to 1000 values; the column has 1001")
    }
    // The label is the first column, so the second coordinate is field 3.
    #expect(throws: DataError.notFinite(row: 3, column: 3)) {
      try CSVExamples.parse("y,a,b\n0,1,2\n1,1,1e39\n", labelColumn: "y")
    }
    #expect(throws: DataError.notANumber(row: 2, column: 1, text: "x")) {
      try CSVExamples.parse("1,0\nx,1\n")
    }
  }
}
