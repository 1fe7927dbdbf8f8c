import Catalogue
package import Papers
package import Web

/// Why the server does not start; the ledger's own failures are worded by the catalogue.
package enum StartFailure: Error, Hashable, Sendable {
  /// The ledger has no operator with a key, so that no one could sign in.
  case noOperators
  /// An option that there is not.
  case unknownOption(String)
  /// An option without a value, or with one that it does not take.
  case badValue(option: String, found: String?)
  /// The network.
  case server(ServerError)
}

extension StartFailure {
  /// The message.
  package var text: Text {
    switch self {
    case .noOperators:
      Text(
        en:
          "no operator of the ledger has a key, so nobody could sign in; make keys with `subsidy key create` and register "
          + "them with `subsidy operator register`",
        zh: "台账中没有已登记密钥的经办人，无人可以登录；请用 `subsidy key create` 生成密钥，并用 `subsidy operator register` 登记")
    case .unknownOption(let name):
      Text(
        en: "unknown option \(name.quoted); see `subsidy-workbench --help`",
        zh: "没有选项 \(name.quoted)；详见 `subsidy-workbench --help`")
    case .badValue(let option, let found):
      Text(
        en: "\(option): found \((found ?? "").quoted); see `subsidy-workbench --help`",
        zh: "\(option)：实为 \((found ?? "").quoted)；详见 `subsidy-workbench --help`")
    case .server(let error): error.text
    }
  }
}

extension ServerError {
  fileprivate var text: Text {
    switch self {
    case .system(let error): error.text
    case .notLoopback(let endpoint):
      Text(
        en: "\(endpoint) can be reached by others: give --tls-certificate and --tls-key, or --behind-proxy",
        zh: "\(endpoint) 可由其他机器访问：须给出 --tls-certificate 和 --tls-key，或 --behind-proxy")
    case .keyNotPrivate(let path):
      Text(
        en: "others than its owner may read \(path.quoted), expected mode 0600",
        zh: "\(path.quoted) 可由他人读取，权限应为 0600")
    case .noHosts:
      Text(
        en: "what browsers call the server is missing: give --host NAME or --host NAME:PORT",
        zh: "缺少浏览器访问所用的主机名：请给出 --host 名称 或 --host 名称:端口")
    case .notStarted:
      Text(
        en: "the server did not start: the certificate or the key is none, or they do not belong together",
        zh: "服务器未能启动：证书或私钥无效，或者二者不匹配")
    }
  }
}

extension Text {
  /// The program's help.
  package static var workbenchHelp: Text {
    Text(
      en: """
        subsidy-workbench [--ledger DIR] --keys DIR [--signer PROGRAM] [--listen ADDRESS:PORT] [--host NAME]…
                          [--tls-certificate FILE --tls-key FILE | --behind-proxy] [--lang zh|en]
        subsidy-workbench --demo [DIR] [--listen ADDRESS:PORT]

        Opens a ledger in browsers. Only this machine reaches it unless TLS or a proxy is named.

          --ledger DIR        the ledger; $SUBSIDY_LEDGER, else `ledger`
          --keys DIR          the operators' private keys, each in OPERATOR.pem under its passphrase
          --signer PROGRAM    signs with keys on tokens, opened by $SUBSIDY_PIN; $SUBSIDY_SIGNER
          --listen A:P        where it listens; 127.0.0.1:8080
          --host NAME         what browsers call it, for another address than this machine's own
          --tls-certificate   a certificate in PEM, with --tls-key
          --behind-proxy      a proxy speaks TLS, and nobody goes around it
          --demo [DIR]        a sample ledger with sample operators; in a new folder unless DIR is named
        """,
      zh: """
        subsidy-workbench [--ledger 目录] --keys 目录 [--signer 程序] [--listen 地址:端口] [--host 名称]…
                          [--tls-certificate 文件 --tls-key 文件 | --behind-proxy] [--lang zh|en]
        subsidy-workbench --demo [目录] [--listen 地址:端口]

        在浏览器中打开台账。除非给出 TLS 或代理，只有本机可以访问。

          --ledger 目录       台账；默认为 $SUBSIDY_LEDGER，否则为 `ledger`
          --keys 目录         经办人的私钥，各为“编号.pem”，均有口令
          --signer 程序       钥匙盘的签名程序，PIN 由 $SUBSIDY_PIN 给出；默认为 $SUBSIDY_SIGNER
          --listen 地址:端口  监听地址，默认为 127.0.0.1:8080
          --host 名称         浏览器所用的主机名，非本机地址时须给出
          --tls-certificate   PEM 证书，与 --tls-key 同用
          --behind-proxy      由代理提供 TLS，且无人能绕过它
          --demo [目录]       示例台账和示例经办人；未给出目录时新建
        """)
  }

  /// The server is up.
  package static func workbenchOpen(_ address: String, _ size: UInt64) -> Text {
    Text(
      en: "\(address)  (\(Int64(clamping: size).grouped) events verified; Ctrl-C stops it)",
      zh: "\(address)  （已核验 \(Int64(clamping: size).grouped) 个事件；按 Ctrl-C 停止）")
  }

  /// Who can sign in to the sample ledger.
  package static func sampleOperators(_ names: [String], passphrase: String) -> Text {
    Text(
      en: "sign in as \(names.joined(separator: ", ")), each with the passphrase \(passphrase)",
      zh: "可用 \(names.joined(separator: "、")) 登录，口令均为 \(passphrase)")
  }
}
