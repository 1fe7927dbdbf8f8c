import Catalogue
import Papers
import Reports
import Subsidy
import Values

// What the pages ask and say.

extension Text {
  private static let weekdays = [
    Text(en: "Monday", zh: "星期一"), Text(en: "Tuesday", zh: "星期二"), Text(en: "Wednesday", zh: "星期三"),
    Text(en: "Thursday", zh: "星期四"), Text(en: "Friday", zh: "星期五"), Text(en: "Saturday", zh: "星期六"),
    Text(en: "Sunday", zh: "星期日"),
  ]

  static func todayTitle(_ day: CivilDate) -> Text {
    let weekday = weekdays[day.weekday - 1]
    return Text(en: "Today \(day) \(weekday.en)", zh: "今日 \(day) \(weekday.zh)")
  }

  /// A task with its number, amount and last day.
  static func waiting(_ what: [String], count: String?, amount: String?, due: String?) -> Text {
    let parts = [
      count.map { Text(en: "\($0) of them", zh: "\($0) 件") }, amount.map { Text(en: "\($0) yuan", zh: "\($0) 元") },
      due.map { Text(en: "due \($0)", zh: "截止 \($0)") },
    ].compactMap { $0 }
    let rest = Text.joined(parts, by: .comma)
    return Text(
      en: what.joined(separator: ", ") + (parts.isEmpty ? "" : ": \(rest.en)"),
      zh: what.joined(separator: " ") + (parts.isEmpty ? "" : "：\(rest.zh)"))
  }

  static var todayQuestion: Text { Text(en: "What first?", zh: "先做哪一件？") }
  static var waitingCaption: Text { Text(en: "Waiting for you", zh: "待办事项") }
  static var nothingToDo: Text { Text(en: "Nothing waits for you.", zh: "没有等您办理的事项。") }
  static var deadlinesCaption: Text { Text(en: "Due and overdue by office", zh: "各机构到期与逾期") }
  static func deadlinesTitle(_ day: CivilDate) -> Text { Text(en: "Deadlines on \(day)", zh: "到期 \(day)") }
  static var deadlinesQuestion: Text { Text(en: "What is late, and where?", zh: "哪里逾期了？") }
  static var deadlineItemsCaption: Text { Text(en: "One by one", zh: "逐项") }

  static var openSweep: Text { Text(en: "What time has brought about", zh: "到期巡检") }
  static func sweepTitle(_ day: CivilDate) -> Text { Text(en: "Sweep of \(day)", zh: "\(day) 巡检") }
  static var sweepQuestion: Text {
    Text(en: "What has time brought about that nobody has recorded?", zh: "有哪些到期的变动尚未登记？")
  }
  static func toSweep(_ items: Int, _ persons: Int) -> Text {
    Text(
      en: "\(counted(items, "suspension or end", "suspensions and ends")) of \(counted(persons, "person")) "
        + "would be recorded, all as one.",
      zh: "应登记暂停、终止 \(Int64(items).grouped) 项，涉及 \(Int64(persons).grouped) 人，一次登记。")
  }
  static var sweepCaption: Text { Text(en: "To suspend and to end", zh: "应暂停和终止") }
  static var sweptCaption: Text { Text(en: "Suspended and ended before, the last first", zh: "已登记的到期暂停和终止，新的在前") }
  static var sweepIt: Text { Text(en: "Record the sweep", zh: "登记巡检结果") }

  // Reviews.

  static var reviewsQuestion: Text { Text(en: "Whose turn is it?", zh: "轮到谁了？") }
  static var reviewsCaption: Text { Text(en: "Under review", zh: "审核中的申请") }
  static var nothingUnderReview: Text { Text(en: "No application is under review.", zh: "没有等待审核的申请。") }
  static func reviewOf(_ application: Identifier, _ stage: Text, due: CivilDate?) -> Text {
    let until = due.map { [Text(en: "due \($0)", zh: "截止 \($0)")] } ?? []
    return .joined([Text(same: application.description), .joined([stage] + until, by: .comma)], by: .colon)
  }
  static var reviewQuestion: Text { Text(en: "Does it pass, fail, or need correction?", zh: "通过、不通过，还是补正？") }
  static func stageWaits(_ stage: Text, office: String, since: CivilDate, clause: String?) -> Text {
    Text(
      en: "Waits since \(since) for \(stage.en) (\(office.printable))\(Text.inBrackets(clause).en)",
      zh: "自 \(since) 起待\(office.printable)办理\(Text.inBrackets(clause).zh)")
  }
  static var waitsForNobody: Text { Text(en: "It waits for nobody.", zh: "该申请没有待办的审核环节。") }
  static var notInThePast: Text {
    Text(en: "Nothing is decided in the past: go back to the latest.", zh: "过去的时点不能办理，请回到最新。")
  }
  static func checksCaption(_ month: Month) -> Text {
    Text(en: "Checks of \(month), the first month", zh: "首月 \(month) 逐项审核")
  }
  static var decision: Text { Text(en: "Decision", zh: "审核意见") }
  static func decision(_ decision: ReviewActs.Decision) -> Text {
    switch decision {
    case .passed: Text(en: "pass", zh: "通过")
    case .failed: Text(en: "fail", zh: "不通过")
    case .correction: Text(en: "ask for correction", zh: "要求补正")
    }
  }
  static var decisionHint: Text { Text(en: "Say whether it passes, fails or needs correction", zh: "请选择通过、不通过或要求补正") }
  static var failureReason: Text { Text(en: "Reason of a failure", zh: "不通过的原因") }
  static var failureReasonHint: Text { Text(en: "The check that it fails, with its clause", zh: "未符合的审核项目及其条款") }
  static var failureNeedsReason: Text { Text(en: "Say why it fails", zh: "请选择不通过的原因") }
  static var missingItems: Text { Text(en: "What is missing or wrong", zh: "需补正的内容") }
  static var missingItemsHint: Text {
    Text(en: "All of it at once, a line each; no name or number of a person", zh: "一次性告知，每行一项；不得写姓名和号码")
  }
  static var correctionNeedsItems: Text { Text(en: "Say what is missing or wrong", zh: "请填写需补正的内容") }
  static var correctionWhy: Text { Text(en: "Why it was not told at once", zh: "未一次性告知的理由") }
  static var correctionWhyHint: Text { Text(en: "For a second request alone", zh: "仅再次要求补正时填写") }
  static var recordDecision: Text { Text(en: "Record the decision", zh: "登记审核意见") }
  static var somebodyWasFaster: Text { Text(en: "Somebody was faster", zh: "他人已先办理") }
  static var pageIsOlder: Text {
    Text(en: "The page is not what it was", zh: "页面内容已有变化")
  }
  static var formWasUsed: Text { Text(en: "This form was used for something else", zh: "此表单已用于登记其他内容") }
  static var nothingRecorded: Text { Text(en: "You have recorded nothing.", zh: "您没有登记任何内容。") }
  static func happenedSince(_ words: EventWords, by: Identifier, at: String, _ sequence: UInt64) -> Text {
    Text(
      en: "\(by) at \(at): \(words.matter.en), \(words.content.en) (event \(sequence))",
      zh: "\(by) 于 \(at) 已登记：\(words.matter.zh)，\(words.content.zh)（事件 \(sequence)）")
  }
  static var openAnew: Text { Text(en: "Open it anew", zh: "重新打开") }

  // Persons.

  static var find: Text { Text(en: "Find", zh: "找人") }
  static var findShort: Text { Text(en: "name, ID or telephone number", zh: "姓名、证件号或手机号") }
  static var findHint: Text {
    Text(en: "Name, ID number, telephone number, key or application", zh: "找人：姓名、证件号、手机号、人员标识或申请编号")
  }
  static var findPrivate: Text {
    Text(en: "What you type stands in no address and in no log", zh: "输入的内容不会出现在网址和日志中")
  }
  static var findQuestion: Text { Text(en: "Which person?", zh: "找哪一个人？") }
  static func foundTitle(_ count: Int) -> Text {
    Text(en: "Found: \(counted(count, "person", "persons"))", zh: "找到 \(count) 人")
  }
  static var foundCaption: Text { Text(en: "Persons found", zh: "查找结果") }
  static var nobodyHasThat: Text {
    Text(en: "Nobody has that name or number; look for a part of it.", zh: "没有符合的人员；可按姓名或号码的一部分查找。")
  }
  static var searchIsOver: Text {
    Text(en: "This search is over; look again.", zh: "这次查找已失效，请重新查找。")
  }
  static var personQuestion: Text { Text(en: "Is it due, and why?", zh: "该不该发，为什么？") }
  static var personFacts: Text { Text(en: "Person", zh: "基本情况") }
  static var eventsCaption: Text { Text(en: "What was recorded", zh: "登记事件") }
  static var reveal: Text { Text(en: "Show name and numbers", zh: "显示姓名和号码") }
  static var revealReason: Text { Text(en: "Why you look", zh: "查看理由") }
  static var revealHint: Text {
    Text(
      en: "Recorded with your name before anything is shown; no name or number in it",
      zh: "先登记后显示：谁、何时、为何查看；理由中不得写姓名和号码")
  }
  static var revealNeedsReason: Text { Text(en: "Say why you look; nothing was shown.", zh: "请填写查看理由；未显示任何内容。") }
  static var revealedNote: Text {
    Text(
      en: "Name and numbers as they are, for this view alone; that you looked is recorded.",
      zh: "以下为未遮盖的姓名和号码，仅显示这一次；查看已登记。")
  }

  // A month of a person.

  static func explanationTitle(_ person: Identifier, _ month: Month) -> Text { Text(same: "\(person) \(month)") }
  static func explain(_ month: Month) -> Text { Text(en: "why \(month) is worth what it is", zh: "\(month) 的解释") }
  static var explanationQuestion: Text { Text(en: "Why this amount?", zh: "为什么是这个金额？") }
  static var stepsCaption: Text { Text(en: "Step by step", zh: "逐步计算") }
  static var monthBefore: Text { Text(en: "‹ month before", zh: "‹ 上个月") }
  static var monthAfter: Text { Text(en: "month after ›", zh: "下个月 ›") }
  static func explanationEvidence(_ person: Identifier, _ month: Month) -> Text {
    Text(
      en: "As evidence, from the log alone: subsidy audit explain \(person) \(month)",
      zh: "作为证据，仅凭日志重算：subsidy audit explain \(person) \(month)")
  }

  // Two days.

  static var changesQuestion: Text { Text(en: "What was known on two days?", zh: "两个日期各知道什么？") }
  static var compareDays: Text { Text(en: "what changed between two days", zh: "比较两个日期") }
  static func compareBooks(_ month: Month) -> Text {
    Text(en: "the books of \(month) on two days", zh: "比较两个日期的 \(month) 账目")
  }
  static func onTwoDays(_ title: Text) -> Text { title + Text(en: " on two days", zh: " 两个日期比较") }
  static var earlierDay: Text { Text(en: "Known on", zh: "起始日期") }
  static var laterDay: Text { Text(en: "and on (empty for now)", zh: "截止日期（空为现在）") }
  static var compare: Text { Text(en: "Compare", zh: "比较") }
  static func changesCaption(_ from: CivilDate, _ to: CivilDate) -> Text {
    Text(en: "What changed from the end of \(from) to that of \(to)", zh: "\(from) 终了至 \(to) 终了的变化")
  }
  static func nothingChangedBetween(_ from: CivilDate, _ to: CivilDate) -> Text {
    Text(en: "Nothing changed from the end of \(from) to that of \(to).", zh: "\(from) 终了至 \(to) 终了没有变化。")
  }
  static func daysBackwards(_ from: CivilDate, _ to: CivilDate) -> Text {
    Text(
      en: "The first day is \(from) and the second \(to): exchange them.", zh: "起始日期 \(from) 晚于截止日期 \(to)，请对调。")
  }

  // Money.

  static func monthTitle(_ month: Month) -> Text { Text(en: "Payment \(month)", zh: "\(month) 补贴发放") }
  static var monthQuestion: Text { Text(en: "How far is the money?", zh: "这个月的钱走到哪一步了？") }
  static var boardCaption: Text { Text(en: "Steps of each batch", zh: "各批次进度") }
  static func booksCaption(_ month: Month) -> Text { Text(en: "Books of \(month)", zh: "\(month) 账目") }
  static var noStepLeft: Text { Text(en: "No batch of this month waits for a step.", zh: "本月各批次均无待办步骤。") }
  static var notAnswered: Text { Text(en: "Not answered", zh: "未回盘") }
  static func items(_ count: Int) -> Text { Text(en: counted(count, "item"), zh: "\(Int64(count).grouped) 笔") }

  static func step(_ step: BatchStep, of batch: Identifier, _ items: Int, _ total: Fen) -> Text {
    let sum = Text(
      en: "\(counted(items, "item")), \(total.yuan) yuan", zh: "\(Int64(items).grouped) 笔，\(total.yuan) 元")
    let act =
      switch step {
      case .draft: Text(en: "draft", zh: "起草")
      case .check: Text(en: "check the list of", zh: "核对名单")
      case .approve: Text(en: "approve", zh: "核准")
      case .request: Text(en: "ask for the money of", zh: "请款")
      case .fund: Text(en: "record the money of", zh: "登记到位资金")
      case .export: Text(en: "send to the bank", zh: "送银行")
      case .settle: Text(en: "take in the bank's answer to", zh: "登记银行回盘")
      case .reconcile: Text(en: "reconcile", zh: "对账")
      }
    return .joined([act + Text(same: " \(batch)"), sum], by: .colon)
  }

  static func stepNeedsAnother(_ drafter: Identifier?) -> Text? {
    drafter.map {
      Text(en: "\($0) drafted it: somebody else approves.", zh: "由 \($0) 起草，须由另一人核准。")
    }
  }

  static var batchesQuestion: Text { Text(en: "Which batch?", zh: "哪一个批次？") }
  static var batchesCaption: Text { Text(en: "Batches", zh: "发放批次") }
  static var batchQuestion: Text { Text(en: "May it be paid?", zh: "可以发放吗？") }
  static var batchFacts: Text { Text(en: "Batch", zh: "批次") }
  static var batchItemsCaption: Text { Text(en: "Items", zh: "明细") }
  static var partsCaption: Text { Text(en: "Does it come to zero?", zh: "对账") }
  static func itemsHeld(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "item")) changed since the draft and must not be paid as it stands.",
      zh: "\(count) 笔在起草之后发生变化，不得照发。")
  }

  static var recoveryQuestion: Text { Text(en: "Who owes, and for how long?", zh: "谁欠款，欠了多久？") }
  static var ageingCaption: Text { Text(en: "Open demands by age", zh: "待退回账龄") }
  static var recoveryCaption: Text { Text(en: "Claims with money to come back", zh: "应追回情况") }
  static var demandsCaption: Text { Text(en: "All demands", zh: "全部追回通知") }
  static func demandsOpen(_ count: Int) -> Text { Text(en: "\(counted(count, "open demand"))", zh: "\(count) 份通知未退清") }

  // The overview.

  static var overviewQuestion: Text { Text(en: "Where does the money go, and what is coming?", zh: "钱发到哪里，接下来会怎样？") }
  static func paidByMonth(_ months: Int, _ total: Fen) -> Text {
    Text(en: "Paid in \(months) months: \(total.yuan) yuan", zh: "近 \(months) 个月净发放：\(total.yuan) 元")
  }
  static var monthsCaption: Text { Text(en: "By month", zh: "按月份") }
  static func placesCaption(_ first: Month, _ last: Month) -> Text {
    Text(en: "By scheme and district, \(first) to \(last)", zh: "按项目和区县，\(first) 至 \(last)")
  }
  static func endingCaption(_ months: Int) -> Text {
    Text(en: "At most \(months) months left", zh: "剩余不超过 \(months) 个月的人员")
  }
  static var reviewTimes: Text { Text(en: "Reviews against their deadlines", zh: "审核时限") }

  // The audit.

  static var auditQuestion: Text { Text(en: "Was money wrong, and who knew?", zh: "钱有没有发错，当时是否知道？") }
  static var auditNotYet: Text {
    Text(
      en: "The audit replays the whole log, beside everybody's work; its result is kept until the next one.",
      zh: "审计须重放全部日志，不影响他人办理；结果保留至下次审计。")
  }
  static func auditRunning(_ done: Int, _ total: Int) -> Text {
    let (done, total) = (Int64(done).grouped, Int64(total).grouped)
    return Text(
      en: "Under way: \(done) of \(total) events. You may leave; the result is kept.",
      zh: "正在审计：\(done)/\(total) 个事件。可以离开，结果会保留。")
  }
  static func auditIsOlder(_ size: UInt64, _ now: UInt64) -> Text {
    Text(
      en: "This audit is of \(size) events; the ledger now has \(now).", zh: "本次审计针对前 \(size) 个事件；台账现有 \(now) 个。")
  }
  static var auditFailed: Text {
    Text(en: "The audit failed; the reason is in the server's log.", zh: "审计未能完成，原因见服务器日志。")
  }
  static var auditBegin: Text { Text(en: "Audit now", zh: "开始审计") }
  static var auditAgain: Text { Text(en: "Audit anew", zh: "重新审计") }
  static var openFindings: Text { Text(en: "All findings", zh: "查看全部发现") }
  static func findingsTitle(_ count: Int) -> Text { Text(en: "\(counted(count, "finding"))", zh: "审计发现 \(count) 项") }
  static func groupedBy(_ grouping: FindingGrouping) -> Text {
    Text(en: "By ", zh: "按") + grouping.heading.text
  }
  static var findingEvents: Text { Text(en: "Events that show it", zh: "依据的事件") }
  static var findingsQuestion: Text { Text(en: "What proves it?", zh: "依据是什么？") }

  // Looks.

  static var looksQuestion: Text { Text(en: "Who saw which person's data as they are, and why?", zh: "谁在何时为何查看了谁的明文？") }
  static var ownLooksQuestion: Text { Text(en: "Whose data have you seen as they are?", zh: "您查看过谁的明文？") }
  static var looksOfOperators: Text { Text(en: "Looks by operator", zh: "按经办人") }
  static var looksAtPersons: Text { Text(en: "Looks by person", zh: "按人员") }
  static var looksOfAll: Text { Text(en: "Looks", zh: "逐次查看") }
  static var ownLooks: Text { Text(en: "Your looks", zh: "您的查看") }
  static var allLooks: Text { Text(en: "everybody who was looked at", zh: "全部人员") }
  static var whoLooked: Text { Text(en: "who looked at this person's data", zh: "谁查看过此人") }

  // Operators.

  static var operatorsQuestion: Text { Text(en: "Who may do what, and with which key?", zh: "谁可以办理什么，用哪个密钥？") }
  static var operatorQuestion: Text { Text(en: "What may they do?", zh: "可以办理什么？") }
  static var operatorsByCommand: Text {
    Text(
      en: "Names and lost keys go through the command line: subsidy operator register --name, and operator recover.",
      zh: "登记姓名、找回遗失的密钥用命令办理：subsidy operator register --name、subsidy operator recover。")
  }
  static func looksOf(_ name: Identifier) -> Text { Text(en: "looks of \(name)", zh: "\(name) 的查看记录") }

  // Policies and sessions.

  static var policiesQuestion: Text { Text(en: "Which clause?", zh: "依据哪一条？") }
  static var policiesCaption: Text { Text(en: "Adopted and shipped policies", zh: "已采用及内置的政策") }
  static var policyFacts: Text { Text(en: "Policy", zh: "政策") }
  static func againstPolicy(_ other: Identifier) -> Text { Text(en: "compare with \(other)", zh: "与 \(other) 比较") }
  static var againstQuestion: Text { Text(en: "Which clause says otherwise, and for whom?", zh: "哪些条款不同，影响谁？") }
  static var clausesCaption: Text { Text(en: "Rules that differ", zh: "不同的规则") }
  static var sameRules: Text { Text(en: "All rules are the same.", zh: "各条规则均相同。") }
  static var effectCaption: Text { Text(en: "Months that are worth something else", zh: "金额不同的月份") }
  static var rulesCaption: Text { Text(en: "Rules by clause", zh: "逐条规则") }
  static var sessionsQuestion: Text { Text(en: "Where are you signed in?", zh: "您在哪里登录？") }
  static func endSession(_ since: String) -> Text { Text(en: "End the session of \(since)", zh: "结束 \(since) 的会话") }
}
