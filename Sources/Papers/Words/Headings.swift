/// The heading of a table's column: one for each kind of value that a column can show.
package struct Heading: Hashable, Sendable {
  /// The wording.
  package let text: Text

  private init(en: String, zh: String) { text = Text(en: en, zh: zh) }
}

extension Heading {
  package static var stepDraft: Heading { Heading(en: "drafted", zh: "起草") }
  package static var stepCheck: Heading { Heading(en: "list checked", zh: "核对名单") }
  package static var stepApprove: Heading { Heading(en: "approved", zh: "核准") }
  package static var stepRequest: Heading { Heading(en: "money asked for", zh: "请款") }
  package static var stepFund: Heading { Heading(en: "money come", zh: "到位") }
  package static var stepExport: Heading { Heading(en: "sent to the bank", zh: "送银行") }
  package static var stepSettle: Heading { Heading(en: "answered", zh: "回盘") }
  package static var stepReconcile: Heading { Heading(en: "reconciled", zh: "对账") }
  package static var lastUsed: Heading { Heading(en: "last used", zh: "最近使用") }
  package static var thisOne: Heading { Heading(en: "this one", zh: "当前") }
  package static var account: Heading { Heading(en: "account", zh: "银行账号") }
  package static var applications: Heading { Heading(en: "applications", zh: "补贴申请") }
  package static var bank: Heading { Heading(en: "bank", zh: "开户银行") }
  package static var birth: Heading { Heading(en: "born", zh: "出生日期") }
  package static var earliest: Heading { Heading(en: "earliest", zh: "最早截止日期") }
  package static var idNumber: Heading { Heading(en: "ID number", zh: "身份证号") }
  package static var missing: Heading { Heading(en: "missing", zh: "尚缺") }
  package static var next: Heading { Heading(en: "next: subsidy …", zh: "下一步：subsidy …") }
  package static var otherKeys: Heading { Heading(en: "other keys", zh: "已合并的标识") }
  package static var overdue: Heading { Heading(en: "overdue", zh: "已逾期") }
  package static var dueInTime: Heading { Heading(en: "due", zh: "期限内") }
  package static var waiting: Heading { Heading(en: "waiting", zh: "尚不可办理") }
  package static var personName: Heading { Heading(en: "name", zh: "姓名") }
  package static var phone: Heading { Heading(en: "telephone", zh: "联系电话") }
  package static var sex: Heading { Heading(en: "sex", zh: "性别") }
  package static var adjusted: Heading { Heading(en: "adjusts earlier months", zh: "其中调整以前月份") }
  package static var age: Heading { Heading(en: "age in days", zh: "账龄（天）") }
  package static var amount: Heading { Heading(en: "amount", zh: "金额") }
  package static var annulledBy: Heading { Heading(en: "annulled by", zh: "作废事件") }
  package static var application: Heading { Heading(en: "application", zh: "申请") }
  package static var bankReturned: Heading { Heading(en: "returned", zh: "银行退回") }
  package static var basis: Heading { Heading(en: "basis", zh: "享受期限") }
  package static var term: Heading { Heading(en: "term", zh: "享受期限类别") }
  package static var batch: Heading { Heading(en: "batch", zh: "发放批次") }
  package static var bounced: Heading { Heading(en: "of it after paid", zh: "其中已发后退回") }
  package static var by: Heading { Heading(en: "by", zh: "经办人") }
  package static var bytes: Heading { Heading(en: "bytes", zh: "字节") }
  package static var cancelled: Heading { Heading(en: "cancelled", zh: "已撤销") }
  package static var change: Heading { Heading(en: "change", zh: "增减") }
  package static var check: Heading { Heading(en: "check", zh: "核对项目") }
  package static var claims: Heading { Heading(en: "claims", zh: "项数") }
  package static var clause: Heading { Heading(en: "clause", zh: "依据条款") }
  package static var code: Heading { Heading(en: "code", zh: "代码") }
  package static var commits: Heading { Heading(en: "commits", zh: "提交") }
  package static var signed: Heading { Heading(en: "signed", zh: "已签名") }
  package static var content: Heading { Heading(en: "what", zh: "内容") }
  package static var contribution: Heading { Heading(en: "contribution", zh: "缴费额") }
  package static var countsAs: Heading { Heading(en: "counts as", zh: "更正为") }
  package static var count: Heading { Heading(en: "count", zh: "件数") }
  package static var days: Heading { Heading(en: "days", zh: "天数") }
  package static var debtor: Heading { Heading(en: "debtor", zh: "责令追回对象") }
  package static var demand: Heading { Heading(en: "demand", zh: "追回通知") }
  package static var demands: Heading { Heading(en: "demands", zh: "追回通知数") }
  package static var demanded: Heading { Heading(en: "demanded", zh: "已通知追回") }
  package static var digest: Heading { Heading(en: "SHA-256", zh: "摘要 SHA-256") }
  package static var disposedBy: Heading { Heading(en: "said by", zh: "处理人") }
  package static var disposedOn: Heading { Heading(en: "said on", zh: "处理日期") }
  package static var disposition: Heading { Heading(en: "what became of it", zh: "处理结果") }
  package static var undisposed: Heading { Heading(en: "nothing said of it yet", zh: "尚无处理结果") }
  package static var district: Heading { Heading(en: "district", zh: "区划") }
  package static var document: Heading { Heading(en: "document", zh: "文号") }
  package static var drawn: Heading { Heading(en: "drawn", zh: "抽取") }
  package static var due: Heading { Heading(en: "due", zh: "截止日期") }
  package static var dueFromPrevious: Heading { Heading(en: "due from upload", zh: "自上报起算") }
  package static var effect: Heading { Heading(en: "what", zh: "处理") }
  package static var effectiveFrom: Heading { Heading(en: "effective from", zh: "施行日期") }
  package static var entitled: Heading { Heading(en: "entitled", zh: "应发") }
  package static var entries: Heading { Heading(en: "entries", zh: "记录数") }
  package static var eventLine: Heading { Heading(en: "event", zh: "事件内容") }
  package static var events: Heading { Heading(en: "events", zh: "事件") }
  package static var finding: Heading { Heading(en: "finding", zh: "审计发现") }
  package static var findingName: Heading { Heading(en: "finding no.", zh: "疑点编号") }
  package static var from: Heading { Heading(en: "from", zh: "起始月份") }
  package static var held: Heading { Heading(en: "held", zh: "已持有") }
  package static var hold: Heading { Heading(en: "kept back", zh: "暂缓原因") }
  package static var householdRegion: Heading { Heading(en: "household", zh: "户籍区划") }
  package static var inFlight: Heading { Heading(en: "in flight", zh: "在途") }
  package static var item: Heading { Heading(en: "item", zh: "事项") }
  package static var items: Heading { Heading(en: "items", zh: "笔数") }
  package static var kind: Heading { Heading(en: "kind", zh: "类别") }
  package static var knownThen: Heading { Heading(en: "known when paid", zh: "发放时已知") }
  package static var known: Heading { Heading(en: "known", zh: "已知") }
  package static var knownCount: Heading { Heading(en: "known when paid", zh: "其中发放时已知") }
  package static var knownWhenPaid: Heading { Heading(en: "known when paid", zh: "发放时已知") }
  package static var limited: Heading { Heading(en: "limited to months", zh: "有月数期限") }
  package static var line: Heading { Heading(en: "line", zh: "行号") }
  package static var monthOfPayment: Heading { Heading(en: "paid in", zh: "发放月份") }
  package static var month: Heading { Heading(en: "month", zh: "月份") }
  package static var months: Heading { Heading(en: "months", zh: "月数") }
  package static var name: Heading { Heading(en: "name", zh: "名称") }
  package static var net: Heading { Heading(en: "net", zh: "净发放") }
  package static var newAmount: Heading { Heading(en: "becomes", zh: "现应发") }
  package static var newOverpaid: Heading { Heading(en: "is overpaid", zh: "现多发") }
  package static var newPaid: Heading { Heading(en: "is paid", zh: "现已发") }
  package static var newPolicy: Heading { Heading(en: "new pack", zh: "新政策包") }
  package static var newReasons: Heading { Heading(en: "reasons now", zh: "现不予发放原因") }
  package static var note: Heading { Heading(en: "note", zh: "处理说明") }
  package static var before: Heading { Heading(en: "before", zh: "原金额") }
  package static var after: Heading { Heading(en: "after", zh: "现金额") }
  package static var oldClause: Heading { Heading(en: "old clause", zh: "原条款") }
  package static var newClause: Heading { Heading(en: "new clause", zh: "新条款") }
  package static var oldRule: Heading { Heading(en: "was", zh: "原规则") }
  package static var newRule: Heading { Heading(en: "becomes", zh: "新规则") }
  package static var about: Heading { Heading(en: "about", zh: "所涉事项") }
  package static var lastLook: Heading { Heading(en: "last look", zh: "最近查看") }
  package static var lookedAt: Heading { Heading(en: "looked at", zh: "查看时间") }
  package static var looks: Heading { Heading(en: "looks", zh: "查看次数") }
  package static var purpose: Heading { Heading(en: "purpose", zh: "用途") }
  package static var systemUser: Heading { Heading(en: "account of the system", zh: "系统账户") }
  package static var viewers: Heading { Heading(en: "operators", zh: "经办人数") }
  package static var number: Heading { Heading(en: "no.", zh: "序号") }
  package static var operators: Heading { Heading(en: "operators", zh: "经办人") }
  package static var operatorName: Heading { Heading(en: "operator", zh: "经办人") }
  package static var roles: Heading { Heading(en: "may", zh: "权限") }
  package static var keys: Heading { Heading(en: "keys", zh: "密钥") }
  package static var vaultKey: Heading { Heading(en: "key", zh: "密钥") }
  package static var versions: Heading { Heading(en: "versions", zh: "版本") }
  package static var personsErased: Heading { Heading(en: "persons erased", zh: "已删除人数") }
  package static var toErase: Heading { Heading(en: "still to erase", zh: "待删除") }
  package static var lastEvent: Heading { Heading(en: "last event", zh: "末次登记") }
  package static var keptUntil: Heading { Heading(en: "kept until", zh: "保存期限") }
  package static var damaged: Heading { Heading(en: "damaged", zh: "损坏") }
  package static var registeredBy: Heading { Heading(en: "registered by", zh: "登记人") }
  package static var office: Heading { Heading(en: "office", zh: "经办机构") }
  package static var oldAmount: Heading { Heading(en: "was", zh: "原应发") }
  package static var oldest: Heading { Heading(en: "oldest month", zh: "最早月份") }
  package static var oldOverpaid: Heading { Heading(en: "was overpaid", zh: "原多发") }
  package static var oldPaid: Heading { Heading(en: "was paid", zh: "原已发") }
  package static var oldPolicy: Heading { Heading(en: "old pack", zh: "原政策包") }
  package static var sampleCase: Heading { Heading(en: "case", zh: "样例") }
  package static var shows: Heading { Heading(en: "shows", zh: "所示规则") }
  package static var differences: Heading { Heading(en: "expected and found", zh: "不符之处") }
  package static var revision: Heading { Heading(en: "revision", zh: "修订号") }
  package static var shippedRevision: Heading { Heading(en: "shipped revision", zh: "内置修订号") }
  package static var oldReasons: Heading { Heading(en: "reasons before", zh: "原不予发放原因") }
  package static var oldRoot: Heading { Heading(en: "old root", zh: "原根哈希") }
  package static var oldSize: Heading { Heading(en: "old events", zh: "原事件数") }
  package static var origin: Heading { Heading(en: "origin", zh: "日志名称") }
  package static var outstanding: Heading { Heading(en: "outstanding", zh: "待退回") }
  package static var otherUsed: Heading { Heading(en: "used by the other", zh: "另一标识已享受") }
  package static var joinedMonths: Heading { Heading(en: "months overpaid", zh: "合并后多发月数") }
  package static var joinedUsed: Heading { Heading(en: "used together", zh: "合并后已享受") }
  package static var overpaid: Heading { Heading(en: "overpaid", zh: "多发") }
  package static var paid: Heading { Heading(en: "paid", zh: "已发") }
  package static var parameter: Heading { Heading(en: "parameter", zh: "参数") }
  package static var payable: Heading { Heading(en: "payable", zh: "待发") }
  package static var person: Heading { Heading(en: "person", zh: "人员") }
  package static var persons: Heading { Heading(en: "persons", zh: "人数") }
  package static var policy: Heading { Heading(en: "policy pack", zh: "政策包") }
  package static var population: Heading { Heading(en: "population", zh: "总体") }
  package static var privateRecords: Heading { Heading(en: "private records", zh: "个人信息记录") }
  package static var projection: Heading { Heading(en: "projection", zh: "查询表") }
  package static var proof: Heading { Heading(en: "proof", zh: "证明文件") }
  package static var publicityFrom: Heading { Heading(en: "publicity from", zh: "公示开始") }
  package static var publicityTo: Heading { Heading(en: "to", zh: "公示结束") }
  package static var putBack: Heading { Heading(en: "put back", zh: "归垫") }
  package static var reasons: Heading { Heading(en: "reasons", zh: "原因") }
  package static var recorded: Heading { Heading(en: "recorded", zh: "登记时间") }
  package static var reference: Heading { Heading(en: "reference", zh: "银行流水号") }
  package static var remaining: Heading { Heading(en: "remaining", zh: "剩余月数") }
  package static var repaid: Heading { Heading(en: "repaid", zh: "已收回") }
  package static var responsible: Heading { Heading(en: "responsible", zh: "责任经办人") }
  package static var result: Heading { Heading(en: "result", zh: "结果") }
  package static var returnedFrom: Heading { Heading(en: "returned in", zh: "原退回批次") }
  package static var refundable: Heading { Heading(en: "refundable", zh: "可退还") }
  package static var objectedOn: Heading { Heading(en: "objection of", zh: "异议日期") }
  package static var offset: Heading { Heading(en: "offset", zh: "抵扣") }
  package static var offsetUndone: Heading { Heading(en: "offset undone", zh: "抵扣撤销") }
  package static var refunded: Heading { Heading(en: "refunded", zh: "已退还") }
  package static var reversed: Heading { Heading(en: "reversed", zh: "红字冲销") }
  package static var reversedPaid: Heading { Heading(en: "reversed paid", zh: "冲销已发") }
  package static var reversedPutBack: Heading { Heading(en: "reversed put back", zh: "冲销归垫") }
  package static var reversedRepaid: Heading { Heading(en: "reversed repaid", zh: "冲销追回") }
  package static var reversedReturned: Heading { Heading(en: "reversed bounced", zh: "冲销退回") }
  package static var reversedWrittenOff: Heading { Heading(en: "reversed written off", zh: "冲销核销") }
  package static var reason: Heading { Heading(en: "reason", zh: "理由") }
  package static var request: Heading { Heading(en: "request", zh: "申请编号") }
  package static var act: Heading { Heading(en: "act", zh: "办理事项") }
  package static var askedBy: Heading { Heading(en: "asked by", zh: "申请人") }
  package static var lapses: Heading { Heading(en: "last day", zh: "有效期至") }
  package static var authority: Heading { Heading(en: "authority", zh: "批准依据") }
  package static var root: Heading { Heading(en: "root", zh: "根哈希") }
  package static var rows: Heading { Heading(en: "rows", zh: "行数") }
  package static var scheme: Heading { Heading(en: "scheme", zh: "补贴项目") }
  package static var segments: Heading { Heading(en: "segments", zh: "分段文件") }
  package static var sequence: Heading { Heading(en: "seq", zh: "事件序号") }
  package static var severity: Heading { Heading(en: "severity", zh: "严重程度") }
  package static var subject: Heading { Heading(en: "about", zh: "对象") }
  package static var silent: Heading { Heading(en: "no answer", zh: "未回盘") }
  package static var funds: Heading { Heading(en: "funds received", zh: "资金到位") }
  package static var since: Heading { Heading(en: "since", zh: "起始日期") }
  package static var source: Heading { Heading(en: "source", zh: "数据来源") }
  package static var stage: Heading { Heading(en: "stage", zh: "环节") }
  package static var state: Heading { Heading(en: "state", zh: "状态") }
  package static var stratum: Heading { Heading(en: "stratum", zh: "分层") }
  package static var task: Heading { Heading(en: "to do", zh: "事项") }
  package static var through: Heading { Heading(en: "through", zh: "截至月份") }
  package static var total: Heading { Heading(en: "total", zh: "合计") }
  package static var undemanded: Heading { Heading(en: "not demanded", zh: "未通知追回") }
  package static var unknownThen: Heading { Heading(en: "not known then", zh: "发放时未知") }
  package static var until: Heading { Heading(en: "until", zh: "截止日期") }
  package static var untilRetirement: Heading { Heading(en: "until retirement", zh: "至法定退休") }
  package static var upTo: Heading { Heading(en: "up to", zh: "已处理至") }
  package static var used: Heading { Heading(en: "used", zh: "已享受月数") }
  package static var value: Heading { Heading(en: "value", zh: "值") }
  package static var why: Heading { Heading(en: "why", zh: "认定依据") }
  package static var workingDays: Heading { Heading(en: "working days", zh: "工作日") }
  package static var withoutGround: Heading { Heading(en: "without ground", zh: "已无依据") }
  package static var toRecover: Heading { Heading(en: "still to recover", zh: "尚未追回") }
  package static var wrong: Heading { Heading(en: "paid wrongly", zh: "多发") }
  package static var worth: Heading { Heading(en: "would be worth", zh: "可享补贴") }
  package static var writtenOff: Heading { Heading(en: "written off", zh: "核销") }
}
