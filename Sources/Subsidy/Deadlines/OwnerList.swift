package import Values

/// The owners of pieces of work, in as many bytes as their names have: an identifier takes 64, and a list is about everybody.
package struct OwnerList: Hashable, Sendable {
  private var bytes: [UInt8] = []
  /// The offsets at which each person's name ends, each followed by that of the application.
  private var ends: [UInt32] = []

  /// An empty list.
  package init() {}

  /// How many there are.
  package var count: Int { ends.count / 2 }

  /// Makes room for a number of owners.
  package mutating func reserveCapacity(_ count: Int) { ends.reserveCapacity(2 * count) }

  /// Adds a person, and the application that the work is of, if any.
  package mutating func append(_ person: Identifier, _ application: Identifier?) {
    person.append(to: &bytes)
    ends.append(UInt32(bytes.count))
    application?.append(to: &bytes)
    ends.append(UInt32(bytes.count))
  }

  /// A person.
  package func person(at position: Int) -> Identifier {
    guard let person = name(2 * position) else { preconditionFailure("a person has a name") }
    return person
  }

  /// An application; nil if the work is of none.
  package func application(at position: Int) -> Identifier? { name(2 * position + 1) }

  private func name(_ number: Int) -> Identifier? {
    let start = number == 0 ? 0 : Int(ends[number - 1])
    return Identifier(bytes: bytes, at: start, count: Int(ends[number]) - start)
  }
}
