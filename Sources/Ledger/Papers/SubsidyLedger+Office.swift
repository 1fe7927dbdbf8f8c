public import Papers
import System

extension SubsidyLedger {
  /// The office's details for papers: from the file that was named, else from `office.json` in the ledger's folder; empty if
  /// there is none.
  ///
  /// - Throws: ``LedgerFailure/notOffice(file:member:)`` and the system's failures.
  public func officeDetails() throws -> OfficeDetails {
    let own = "\(path)/office.json"
    guard let file = try officeFile ?? (Files.exists(own) ? own : nil) else { return OfficeDetails() }
    let bytes = try Input.read(file, atMost: InputLimit.document)
    do { return try OfficeDetails(json: bytes) } catch {
      switch error {
      case .noObject: throw LedgerFailure.notOffice(file: file, member: nil)
      case .member(let member): throw LedgerFailure.notOffice(file: file, member: member)
      }
    }
  }
}
