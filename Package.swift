// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Targets stand in the order of the pipeline: what a target may import stands above it.
let package = Package(
  name: "AdvBook",
  products: [.executable(name: "advbook", targets: ["advbook"])],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "3.12.3"),
    .package(url: "https://github.com/attaswift/BigInt", exact: "6.0.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(
      name: "CJavaScriptCore", pkgConfig: "javascriptcoregtk-4.1",
      providers: [.apt(["libjavascriptcoregtk-4.1-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZ3", providers: [.apt(["libz3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Evidence", swiftSettings: strict),
    .target(name: "Markup", swiftSettings: strict),
    .target(name: "Compression", dependencies: ["CZlib"], swiftSettings: strict),
    .target(name: "Plots", dependencies: ["Markup", "Compression"], swiftSettings: strict),
    .target(
      name: "AdvKit", dependencies: ["Evidence", "Compression", "COpenBLAS"],
      swiftSettings: strict),
    .target(
      name: "Derivations",
      dependencies: ["AdvKit", "Evidence", "CZ3", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    .target(
      name: "Notebook",
      dependencies: [
        "Plots", "Markup", "Evidence", "CCMarkGFM", "CJavaScriptCore",
        .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Resources")],
      swiftSettings: strict),
    .target(
      name: "Cells", dependencies: ["Notebook", "AdvKit", "Derivations", "Plots", "Evidence"],
      swiftSettings: strict),
    .executableTarget(
      name: "advbook",
      dependencies: [
        "Cells", "Notebook", "Derivations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    // Our side of the speed table; `make bench` builds and runs it.
    .executableTarget(
      name: "advbench", dependencies: ["AdvKit", "Evidence"], path: "Benchmarks/advbench",
      swiftSettings: strict),
    .testTarget(name: "EvidenceTests", dependencies: ["Evidence"], swiftSettings: strict),
    .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: strict),
    .testTarget(name: "CompressionTests", dependencies: ["Compression"], swiftSettings: strict),
    .testTarget(
      name: "PlotsTests", dependencies: ["Plots", "Markup", "Compression"], swiftSettings: strict),
    .testTarget(
      name: "AdvKitTests", dependencies: ["AdvKit", "Evidence", "Compression"],
      exclude: ["Files"],
      swiftSettings: strict),
    .testTarget(
      name: "DerivationsTests", dependencies: ["Derivations", "AdvKit", "Evidence"],
      swiftSettings: strict),
    .testTarget(
      name: "NotebookTests", dependencies: ["Notebook", "Markup", "Evidence", "Plots"],
      swiftSettings: strict),
    .testTarget(
      name: "CellsTests",
      dependencies: ["Cells", "Notebook", "AdvKit", "Derivations", "Plots", "Evidence"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["advbook", "Cells", "Notebook"],
      swiftSettings: strict),
  ]
)
