/// The theme's files, which are part of the program.
enum Theme {
  /// The style sheet, and the licences of what the site carries.
  static var files: [SiteFile] {
    let licences =
      text(PackageResources.MIT_KaTeX_txt) + "\n\n" + String(repeating: "-", count: 72) + "\n\n"
      + text(PackageResources.OFL_1_1_KaTeX_fonts_txt)
    return [
      SiteFile(path: "assets/theme.css", bytes: PackageResources.theme_css),
      SiteFile(path: "assets/licences.txt", text: licences),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
