import Ledger
import Catalogue
import Merkle
import Notes
import Papers
import Reports
import Subsidy
import Values
import Web

/// The frame of every page: the masthead with search, language and sign-out; the strip that names the ledger and its size; the menu; and
/// the checkpoint of the page at its foot.
struct Shell {
  /// The address of the style sheet.
  let style: String
  /// The address of the icon: without one a browser asks for an icon that does not exist.
  let icon: String

  /// The page of an operator who is signed in.
  func bytes(of page: Page, _ desk: Desk) -> [UInt8] {
    HTMLWriter.page(
      language: desk.language.tag,
      head: { head in
        write(
          title: desk.say(page.status == .unprocessable ? .errorTitle(page.title) : page.title), desk.state.name,
          desk.language, to: &head)
      }
    ) { body in
      body.element("a", ["class": "skip", "href": "#main"], text: desk.say(.toContent))
      write(mastTo: &body, desk)
      write(stripTo: &body, desk)
      body.element("div", ["class": "frame"]) { frame in
        write(menuTo: &frame, page, desk)
        frame.element("main", ["id": "main", "tabindex": "-1"]) { main in write(page, to: &main, desk) }
      }
      body.line()
      write(footTo: &body, desk)
    }
  }

  /// A page outside of a session: the login, and faults of requests.
  func bytes(title: Text, _ language: Language, _ body: (inout HTMLWriter) -> Void) -> [UInt8] {
    HTMLWriter.page(
      language: language.tag, head: { head in write(title: title(in: language), nil, language, to: &head) }
    ) { page in
      page.element("header", ["class": "mast"]) { mast in
        mast.element("span", ["class": "name"], text: Text.workbench(in: language))
      }
      page.element("main", ["id": "main", "class": "narrow"]) { body(&$0) }
      page.line()
    }
  }

  private func write(title: String, _ ledger: String?, _ language: Language, to head: inout HTMLWriter) {
    head.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    let parts = [title, ledger, Text.workbench(in: language)].compactMap { $0 }
    head.element("title", text: parts.joined(separator: " · "))
    head.void("link", ["rel": "stylesheet", "href": style])
    head.void("link", ["rel": "icon", "href": icon])
    head.line()
  }

  private func write(mastTo body: inout HTMLWriter, _ desk: Desk) {
    body.element("header", ["class": "mast"]) { mast in
      mast.element("a", ["class": "name", "href": desk.link(Place.today.path)], text: desk.say(.workbench))
      mast.element(
        "form", ["class": "find no-print", "role": "search", "method": "post", "action": desk.link(Place.find.path)]
      ) { form in
        form.element("label", ["class": "vh", "for": "find"], text: desk.say(.findHint))
        form.void("input", ["id": "find", "name": "who", "autocomplete": "off", "placeholder": desk.say(.findShort)])
        form.token(desk)
        form.button(desk.say(.find), "btn small")
      }
      mast.element("div", ["class": "me no-print"]) { me in
        let other: Language = desk.language == .zh ? .en : .zh
        let tongue = other == .zh ? [] : [Fields.Item(name: Desk.languageField, value: other.rawValue)]
        let here = desk.here(without: [Desk.languageField, TableView.exportField], tongue)
        let tag = other.tag
        // The address alone leads to a form's page.
        me.element("a", ["href": here, "lang": tag, "hreflang": tag], text: Text.ownName(of: other))
        me.element("a", ["href": desk.link(Place.sessions.path)], text: desk.seat.by.description)
        me.element("form", ["method": "post", "action": desk.link(Paths.logout())]) { form in
          form.token(desk)
          form.button(desk.say(.signOut), "plain")
        }
      }
    }
    body.line()
  }

  private func write(stripTo body: inout HTMLWriter, _ desk: Desk) {
    let root = ShortRoot(of: desk.log.root)
    let style = desk.knownAt == nil ? "strip" : "strip past"
    body.element("div", ["class": style, "role": "region", "aria-label": desk.say(.ledgerState)]) { strip in
      strip.element("dl") { list in
        func item(_ label: Text, _ value: String, _ style: String = "") {
          list.element("div") { entry in
            entry.element("dt", text: desk.say(label))
            entry.element("dd", ["class": style], text: value)
          }
        }
        item(.ledger, desk.state.name.printable)
        item(.ledgerSize, desk.say(.verifiedEvents(desk.log.size)))
        item(.ledgerRoot, root.grouped, "mono")
        let last = desk.shown.last?.chinaMinute ?? "–"
        item(.asOf, desk.knownAt.map { desk.say(.asOfPast($0.chinaMinute)) } ?? desk.say(.asOfLatest(last)))
        let office = desk.operator.details.office.map { " · \($0.printable)" } ?? ""
        item(.operatorOf, "\(desk.seat.by)\(office)")
      }
      strip.element("form", ["method": "get", "class": "asof no-print", "action": desk.path.text]) { form in
        let own = [Desk.knownAtField, TableView.exportField]
        for item in desk.request.query.items where !own.contains(item.name) {
          form.hidden(item.name, item.value)
        }
        form.element("label", ["class": "vh", "for": Desk.knownAtField], text: desk.say(.asOfHint))
        let day = desk.knownAt?.civilDate.description ?? ""
        form.void(
          "input", ["type": "date", "id": Desk.knownAtField, "name": Desk.knownAtField, "value": day])
        form.button(desk.say(.look), "plain")
        if desk.knownAt != nil {
          let items = desk.request.query.items.filter { !own.contains($0.name) }
          form.element(
            "a", ["href": desk.path.with(Fields(items)).text],
            text: desk.say(.backToLatest))
        }
      }
    }
    body.line()
  }

  private func write(menuTo frame: inout HTMLWriter, _ page: Page, _ desk: Desk) {
    frame.element("nav", ["class": "nav", "aria-label": desk.say(.menu)]) { nav in
      nav.element("ul") { list in
        for place in Place.allCases where place.admits(desk.operator) {
          list.element("li") { item in
            let path = desk.link(place.path)
            item.element(
              "a", place == page.place ? ["href": path, "aria-current": "page"] : ["href": path],
              text: desk.say(place.name))
          }
        }
      }
    }
    frame.line()
  }

  private func write(footTo body: inout HTMLWriter, _ desk: Desk) {
    let lines = Checkpoint(
      origin: NoteName.made(from: desk.state.name), size: desk.log.size, root: desk.log.root)
    body.element("footer", ["class": "foot"]) { foot in
      foot.element("p", text: desk.say(.checkpointOfPage))
      if let lines {
        foot.element("pre", ["tabindex": "0", "role": "region", "aria-label": desk.say(.checkpoint)]) { part in
          part.text(String(decoding: lines.body, as: UTF8.self))
        }
      }
      foot.element("p", text: desk.say(.footNote))
    }
    body.line()
  }
}

// MARK: - The parts of a page

extension Shell {
  private func write(_ page: Page, to main: inout HTMLWriter, _ desk: Desk) {
    if let place = page.place, let above = page.above {
      main.element("nav", ["class": "crumbs", "aria-label": desk.say(.whereYouAre)]) { nav in
        for (words, path) in [(place.name, place.path)] + above {
          nav.element("a", ["href": desk.link(path)], text: desk.say(words))
          nav.text(" › ")
        }
        nav.text(desk.say(page.title))
      }
    }
    main.element("div", ["class": "head"]) { head in
      head.element("div") { part in
        part.element("h1", text: desk.say(page.title))
        part.element("p", text: desk.say(page.question))
      }
    }
    main.line()
    main.element("div", ["class": "stack"]) { stack in for part in page.parts { write(part, to: &stack, desk) } }
    if page.refresh != nil { write(stopTo: &main, desk) }
  }

  /// The link that stops a page from reloading itself, and the one back.
  private func write(stopTo main: inout HTMLWriter, _ desk: Desk) {
    let stop = desk.isStill ? [] : [Fields.Item(name: Page.stillField, value: "yes")]
    main.element("p", ["id": "refresh", "class": "links no-print"]) { part in
      part.element(
        "a", ["href": desk.here(without: [Page.stillField], stop)],
        text: desk.say(desk.isStill ? .refreshAgain : .stopRefreshing))
    }
  }

  private func write(_ part: Page.Part, to html: inout HTMLWriter, _ desk: Desk) {
    switch part {
    case .next(let what, let why, let link): write(next: what, why, link, to: &html, desk)
    case .figures(let figures): write(figures, to: &html, desk)
    case .chart(let title, let bars):
      card(title, to: &html, desk) { card in
        card.element("div", ["class": "wide", "tabindex": "0", "role": "group", "aria-label": desk.say(title)]) {
          BarChart(bars).write(to: &$0, title: desk.say(title)) { ($0 / 100).grouped }
        }
      }
    case .table(let view): view.write(to: &html, desk)
    case .facts(let heading, let table): card(heading, to: &html, desk) { write(table, to: &$0, desk) }
    case .sentences(let heading, let sentences): card(heading, to: &html, desk) { write(sentences, to: &$0, desk) }
    case .note(let text, let tone): html.element("p", ["class": tone.rawValue], text: desk.say(text))
    case .actions(let heading, let actions):
      if actions.isEmpty { return }
      card(heading, style: "card no-print", to: &html, desk) { write(actions, to: &$0, desk) }
    case .links(let links):
      html.element("p", ["class": "links no-print"]) { part in
        for (words, path) in links {
          part.element("a", ["href": desk.link(path)], text: desk.say(words))
          part.text("　")
        }
      }
    case .custom(let write): write(&html, desk)
    }
    html.line()
  }

  /// A part with a heading.
  private func card(
    _ heading: Text, style: String = "card", to html: inout HTMLWriter, _ desk: Desk, _ body: (inout HTMLWriter) -> Void
  ) {
    html.element("section", ["class": style]) { card in
      card.element("h2", text: desk.say(heading))
      body(&card)
    }
  }

  private func write(
    next what: Text, _ why: Text?, _ link: (Text, LocalPath)?, to html: inout HTMLWriter, _ desk: Desk
  ) {
    html.element("section", ["class": "card next"]) { card in
      card.element("h2", ["class": "eye"], text: desk.say(.nextStep))
      card.element("p", ["class": "what"], text: desk.say(what))
      if let why { card.element("p", text: desk.say(why)) }
      guard let (words, path) = link else { return }
      card.element("p", ["class": "buttons no-print"]) { buttons in
        buttons.element("a", ["class": "btn main", "href": desk.link(path)], text: desk.say(words))
      }
    }
  }

  private func write(_ figures: [Page.Figure], to html: inout HTMLWriter, _ desk: Desk) {
    html.element("dl", ["class": "figures"]) { list in
      for figure in figures {
        list.element("div", figure.isHot ? ["class": "hot"] : [:]) { entry in
          entry.element("dt", text: desk.say(figure.label))
          entry.element("dd") { value in
            value.text(figure.value)
            if let note = figure.note { value.element("small", text: desk.say(note)) }
          }
        }
      }
    }
  }

  private func write(_ facts: Table, to card: inout HTMLWriter, _ desk: Desk) {
    card.element("dl", ["class": "facts"]) { list in
      for row in facts.rows where row.count == 2 {
        list.element("dt", text: row[0].shown(in: desk.language))
        list.element("dd", text: row[1].inChinaTime.shown(in: desk.language))
      }
    }
  }

  private func write(_ sentences: [Text], to card: inout HTMLWriter, _ desk: Desk) {
    for sentence in sentences {
      let words = desk.say(sentence)
      // The indentation of a sentence says that it belongs to the one before.
      card.element("p", words.hasPrefix("  ") ? ["class": "sub"] : [:], text: words.trimmedStart)
    }
  }

  private func write(_ actions: [(Text, LocalPath)], to card: inout HTMLWriter, _ desk: Desk) {
    card.element("ul", ["class": "acts"]) { list in
      for (words, path) in actions {
        list.element("li") { $0.element("a", ["href": desk.link(path)], text: desk.say(words)) }
      }
    }
  }
}

extension String {
  fileprivate var trimmedStart: String { String(drop { $0 == " " }) }
}
