import FaultSupport
import Foundation
import Testing

/// The keys of operators, with the real program: the commands of docs/en/keys.md, a token, and a passphrase at a terminal.
@Suite struct KeyTests {
  private static func blocks() throws -> [String] {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/en/keys.md")
    return try String(contentsOf: page.standardized, encoding: .utf8).components(separatedBy: "```sh\n").dropFirst()
      .compactMap { $0.components(separatedBy: "\n```").first }
  }

  /// Runs a script in a folder of its own, in which `subsidy` is the program and `signed` makes a ledger with two administrators.
  private func run(_ script: String) throws -> Ran {
    let folder = NSTemporaryDirectory() + "keys-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let front = """
      cd '\(folder)'
      subsidy() { '\(Program.path)' "$@"; }
      export SUBSIDY_LEDGER=copy-of-ledger
      printf 'correct horse' > passphrase
      chmod 600 passphrase
      subsidy init --name https://ledger.example/subsidy --by chief > out.txt
      key() { subsidy key create --operator "$1" --to "$1.pem" --passphrase-file passphrase 2> out.txt; }
      subsidy operator register chief --roles administer,enter --vkey "$(key chief)" --by chief > out.txt

      """
    return try Program.run(["bash", "-euo", "pipefail", "-c", front + script])
  }

  private func isHere(_ tools: String...) throws -> Bool {
    let missing = try tools.filter { try Program.run(["which", $0]).code != 0 }
    for tool in missing { print("skipped: there is no \(tool) here") }
    return missing.isEmpty
  }

  private static let second =
    #"subsidy operator register deputy --roles administer,enter --vkey "$(key deputy)" --by chief --sign-with chief.pem "#
    + "--passphrase-file passphrase > out.txt 2>&1\n"

  @Test("openssl says that the last commit is signed, by the commands of the page")
  func byHand() throws {
    guard try isHere("jq", "openssl") else { return }
    let blocks = try KeyTests.blocks()
    try #require(blocks.count == 2)
    let ran = try run(KeyTests.second + blocks[1])
    #expect(ran.code == 0 && ran.output == "Signature Verified Successfully\n", "\(ran.output)\(ran.messages)")
  }

  @Test("a key on a token signs by the program of the page, and what it gives is verified before it is used")
  func token() throws {
    let module = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"].first {
      FileManager.default.fileExists(atPath: $0)
    }
    guard try isHere("pkcs11-tool", "softhsm2-util"), let module else { return }
    let script = try #require(try KeyTests.blocks().first)
    let ran = try run(
      """
      cat > sign-with-token <<'END'
      \(script)
      END
      chmod +x sign-with-token
      mkdir tokens
      echo 'directories.tokendir = tokens' > softhsm.conf
      export SOFTHSM2_CONF=$PWD/softhsm.conf PKCS11_MODULE=\(module) SUBSIDY_PIN=4711
      softhsm2-util --init-token --free --label deputy --pin 4711 --so-pin 4711 > out.txt 2>&1
      pkcs11-tool --module "$PKCS11_MODULE" --token-label deputy --login --pin 4711 --keypairgen \
        --key-type EC:edwards25519 --label deputy --usage-sign > out.txt 2>&1
      pkcs11-tool --module "$PKCS11_MODULE" --token-label deputy --read-object --type pubkey --label deputy \
        --output-file token.der > out.txt 2>&1
      vkey=$(subsidy key public token.der --operator deputy)
      subsidy operator register deputy --roles administer,enter --vkey "$vkey" --by chief --sign-with chief.pem \
        --passphrase-file passphrase > out.txt 2>&1
      export SUBSIDY_SIGNER=./sign-with-token
      subsidy operator register clerk --roles enter --reason hired --by deputy 2> said.txt
      grep -c 'deputy signs' said.txt
      subsidy audit verify | grep '2 commits signed'
      printf '#!/bin/sh\\nhead -c 64 /dev/zero\\n' > sham
      chmod +x sham
      subsidy operator register other --roles enter --reason hired --by deputy --signer ./sham || echo "refused $?"
      export SUBSIDY_PIN=0815
      subsidy operator register other --roles enter --reason hired --by deputy || echo "refused $?"
      subsidy operator register other --roles enter --reason hired --by deputy --signer ./nobody || echo "refused $?"
      subsidy audit verify > out.txt && wc -l < copy-of-ledger/log/*.jsonl
      """)
    #expect(ran.code == 0, "\(ran.messages)")
    let lines = ran.output.split(separator: "\n").map(String.init)
    #expect(lines.suffix(5).first?.hasPrefix("2 commits signed") ?? false, "\(ran.output)")
    #expect(lines.suffix(4) == ["refused 65", "refused 65", "refused 65", "8"], "\(ran.output)\(ran.messages)")
    #expect(ran.messages.contains("is no signature of the key"), "\(ran.messages)")
  }

  @Test("the passphrase is asked for at the terminal and not shown there, and no other way is taken")
  func terminal() throws {
    guard try isHere("python3") else { return }
    // A terminal of its own, at which a user types the passphrase when asked.
    let typist = """
      import os, pty, sys, time
      pid, terminal = pty.fork()
      if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
      seen, typed = b"", 0
      while True:
          try: part = os.read(terminal, 4096)
          except OSError: break
          if not part: break
          seen += part
          while seen.count(b": ", seen.rfind(b"passphrase of")) and seen.count(b"passphrase of") + seen.count(b"once more") > typed:
              typed += 1
              time.sleep(0.3)
              os.write(terminal, b"correct horse\\n")
      code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      print(code, b"correct horse" in seen, typed)
      """
    let ran = try run(
      """
      cat > typist.py <<'END'
      \(typist)
      END
      python3 typist.py '\(Program.path)' key create --operator op-7 --to op-7.pem --lang en
      python3 typist.py '\(Program.path)' operator register deputy --roles administer --by chief --sign-with chief.pem --lang en
      openssl pkey -in op-7.pem -passin 'pass:correct horse' -noout && echo opened
      setsid '\(Program.path)' operator register third --roles enter --by chief --sign-with chief.pem < /dev/null || echo "refused $?"
      """)
    let lines = ran.output.split(separator: "\n").map(String.init)
    #expect(lines == ["0 False 2", "0 False 1", "opened", "refused 65"], "\(ran.output)\(ran.messages)")
    #expect(ran.messages.contains("no terminal to ask at"), "\(ran.messages)")
  }
}
