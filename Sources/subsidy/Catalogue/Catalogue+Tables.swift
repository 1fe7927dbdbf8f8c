/// The headings of table columns.
enum Heading: CaseIterable, Sendable {
  case person, scheme, month, months, policy, effectiveFrom, document, parameter, value
  case basis, used, remaining, reasons, clause
  case bankReturned, known
  case contribution, entitled, paid, repaid, inFlight, payable, overpaid
  case demanded, writtenOff, outstanding, undemanded, notice, amount
  case batch, state, through, persons, items, total, by, recorded, reference, code
  case severity, findingName, disposition, note, disposedBy, disposedOn
  case finding, knownWhenPaid, responsible, events, sequence
  case line, entries, check, result, projection, upTo, rows, digest, number
  case oldPolicy, newPolicy, oldAmount, newAmount, change, held
  case since, until, debtor, putBack, cancelled, kind, item, source
  case office, due, workingDays, task, application, stage, publicityFrom, publicityTo, dueFromPrevious
  case effect, from, why, householdRegion, worth
  case content, annulledBy
  case stratum, population, drawn, proof
  case claims, count, knownCount, limited, untilRetirement, notices
  case oldPaid, newPaid, oldOverpaid, newOverpaid, oldReasons, newReasons

  case district, returnedFrom, bounced, adjusted, net, days, age, oldest, name

  /// The wording.
  var text: Text {
    switch self {
    case .district: Text(en: "district", zh: "区划")
    case .returnedFrom: Text(en: "returned in", zh: "原退回批次")
    case .bounced: Text(en: "of it after paid", zh: "其中已发后退回")
    case .adjusted: Text(en: "adjusts earlier months", zh: "其中调整以前月份")
    case .net: Text(en: "net", zh: "净发放")
    case .days: Text(en: "days", zh: "天数")
    case .age: Text(en: "age in days", zh: "账龄（天）")
    case .oldest: Text(en: "oldest month", zh: "最早月份")
    case .name: Text(en: "name", zh: "名称")
    case .person: Text(en: "person", zh: "人员")
    case .scheme: Text(en: "scheme", zh: "补贴项目")
    case .month: Text(en: "month", zh: "月份")
    case .months: Text(en: "months", zh: "月数")
    case .policy: Text(en: "policy pack", zh: "政策包")
    case .oldPolicy: Text(en: "old pack", zh: "原政策包")
    case .newPolicy: Text(en: "new pack", zh: "新政策包")
    case .oldAmount: Text(en: "was", zh: "原应发")
    case .newAmount: Text(en: "becomes", zh: "现应发")
    case .change: Text(en: "change", zh: "增减")
    case .held: Text(en: "held", zh: "已持有")
    case .effectiveFrom: Text(en: "effective from", zh: "施行日期")
    case .document: Text(en: "document", zh: "文号")
    case .parameter: Text(en: "parameter", zh: "参数")
    case .value: Text(en: "value", zh: "值")
    case .basis: Text(en: "basis", zh: "享受期限")
    case .used: Text(en: "used", zh: "已享受月数")
    case .remaining: Text(en: "remaining", zh: "剩余月数")
    case .reasons: Text(en: "reasons", zh: "原因")
    case .clause: Text(en: "clause", zh: "依据条款")
    case .contribution: Text(en: "contribution", zh: "缴费额")
    case .entitled: Text(en: "entitled", zh: "应发")
    case .paid: Text(en: "paid", zh: "已发")
    case .repaid: Text(en: "repaid", zh: "已退回")
    case .bankReturned: Text(en: "returned", zh: "银行退回")
    case .known: Text(en: "known", zh: "已知")
    case .inFlight: Text(en: "in flight", zh: "在途")
    case .payable: Text(en: "payable", zh: "待发")
    case .overpaid: Text(en: "overpaid", zh: "多发")
    case .demanded: Text(en: "demanded", zh: "已通知追回")
    case .writtenOff: Text(en: "written off", zh: "核销")
    case .outstanding: Text(en: "outstanding", zh: "待退回")
    case .undemanded: Text(en: "not demanded", zh: "未通知追回")
    case .notice: Text(en: "notice", zh: "追回通知")
    case .amount: Text(en: "amount", zh: "金额")
    case .batch: Text(en: "batch", zh: "发放批次")
    case .state: Text(en: "state", zh: "状态")
    case .through: Text(en: "through", zh: "截至月份")
    case .persons: Text(en: "persons", zh: "人数")
    case .items: Text(en: "items", zh: "笔数")
    case .total: Text(en: "total", zh: "合计")
    case .by: Text(en: "by", zh: "经办人")
    case .recorded: Text(en: "recorded", zh: "登记时间")
    case .reference: Text(en: "reference", zh: "银行流水号")
    case .code: Text(en: "code", zh: "代码")
    case .finding: Text(en: "finding", zh: "审计发现")
    case .severity: Text(en: "severity", zh: "严重程度")
    case .findingName: Text(en: "finding no.", zh: "疑点编号")
    case .disposition: Text(en: "what became of it", zh: "处理结果")
    case .note: Text(en: "note", zh: "处理说明")
    case .disposedBy: Text(en: "said by", zh: "处理人")
    case .disposedOn: Text(en: "said on", zh: "处理日期")
    case .knownWhenPaid: Text(en: "known when paid", zh: "发放时已知")
    case .responsible: Text(en: "responsible", zh: "责任经办人")
    case .events: Text(en: "events", zh: "事件")
    case .sequence: Text(en: "seq", zh: "事件序号")
    case .line: Text(en: "line", zh: "行号")
    case .entries: Text(en: "entries", zh: "记录数")
    case .check: Text(en: "check", zh: "核对项目")
    case .result: Text(en: "result", zh: "结果")
    case .projection: Text(en: "projection", zh: "查询表")
    case .upTo: Text(en: "up to", zh: "已处理至")
    case .rows: Text(en: "rows", zh: "行数")
    case .digest: Text(en: "SHA-256", zh: "摘要 SHA-256")
    case .since: Text(en: "since", zh: "起始日期")
    case .until: Text(en: "until", zh: "截止日期")
    case .debtor: Text(en: "debtor", zh: "责令追回对象")
    case .putBack: Text(en: "put back", zh: "归垫")
    case .cancelled: Text(en: "cancelled", zh: "已撤销")
    case .kind: Text(en: "kind", zh: "类别")
    case .item: Text(en: "item", zh: "事项")
    case .source: Text(en: "source", zh: "数据来源")
    case .office: Text(en: "office", zh: "经办机构")
    case .due: Text(en: "due", zh: "截止日期")
    case .workingDays: Text(en: "working days", zh: "工作日")
    case .task: Text(en: "to do", zh: "事项")
    case .application: Text(en: "application", zh: "申请")
    case .stage: Text(en: "stage", zh: "环节")
    case .publicityFrom: Text(en: "publicity from", zh: "公示开始")
    case .publicityTo: Text(en: "to", zh: "公示结束")
    case .dueFromPrevious: Text(en: "due from upload", zh: "自上报起算")
    case .effect: Text(en: "what", zh: "处理")
    case .from: Text(en: "from", zh: "起始月份")
    case .householdRegion: Text(en: "household", zh: "户籍区划")
    case .worth: Text(en: "would be worth", zh: "可享补贴")
    case .content: Text(en: "what", zh: "内容")
    case .annulledBy: Text(en: "annulled by", zh: "作废事件")
    case .oldPaid: Text(en: "was paid", zh: "原已发")
    case .newPaid: Text(en: "is paid", zh: "现已发")
    case .oldOverpaid: Text(en: "was overpaid", zh: "原多发")
    case .newOverpaid: Text(en: "is overpaid", zh: "现多发")
    case .oldReasons: Text(en: "reasons before", zh: "原不予发放原因")
    case .newReasons: Text(en: "reasons now", zh: "现不予发放原因")
    case .stratum: Text(en: "stratum", zh: "分层")
    case .population: Text(en: "population", zh: "总体")
    case .drawn: Text(en: "drawn", zh: "抽取")
    case .proof: Text(en: "proof", zh: "证明文件")
    case .claims: Text(en: "claims", zh: "项数")
    case .count: Text(en: "count", zh: "件数")
    case .knownCount: Text(en: "known when paid", zh: "其中发放时已知")
    case .limited: Text(en: "limited to months", zh: "有月数期限")
    case .untilRetirement: Text(en: "until retirement", zh: "至法定退休")
    case .notices: Text(en: "notices", zh: "通知数")
    case .why: Text(en: "why", zh: "认定依据")
    case .number: Text(en: "no.", zh: "序号")
    }
  }

}
