/// The theme's files, which are part of the program.
enum Theme {
  /// The style sheet, and the licences of what the site carries.
  static var files: [SiteFile] {
    let licences =
      text(PackageResources.MIT_KaTeX_txt) + "\n\n" + String(repeating: "-", count: 72) + "\n\n"
      + text(PackageResources.OFL_1_1_KaTeX_fonts_txt)
    return [
      SiteFile(path: "assets/theme.css", text: sheets.map(text).joined(separator: "\n")),
      SiteFile(path: "assets/licences.txt", text: licences),
    ]
  }

  /// The parts of the style sheet, in order: later ones may answer earlier ones.
  private static var sheets: [[UInt8]] {
    [
      PackageResources.theme_01_tokens_css, PackageResources.theme_02_page_css,
      PackageResources.theme_03_frame_css, PackageResources.theme_04_text_css,
      PackageResources.theme_05_mathematics_css, PackageResources.theme_05b_derivations_css,
      PackageResources.theme_06_containers_css,
      PackageResources.theme_07_cells_css, PackageResources.theme_08_figures_css,
      PackageResources.theme_09_plots_css, PackageResources.theme_10_ends_css,
      PackageResources.theme_11_narrow_css, PackageResources.theme_12_preferences_css,
      PackageResources.theme_13_print_css,
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
