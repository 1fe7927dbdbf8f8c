import Catalogue
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import System
import Values
import Web

/// What is done with a batch, by the last part of its address.
enum BatchAct: String, CaseIterable, WordInPath {
  case check, approve, request, fund, export, settle, cancel, recall, withhold
}

/// What is done with a month.
enum MonthAct: String, CaseIterable, WordInPath {
  case draft, close, reopen
}

extension BatchStep {
  /// The act by which somebody takes the step; nil for one that is not taken on a batch's page.
  var act: BatchAct? {
    switch self {
    case .check: .check
    case .approve: .approve
    case .request: .request
    case .fund: .fund
    case .export: .export
    case .settle: .settle
    case .draft, .reconcile: nil
    }
  }
}

/// The month's acts: from the draft to the close.
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
      _ events: [EventType], fields: [FormField] = [], against: Text? = nil, button: Text,
      _ perform: @escaping @Sendable (SubsidyLedger, ActValues) throws -> Act.Outcome
    ) -> Act {
      Act(
        path: Paths.batchAct(name, kind), place: .batches, title: .act(kind, name), question: .question(of: kind),
        above: [(Text(same: name.description), Paths.batch(name))], button: button,
        events: events, subject: .batch(name), parts: [BatchesPage.facts(of: batch, desk)], fields: fields,
        against: against, perform: perform)
    }
    switch kind {
    case .check:
      return act([.listChecked], button: .checkIt) { ledger, _ in
        Act.Outcome(notes: [.listChecked(name, isNew: try ledger.checkList(of: name, by: by))])
      }
    case .approve:
      let isDrafter = batch.drafter?.isSameOperator(as: by) ?? false
      var approve = act(
        [.batchApproved], fields: controls, against: isDrafter ? .stepNeedsAnother(batch.drafter) : nil,
        button: .approveIt
      ) { ledger, values in
        let controls = ApprovalControls(
          count: try values.count("count"),
          total: try values.amount("total"))
        return Act.Outcome(
          notes: try [.batchApproved(name)] + ledger.approve(name, controls: controls, by: by).notes(of: name))
      }
      // Whoever approves has counted for themselves: the page does not say what is to be typed.
      approve.parts = [.note(.controlsTyped, .note)]
      return approve
    case .request:
      return act([.fundsRequested], button: .requestIt) { ledger, _ in
        Act.Outcome(notes: [.fundsRequested(name, isNew: try ledger.requestFunds(for: name, by: by))])
      }
    case .fund:
      return act(
        [.fundsReceived],
        fields: [
          FormField("amount", Heading.amount.text, .fundsHint, .value(.yuan)),
          FormField("reference", .fundsReference, .fundsReferenceHint, .value(.text)),
        ], button: .fundIt
      ) { ledger, values in
        let receipt = FundsReceived(
          batch: name, amount: try values.amount("amount"), reference: values["reference"])
        let isNew = try ledger.receiveFunds(receipt, by: by)
        return Act.Outcome(notes: [.fundsReceived(name, receipt.amount, isNew: isNew)])
      }
    case .export: return export(name, batch, act, by)
    case .settle: return settle(name, act, by)
    case .cancel:
      return act([.batchCancelled], button: .cancelIt) { ledger, _ in
        let left = try ledger.cancel(name, by: by)
        return Act.Outcome(
          notes: [.batchCancelled(name)] + (left > .zero ? [.fundsToReturn(name, left)] : []))
      }
    case .recall:
      return act([.batchRecalled], fields: ConsentActs.reasons, button: .askIt) { ledger, values in
        try ConsentActs.ask(for: .recall(name), ledger, values, by)
      }
    case .withhold:
      return act([.paymentWithheld], fields: ConsentActs.reasons, button: .askIt) { ledger, values in
        try ConsentActs.ask(for: .withholding(name), ledger, values, by)
      }
    }
  }

  private typealias Make = (
    [EventType], [FormField], Text?, Text, @escaping @Sendable (SubsidyLedger, ActValues) throws -> Act.Outcome
  ) -> Act

  /// The control totals, which somebody counts and types.
  private static var controls: [FormField] {
    [
      FormField("count", .controlCount, .controlCountHint, .value(.number)),
      FormField("total", .controlTotal, .controlTotalHint, .value(.yuan)),
    ]
  }

  /// The forms of the bank's file that the program comes with.
  private static var fileForms: [(code: String, words: Text)] {
    (["csv", "pain.001"] + ExportProfile.shippedNames).map { ($0, Text(same: $0)) }
  }

  private static func export(_ name: Identifier, _ batch: BatchSummary, _ make: Make, _ by: Identifier) -> Act {
    let fields = [
      FormField("form", .fileForm, .fileFormHint, .choice(fileForms), initial: "csv"),
      FormField("payer", .payerName, .payerHint, .value(.text), isRequired: false),
      FormField("payer-account", .payerAccount, .payerHint, .value(.text), isRequired: false),
      FormField("payer-bank", .payerBank, .payerHint, .value(.text), isRequired: false),
      FormField("funds", .requireFunds, .requireFundsHint, .tick),
      FormField("accounts", .requireAccounts, .requireAccountsHint, .tick),
    ]
    return make([.batchExported], fields, nil, .exportIt) { ledger, values in
      let form: ExportOrder.Form
      switch values["form"] {
      case "csv": form = .csv
      case "pain.001":
        guard let payer = values.text("payer") else {
          throw FormRefusal(field: "payer", text: .fieldMissing(.payerName))
        }
        form = .pain001(Payer(name: payer, account: values.text("payer-account"), bank: values.text("payer-bank")))
      case _:
        form = .profile(try values.read("form") { ExportProfile.shipped($0) })
      }
      let order = ExportOrder(form, requiresFunds: values.has("funds"), requiresAccounts: values.has("accounts"))
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
  }

  private static func settle(_ name: Identifier, _ make: Make, _ by: Identifier) -> Act {
    let fields = [FormField("file", .answerFile, .answerFileHint, .file)] + controls
    @Sendable func run(_ ledger: SubsidyLedger, _ values: ActValues, isDryRun: Bool) throws -> SettlementOutcome {
      guard let file = values.file else { throw FormRefusal(field: "file", text: .fieldMissing(.answerFile)) }
      let controls = ControlTotals(
        count: try values.count("count"),
        total: try values.amount("total"))
      return try ledger.settle(
        name, results: file.path, named: file.claimedName, controls: controls, isDryRun: isDryRun, by: by)
    }
    var act = make([.paid, .paymentReturned], fields, nil, .settleIt) { ledger, values in
      let outcome = try run(ledger, values, isDryRun: false)
      return Act.Outcome(notes: [.settled(outcome)] + outcome.notes)
    }
    act.trial = (
      Paths.batchTrial(name, .settle),
      { ledger, values in
        let outcome = try run(ledger, values, isDryRun: true)
        return Act.Preview(figures: Page.figures(of: outcome), sentences: [.settled(outcome)] + outcome.notes)
      }
    )
    act.isLong = true
    return act
  }

  // MARK: - A month

  /// An act of a month.
  static func act(_ kind: MonthAct, of month: Month, _ desk: Desk) throws -> Act {
    let (by, day) = (desk.seat.by, desk.day)
    let above = [(Text.monthTitle(month), Paths.month(month))]
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
      return Act(
        path: Paths.monthAct(month, .draft), place: .months, title: .draftTitle(month), question: .draftQuestion,
        above: above, button: .draftIt, events: [.batchDrafted, .paymentOrdered], subject: .nothing, fields: fields,
        isLong: true,
        perform: { ledger, values in
          let batch = try values.identifier("batch")
          let scheme = try values.identifier("scheme")
          let terms = DraftTerms(
            monthsAhead: values.has("ahead"), afterSweep: values.has("swept"),
            district: try values.optional("district", values.region))
          let outcome = try ledger.draft(batch, scheme: scheme, through: month, terms: terms, by: by)
          let drafted = outcome.drafted
          return Act.Outcome(notes: [.step(.approve, of: batch, drafted.items, drafted.total)] + outcome.notes)
        })
    case .close:
      let isRunning = desk.day <= month.lastDay
      let fields = isRunning ? [FormField("early", .beforeEnd, .beforeEndHint, .tick)] : []
      return Act(
        path: Paths.monthAct(month, .close), place: .months, title: .closeTitle(month), question: .closeQuestion,
        above: above, button: .closeIt, events: [.monthClosed], subject: .month(month),
        parts: [.note(.closeIsFinal(month, early: isRunning), .note)]
          + (isRunning ? [.note(.monthIsRunning(month), .warn)] : [])
          + [try MonthsPage.table(of: desk.books(of: month), desk)],
        fields: fields,
        basis: Act.Basis(desk.state) { state in
          let close = MonthClosed(month: month, size: 0, root: "", sums: state.books(of: month).total, looks: nil)
          return Act.digest(of: [.monthClosed(close)], on: day)
        },
        perform: { ledger, values in
          Act.Outcome(notes: [.monthClosed(try ledger.close(month, beforeEnd: values.has("early"), by: by))])
        })
    case .reopen:
      return Act(
        path: Paths.monthAct(month, .reopen), place: .months, title: .reopenTitle(month), question: .reopenQuestion,
        above: above, button: .askIt, events: [.monthReopened], subject: .month(month), fields: ConsentActs.reasons,
        perform: { ledger, values in
          try ConsentActs.ask(for: .reopening(month), ledger, values, by)
        })
    }
  }
}

extension Page {
  /// What a bank's answers come to.
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
