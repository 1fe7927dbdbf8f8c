/// The style sheet of reports: for screens of any width, for paper, and for readers who prefer it dark.
public enum ReportStyle {
  /// The style sheet.
  public static var css: String { String(decoding: PackageResources.report_css, as: UTF8.self) }
}
