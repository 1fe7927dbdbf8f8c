extension Range<Int> {
  /// The first position in an ascending list that is not before the value sought; the end if all are.
  ///
  /// - Parameter isBefore: whether the element at a position is before it.
  /// - Returns: the position.
  ///
  /// > Complexity: O(log n) questions.
  @inlinable @inline(__always)
  public func firstNot(before isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
