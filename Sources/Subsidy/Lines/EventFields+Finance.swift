import JSONText
import Values

extension FundsRequested: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(batch: try fields.identifier("batch"), amount: try fields.fen("amountFen"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("batch", batch)
    writer.field("amountFen", amount)
  }
}

extension FundsReceived: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    self.init(
      batch: try fields.identifier("batch"), amount: try fields.fen("amountFen"),
      reference: try fields.text("reference"))
  }

  func write(to writer: inout JSONWriter) {
    writer.field("batch", batch)
    writer.field("amountFen", amount)
    writer.field("reference", reference)
  }
}

extension MonthClosed: EventFields {
  init(reading fields: inout FieldReader) throws(EventError) {
    let month = try fields.month("month")
    let size = try fields.number("size")
    let root = try fields.sha256("root")
    var sums = MonthSums()
    sums.paid = try fields.fen("paidFen")
    sums.returned = try fields.fen("returnedFen")
    sums.bounced = try fields.fen("bouncedFen")
    sums.adjusted = try fields.fen("adjustedFen")
    sums.repaid = try fields.fen("repaidFen")
    sums.putBack = try fields.fen("putBackFen")
    sums.writtenOff = try fields.fen("writtenOffFen")
    sums.outstanding = try fields.fen("outstandingFen")
    self.init(month: month, size: size, root: root, sums: sums)
  }

  func write(to writer: inout JSONWriter) {
    writer.field("month", month)
    writer.field("size", Int64(clamping: size))
    writer.field("root", root)
    writer.field("paidFen", sums.paid)
    writer.field("returnedFen", sums.returned)
    writer.field("bouncedFen", sums.bounced)
    writer.field("adjustedFen", sums.adjusted)
    writer.field("repaidFen", sums.repaid)
    writer.field("putBackFen", sums.putBack)
    writer.field("writtenOffFen", sums.writtenOff)
    writer.field("outstandingFen", sums.outstanding)
  }
}
