import CJavaScriptCore

/// A JavaScript context: source text goes in, strings come out, nothing else.
///
/// The context has no document, no clock that matters, no files and no network. One instance
/// belongs to one thread. No pointer of the C interface leaves this file.
final class ScriptEngine {
  /// An uncaught JavaScript exception.
  struct Failure: Error {
    /// What `String(exception)` gives.
    let message: String
  }

  private let context: JSGlobalContextRef

  /// A fresh context; `nil` if the engine cannot make one.
  init?() {
    guard let context = JSGlobalContextCreate(nil) else { return nil }
    self.context = context
  }

  deinit { JSGlobalContextRelease(context) }

  /// Runs a script and drops its value.
  func run(_ source: String) throws(Failure) {
    let text = Self.string(source)
    defer { JSStringRelease(text) }
    var exception: JSValueRef?
    _ = JSEvaluateScript(context, text, nil, nil, 1, &exception)
    if let exception { throw failure(exception) }
  }

  /// Calls a function of the global object.
  ///
  /// - Returns: the strings in the array that the function returns.
  func call(_ name: String, _ arguments: [String]) throws(Failure) -> [String] {
    var exception: JSValueRef?
    let global = JSContextGetGlobalObject(context)
    guard let function = property(name, of: global), JSValueIsObject(context, function) else {
      throw Failure(message: "\(name) is not defined")
    }
    let values = arguments.map { argument in
      let text = Self.string(argument)
      defer { JSStringRelease(text) }
      // The collector does not see a Swift array: what is in it is protected until the call.
      let value: JSValueRef? = JSValueMakeString(context, text)
      JSValueProtect(context, value)
      return value
    }
    defer { for value in values { JSValueUnprotect(context, value) } }
    let answer = JSObjectCallAsFunction(
      context, function, nil, values.count, values, &exception)
    if let exception { throw failure(exception) }
    guard let answer, JSValueIsArray(context, answer) else {
      throw Failure(message: "\(name) did not return an array")
    }
    let count = property("length", of: answer).map { JSValueToNumber(context, $0, nil) } ?? 0
    var strings: [String] = []
    for index in 0..<UInt32(count) {
      let element = JSObjectGetPropertyAtIndex(context, answer, index, &exception)
      if let exception { throw failure(exception) }
      strings.append(text(of: element))
    }
    return strings
  }

  private func property(_ name: String, of object: JSObjectRef?) -> JSValueRef? {
    let key = Self.string(name)
    defer { JSStringRelease(key) }
    return JSObjectGetProperty(context, object, key, nil)
  }

  private func failure(_ exception: JSValueRef) -> Failure {
    Failure(message: text(of: exception))
  }

  private func text(of value: JSValueRef?) -> String {
    guard let copy = JSValueToStringCopy(context, value, nil) else { return "" }
    defer { JSStringRelease(copy) }
    guard let start = JSStringGetCharactersPtr(copy) else { return "" }
    let units = UnsafeBufferPointer(start: start, count: JSStringGetLength(copy))
    return String(decoding: units, as: UTF16.self)
  }

  /// A script string; UTF-16 rather than a C string, which a NUL in the text would cut short.
  private static func string(_ text: String) -> JSStringRef? {
    let units = Array(text.utf16)
    return JSStringCreateWithCharacters(units, units.count)
  }
}
