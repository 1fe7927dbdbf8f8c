package import Ledger
import Notes
package import Papers
import Subsidy

/// The messages of `audit sample` and `audit package`.
extension Text {

  /// The heading of an auditor's draw.
  package static func auditSampleHeading(_ drawn: DrawnSample) -> Text {
    let sample = drawn.sample
    return Text(
      en: "\(sample.drawn.count) of \(counted(sample.population, "paid claim")), seed \(sample.seed); "
        + "list SHA-256 \(sample.populationHash)",
      zh: "已发补贴 \(sample.population) 项中抽取 \(sample.drawn.count) 项，种子 \(sample.seed)；"
        + "总体清单 SHA-256 \(sample.populationHash)")
  }

  /// A package was made; the last line is to be noted down.
  package static func packageMade(_ folder: String, _ outcome: PackageOutcome) -> Text {
    let contents = outcome.contents
    let (size, root) = (contents.published.checkpoint.size, contents.published.checkpoint.root)
    return Text(
      en: "made \(folder.printable): \(counted(outcome.files, "file")), "
        + "\(counted(contents.payments.count, "proof")) of payments of \(contents.month), "
        + "\(counted(contents.report.findings.count, "finding"))\nlog of \(size) events, root \(root)\n"
        + "SHA-256 of SHA256SUMS, to be noted down apart from the folder: \(outcome.sums)",
      zh: "已生成 \(folder.printable)：文件 \(outcome.files) 个，\(contents.month) 发放证明 \(contents.payments.count) 份，"
        + "审计发现 \(contents.report.findings.count) 项\n日志事件 \(size) 个，根哈希 \(root)\n"
        + "SHA256SUMS 的 SHA-256，请另行记录：\(outcome.sums)")
  }
}

/// The instructions in a package.
package struct PackageWords {
  private let contents: PackageContents

  /// The words for a package.
  package init(_ contents: PackageContents) { self.contents = contents }

  /// The page; its commands are the same in every language, and a test runs them.
  package func readme(in language: Language) -> String { page(in: language) }

  private var page: Text {
    let checkpoint = contents.published.checkpoint
    let (size, root, month) = (checkpoint.size, checkpoint.root, contents.month)
    let origin = checkpoint.origin.printable
    let proof = contents.payments.first?.proof ?? "proofs/000000000041.tlog-proof"
    return Text(
      en: """
        # Audit package: \(origin), payments of \(month)

        The ledger's log as it was acknowledged at \(size) events, with root
        `\(root)`,
        and what was computed from it. It holds no names, identity numbers or accounts: persons appear under their keys.

        | file | what it is |
        | --- | --- |
        | `log/`, `HEAD` | the log, copied byte for byte, and its head |
        | `checkpoint` | origin, size and root of the log\(signed.en) |
        | `payments.csv` | the payments of \(month), each with the file of its proof |
        | `proofs/` | a proof for each of them that it stands in the log |
        | `books.csv`, `books.json` | the books of the month, by scheme and district, in fen |
        | `findings.csv`, `findings.json` | what a replay of the whole log finds wrong, in fen |
        | `doubts.csv` | the same as a list for people, in yuan, the gravest first, with what became of each |
        | `summary.txt` | totals, findings and books to be read |
        | `verify.py` | a short program that checks the log with nothing but Python 3 |
        | `SHA256SUMS` | the checksum of every file |

        ## Check it

        In this folder, with `sha256sum`, Python 3 and a shell. Nothing was changed since it was made:

        ```sh
        sha256sum --check --strict --quiet SHA256SUMS
        ```

        The checksums prove nothing if somebody made them anew: compare `sha256sum SHA256SUMS` with what you noted down when
        the folder was handed over. The log is whole, and the one that the checkpoint stands for:

        ```sh
        \(PackageWords.verification)
        ```

        Compare `checkpoint` with one that you kept or got another way. One payment alone, without the rest of the log, is
        proven by its file:

        ```
        subsidy audit check-proof \(proof)
        ```

        With the program itself, `subsidy audit replay --ledger .` comes to the findings of this folder again.

        """,
      zh: """
        # 审计资料包：\(origin)，\(month) 发放

        本资料包为台账日志截至第 \(size) 个事件时的副本，根哈希
        `\(root)`，
        以及据此计算的结果。其中没有姓名、身份证号和账号，人员以标识代替。

        | 文件 | 内容 |
        | --- | --- |
        | `log/`、`HEAD` | 日志（逐字节复制）及其当前状态 |
        | `checkpoint` | 检查点：日志名称、事件数、根哈希\(signed.zh) |
        | `payments.csv` | \(month) 各笔发放及其证明文件 |
        | `proofs/` | 各笔发放已记入日志的证明 |
        | `books.csv`、`books.json` | 月报，按补贴项目和区划，金额单位为分 |
        | `findings.csv`、`findings.json` | 重放全部日志的审计发现，金额单位为分 |
        | `doubts.csv` | 疑点清单，按严重程度排列，列示处理结果，金额单位为元 |
        | `summary.txt` | 合计、审计发现和月报，供阅读 |
        | `verify.py` | 一段短程序，仅需 Python 3 即可核验日志 |
        | `SHA256SUMS` | 各文件的校验和 |

        ## 核验

        在本目录下，使用 `sha256sum`、Python 3 和命令行。首先核验各文件自生成以来未被改动：

        ```sh
        sha256sum --check --strict --quiet SHA256SUMS
        ```

        校验和本身也可能被重新生成：请将 `sha256sum SHA256SUMS` 的结果与移交时另行记录的结果核对。其次核验日志完整，且与检查点一致：

        ```sh
        \(PackageWords.verification)
        ```

        请将 `checkpoint` 与自行保存或从其他途径取得的检查点核对。单独一笔发放无需其余日志，可用其证明文件核验：

        ```
        subsidy audit check-proof \(proof)
        ```

        如有本程序，`subsidy audit replay --ledger .` 可重新得出本资料包中的审计发现。

        """)
  }

  private var signed: Text {
    contents.published.note == nil
      ? Text(en: ", not signed", zh: "，未签名") : Text(en: ", signed by the office", zh: "，经办机构已签名")
  }

  /// The part that both languages share: the log by the independent reader, and the same size and root in the checkpoint.
  private static let verification = """
    python3 verify.py .
    root=$(sed -n 3p checkpoint | base64 -d | od -An -v -tx1 | tr -d ' \\n')
    test "$(python3 verify.py .)" = "$(sed -n 2p checkpoint) $root"
    """
}
