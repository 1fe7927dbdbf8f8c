package import Papers
package import Subsidy
import Values

// The messages about operators and their rights.

extension Refusal {
  private static var changesOperators: Text {
    Text(en: "the command is `subsidy operator change`", zh: "命令为 `subsidy operator change`")
  }

  /// The wording of the refusals that are about operators.
  package var operatorText: Text {
    switch self {
    case .unknownOperator(let by):
      Text(en: "\(by) is no operator of this ledger", zh: "\(by) 不是本账本登记的经办人").then(
        Text(
          en: "`subsidy operators` lists them, and an administrator registers one",
          zh: "请用 `subsidy operators` 查看，或由管理员登记"),
        onPage: Text(en: "an administrator registers one", zh: "请由管理员登记"))
    case .operatorKnown(let name):
      Text(
        en: "\(name) is registered already; use `subsidy operator change` for other roles, or another name",
        zh: "\(name) 已登记；变更权限请用 `subsidy operator change`，或另用名称")
    case .roleMissing(let by, let role, let clause):
      Text(
        en: "\(by) may not \(role.words.en); let an operator do it who may",
        zh: "\(by) 没有“\(role.words.zh)”权限；请由有权限的经办人办理"
      ).cited(clause)
    case .stageOfOffice(let stage, let office, let own, let clause):
      Text(
        en:
          "the stage \(stage) is decided by \(office), and the operator is of \(own); let an operator of that office do it",
        zh: "环节 \(stage) 由\(office)办理，经办人属于\(own)；请由该单位的经办人办理"
      ).cited(clause)
    case .applicationOfDistrict(let district, let own):
      Text(
        en: "the application is of the district \(district?.description ?? "-"), and the operator of \(own); "
          + "let an operator of that district do it",
        zh: "申请的区划为 \(district?.description ?? "-")，经办人的区划为 \(own)；请由当地经办人办理")
    case .unknownOffice(let office, let known):
      Text(
        en: "no adopted pack has the office \(office); expected one of \(known.joined(separator: ", "))",
        zh: "已采用的政策中没有单位“\(office)”；应为以下之一：\(known.joined(separator: "、"))")
    case .roleExcluded(let role):
      Text(
        en:
          "an administrator may not \(role.words.en): the person who decides who moves money moves none; leave the role out",
        zh: "管理员不得兼有“\(role.words.zh)”权限；请去掉该权限")
    case .firstAreAdministrators(let name):
      Text(
        en: "the first two operators are administrators; add administer to the roles of \(name)",
        zh: "最先登记的两名经办人须为管理员；请为 \(name) 加上 administer 权限")
    case .firstIsAnother(let name, let by):
      Text(
        en: "the first operator registers themselves, found \(name) and --by \(by); give one name in both places",
        zh: "首名经办人应由本人登记，实为 \(name) 和 --by \(by)；请两处使用同一名称")
    case .importerMissing:
      Text(
        en: "the ledger has operators, so an operator answers for a history; name one with --by",
        zh: "台账已登记经办人，补录须有人负责；请用 --by 指明经办人")
    case .reasonMissing:
      Text(
        en: "two administrators answer for the change; say why with --reason",
        zh: "变更须两名管理员办理；请用 --reason 说明理由")
    case .lastAdministrators:
      Text(
        en: "fewer than two administrators would remain; register another one first",
        zh: "变更后管理员不足两名；请先登记另一名管理员")
    case .lastSigners:
      Text(
        en: "fewer than two administrators with keys would remain; register another administrator with a key first",
        zh: "变更后持有密钥的管理员不足两名；请先登记另一名持有密钥的管理员")
    case .notAdministrator(let name):
      Text(
        en: "\(name) is no administrator; two administrators give other operators new keys",
        zh: "\(name) 不是管理员；其他经办人更换密钥，由两名管理员办理"
      ).then(Refusal.changesOperators, onPage: nil)
    case .keyOfAnother(let key, let name):
      Text(
        en: "the key \(key.id) is named \(key.holder), and the operator \(name); make the key with --operator \(name)",
        zh: "密钥 \(key.id) 的名称为 \(key.holder)，经办人为 \(name)；请用 --operator \(name) 生成密钥")
    case .keyTaken(let key, let holder):
      Text(
        en: "the key \(key.id) is or was that of \(holder); a key is registered once, so make a new one",
        zh: "密钥 \(key.id) 属于或曾属于 \(holder)，不得再次登记；请另行生成密钥")
    case .operatorWithoutKey(let by):
      Text(
        en: "\(by) has no key, and two administrators have some: from then on everybody signs; "
          + "let two administrators give the operator one",
        zh: "\(by) 没有登记密钥，而已有两名管理员登记密钥，此后均须签名；请由两名管理员为其登记密钥"
      ).then(Refusal.changesOperators, onPage: nil)
    case .recoveryTooEarly(let request, let from):
      Text(
        en:
          "keys are recovered seven days after they were asked for; consent to \(request) from \(from.chinaMinute) on",
        zh: "找回密钥须自申请之日起满七日；请于 \(from.chinaMinute) 起办理 \(request)")
    default: preconditionFailure("worded elsewhere")
    }
  }
}

extension OperatorRole {
  /// All of them as programs and command lines name them.
  package static func codes(separator: String) -> String { allCases.map(\.rawValue).joined(separator: separator) }
}
