internal import Foundation

/// The JSON Schema (2020-12) of the front matter and of every directive's body, for editors.
package func jsonSchema(of directives: [any Directive.Type]) -> String {
  var definitions: [String: JSON] = [
    "front-matter": object(FrontMatter.fields, summary: "The front matter of a notebook.")
  ]
  for directive in directives {
    definitions[directive.name] =
      directive.freeNames.map { type in
        .object([
          "type": .string("object"), "description": .string(directive.summary),
          "propertyNames": .object(["pattern": .string("^[a-z][a-z0-9-]*$")]),
          "additionalProperties": schema(type),
        ])
      } ?? object(directive.fields, summary: directive.summary)
  }
  let root = JSON.object([
    "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
    "title": .string("AdvBook notebooks"), "$defs": .object(definitions),
    "anyOf": .array(definitions.keys.sorted().map { .object(["$ref": .string("#/$defs/\($0)")]) }),
  ])
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return (try? encoder.encode(root)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}

private func object(_ fields: [Field], summary: String) -> JSON {
  var properties: [String: JSON] = [:]
  for field in fields {
    var property = schema(field.type).members
    property["description"] = .string(field.summary)
    properties[field.name] = .object(property)
  }
  return .object([
    "type": .string("object"), "description": .string(summary), "properties": .object(properties),
    "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
    "additionalProperties": .boolean(false),
  ])
}

private func schema(_ type: FieldType) -> JSON {
  let expression = JSON.object(["type": .string("string"), "pattern": .string("^=")])
  switch type {
  case .number(let range):
    return .object(["anyOf": .array([.object(numberMembers(range, type: "number")), expression])])
  case .integer(let range):
    return .object([
      "anyOf": .array([
        .object([
          "type": .string("integer"), "minimum": .number(Double(range.lowerBound)),
          "maximum": .number(Double(range.upperBound)),
        ]), expression,
      ])
    ])
  case .boolean: return .object(["type": .string("boolean")])
  case .text, .markdown, .parameter, .file: return .object(["type": .string("string")])
  case .choice(let words): return .object(["enum": .array(words.map { .string($0) })])
  case .cell: return .object(["type": .string("string"), "pattern": .string("^[a-z][a-z0-9-]*$")])
  case .value:
    let number = JSON.object(["type": .string("number")])
    return .object([
      "anyOf": .array([number, .object(["type": .string("array"), "items": number]), expression])
    ])
  case .deferred: return expression
  case .list(let item, let counts):
    return .object([
      "type": .string("array"), "items": schema(item),
      "minItems": .number(Double(counts.lowerBound)),
      "maxItems": .number(Double(counts.upperBound)),
    ])
  case .mapping(let fields): return object(fields, summary: "")
  case .names(let item):
    return .object([
      "type": .string("object"),
      "propertyNames": .object(["pattern": .string("^[a-z][a-z0-9-]*$")]),
      "additionalProperties": schema(item),
    ])
  case .entries(let item, _):
    return .object(["type": .string("object"), "additionalProperties": schema(item)])
  case .macros:
    return .object([
      "type": .string("object"), "propertyNames": .object(["pattern": .string("^\\\\[A-Za-z]+$")]),
      "additionalProperties": .object(["type": .string("string")]),
    ])
  case .either(let types): return .object(["anyOf": .array(types.map(schema))])
  }
}

private func numberMembers(_ range: NumberRange, type: String) -> [String: JSON] {
  var members: [String: JSON] = ["type": .string(type)]
  if range.lower.isFinite {
    members[range.excludesLower ? "exclusiveMinimum" : "minimum"] = .number(range.lower)
  }
  if range.upper.isFinite {
    members[range.excludesUpper ? "exclusiveMaximum" : "maximum"] = .number(range.upper)
  }
  return members
}

/// A JSON value.
private indirect enum JSON: Encodable {
  case string(String)
  case number(Double)
  case boolean(Bool)
  case array([JSON])
  case object([String: JSON])

  var members: [String: JSON] {
    if case .object(let members) = self { members } else { [:] }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .boolean(let flag): try container.encode(flag)
    case .array(let items): try container.encode(items)
    case .object(let members): try container.encode(members)
    }
  }
}
