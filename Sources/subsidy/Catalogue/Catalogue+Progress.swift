import Catalogue
import Papers
import Values

// How far long work has come, and what a signal stopped.

extension CommandFailure {
  /// The failure with what a command that was stopped had done; any other one as it is.
  ///
  /// - Parameters:
  ///   - reach: how far long work had come.
  ///   - isRecorded: whether something was recorded before, which has a line of its own.
  /// - Returns: the failure.
  func stopped(at reach: ProgressLine.Reach?, recorded isRecorded: Bool) -> CommandFailure {
    guard exit.isStop else { return self }
    return CommandFailure(exit, .stopped(text, at: reach, recorded: isRecorded))
  }
}

extension Text {
  /// The work that a command stopped by a signal had done.
  static func stopped(_ signal: Text, at reach: ProgressLine.Reach?, recorded isRecorded: Bool) -> Text {
    let at = reach.map(reached) ?? Text(en: "", zh: "")
    return isRecorded
      ? Text.joined([signal, at], by: .nothing)
      : Text(en: "\(signal.en)\(at.en); nothing was recorded", zh: "\(signal.zh)\(at.zh)；未登记任何内容")
  }

  private static func reached(_ reach: ProgressLine.Reach) -> Text {
    let done = Int64(reach.done).grouped
    let (en, zh) =
      switch reach.unit {
      case .events: ("events", "个事件")
      case .entries: ("entries", "条记录")
      case .persons: ("persons", "人")
      case .rows: ("rows", "行")
      }
    guard let total = reach.total.map({ Int64($0).grouped }) else {
      return Text(en: " after \(done) \(en)", zh: "，已处理 \(done) \(zh)")
    }
    return Text(en: " after \(done) of \(total) \(en)", zh: "，已处理 \(done) \(zh)（共 \(total)）")
  }

  /// How far long work has come.
  static func progress(
    done: String, _ unit: ProgressLine.Unit, rate: String, percent: Int, left: String
  ) -> Text {
    let counted = progress(done: done, unit, rate: rate)
    return Text(en: "\(percent)%  \(counted.en)  \(left) left", zh: "\(percent)%  \(counted.zh)  剩余 \(left)")
  }

  /// How far long work of unknown size has come.
  static func progress(done: String, _ unit: ProgressLine.Unit, rate: String) -> Text {
    switch unit {
    case .events: Text(en: "\(done) events  \(rate)/s", zh: "已处理 \(done) 个事件  每秒 \(rate) 个")
    case .entries: Text(en: "\(done) entries  \(rate)/s", zh: "已处理 \(done) 条记录  每秒 \(rate) 条")
    case .rows: Text(en: "\(done) rows  \(rate)/s", zh: "已读取 \(done) 行  每秒 \(rate) 行")
    case .persons: Text(en: "\(done) persons  \(rate)/s", zh: "已处理 \(done) 人  每秒 \(rate) 人")
    }
  }
}
