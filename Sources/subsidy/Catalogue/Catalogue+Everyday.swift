import Papers

/// What the commands of the counter say about themselves.
extension Text {
  static var demoSummary: Text {
    Text(en: "make a sample ledger and walk through a month in it", zh: "生成示例台账，演示一个月的业务全过程")
  }
  static var demoDirectory: Text { Text(en: "where to make it; else a fresh temporary folder", zh: "示例目录；默认为新建的临时目录") }
  static var demoExample: Text {
    Text(en: "makes a sample ledger in demo-ledger and shows what happened in it", zh: "在 demo-ledger 生成示例台账并逐步说明")
  }
  static var initSummary: Text { Text(en: "open a new ledger", zh: "建立新台账") }
  static var initName: Text { Text(en: "the ledger's name; else that of its folder", zh: "台账名称；默认取目录名") }
  static var initHistoryFrom: Text {
    Text(en: "date the opening in the past, before `record --history`", zh: "将建账时间定在过去，供 `record --history` 补录")
  }
  static var initExample: Text { Text(en: "opens the ledger in the folder ledger", zh: "在目录 ledger 建立台账") }
  static var policyListSummary: Text { Text(en: "list the policy packs: shipped and adopted", zh: "列出内置和已采用的政策包") }
  static var policyListExample: Text { Text(en: "lists them for a program", zh: "以 JSON 列出，供程序读取") }
  static var policyShowSummary: Text { Text(en: "show a pack: rules, clauses, parameters", zh: "查看政策包的规则、依据条款和参数") }
  static var policyShowArgument: Text {
    Text(en: "a shipped pack, such as liuzhou-2022-9, or a file", zh: "内置政策包，如 liuzhou-2022-9，或文件")
  }
  static var policyShowExample: Text {
    Text(en: "shows the rules of Liuzhou's document of 2022", zh: "查看柳人社规〔2022〕9号的规则")
  }
  static var policyCompareSummary: Text {
    Text(en: "list the months that another pack makes worth more or less", zh: "列出换用另一政策包后应发金额增减的月份")
  }
  static var policyCompareOld: Text {
    Text(en: "the pack before: adopted, shipped or a file", zh: "原政策包：已采用的、内置的或文件")
  }
  static var policyCompareNew: Text {
    Text(en: "the pack beside it, already adopted or not", zh: "新政策包：已采用或尚未采用均可")
  }
  static var policyCompareSet: Text {
    Text(en: "take NEW with this value, as if it were adopted so", zh: "按此参数值假定采用 NEW")
  }
  static var policyCompareExample: Text {
    Text(en: "lists what the document of 2022 changes for the months it governs", zh: "列出2022年文件对其适用月份的影响")
  }
  static var eligibleSummary: Text {
    Text(en: "list who could be subsidised and has not applied", zh: "列出符合条件但尚未申请的人员")
  }
  static var eligibleMonth: Text { Text(en: "the first month that they could apply for", zh: "可申请的首个月份") }
  static var eligibleExample: Text {
    Text(en: "lists whom the office can call in", zh: "列出可主动通知的人员（应知尽享）")
  }
  static var policyValidateSummary: Text { Text(en: "check a pack of your own", zh: "校验自编政策包") }
  static var policyValidateArgument: Text { Text(en: "the pack's file", zh: "政策包文件") }
  static var policyValidateExample: Text {
    Text(en: "names the first fault in it, or says that it is fit", zh: "指出第一处错误，或确认可用")
  }
  static var policyAdoptSummary: Text { Text(en: "adopt a pack for its scheme", zh: "为补贴项目采用政策包") }
  static var policyAdoptArgument: Text { Text(en: "a shipped pack, or the file of one", zh: "内置政策包，或政策包文件") }
  static var policyAdoptSet: Text { Text(en: "a parameter that the document leaves open", zh: "文件未定、由本地确定的参数") }
  static var policyAdoptFrom: Text { Text(en: "from when on, not before the pack's own date", zh: "施行日期，不早于政策包自身日期") }
  static var policyAdoptExample: Text {
    Text(en: "adopts Linyi's pack, two thirds of the contribution", zh: "采用临沂政策包，按缴费额三分之二补贴")
  }
  static var recordSummary: Text { Text(en: "append entries from JSON Lines files", zh: "从 JSON Lines 文件登记事件") }
  static var recordFile: Text {
    Text(en: "a file with one entry a line", zh: "每行一条记录的文件")
  }
  static var recordHistory: Text {
    Text(en: "bring in a past: entries carry their own time and operator", zh: "补录历史：记录自带登记时间和经办人")
  }
  static var recordKey: Text { Text(en: "the operator's signing key", zh: "经办人签名密钥") }
  static var recordSkip: Text {
    Text(en: "append the good ones, the others to FILE.refused.jsonl", zh: "登记合格记录，其余写入 FILE.refused.jsonl")
  }
  static var recordExample: Text { Text(en: "appends all entries of the file, or none", zh: "整个文件全部登记，或全部不登记") }
  static var importSummary: Text {
    Text(en: "take in the insurance bureau's list of contributions", zh: "导入社保经办机构缴费名单")
  }
  static var importFile: Text {
    Text(en: "CSV with person or idNumber, amount, paidOn", zh: "CSV 文件，列为 person 或 idNumber、amount、paidOn")
  }
  static var importMonth: Text { Text(en: "the month the contributions are for", zh: "缴费所属月份") }
  static var importExample: Text { Text(en: "records what was paid for November 2024", zh: "登记 2024 年 11 月缴费") }
  static var registrationSummary: Text {
    Text(en: "show the registration as flexibly employed and its checks", zh: "查看灵活就业登记、承诺、数据比对和退出情况")
  }
  static var registrationExample: Text {
    Text(en: "shows since when, what was compared and what ended it", zh: "查看登记日期、比对结果和退出情形")
  }
  static var personSummary: Text { Text(en: "show entitlement month by month, with reasons", zh: "逐月查看人员应发、已发和原因") }
  static var personArgument: Text { Text(en: "the person's key", zh: "人员标识") }
  static var personAll: Text { Text(en: "everyone", zh: "全部人员") }
  static var personExample: Text {
    Text(en: "shows the person as the ledger knew them at the end of 2024", zh: "查看该人员截至 2024 年底的情况")
  }
}
