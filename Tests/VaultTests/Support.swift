import Foundation
import JSONText
import Testing
import Values
import Vault

/// A directory of a test's own, removed when the test ends.
final class TemporaryLedger {
  let path: String

  init() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    path = directory.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var vaultPath: String { path + "/vault.sqlite" }

  /// The permission bits of every file in the directory, by name.
  func modes() throws -> [String: Int] {
    var modes: [String: Int] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
      modes[name] = (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
    return modes
  }

  func setMode(_ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: vaultPath)
  }

  func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: vaultPath)) }

  /// Every byte of every file.
  func allBytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: path).reduce(into: Data()) { all, name in
      all.append(try Data(contentsOf: URL(filePath: path + "/" + name)))
    }
  }
}

/// Invented people; no one has these numbers, whose region codes do not exist.
enum Sample {
  static let full: [(PrivateData.Field, String)] = [
    (.name, "欧阳小明"), (.idNumber, "990200196001011231"), (.phone, "13800000001"), (.emergencyContact, "李\"四\" 139\\1"),
    (.bank, "柳州银行"), (.account, "6222000011112222333"), (.address, "柳州市𠮷路1号"), (.householdAddress, "柳州市"),
    (.education, "初中"), (.formerStatus, "工人"), (.archive, "市人才中心"),
    (.accountHolder, "李四"), (.delegate, "王五"), (.delegateNumber, "E00000001"),
  ]

  /// Text with the check character that belongs to 17 digits, by the definition of ISO 7064 and not by weights.
  static func idNumber(_ digits: String) -> String {
    var product = 0
    for digit in digits { product = (product + (digit.wholeNumberValue ?? 0)) * 2 % 11 }
    let check = (12 - product) % 11
    return digits + (check == 10 ? "X" : String(check))
  }

  static func object(_ fields: [(PrivateData.Field, String)]) -> JSONValue {
    .object(fields.map { .init($0.0.rawValue, .string($0.1)) })
  }

  static func data(_ fields: [(PrivateData.Field, String)]) throws -> PrivateData { try PrivateData(object(fields)) }

  /// All fields, with a valid number.
  static func person(_ digits: String = "99020019600101123", name: String = "欧阳小明") throws -> PrivateData {
    try data(
      full.map { field, text in
        field == .idNumber ? (field, idNumber(digits)) : field == .name ? (field, name) : (field, text)
      })
  }
}

/// The error that a closure throws, which must be one of the vault.
func vaultError(_ body: () throws -> Void) -> VaultError? {
  do { try body() } catch { return error as? VaultError }
  return nil
}
