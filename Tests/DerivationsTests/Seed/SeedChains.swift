import Foundation

@testable import Derivations

/// A `derive` cell of the problem set, read from the notebook by plain string work.
struct SeedChain: Sendable, CustomStringConvertible {
  let name: String
  let source: DerivationSource
  /// What is said of single steps: `expect`, `small`, `order`.
  let options: [Int: [String: String]]

  var description: String { name }

  /// Whether it is shown as a mistake.
  var isMistake: Bool { options.values.contains { $0["expect"] != nil } }

  var checkOptions: CheckOptions {
    var orders: [Int: (small: Symbol, order: Int)] = [:]
    for (number, option) in options {
      if let small = option["small"], let order = option["order"].flatMap({ Int($0) }) {
        orders[number] = (Symbol(small), order)
      }
    }
    return CheckOptions(seed: 7, orders: orders)
  }

  /// All cells of the problem set.
  static let all: [SeedChain] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../notebooks/problem-set-9.md").standardized
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.components(separatedBy: "\n```adv derive #").dropFirst().map { part in
      let cell = part.components(separatedBy: "\n```")[0]
      var lines = cell.components(separatedBy: "\n")
      let name = lines.removeFirst()
      return SeedChain(name, lines)
    }
  }()

  private init(_ name: String, _ lines: [String]) {
    self.name = name
    var sections: [String: [(String, String)]] = [:]
    var section = ""
    var body: [String] = []
    var isBody = false
    for line in lines {
      if isBody {
        body.append(line)
      } else if line == "---" {
        isBody = true
      } else if !line.hasPrefix(" ") {
        section = line.replacingOccurrences(of: ":", with: "")
      } else {
        var entry = line.trimmingCharacters(in: .whitespaces)
        if entry.hasPrefix("- ") {
          entry = String(entry.dropFirst(2))
          if entry.hasPrefix("'") { entry = String(entry.dropFirst().dropLast()) }
          sections[section, default: []].append(("", entry))
        } else if let colon = entry.range(of: ": ") {
          sections[section, default: []].append(
            (String(entry[..<colon.lowerBound]), String(entry[colon.upperBound...])))
        }
      }
    }
    func entries(_ key: String) -> [DerivationSource.Entry] {
      (sections[key] ?? []).map { .init($0.0, $0.1) }
    }
    source = DerivationSource(
      symbols: entries("where"), given: (sections["given"] ?? []).map(\.1),
      definitions: entries("let"), witnesses: entries("witness"),
      body: body.joined(separator: "\n"))
    var options: [Int: [String: String]] = [:]
    for (key, value) in sections["steps"] ?? [] {
      guard let number = Int(key) else { continue }
      for pair in value.dropFirst().dropLast().components(separatedBy: ", ") {
        let parts = pair.components(separatedBy: ": ").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        if parts.count == 2 { options[number, default: [:]][parts[0]] = parts[1] }
      }
    }
    self.options = options
  }
}
