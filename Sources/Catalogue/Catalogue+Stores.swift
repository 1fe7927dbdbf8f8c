package import EventLog
package import Papers
package import PostgresStore

extension Text {
  /// The result of `push` and `pull`.
  package static func logBrought(_ brought: LogTransfer, to target: String) -> Text {
    let (size, added) = (brought.after.size, brought.after.size - brought.before.size)
    return Text(
      en: "\(target.quoted): \(added) events brought and verified, \(size) in all, root \(brought.after.root)",
      zh: "\(target.quoted)：已传输并核验 \(added) 条事件，共 \(size) 条，根哈希 \(brought.after.root)")
  }

  /// An address of a database that names no log.
  package static func badStore(_ place: String) -> Text {
    Text(
      en: "an address that names no log, expected postgresql://HOST/DATABASE?ledger=NAME: found \(place.quoted)",
      zh: "地址未指明日志，应为 postgresql://主机/数据库?ledger=名称：实为 \(place.quoted)")
  }

  /// A ledger that was to be made in a database.
  package static var madeInFolder: Text {
    Text(
      en: "a ledger is made in a folder; then `subsidy push --from FOLDER --to ADDRESS` brings it to the database",
      zh: "台账须先建于目录；再用 `subsidy push --from 目录 --to 地址` 传入数据库")
  }

  /// The place of folders that follow a log in a database is not set.
  package static var mirrorsMissing: Text {
    Text(
      en: "no place for the folder that follows the log here: set SUBSIDY_MIRRORS or HOME",
      zh: "无处存放本机的跟随目录：请设置 SUBSIDY_MIRRORS 或 HOME")
  }

  /// A folder that follows a log elsewhere cannot be appended to.
  package static func followsStore(_ folder: String) -> Text {
    Text(
      en: "\(folder.quoted) follows a log in a database and is only read",
      zh: "\(folder.quoted) 跟随数据库中的日志，只供读取"
    ).then(
      Text(
        en: "name that log with --ledger, as its file FOLLOWS says", zh: "请用 --ledger 指定该日志（见其中文件 FOLLOWS）"),
      onPage: nil)
  }

  /// A command that works on a folder alone.
  package static var notOverStore: Text {
    Text(
      en: "this is done to a ledger in a folder; it has no meaning for one in a database",
      zh: "此操作只适用于目录中的台账，不适用于数据库中的台账")
  }

  /// A vault goes from a folder to a database, and nowhere else.
  package static var vaultPlaces: Text {
    Text(
      en: "--vault takes a folder's sealed vault to a database: give a folder with --from and postgresql://… with --to",
      zh: "--vault 只将目录中已加密的个人信息库传入数据库：--from 须为目录，--to 须为 postgresql://…")
  }

  /// A ledger in a database whose vault is not there, or not for this login.
  package static var vaultNotShared: Text {
    Text(
      en: "the database has no vault of this ledger, or none that this login may see; bring one with "
        + "`subsidy push --vault`, or give the login the role subsidy_vault and a row in subsidy_vault.member",
      zh: "数据库中没有本台账的个人信息库，或当前登录名无权查看；请用 `subsidy push --vault` 传入，"
        + "或为该登录名授予角色 subsidy_vault 并在 subsidy_vault.member 中登记")
  }

  /// The result of `store create --plain`.
  package static func plainStoreMade(_ store: String) -> Text {
    Text(
      en:
        "\(store.quoted) can keep logs now, in tables without functions; the tables belong to this login, and only rights "
        + "that you grant keep others from changing them",
      zh: "\(store.quoted) 已可存放日志（仅有表，没有函数）；表归当前登录名所有，防止他人改动全凭所授的权限")
  }

  /// The result of `store create`.
  package static func storeMade(_ store: String) -> Text {
    Text(
      en:
        "\(store.quoted) can keep logs now; give whoever appends the role subsidy_writer, and whoever reads subsidy_reader",
      zh: "\(store.quoted) 已可存放日志；请向登记者授予角色 subsidy_writer，向只读者授予 subsidy_reader")
  }
}

extension PostgresError {
  /// The fault, and the way out.
  package var text: Text {
    if self == .notBuilt {
      return Text(
        en: "this program was built without PostgreSQL; build it with `swift build -c release --traits Postgres`, "
          + "which needs libpq-dev",
        zh: "本程序未包含 PostgreSQL 支持；请安装 libpq-dev 后用 `swift build -c release --traits Postgres` 重新构建")
    }
    if isMissing {
      return Text(
        en: "the database holds no logs (\(state): \(message)); prepare it with `subsidy store create ADDRESS`",
        zh: "数据库尚不能存放日志（\(state)：\(message)）；请先运行 `subsidy store create ADDRESS`")
    }
    if isThere {
      return Text(
        en: "the database is prepared already (\(state): \(message)); nothing was changed; `subsidy push` brings a log",
        zh: "数据库已经准备就绪（\(state)：\(message)），未作改动；请用 `subsidy push` 传入日志")
    }
    if isPermission {
      return Text(
        en: "the database does not allow it (\(state): \(message)); appending takes the role subsidy_writer, reading "
          + "subsidy_reader, private data subsidy_vault and a row in subsidy_vault.member",
        zh: "数据库不允许该操作（\(state)：\(message)）；登记须有角色 subsidy_writer，读取须有 subsidy_reader，"
          + "个人信息须有 subsidy_vault 并在 subsidy_vault.member 中登记")
    }
    if isConnection {
      return Text(
        en: "the way to the database was lost or never there (\(state): \(message)); nothing was recorded; try again",
        zh: "无法连接数据库或连接中断（\(state)：\(message)）；未登记任何内容，请重试")
    }
    return Text(
      en: "the database refused (\(state): \(message)); nothing was recorded",
      zh: "数据库拒绝（\(state)：\(message)）；未登记任何内容")
  }
}
