import Policy
import Values

extension LedgerState {
  /// Decides the issue of a numbered paper: once for each number; the same paper again gives no event.
  ///
  /// - Throws: ``Refusal/paperDiffers(_:number:before:)`` if the number belongs to other content.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件5 (花名册编号; 每月打印系统备份留存).
  public func decideIssue(_ paper: PaperIssued) throws(Refusal) -> [EventBody] {
    guard let before = self.paper(paper.paper, number: paper.number) else { return [.paperIssued(paper)] }
    guard before == paper else { throw .paperDiffers(paper.paper, number: paper.number, before: before.sha256) }
    return []
  }
}
