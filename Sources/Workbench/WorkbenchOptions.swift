package import Papers
package import System
package import Web

/// The options of the program.
package struct WorkbenchOptions: Sendable {
  /// The ledger; nil for the environment's, else `ledger`.
  package var ledger: String?
  /// The folder of the operators' private keys; nil only for the demonstration, which makes its own.
  package var keys: String?
  /// The program that signs with keys on tokens; nil for the environment's, else for none.
  package var tokenProgram: String?
  /// The address that it listens on.
  package var endpoint = Endpoint(.loopback, port: 8_080)
  /// The names under which browsers reach it.
  package var hosts: [String] = []
  /// Its exposure to other machines.
  package var exposure = Exposure.loopback
  /// The language of its messages at the terminal.
  package var language = Language.zh
  /// The demonstration, and the folder that it is made in.
  package var demo: Demo?
  /// Whether only the help was asked for.
  package var asksForHelp = false

  /// A sample ledger.
  package struct Demo: Sendable {
    /// The folder; nil for a new one.
    package var folder: String?
  }

  /// Reads a command line.
  ///
  /// - Throws: ``StartFailure``.
  package init(_ arguments: [String]) throws(StartFailure) {
    var rest = arguments[...]
    var (certificate, key): (String?, String?) = (nil, nil)
    func value(_ option: String) throws(StartFailure) -> String {
      guard let value = rest.popFirst(), !value.isEmpty else { throw .badValue(option: option, found: nil) }
      return value
    }
    while let option = rest.popFirst() {
      switch option {
      case "--help", "-h": asksForHelp = true
      case "--ledger": ledger = try value(option)
      case "--keys": keys = try value(option)
      case "--signer": tokenProgram = try value(option)
      case "--host": hosts.append(try value(option))
      case "--tls-certificate": certificate = try value(option)
      case "--tls-key": key = try value(option)
      case "--behind-proxy": exposure = .behindProxy
      case "--listen":
        let text = try value(option)
        guard let endpoint = Endpoint(text) else { throw .badValue(option: option, found: text) }
        self.endpoint = endpoint
      case "--lang":
        let text = try value(option)
        guard let language = Language(rawValue: text) else { throw .badValue(option: option, found: text) }
        self.language = language
      case "--demo":
        demo = Demo(folder: rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 })
        if demo?.folder != nil { rest.removeFirst() }
      default: throw .unknownOption(option)
      }
    }
    switch (certificate, key) {
    case (let certificate?, let key?): exposure = .tls(certificate: certificate, key: key)
    case (nil, nil): break
    case (_?, nil): throw .badValue(option: "--tls-key", found: nil)
    case (nil, _?): throw .badValue(option: "--tls-certificate", found: nil)
    }
    if keys == nil, demo == nil, !asksForHelp { throw .badValue(option: "--keys", found: nil) }
  }
}

extension Endpoint {
  /// Reads `127.0.0.1:8080` or `[::1]:8080`.
  fileprivate init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon].filter { $0 != "[" && $0 != "]" }
    guard let address = NetworkAddress(String(host)) else { return nil }
    self.init(address, port: port)
  }
}
