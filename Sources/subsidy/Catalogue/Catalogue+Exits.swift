import Papers

/// What exit codes mean where a command gives them a meaning of its own.
extension Text {
  /// `audit verify` found nothing.
  static var exitWhole: Text { Text(en: "whole", zh: "完整") }
  /// `audit verify` found a fault.
  static var exitCorrupt: Text {
    Text(en: "corrupt, or not what --against kept; the fault is named", zh: "已损坏，或与 --against 不符，并指明错误")
  }
  /// `audit verify` found a torn tail.
  static var exitTorn: Text { Text(en: "whole but for a torn tail", zh: "除末尾未写完的部分外完整") }
  /// `audit verify` could not read.
  static var exitUnreadable: Text { Text(en: "the log could not be read", zh: "日志无法读取") }
  /// `audit verify` misses a signature.
  static var exitUnsigned: Text { Text(en: "whole, but a required signature is missing", zh: "完整，但缺少必需的签名") }
  /// `audit replay` has findings.
  static var exitFindings: Text { Text(en: "there are findings", zh: "有审计发现") }
  /// `audit replay` has none.
  static var exitNoFindings: Text { Text(en: "no findings", zh: "无审计发现") }
  /// `projections check` found no difference.
  static var exitSame: Text { Text(en: "the read model agrees with the log", zh: "查询库与日志一致") }
  /// `projections check` found a difference.
  static var exitDiffers: Text { Text(en: "the read model differs from the log", zh: "查询库与日志不一致") }
  /// `record --skip-refused` refused some.
  static var exitSomeRefused: Text {
    Text(en: "refused entries; with --skip-refused the others are appended", zh: "有记录被拒绝；用 --skip-refused 时其余已登记")
  }
}
