package import Papers
package import Subsidy
import Values

/// Why a command or an entry is refused: the obstacle, and the way out.
extension Refusal {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    // The entry itself.
    case .unknownPerson(let person):
      Text(en: "no person \(person) is registered", zh: "人员 \(person) 未登记").then(
        Text(en: "check the key, or record their `registered` first", zh: "请核对人员标识，或先登记 `registered` 记录"),
        onPage: Text(en: "check the key, or register the person first", zh: "请核对人员标识，或先登记该人员")
      ).about("person", "idNumber")
    case .joinedKey(let key, let person):
      Text(
        en: "the key \(key) was joined with \(person)'s, because both are one person; record it for \(person)",
        zh: "人员标识 \(key) 与 \(person) 为同一人，已合并；请登记在 \(person) 名下"
      ).about("person", "idNumber")
    case .erasedPerson(let person, let sequence):
      Text(
        en:
          "the private data of \(person) were erased (event \(sequence)), and there are none any more; a `registered` of "
          + "\(person) with all private data begins anew",
        zh: "人员 \(person) 的个人信息已删除（事件 \(sequence)），已无内容；需要继续办理的，请重新登记 \(person) 的 `registered`，个人信息须齐全")
    case .nothingKept(let person):
      Text(
        en: "the vault keeps no private data of \(person), so that there is nothing to erase; check the key",
        zh: "个人信息库中没有人员 \(person) 的个人信息，无需删除；请核对人员标识")
    case .erasureInFlight(let person, let month, let batch):
      Text(
        en: "\(month) of \(person) is on its way in the batch \(batch); record the bank's answer or cancel the batch, "
          + "and erase then",
        zh: "人员 \(person) 的 \(month) 补贴在批次 \(batch) 中尚未办结；请先登记银行回盘或撤销批次，再删除")
    case .erasureOwed(let person, let amount):
      Text(
        en: "\(person) owes \(amount) yuan, and without a name and an address it cannot be asked for; "
          + "if it is to be erased all the same, both persons give `--although-owed`",
        zh: "人员 \(person) 尚有 \(amount) 元未追回，删除后无法联系本人；确需删除的，两人均须加 `--although-owed`")
    case .erasedNumberDiffers(let person):
      Text(
        en: "the private data of \(person) were erased, and a new record needs the identity number that they had; "
          + "found none or another one; give it, or use the person's own key",
        zh: "人员 \(person) 的个人信息已删除，重新登记须填写原公民身份号码；现未填写或不一致，请更正，或使用该人员本人的标识"
      ).about("idNumber")
    case .unknownScheme(let scheme):
      Text(en: "no policy is adopted for the scheme \(scheme)", zh: "补贴项目 \(scheme) 尚未采用政策").then(
        Text(
          en: "see `subsidy policy list`, then `subsidy policy adopt`",
          zh: "请用 `subsidy policy list` 查看，再用 `subsidy policy adopt` 采用"),
        onPage: .byTheServer
      ).about("scheme")
    case .inFuture(let field, let value):
      Text(
        en: "\(field): found \(value.quoted), expected no later than today; correct it, or wait until it has come",
        zh: "\(field)：实为 \(value.quoted)，不得晚于今天；请更正，或届时再登记"
      ).about(entry: field)
    case .beyondBounds(let problem): problem.text.about(entry: problem.field)
    case .tooFarAhead(let field, let found, let most):
      Text(
        en: "\(field): found \(found), expected no later than \(most), \(Contributed.mostMonthsAhead) months from now; "
          + "correct it, or record it nearer to the month",
        zh: "\(field)：实为 \(found)，不得晚于 \(most)（自本月起 \(Contributed.mostMonthsAhead) 个月）；请更正，或临近该月再登记"
      ).about(entry: field)
    case .beforeBirth(let field, let found):
      Text(
        en: "\(field): found \(found.quoted), which lies before the person was born; "
          + "correct it, or the birth in `registered`",
        zh: "\(field)：实为 \(found.quoted)，早于该人员出生；请更正，或更正 `registered` 中的出生日期"
      ).about(entry: field)
    case .privateText(let found):
      Text(
        en: "\(found.field): found \(found.kind.text.en), expected none, for what is in the log stays there for ever; "
          + "leave it out and write the person's key, or enter it under `private` of `registered`",
        zh: "\(found.field)：含有\(found.kind.text.zh)，台账内容永久保留，不得写入；"
          + "请删去并改写人员标识，或在 `registered` 的 `private` 中登记"
      ).about(entry: found.field)
    case .idTaken(let id):
      Text(
        en:
          "the id \(id.description.quoted) belongs to an earlier entry with other content; give this entry its own id",
        zh: "编号 \(id.description.quoted) 已用于内容不同的记录；请为本记录另用编号")
    case .identityTaken(let person):
      Text(
        en: "the identity number belongs to the person \(person) already; use that key, or correct the number",
        zh: "该公民身份号码已属于人员 \(person)；请使用该人员标识，或更正号码"
      ).about("idNumber")
    case .identityDisagrees(let field):
      Text(
        en: "\(field) does not agree with the identity number; correct one of the two",
        zh: "\(field) 与公民身份号码不一致；请更正其中一项"
      ).about(entry: field)
    // Applications.
    case .activeApplication(let application):
      Text(
        en: "the application \(application) is still under review or in force; withdraw it or end it before a new one",
        zh: "申请 \(application) 仍在审核或享受期内；请先撤回或终止，再提出新申请")
    case .applicationTaken(let application):
      Text(
        en: "the application id \(application) is used already; give the new application another id",
        zh: "申请编号 \(application) 已被使用；请为新申请另用编号"
      ).about("application")
    case .unknownApplication(let application):
      Text(
        en: "the person has no application \(application); check the id and the person",
        zh: "该人员没有申请 \(application)；请核对申请编号和人员标识"
      ).about("application")
    case .applicationClosed(let application, let outcome):
      Text(
        en: "the application \(application) is \(outcome.text.en), expected one under review; a new one needs a new id",
        zh: "申请 \(application) \(outcome.text.zh)，应为审核中的申请；如需重新申请，请另用编号")
    case .notApproved(let application):
      Text(
        en: "the application \(application) is not approved; confirm its first month after the last review stage",
        zh: "申请 \(application) 尚未批准；请在全部审核通过后再确认起始月份")
    // Review stages.
    case .wrongStage(let found, let expected):
      Text(
        en: "found the review stage \(found), expected \(expected), which is next; decide that one first",
        zh: "审核环节实为 \(found)，应为 \(expected)；请按顺序先办理 \(expected)")
    case .sameOperator(let stage, let clause):
      Text(
        en: "the operator has decided \(stage) and cannot decide this stage too; let another operator do it",
        zh: "该经办人已办理 \(stage)，不得再办理本环节；请由另一经办人办理"
      ).cited(clause)
    case .sameKey(let stage, let clause):
      Text(
        en: "the signing key was used for \(stage) and cannot serve this stage too; use another key",
        zh: "该签名密钥已用于 \(stage)，不得再用于本环节；请使用另一密钥"
      ).cited(clause)
    case .keyMissing(let stage, let clause):
      Text(en: "the stage \(stage) needs a signing key, found none", zh: "\(stage) 环节须有签名密钥，但未提供").then(
        Text(en: "name it with --key", zh: "请用 --key 指定"), onPage: .byTheServer
      ).cited(clause)
    case .publicityRuns(let until, let clause):
      Text(
        en: "the publicity runs until \(until); decide this stage after that day",
        zh: "公示期至 \(until) 止；请在公示结束后办理本环节"
      ).cited(clause)
    case .calendarMissing(let year):
      Text(
        en: "the calendar of working days has no year \(year), so the deadline is unknown",
        zh: "工作日历缺少 \(year) 年，无法计算期限"
      ).then(
        Text(
          en: "put the days of its notice into a file and name it with `--calendar` or SUBSIDY_CALENDAR",
          zh: "请将该年放假通知的日期录入文件，并用 `--calendar` 或 SUBSIDY_CALENDAR 指定"),
        onPage: Text(
          en: "give the days of its notice to the server's administrator", zh: "请将该年放假通知的日期交服务器管理人员录入"))
    case .olderProcess(let application, let acceptedFrom, let clause):
      Text(
        en:
          "\(application) was accepted before \(acceptedFrom) and finishes on the process of that time; adopt its pack first",
        zh: "\(application) 于 \(acceptedFrom) 前受理，应按原流程办理；请先采用原流程的政策包"
      ).cited(clause)
    case .unknownCode(let field, let found, let known):
      Text(
        en: "\(field) `\(found)` is not a code of the pack; use one of: \(known.joined(separator: ", "))",
        zh: "政策包中没有 \(field) 代码 `\(found)`；可用代码：\(known.joined(separator: "、"))"
      ).about(entry: field)
    case .correctionWithoutReason(let application, let clause):
      Text(
        en: "corrections of the application \(application) were requested before, and all are to be told at once",
        zh: "申请 \(application) 已告知过补正事项，应一次性告知"
      ).then(
        Text(en: "add `reason`: why there are more", zh: "再次告知须在 `reason` 中说明原因"),
        onPage: Text(en: "say why there are more", zh: "再次告知须说明理由")
      ).cited(clause).about("why")
    // Approvals, and entries about a person.
    case .startBeforeApplication, .nothingApproved, .alreadyEnded, .notSuspended, .noExtension, .limitNotUsedUp,
      .extensionNotOpen, .notRepeated, .moveWithoutDay, .moveWasCorrected, .detailNotListed, .retiresLate,
      .retiresTooEarly, .claimWithoutPolicy, .claimOutOfWindow, .claimBeforeEnd, .claimBeforeContribution,
      .extensionTaken, .extensionTooLong, .nothingToExtend:
      personText
    // Recovery.
    case .unknownNotice(let demand):
      Text(
        en: "the person has no demand \(demand) in this scheme", zh: "该人员在本补贴项目中没有追回通知 \(demand)"
      ).then(
        Text(en: "see `subsidy recovery notices`", zh: "请用 `subsidy recovery notices` 查看"),
        onPage: Text(en: "see the list of demands", zh: "请查看追回通知列表"))
    case .noticeCancelled(let demand):
      Text(
        en: "the demand \(demand) was cancelled and takes nothing more", zh: "追回通知 \(demand) 已撤销，不再登记"
      ).then(
        Text(
          en: "see `subsidy recovery notices` for those in force", zh: "请用 `subsidy recovery notices` 查看有效的通知"),
        onPage: Text(en: "see the list of demands for those in force", zh: "请在追回通知列表中查看有效的通知"))
    case .aboveOutstanding(let outstanding) where outstanding <= .zero:
      Text(
        en: "the demand is settled: \(outstanding) yuan are outstanding; check which demand the money is for",
        zh: "该追回通知已结清，待退回 \(outstanding) 元；请核对款项对应的通知"
      ).about("amount")
    case .aboveOutstanding(let outstanding):
      Text.ofAmount(
        Text(
          en: "expected more than 0.00 and at most \(outstanding) yuan, which is outstanding; correct it",
          zh: "应大于 0.00 元且不超过待退回的 \(outstanding) 元；请更正")
      ).about("amount")
    case .underObjection(let demand, let since):
      Text(
        en: "the person has objected to the demand \(demand) on \(since), and nothing is decided; "
          + "record the decision (`objection-decided`) first",
        zh: "对追回通知 \(demand) 已于 \(since) 提出异议，尚无决定；请先登记处理决定（`objection-decided`）")
    case .notUnderObjection(let demand):
      Text(
        en:
          "nobody has objected to the demand \(demand), or it is decided; record `objected` first, or check the demand",
        zh: "追回通知 \(demand) 没有待决定的异议；请先登记 `objected`，或核对通知")
    case .tooEarly(let field, let found, let earliest):
      Text(
        en: "\(field): found \(found), expected \(earliest) or later; correct it",
        zh: "\(field)：实为 \(found)，应为 \(earliest) 或以后；请更正"
      ).about(entry: field)
    case .aboveDue(let month, let due) where due <= .zero:
      Text(
        en: "nothing is due for \(month), so that nothing can be kept back", zh: "\(month) 没有待发金额，无可抵扣"
      ).then(
        Text(en: "see `subsidy person`", zh: "请用 `subsidy person` 查看"),
        onPage: Text(en: "see the person's page", zh: "请查看该人员的页面"))
    case .aboveDue(let month, let due):
      Text(
        en:
          "found more than is due for \(month), or nothing, expected more than 0.00 and at most \(due) yuan; correct it",
        zh: "\(month) 抵扣金额应大于 0.00 元且不超过待发的 \(due) 元；请更正")
    case .monthHeld(let held): HeldPayment.explained([held])
    case .aboveDemand(let open) where open <= .zero:
      Text(
        en: "all that was demanded was put back before, 0.00 yuan are left; check which demand the money is for",
        zh: "该追回通知的款项已全部归垫，余额为 0.00 元；请核对款项对应的通知"
      ).about("amount")
    case .aboveDemand(let open):
      Text.ofAmount(
        Text(
          en: "expected more than 0.00 and at most \(open) yuan, which no unit has put back yet; correct it",
          zh: "应大于 0.00 元且不超过尚未归垫的 \(open) 元；请更正")
      ).about("amount")
    case .receiptTaken(let number, let sequence, let demand, let amount):
      Text(
        en: "\(number.quoted) is booked already, \(amount) yuan for the demand \(demand) in event \(sequence)"
          + "; correct the number, or name the parts of one receipt \(number.printable)/1 and \(number.printable)/2",
        zh: "\(number.quoted) 已在事件 \(sequence) 中登记，追回通知 \(demand)，\(amount) 元；"
          + "请更正收据号；一张收据对应多份通知的，请写作 \(number.printable)/1、\(number.printable)/2"
      ).ofField("receipt").about("receipt")
    case .nothingToDemand:
      Text(en: "nothing is overpaid that was not demanded already", zh: "没有未通知的多发金额").then(
        Text(en: "see `subsidy recovery`", zh: "请用 `subsidy recovery` 查看"),
        onPage: Text(en: "see the list of claims with money to come back", zh: "请查看应追回情况"))
    // Annulments.
    case .annulsNothing:
      Text(
        en: "of: names no earlier event; expected the sequence number or the entry's id of one",
        zh: "of：找不到所指事件；应为在前事件的序号或记录编号")
    case .cannotBeAnnulled(let type):
      Text(
        en: "of: found an event of type \(type.rawValue), which cannot be annulled; mend it with its own later event",
        zh: "of：实为 \(type.rawValue) 事件，不得作废；请用相应的后续事件更正")
    case .alreadyAnnulled:
      Text(
        en: "of: the event was annulled before; there is nothing more to do",
        zh: "of：该事件已作废；无需再次作废")
    case .unknownImport(let name):
      Text(
        en: "no import \(name); each import says its id, which its events carry in `id`",
        zh: "没有导入 \(name)；编号在导入时显示，并载于各事件的 `id`")
    case .restsOnImport(let name, let resting):
      Text(
        en: "something rests on \(counted(resting.count, "entry", "entries")) of the import \(name): "
          + "\(Text.listed(resting).en); take that back first, or add --rest to undo the others",
        zh: "导入 \(name) 中有 \(resting.count) 条已被后续业务使用：\(Text.listed(resting).zh)；"
          + "请先撤销相应业务，或加 --rest 撤销其余各条")
    case .contributionsFall(let month, let persons, let fall):
      Text(
        en:
          "\(month): the list lowers what \(Text.listed(persons.map(\.description)).en) paid, by \(fall) yuan in all; if it "
          + "is a part of what was paid, put the parts together first",
        zh: "\(month)：名单将 \(Text.listed(persons.map(\.description)).zh) 的缴费额共调低 \(fall) 元；"
          + "如仅为部分险种，请先合并"
      ).then(
        Text(en: "if it is right, add --replacing", zh: "确属更正的，请加 --replacing"),
        onPage: Text(en: "if it is right, let lower amounts replace higher ones", zh: "确属更正的，请选择允许改低金额")
      ).about("less")
    // Batches.
    case .batchTaken(let batch):
      Text(
        en: "the batch id \(batch) is used already; give the new batch another id",
        zh: "发放批次编号 \(batch) 已被使用；请为新批次另用编号"
      ).about("batch")
    case .unknownBatch(let batch):
      Text(en: "no batch \(batch)", zh: "没有发放批次 \(batch)").then(
        Text(en: "see `subsidy batch list`", zh: "请用 `subsidy batch list` 查看"),
        onPage: Text(en: "see the list of batches", zh: "请查看发放批次列表"))
    case .batchStage(let batch, let found, let needed):
      [
        Text(
          en: "the batch \(batch) is \(found.words.en), expected \(needed.words.en)",
          zh: "发放批次 \(batch) 的状态实为\(found.words.zh)，应为\(needed.words.zh)"),
        found.wayOut(of: batch, to: needed),
      ].joined
    case .batchFromHistory(let batch, let stage):
      [
        Text(
          en: "a history brought the batch \(batch) or a part of it, and no operator of this ledger consented to that",
          zh: "发放批次 \(batch) 全部或部分由补录历史带入，本台账无人为其负责"),
        stage.wayOutOfHistory(of: batch),
      ].joined
    case .approvedByDrafter(let by):
      Text(
        en: "\(by) drafted the batch and cannot approve it; let another operator approve it",
        zh: "\(by) 是该批次的起草人，不得核准；请由另一经办人核准")
    case .nothingPayable(let scheme, let through, let district):
      Text(
        en: "nothing is payable in the scheme \(scheme) through \(through)"
          + (district.map { " in the district \($0)" } ?? ""),
        zh: "补贴项目 \(scheme)\(district.map { "（区划 \($0)）" } ?? "") 截至 \(through) 没有待发金额"
      ).then(
        Text(
          en: "take a later month, or see `subsidy person --all` for the reasons",
          zh: "请改用较后的月份，或用 `subsidy person --all` 查看原因"),
        onPage: Text(
          en: "take a later month, or see a person's page for the reasons", zh: "请改用较后的月份，或在人员页面查看原因")
      ).about("scheme")
    case .noLongerPayable, .allHeld, .sweepFirst, .checkedByDrafter, .listNotChecked, .controlsDiffer,
      .fundsNotRequested,
      .fundsReferenceTaken, .fundsAboveRequest, .fundsMissing, .accountsMissing, .fieldTooWide,
      .payerTooWide, .notEncodable, .notOrderedLines, .unknownEndToEnd, .otherMessage, .orderedAgain,
      .returnedBefore, .answerTotal, .answerDiffers, .monthClosed:
      financeText
    case .unknownOperator, .operatorKnown, .roleMissing, .stageOfOffice, .applicationOfDistrict, .unknownOffice,
      .roleExcluded,
      .firstAreAdministrators, .firstIsAnother, .importerMissing, .reasonMissing, .lastAdministrators,
      .lastSigners, .notAdministrator, .keyOfAnother, .keyTaken, .operatorWithoutKey, .recoveryTooEarly:
      operatorText
    case .unknownRequest, .requestUsed, .requestLapsed, .requestStale, .actDiffers, .packMissing, .packDiffers,
      .packNotAsked, .adoptionStale, .consentByRequester,
      .consentByAuthor,
      .consentMissing, .needsNoConsent, .nothingToReverse, .cannotBeReversed, .alreadyReversed, .reverseFirst,
      .restsOnIt, .refundRestsOnIt, .notLastDecision, .severalNotices, .nothingToWithhold, .stillPayable, .nothingLeft,
      .batchAnswered, .noUnexpectedPayment, .recalledBatchAnswered, .aboveRefundable, .aboveDebt, .notLastClose,
      .closedAfterEnd, .monthRuns, .cannotJoin, .demandRestsOnIt, .notLargestStep, .beforeClockStep, .clockRight,
      .clockRequested:
      consentText
    case .exportDiffers(let batch, let before):
      Text(
        en:
          "an exported batch never changes, and \(batch) was exported with other content (SHA-256 \(before)); use the file "
          + "of that digest; a correction goes into a later batch",
        zh: "批次导出后不得更改，而 \(batch) 曾导出内容不同的文件（SHA-256 \(before)）；请使用该摘要对应的文件，差错由后续批次更正")
    // Papers and samples.
    case .paperDiffers(let paper, let number, let before):
      Text(
        en: "the \(paper) \(number) was issued before with other content (SHA-256 \(before)); give another number",
        zh: "\(paper) \(number) 曾签发，内容不同（SHA-256 \(before)）；请另用编号")
    case .paperNotInDocument(let scheme, let kind):
      Text(
        en: "the document of the scheme \(scheme) has no \(kind.text.en), so there is nothing to print",
        zh: "补贴项目 \(scheme) 的文件没有\(kind.text.zh)，无可打印")
    case .undertakingShortened(let line, let clause):
      Text(
        en: "the district's text leaves out a line of the document's, \(line.quoted); put it back",
        zh: "本区文本删减了文件原有内容 \(line.quoted)；请补上"
      ).cited(clause)
    case .sampleTaken(let sample):
      Text(
        en: "the sample id \(sample) belongs to another draw; see `subsidy sample show \(sample)`, or use another id",
        zh: "抽查编号 \(sample) 已用于另一次抽取；请用 `subsidy sample show \(sample)` 查看，或另用编号")
    case .unknownSample(let sample):
      Text(en: "no sample \(sample); check the id", zh: "没有抽查 \(sample)；请核对编号")
    case .sampleTooSmall(let least, let clause):
      Text(
        en: "--size: a sample has at least \(least) persons; draw more", zh: "--size：每次抽查不少于 \(least) 人；请增加人数"
      ).cited(clause)
    case .unknownFinding(let name):
      Text(
        en: "no audit finds \(name.printable.quoted); copy the name from `subsidy audit replay`",
        zh: "没有审计发现 \(name.printable.quoted)；请从 `subsidy audit replay` 复制其编号")
    case .disposedByResponsible(let by):
      Text(
        en: "\(by) is responsible for the finding and cannot dispose of it; let another operator do it",
        zh: "\(by) 是该疑点的责任人，不得自行处理；请由他人办理")
    case .nobodyToSample(let scheme):
      Text(
        en: "no person has an approval in force in the scheme \(scheme); there is none to draw",
        zh: "补贴项目 \(scheme) 没有在享人员，无可抽取")
    // The bank's results.
    case .notOrdered(let person, let month, let batch):
      Text(
        en: "the result for \(person) \(month) is not of the batch \(batch); check that file and batch belong together",
        zh: "回盘中的 \(person) \(month) 不在发放批次 \(batch) 中；请核对回盘文件与批次是否对应")
    case .amountDiffers(let person, let month, let ordered, let found):
      Text(
        en: "\(person) \(month): found \(found) yuan, expected \(ordered) yuan as ordered; clear it up with the bank",
        zh: "\(person) \(month)：实为 \(found) 元，应为发放的 \(ordered) 元；请与银行核对")
    case .settledOtherwise(let person, let month):
      Text(
        en:
          "\(person) \(month): found paid, but the bank returned it before; what arrived after all is recorded with the "
          + "bank's reference: add it, or take the line out",
        zh: "\(person) \(month)：实为已发，但银行此前已退回；确已到账的须附银行流水号登记：请补填，或删去该行")
    }
  }
}

extension ClaimState.Application.Outcome {
  /// The wording, as it follows the application.
  fileprivate var text: Text {
    switch self {
    case .pending: Text(en: "under review", zh: "正在审核")
    case .approved: Text(en: "approved", zh: "已批准")
    case .rejected: Text(en: "rejected", zh: "已被驳回")
    case .withdrawn: Text(en: "withdrawn", zh: "已撤回")
    }
  }
}

extension Text {
  /// The text followed by the clause that it rests on.
  package func cited(_ clause: String?) -> Text {
    guard let clause else { return self }
    // Some documents count in brackets of their own.
    let word = clause.hasPrefix("（") ? "clause " : ""
    return self + Text(en: " (\(word)\(clause.printable))", zh: "（依据：\(clause.printable)）")
  }

  /// The fault of a field of an entry, behind its name; on a page it is shown at the field.
  func ofField(_ name: String) -> Text { changed(en: { "\(name): \($0)" }, zh: { "\(name)：\($0)" }).orOnPage(onPage) }

  /// The fault of an amount of an entry.
  static func ofAmount(_ text: Text) -> Text { text.ofField("amountFen") }

  /// The way out if only the program's own commands can help: a page has none.
  static var byTheServer: Text {
    Text(en: "no page does that: ask the server's administrator", zh: "页面不办理此事，请联系服务器管理人员")
  }
}
