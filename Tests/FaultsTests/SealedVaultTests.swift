import FaultSupport
import Foundation
import Testing

/// A ledger whose vault is sealed, with the real program: it works as before, and only files exported for a person have private
/// data.
@Suite struct SealedVaultTests {
  private static let planted = ["欧阳葡萄", "110105197205164629", "6222021234567890123", "13912345678", "幸福里七号", "柳州长江银行"]

  private func ledger() throws -> (folder: String, run: (String) throws -> Ran) {
    let folder = NSTemporaryDirectory() + "sealed-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/tmp", withIntermediateDirectories: true)
    let person = zip(["name", "idNumber", "account", "phone", "address", "bank"], SealedVaultTests.planted)
      .map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",")
    let front = """
      cd '\(folder)'; ulimit -c unlimited
      export TMPDIR=$PWD/tmp SQLITE_TMPDIR=$PWD/tmp SUBSIDY_LEDGER=ledger SUBSIDY_VAULT_KEY=$PWD/vault.key
      subsidy() { '\(Program.path)' "$@"; }

      """
    let run = { (script: String) in try Program.run(["bash", "-euo", "pipefail", "-c", front + script]) }
    let made = try run(
      """
      subsidy init --by op-1 --clock-is-right
      subsidy policy adopt jingdezhen-2024-139 --by op-1
      printf '%s\\n' '{"type":"registered","id":"a","person":"p1","birth":"1972-05-16","sex":"female","household":"360200","private":{\(person)}}' > in.jsonl
      printf '%s\\n' '{"type":"fact-recorded","id":"b","person":"p1","fact":"difficulty-recognised","from":"2015-01-01","source":"s"}' >> in.jsonl
      printf '%s\\n' '{"type":"fact-recorded","id":"c","person":"p1","fact":"flexible-registered","from":"2015-01-01","source":"s"}' >> in.jsonl
      printf '%s\\n' '{"type":"fact-recorded","id":"d","person":"p1","fact":"unemployed-registered","from":"2015-01-01","source":"s"}' >> in.jsonl
      subsidy record in.jsonl --by op-1
      rm in.jsonl
      """)
    #expect(made.code == 0, "\(made.messages)")
    return (folder, run)
  }

  /// The files of a folder that hold a planted value, but for some.
  private func leaks(in folder: String, but exports: Set<String>) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try names.filter { !exports.contains($0) }.filter { name in
      let type = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.type] as? FileAttributeType
      if type != .typeRegular { return false }
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      return SealedVaultTests.planted.contains { bytes.range(of: Data($0.utf8)) != nil }
    }
  }

  @Test("everything works on a sealed vault, and planted values are in no file but the exports")
  func works() throws {
    let (folder, run) = try ledger()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try leaks(in: folder, but: []) == ["ledger/vault.sqlite"])
    let sealed = try run(
      """
      subsidy vault status | grep -c clear
      subsidy vault seal --key-file vault.key
      touch ledger/vault.sqlite.new
      subsidy vault seal --key-file vault.key > tmp/out
      subsidy vault seal --key-file other.key || echo "sealed $?"
      subsidy vault status --format json
      subsidy vault check --format json
      subsidy find 欧阳 --full-names
      subsidy find 5678 | grep -c p1
      printf '%s\\n' '{"type":"account-changed","id":"e","person":"p1","private":{"bank":"柳州长江银行","account":"6222021234567890123"}}' | subsidy record /dev/stdin --by op-1
      subsidy audit verify | tail -n 1
      subsidy audit replay --format json > tmp/replay.json
      subsidy projections rebuild > tmp/out
      subsidy projections check > tmp/out
      subsidy vault export-person p1 --to p1.json > tmp/out
      subsidy backup copy > tmp/out
      subsidy restore copy --ledger again > tmp/out
      subsidy vault rekey --passphrase --new-passphrase-file <(echo horse) > tmp/out
      SUBSIDY_VAULT_PASSPHRASE_FILE=<(echo horse) subsidy find 欧阳 | grep -c p1
      subsidy find 欧阳 < /dev/null || echo "refused $?"
      subsidy audit verify | grep compared
      """)
    #expect(sealed.code == 0, "\(sealed.messages)")
    let lines = sealed.output.split(separator: "\n").map(String.init)
    #expect(lines.contains(#"{"key":"file","persons":1,"versions":1,"erased":0}"#), "\(sealed.output)")
    #expect(lines.contains(#"{"versions":1,"damaged":0,"missing":0,"toErase":0,"digests":[]}"#), "\(sealed.output)")
    #expect(sealed.output.contains("欧阳葡萄") && lines.contains("sealed 65"))
    #expect(!FileManager.default.fileExists(atPath: folder + "/other.key"))
    #expect(
      lines.contains("refused 65") && sealed.messages.contains("SUBSIDY_VAULT_PASSPHRASE_FILE"), "\(sealed.messages)")
    #expect(lines.last?.contains("was not compared") ?? false, "\(sealed.output)")
    #expect(try leaks(in: folder, but: ["p1.json"]) == [])
    let exported = try String(contentsOfFile: folder + "/p1.json", encoding: .utf8)
    for value in SealedVaultTests.planted { #expect(exported.contains(value)) }
  }

  @Test("an erased person's values are in no file, of a clear vault as of a sealed one", arguments: [false, true])
  func erased(isSealed: Bool) throws {
    let (folder, run) = try ledger()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ran = try run(
      """
      \(isSealed ? "subsidy vault seal --key-file vault.key > tmp/out" : "unset SUBSIDY_VAULT_KEY")
      subsidy backup copy > tmp/out
      subsidy vault erase p1 --reason request --by op-1 > tmp/asked
      subsidy consent $(grep -o 'Q[0-9]*-[0-9]*' tmp/asked | head -n 1) --by op-2 > tmp/out
      subsidy vault status --format json
      subsidy vault check > tmp/out
      subsidy audit verify --format json | jq -c .vault
      subsidy find p1
      subsidy person p1 > tmp/out
      subsidy projections rebuild > tmp/out
      subsidy projections check > tmp/out
      subsidy audit replay > tmp/out
      subsidy backup later > tmp/out
      subsidy restore later --ledger again > tmp/out
      subsidy vault export-person p1 --to p1.json > tmp/out
      cat p1.json
      """)
    #expect(ran.code == 0, "\(ran.messages)")
    let key = isSealed ? "file" : "none"
    #expect(ran.output.contains(#"{"key":"\#(key)","persons":0,"versions":0,"erased":1}"#), "\(ran.output)")
    #expect(ran.output.contains(#""missing":0,"damaged":0,"firstSeq":null,"erased":1,"toErase":0}"#), "\(ran.output)")
    #expect(ran.output.contains("(erased)") && ran.output.contains(#"{"person":"p1","versions":[]}"#), "\(ran.output)")
    // A backup from before still has a clear vault.
    #expect(try leaks(in: folder, but: []) == (isSealed ? [] : ["copy/vault.sqlite"]))
  }

  @Test("a program that is ended in the middle leaves no core file and no private datum")
  func ended() throws {
    let (folder, run) = try ledger()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let ran = try run(
      """
      subsidy vault seal --key-file vault.key > tmp/out
      mkfifo pipe
      for signal in QUIT ABRT SEGV KILL; do
        { printf '%s\\n' '{"type":"visited","id":"v","person":"p1","on":"2025-01-01","finding":"欧阳葡萄"}'; sleep 5; } > pipe &
        '\(Program.path)' record pipe --by op-1 > tmp/out 2>&1 &
        sleep 0.5
        kill -$signal $! || true
        wait $! || echo "ended $?"
        kill %1 2> tmp/out || true
      done
      """)
    #expect(ran.output.split(separator: "\n").count == 4, "\(ran.output)\(ran.messages)")
    #expect(try leaks(in: folder, but: []) == [])
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    #expect(names.filter { $0.contains("core") } == [], "\(names)")
  }
}
