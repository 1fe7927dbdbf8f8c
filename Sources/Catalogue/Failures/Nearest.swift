/// The known name that a mistyped one most probably means; nil if none is near.
package func nearest(to found: String, in known: [String]) -> String? {
  let typed = Array(found.utf8)
  // If a name was only begun, such as `--eff` for `--effective-from`, the number of edits does not matter.
  if typed.count > 3, let begun = known.first(where: { $0.hasPrefix(found) }) { return begun }
  guard typed.count <= 64 else { return nil }
  let scored = known.map { (name: $0, edits: edits(from: typed, to: Array($0.utf8))) }
  guard let best = scored.min(by: { $0.edits < $1.edits }) else { return nil }
  return best.edits <= max(1, min(3, best.name.utf8.count / 3)) ? best.name : nil
}

/// How many letters have to be changed, added, dropped or swapped with the next one to get from one name to another.
///
/// > Source: Damerau's distance in its form of optimal string alignment.
private func edits(from first: [UInt8], to second: [UInt8]) -> Int {
  var rows = [Array(0...second.count)]
  for i in 0..<first.count {
    var row = [i + 1]
    for j in 0..<second.count {
      var cost = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
      if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[first.count][second.count]
}
