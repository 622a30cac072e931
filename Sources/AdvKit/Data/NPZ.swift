/// NumPy's archives (`.npz`): a ZIP archive of NPY files, one for each named array.
package struct NPZ: Sendable {
  /// The names of the arrays, without `.npy`, in the archive's order.
  package let names: [String]
  private let archive: ZIPArchive

  /// Reads the directory of an archive; arrays are read when they are asked for.
  ///
  /// - Throws: ``FileFormatError``.
  package init(_ bytes: [UInt8]) throws(FileFormatError) {
    archive = try ZIPArchive(bytes)
    names = archive.entries.compactMap {
      $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : nil
    }
  }

  /// Reads one array.
  ///
  /// - Parameter limit: the most bytes that it may unpack to.
  /// - Throws: ``FileFormatError``, ``FileFormatError/missingArray(name:present:)`` for a name that
  ///   the archive does not have.
  package func array(
    named name: String, limit: Int = FileLimit.unpackedBytes
  ) throws(FileFormatError) -> FileArray {
    guard let entry = archive.entries.first(where: { $0.name == name + ".npy" }) else {
      throw .missingArray(name: name, present: names)
    }
    return try NPY.parse(archive.contents(of: entry, limit: limit))
  }
}
