import Catalogue
import Ledger
import Merkle
import Papers
import ReadModel
import Reports
import Subsidy
import System
import Values
import Web

/// An act of a batch, by the last part of its address.
enum BatchAct: String, CaseIterable, WordInPath {
  case check, approve, request, fund, export, settle, cancel, recall, withhold
}

/// An act of a month, by the last part of its address.
enum MonthAct: String, CaseIterable, WordInPath {
  case draft, close, reopen
}

extension BatchStep {
  /// The act that takes the step; nil for a step that is not taken on a batch's page.
  var act: BatchAct? { BatchAct(rawValue: rawValue) }
}

/// The acts of a month and its batches: from the draft to the close.
enum FinanceActs {
  // MARK: - A batch

  /// An act of a batch.
  ///
  /// - Returns: nil if there is no such batch.
  /// - Throws: as `Desk.batch`.
  static func act(_ kind: BatchAct, of name: Identifier, _ desk: Desk) throws -> Act? {
    guard let batch = try desk.batch(name)?.batch else { return nil }
    let by = desk.seat.by
    func act(
      _ events: EventType..., button: Text, fields: [FormField] = [], against: Text? = nil,
      perform: @escaping @Sendable (SubsidyLedger, ActValues) throws -> Act.Outcome
    ) -> Act {
      Act(
        path: Paths.batchAct(name, kind), place: .batches, title: .act(kind, name), question: .question(of: kind),
        above: [(Text(same: name.description), Paths.batch(name))], button: button, events: events,
        subject: .batch(name), parts: [BatchesPage.facts(of: batch, desk)], fields: fields, against: against,
        perform: perform)
    }
    func asking(_ event: EventType, for asked: AskedAct) -> Act {
      act(event, button: .askIt, fields: ConsentActs.reasons) { try ConsentActs.ask(for: asked, $0, $1, by) }
    }
    switch kind {
    case .check:
      return act(.listChecked, button: .checkIt) { ledger, _ in
        Act.Outcome(notes: [.listChecked(name, isNew: try ledger.checkList(of: name, by: by))])
      }
    case .approve:
      let isDrafter = batch.drafter?.isSameOperator(as: by) ?? false
      var approve = act(
        .batchApproved, button: .approveIt, fields: controls,
        against: isDrafter ? .stepNeedsAnother(batch.drafter) : nil
      ) { ledger, values in
        let controls = ApprovalControls(count: try values.count("count"), total: try values.amount("total"))
        return Act.Outcome(
          notes: try [.batchApproved(name)] + ledger.approve(name, controls: controls, by: by).notes(of: name))
      }
      // The operator has counted the paper list: the page does not say what is to be typed.
      approve.parts = [.note(.controlsTyped, .note)]
      return approve
    case .request:
      return act(.fundsRequested, button: .requestIt) { ledger, _ in
        Act.Outcome(notes: [.fundsRequested(name, isNew: try ledger.requestFunds(for: name, by: by))])
      }
    case .fund:
      let fields = [
        FormField("amount", Heading.amount.text, .fundsHint, .value(.yuan)),
        FormField("reference", .fundsReference, .fundsReferenceHint, .value(.text)),
      ]
      return act(.fundsReceived, button: .fundIt, fields: fields) { ledger, values in
        let receipt = FundsReceived(
          batch: name, amount: try values.amount("amount"), reference: values["reference"])
        let isNew = try ledger.receiveFunds(receipt, by: by)
        return Act.Outcome(notes: [.fundsReceived(name, receipt.amount, isNew: isNew)])
      }
    case .export:
      return act(.batchExported, button: .exportIt, fields: fileFields) { ledger, values in
        let order = try order(values)
        let folder = try Files.makeTemporaryDirectory("subsidy-export")
        defer { try? Files.removeTree(folder) }
        let file = "\(name).\(values["form"] == "pain.001" ? "xml" : "csv")"
        let outcome = try ledger.export(name, to: OutputFile("\(folder)/\(file)"), as: order, by: by)
        let files = try outcome.files.map { made in
          Act.File(
            name: made.path.split(separator: "/").last.map(String.init) ?? file, type: "application/octet-stream",
            bytes: try Files.read(made.path, atMost: .max))
        }
        let heads = outcome.files.map { Text.bankFile($0.lines, outcome.total, $0.sha256) }
        return Act.Outcome(notes: heads + outcome.notes(of: name), files: files)
      }
    case .settle:
      @Sendable func run(_ ledger: SubsidyLedger, _ values: ActValues, isDryRun: Bool) throws -> SettlementOutcome {
        let file = try values.neededFile(.answerFile)
        let controls = ControlTotals(count: try values.count("count"), total: try values.amount("total"))
        return try ledger.settle(
          name, results: file.path, named: file.claimedName, controls: controls, isDryRun: isDryRun, by: by)
      }
      let fields = [FormField("file", .answerFile, .answerFileHint, .file)] + controls
      var settle = act(.paid, .paymentReturned, button: .settleIt, fields: fields) { ledger, values in
        let outcome = try run(ledger, values, isDryRun: false)
        return Act.Outcome(notes: [.settled(outcome)] + outcome.notes)
      }
      settle.trial = (
        Paths.batchTrial(name, .settle),
        { ledger, values in
          let outcome = try run(ledger, values, isDryRun: true)
          return Act.Preview(figures: Page.figures(of: outcome), sentences: [.settled(outcome)] + outcome.notes)
        }
      )
      settle.isLong = true
      return settle
    case .cancel:
      return act(.batchCancelled, button: .cancelIt) { ledger, _ in
        let left = try ledger.cancel(name, by: by)
        return Act.Outcome(notes: [.batchCancelled(name)] + (left > .zero ? [.fundsToReturn(name, left)] : []))
      }
    case .recall: return asking(.batchRecalled, for: .recall(name))
    case .withhold: return asking(.paymentWithheld, for: .withholding(name))
    }
  }

  /// The control totals, which the operator counts on paper and types.
  private static var controls: [FormField] {
    [
      FormField("count", .controlCount, .controlCountHint, .value(.number)),
      FormField("total", .controlTotal, .controlTotalHint, .value(.yuan)),
    ]
  }

  private static var fileFields: [FormField] {
    let forms = (["csv", "pain.001"] + ExportProfile.shippedNames).map { (code: $0, words: Text(same: $0)) }
    return [
      FormField("form", .fileForm, .fileFormHint, .choice(forms), initial: "csv"),
      FormField("payer", .payerName, .payerHint, .value(.text), isRequired: false),
      FormField("payer-account", .payerAccount, .payerHint, .value(.text), isRequired: false),
      FormField("payer-bank", .payerBank, .payerHint, .value(.text), isRequired: false),
      FormField("funds", .requireFunds, .requireFundsHint, .tick),
      FormField("accounts", .requireAccounts, .requireAccountsHint, .tick),
    ]
  }

  /// The order for the bank's file, by the values of ``fileFields``.
  private static func order(_ values: ActValues) throws(FormRefusal) -> ExportOrder {
    let form: ExportOrder.Form
    switch values["form"] {
    case "csv": form = .csv
    case "pain.001":
      guard let payer = values.text("payer") else {
        throw FormRefusal(field: "payer", text: .fieldMissing(.payerName))
      }
      form = .pain001(Payer(name: payer, account: values.text("payer-account"), bank: values.text("payer-bank")))
    default: form = .profile(try values.read("form") { ExportProfile.shipped($0) })
    }
    return ExportOrder(form, requiresFunds: values.has("funds"), requiresAccounts: values.has("accounts"))
  }

  // MARK: - A month

  /// An act of a month.
  static func act(_ kind: MonthAct, of month: Month, _ desk: Desk) throws -> Act {
    let (by, day) = (desk.seat.by, desk.day)
    func act(
      _ events: EventType..., title: Text, question: Text, button: Text, subject: Act.Subject,
      parts: [Page.Part] = [], fields: [FormField],
      perform: @escaping @Sendable (SubsidyLedger, ActValues) throws -> Act.Outcome
    ) -> Act {
      Act(
        path: Paths.monthAct(month, kind), place: .months, title: title, question: question,
        above: [(.monthTitle(month), Paths.month(month))], button: button, events: events, subject: subject,
        parts: parts, fields: fields, perform: perform)
    }
    switch kind {
    case .draft:
      let schemes = desk.schemes.map { ($0.description, desk.words.scheme($0)) }
      let fields = [
        FormField("batch", .batchName, .batchNameHint, .value(.identifier)),
        FormField(
          "scheme", Heading.scheme.text, .schemeHint, .choice(schemes),
          initial: schemes.count == 1 ? schemes[0].0 : ""),
        FormField("district", .district, .districtHint, .value(.region), isRequired: false),
        FormField("ahead", .monthsAhead, .monthsAheadHint, .tick),
        FormField("swept", .afterSweep, .afterSweepHint, .tick),
      ]
      var draft = act(
        .batchDrafted, .paymentOrdered, title: .draftTitle(month), question: .draftQuestion, button: .draftIt,
        subject: .nothing, fields: fields
      ) { ledger, values in
        let (batch, scheme) = (try values.identifier("batch"), try values.identifier("scheme"))
        let terms = DraftTerms(
          monthsAhead: values.has("ahead"), afterSweep: values.has("swept"),
          district: try values.optional("district", values.region))
        let outcome = try ledger.draft(batch, scheme: scheme, through: month, terms: terms, by: by)
        let drafted = outcome.drafted
        return Act.Outcome(notes: [.step(.approve, of: batch, drafted.items, drafted.total)] + outcome.notes)
      }
      draft.isLong = true
      return draft
    case .close:
      let (isRunning, books) = (desk.day <= month.lastDay, try desk.books(of: month))
      @Sendable func digest(of books: MonthBooks) -> Digest {
        let close = MonthClosed(month: month, size: 0, root: "", sums: books.total, looks: nil)
        return Act.digest(of: [.monthClosed(close)], on: day)
      }
      var close = act(
        .monthClosed, title: .closeTitle(month), question: .closeQuestion, button: .closeIt, subject: .month(month),
        parts: [.note(.closeIsFinal(month, early: isRunning), .note)]
          + (isRunning ? [.note(.monthIsRunning(month), .warn)] : [])
          + [try MonthsPage.table(of: books, desk)],
        fields: isRunning ? [FormField("early", .beforeEnd, .beforeEndHint, .tick)] : []
      ) { ledger, values in
        Act.Outcome(notes: [.monthClosed(try ledger.close(month, beforeEnd: values.has("early"), by: by))])
      }
      close.basis = Act.Basis(shown: digest(of: books)) { state in digest(of: state.books(of: month)) }
      return close
    case .reopen:
      return act(
        .monthReopened, title: .reopenTitle(month), question: .reopenQuestion, button: .askIt, subject: .month(month),
        fields: ConsentActs.reasons
      ) { try ConsentActs.ask(for: .reopening(month), $0, $1, by) }
    }
  }
}

extension Page {
  /// The sums of a bank's answers.
  fileprivate static func figures(of outcome: SettlementOutcome) -> [Figure] {
    [
      Figure(label: BatchItem.Outcome.paid.words, value: outcome.paidTotal.yuan, note: .items(outcome.paid)),
      Figure(
        label: BatchItem.Outcome.returned.words, value: outcome.returnedTotal.yuan, note: .items(outcome.returned),
        isHot: outcome.returned > 0),
      Figure(label: .knownBefore, value: "\(outcome.known)"),
      Figure(label: .notAnswered, value: "\(outcome.open)"),
    ]
  }
}
