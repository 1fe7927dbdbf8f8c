package import Policy
package import Subsidy
package import Values

/// The words for the schemes, stages, places and comparisons of which the log has codes, by the packs that a ledger adopted.
///
/// In English a code stays as it is; one that no pack names is shown as its code in Chinese, too.
package struct LocalWords: Sendable {
  /// The last adopted pack of each scheme.
  private var packs: [Identifier: PolicyPack] = [:]
  /// The scheme of each application.
  private var schemes: [Identifier: Identifier] = [:]

  /// Codes as they are.
  package init() {}

  /// The words of a ledger.
  ///
  /// - Parameters:
  ///   - state: the fold of the log.
  ///   - events: those of the persons whose applications are named.
  package init(_ state: LedgerState, _ events: some Sequence<Event> = [Event]()) {
    for (number, timeline) in state.timelines.enumerated() {
      packs[state.schemes[UInt32(number)]] = timeline.timeline.policies.last?.pack
    }
    for event in events {
      switch event.body {
      case .applied(let body): schemes[body.application] = body.scheme
      case .approved(let body): schemes[body.application] = body.scheme
      default: continue
      }
    }
  }

  /// A scheme by the place whose document it is: 柳州市.
  package func scheme(_ scheme: Identifier) -> Text {
    let places = packs[scheme]?.scope?.jurisdiction?.includes ?? []
    let names = places.compactMap(RegionNames.name(of:))
    return Text(en: "\(scheme)", zh: names.isEmpty ? "\(scheme)" : names.joined(separator: "、"))
  }

  /// A stage by the office that decides it: 社区劳动保障站.
  package func stage(_ stage: Identifier, of application: Identifier) -> Text {
    let pack = schemes[application].flatMap { packs[$0] }
    return LocalWords.stage(stage, in: pack)
  }

  /// A stage of a scheme by the office that decides it.
  package func stage(_ stage: Identifier, in scheme: Identifier) -> Text { LocalWords.stage(stage, in: packs[scheme]) }

  /// A stage by the office that decides it under a pack.
  package static func stage(_ stage: Identifier, in pack: PolicyPack?) -> Text {
    let office = pack?.process.stages.first { $0.name == stage }?.office.printable
    return Text(en: "\(stage)", zh: office ?? "\(stage)")
  }

  /// A region by its name.
  package func region(_ region: Region) -> Text {
    Text(en: "\(region)", zh: region.inWords)
  }

  /// A way to apply, by the pack's name for it.
  package func channel(_ channel: String, in scheme: Identifier) -> Text {
    let rules = packs[scheme]?.application?.channels ?? []
    return rules.first { $0.code == channel }?.words ?? Text(same: channel)
  }

  /// A comparison of data by its name: 社保登记.
  package func check(_ check: Identifier) -> Text {
    let rules = packs.keys.sorted().lazy.compactMap { scheme in
      packs[scheme]?.registration?.checks.first { $0.code == check.description }
    }
    return rules.first?.words ?? Text(same: "\(check)")
  }
}
