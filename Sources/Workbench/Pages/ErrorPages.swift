import Catalogue
import Ledger
import Papers
import Subsidy
import Web

/// The pages that say why there is no other.
enum ErrorPages {
  /// The operator may not open a place.
  static func forbidden(_ place: Place) -> Page { forbidden(place.name, place.roles) }

  /// The operator has none of the roles that allow it.
  static func forbidden(_ what: Text, _ roles: Set<OperatorRole>) -> Page {
    Page(
      title: .notAllowed, question: .notAllowedHelp(what, OperatorRole.allCases.filter { roles.contains($0) }),
      place: nil, parts: [], status: .forbidden)
  }

  /// The page of a refusal of the ledger or the vault, in the words of the catalogue; nil for every other error.
  static func page(for error: any Error, _ place: Place) -> Page? {
    switch error {
    case LedgerFailure.unknownPerson(let person):
      return Page(title: .noSuchPerson, question: .lookedFor(person), place: place, parts: [], status: .notFound)
    case is LedgerFailure, is Refusal:
      return Page(
        title: .refusedTitle, question: CommandFailure(mapping: error).text, place: place, parts: [],
        status: .unprocessable)
    default: return nil
    }
  }

  /// The page for a name that is not there.
  static func notFound(_ what: Text, _ place: Place) -> Page {
    Page(title: .notThere, question: what, place: place, parts: [], status: .notFound)
  }
}
