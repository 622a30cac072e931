// Oracle: a training that was not interrupted, byte for byte; messages written by hand.
import Cells
import Evidence
import Notebook
import Testing

@Suite struct NetworkContinuationTests {
  static let data =
    cell("data #d", "kind: moons\nn: 40\nnoise: 0.1") + cell("data #e", "kind: moons\nn: 20")
  static let net = "data: d\narchitecture: mlp\nhidden: [6]\nbatch: 16\n"

  static let options = [
    "rate: 0.05", "schedule: cosine", "schedule: step\noptimiser: adam",
    "schedule: cyclic\nball: { norm: linf, radius: 0.1 }\nmethod: fgsm-rs",
    "ball: { norm: l2, radius: 0.1 }\nmethod: free\nreplays: 2\nevaluate-every: 4",
    "ball: { norm: linf, radius: 0.1 }\ninner-steps: 2\nvalidation: e\npatience: 2\nrun: 3",
  ]

  @Test(arguments: options)
  func threePartsAreOneTrainingBitForBit(options: String) {
    let publish = "\npublish: [weights, state]\n"
    let whole = NotebookRun(
      Self.data + cell("train #m", Self.net + options + publish + "epochs: 6"))
    let parts = NotebookRun(
      Self.data + cell("train #m", Self.net + options + "\nepochs: 2\nschedule-epochs: 6")
        + cell("train #n", "from: m\ndata: d\nepochs: 1")
        + cell("train #o", "from: n\ndata: d\nepochs: 3" + publish))
    #expect(whole.messages == "")
    #expect(parts.messages == "")
    for ending in ["training", "safetensors"] {
      #expect(!whole.file("m", ending).isEmpty)
      #expect(whole.file("m", ending) == parts.file("o", ending), "\(ending)")
    }
    #expect(parts.number("n", "epochs") == 3)
    #expect(whole.outputs["m"]?.values == parts.outputs["o"]?.values)
  }

  @Test(arguments: options)
  func aSavedTrainingGoesOnInAnotherNotebook(options: String) {
    let publish = "\npublish: [state]\n"
    let whole = NotebookRun(
      Self.data + cell("train #m", Self.net + options + publish + "epochs: 5"))
    let first = NotebookRun(
      Self.data
        + cell("train #m", Self.net + options + publish + "epochs: 2\nschedule-epochs: 5"))
    let second = NotebookRun(
      Self.data
        + cell("train #m", Self.net + options + publish + "epochs: 3\nfrom-file: m.training"),
      bytes: ["m.training": first.file("m", "training")])
    #expect(second.messages == "")
    #expect(whole.file("m", "training") == second.file("m", "training"))
  }

  @Test func otherwiseTheLengthOfAScheduleMayBeLeftOut() {
    let whole = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 4\npublish: [state]"))
    let parts = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 3")
        + cell("train #n", "from: m\ndata: d\nepochs: 1\npublish: [state]"))
    #expect(parts.messages == "")
    #expect(whole.file("m", "training") == parts.file("n", "training"))
  }

  @Test func anEpochBetweenTwoEvaluationsHasItsMeasures() {
    let rare = NotebookRun(
      Self.data
        + cell(
          "train #m",
          Self.net + "epochs: 3\nschedule-epochs: 8\nevaluate-every: 4\n"
            + "ball: { norm: linf, radius: 0.1 }"))
    let each = NotebookRun(
      Self.data
        + cell("train #m", Self.net + "epochs: 3\nball: { norm: linf, radius: 0.1 }"))
    #expect(rare.messages == "")
    for name in ["accuracy.clean", "loss.clean", "accuracy.worst", "loss.worst"] {
      #expect(rare.number("m", name) == each.number("m", name), "\(name)")
    }
    #expect(rare.vector("m", "trace.accuracy.clean").isEmpty)
  }

  // Here the first of two epochs is the better one, and its network is handed on.
  @Test func theMeasuresAreThoseOfTheNetworkHandedOn() {
    let run = NotebookRun(
      Self.data
        + cell("train #m", Self.net + Self.options[5] + "\nepochs: 2\nschedule-epochs: 6")
        + cell("evaluate #l", "model: m\ndata: d"))
    #expect(run.messages == "")
    #expect(run.value("m", "outcome")?.content == .text("finished"))
    #expect(run.number("m", "epochs") == 2)
    #expect(abs(run.number("m", "loss.clean") - run.number("l", "loss.clean")) < 1e-6)
    #expect(run.number("m", "accuracy.clean") == run.number("l", "accuracy.clean"))
    #expect(run.number("m", "accuracy.clean") == run.vector("m", "trace.accuracy.clean")[0])
  }

  @Test func whatIsWrittenAgainMustSayTheSame() {
    let again = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 1\nschedule-epochs: 2")
        + cell(
          "train #n",
          "from: m\nepochs: 1\nmomentum: 0.90\nloss: cross-entropy\nmethod: standard\n"
            + "activation: relu\nrate: 1e-1\nschedule-epochs: 2\n" + Self.net))
    #expect(again.messages == "")
  }

  @Test(arguments: [
    ("rate: 0.2", "`rate` is 0.2, and that of `m` is 0.1", "remove `rate`, which `m` decides"),
    ("hidden: [6, 6]", "`hidden` is [6, 6], and that of `m` is [6]", "remove `hidden`"),
    ("loss: hinge", "`loss` is hinge, and that of `m` is cross-entropy", "remove `loss`"),
    (
      "ball: { radius: 0.1, norm: l2 }",
      "`ball` is { norm: l2, radius: 0.1 }, and that of `m` is left out", "remove `ball`"
    ),
    ("epochs: 4", "epoch 7 of `m`, whose schedule is laid out for 6 epochs", "write `schedule-"),
  ])
  func anotherOptionIsRefusedAndNamed(option: String, message: String, fix: String) {
    let run = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 3\nschedule-epochs: 6\nschedule: cosine")
        + cell(
          "train #n",
          "from: m\ndata: d\n" + (option.hasPrefix("epochs") ? "" : "epochs: 1\n") + option))
    #expect(run.diagnostics.count == 1)
    #expect(run.messages.contains("ADV0602 \(message) | "), "\(run.messages)")
    #expect(run.messages.contains("| \(fix)"), "\(run.messages)")
  }

  @Test func otherDataAreRefusedAndNamed() {
    let run = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 1")
        + cell("train #n", "from: m\ndata: e\nepochs: 1"))
    #expect(
      run.messages
        == "29:7 ADV0602 `data` is e, and that of `m` is d | a continued training has the data and the options that it began with | write `data: d`"
    )
  }

  @Test func aScheduleIsForAllEpochs() {
    let run = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 5\nschedule-epochs: 4"))
    #expect(run.messages.contains("`schedule-epochs` is 4 and training goes to epoch 5 | "))
  }

  @Test func aSavedTrainingThatDoesNotFitIsRefused() {
    let first = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 1\npublish: [state]"))
    let bytes = first.file("m", "training")
    func message(_ id: String, _ body: String, _ bytes: [UInt8]) -> String {
      NotebookRun(
        Self.data + cell("train #\(id)", body + "\nfrom-file: m.training"),
        bytes: ["m.training": bytes]
      ).messages
    }
    #expect(message("m", Self.net, bytes) == "")
    let another = "`m.training` is of another training"
    #expect(message("other", Self.net, bytes).contains(another))
    #expect(message("m", Self.net + "rate: 0.3", bytes).contains(another))
    #expect(
      message("m", Self.net.replacing("data: d", with: "data: e"), bytes).contains(another))
    #expect(
      message("m", Self.net.replacing("[6]", with: "[7]"), bytes).contains(
        "network with other layers"))
    #expect(message("m", Self.net, bytes.dropLast()).contains("is damaged"))
    #expect(message("m", Self.net, []).contains("is not a saved training"))
  }

  @Test func aModelFromAFileWasNotTrainedHere() {
    let run = NotebookRun(
      Self.data + cell("train #m", Self.net + "epochs: 1")
        + cell("model #s", "kind: scaled\nof: m\nfactor: 2")
        + cell("train #n", "from: s\ndata: d"))
    #expect(run.messages.contains("`s` was not trained here | "), "\(run.messages)")
  }
}
