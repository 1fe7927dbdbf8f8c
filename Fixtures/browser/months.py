"""The users' months, each from its beginning to its end as they go through it."""
import io
import re
import zipfile

import pages
from frame import check, none, scenario
from pages import MAIN, expect, fill, press, record, submit_act, try_act
from server import APPROVER, AUDITOR, CHECKER, CLERK, COLLEAGUE, DRAFTER, REVIEWER, Client
from survey import WIDER

MONTH = "2025-12"


def contributed(run, *persons):
    """Has a clerk take in what some persons have paid for the month."""
    table = "\n".join(["person,amount,paidOn", *(f"{person},900.00,2025-12-18" for person in persons), ""])
    pages.record_table(run.server.client(CLERK), f"/counter/contributions/{MONTH}", table)


def draft(run, chrome, batch, scheme):
    """Drafts a batch of the month."""
    record(chrome, f"/months/{MONTH}/draft", batch=batch, scheme=scheme)


# The clerk.

@scenario("a clerk's month: a person, an application with its preview, a fact, a table with bad rows, deadlines, paper")
def clerk(run):
    number, other = pages.id_number(201), pages.id_number(203)
    with run.chrome(CLERK) as chrome:
        before = run.size()
        record(chrome, f"/counter/one/registrations/{pages.SCHEME}", idNumber=number, name=pages.NAMES[12],
               household="360202", phone="19000000201")
        check(run.size() == before + 1, "the person is not recorded once")
        run.look(chrome, "registered")
        person = re.search(r"\bp-[a-z0-9-]+", chrome.one("main").text)[0]

        # Something wrong comes back with all that was typed; then the preview says what the ledger would.
        chrome.open(f"/counter/one/applications/{pages.SCHEME}?person={person}")
        fill(chrome, {"from": "2026-01", "undertaking": "yes", "channel": "counter", "source": "street",
                      "household": "nowhere", "fact.difficulty-recognised": "2025-11-03",
                      "fact.flexible-registered": "2025-11-03"})
        submit_act(chrome)
        check(chrome.status() == 422 and chrome.title.startswith("错误："), "a place that is none is taken")
        check(chrome.one('main [name="household"]').get_attribute("value") == "nowhere", "what was typed is lost")
        run.look(chrome, "application-wrong")
        fill(chrome, household="360202")
        try_act(chrome)
        check("尚未登记任何内容" in chrome.text and "将登记的内容" in chrome.text, chrome.text[:500])
        run.look(chrome, "application-preview")
        check(run.size() == before + 1, "a preview is recorded")
        submit_act(chrome)
        pages.done(chrome)
        check(run.size() > before + 1 and "申请" in chrome.text, "the application is not recorded")
        run.look(chrome, "application-recorded")
        paper = chrome.printed()
        check(paper.startswith(b"%PDF"), "what was recorded does not print")

        # What the document does not allow can be recorded: the preview says that it is rejected.
        chrome.open(f"/counter/one/applications/{pages.SCHEME}")
        fill(chrome, {"idNumber": other, "household": "360202", "from": "2026-01", "undertaking": "no",
                      "channel": "counter", "fact.difficulty-recognised": "2025-11-03",
                      "fact.flexible-registered": "2025-11-03", "source": "street"})
        try_act(chrome)
        check("不予" in chrome.text or "未通过" in chrome.text, f"the rejection is not foreseen: {chrome.text[:800]}")
        run.look(chrome, "application-rejected-preview")

        record(chrome, f"/counter/one/facts/{pages.SCHEME}?person={person}", fact="training", factFrom="2025-12-01",
               source="street")

        # A table with rows that cannot be taken: none is recorded, and they come back with the reasons.
        before, path = run.size(), f"/counter/many/registrations/{pages.SCHEME}"
        head = "身份证号,姓名,户籍地"
        good = [f"{pages.id_number(205 + 2 * row)},{pages.NAMES[13 + row]},360202" for row in range(3)]
        bad = [good[0], f"{pages.id_number(211)[:-1]}A,,360202", f"{pages.id_number(209)},{pages.NAMES[15]},某地"]
        chrome.open(path)
        fill(chrome, file=run.file("persons.csv", "\n".join([head, *bad, ""])), count="3")
        try_act(chrome)
        check(all(text in chrome.text for text in ("有 2 处问题", "第 3 行： `身份证号` 列", "第 4 行： `户籍地` 列")), chrome.text[:800])
        check(not chrome.all("main form"), "rows that are wrong can be recorded")
        run.look(chrome, "table-refused")
        name, content = chrome.download('main a[href*="/files/"]')
        check(name == "refused.xlsx", f"the rows come back as {name}")
        sheet = zipfile.ZipFile(io.BytesIO(content))
        words = "".join(sheet.read(part).decode() for part in sheet.namelist() if part.endswith(".xml"))
        check("某地" in words and "六位行政区划代码" in words, "the workbook does not say what is wrong")
        check(run.size() == before, "a refused table is recorded")
        # Another number of rows than somebody has counted is refused, too.
        chrome.open(path)
        table = run.file("persons.csv", "\n".join([head, *good, ""]))
        fill(chrome, file=table, count="4")
        submit_act(chrome)
        expect(chrome, lambda: "实为 3 行" in chrome.text, "the count that is wrong")
        run.look(chrome, "table-miscounted")
        fill(chrome, file=table, count="3")
        try_act(chrome)
        run.look(chrome, "table-preview")
        submit_act(chrome)
        pages.done(chrome)
        check(run.size() == before + 3, "the table is not recorded once")
        run.look(chrome, "table-recorded")

        # What is due, as paper.
        press(chrome, '.nav a[href="/deadlines"]')
        check("审核" in chrome.text and chrome.printed().startswith(b"%PDF"), "the deadlines do not print")


# The reviewer.

@scenario("a reviewer's month: from the queue pass on a telephone, fail with a clause, ask for correction")
def reviewer(run):
    with run.chrome(REVIEWER) as chrome:
        chrome.width(390)
        chrome.open("/")
        press(chrome, ".next a")
        check(chrome.path == "/reviews", f"today leads to {chrome.path}")
        press(chrome, ".next a")
        check(re.fullmatch("/reviews/[^/]+/[^/]+", chrome.path), f"the queue leads to {chrome.path}")
        run.cases = [case for case in run.cases if case != chrome.path]
        before = run.size()
        fill(chrome, decision="passed")
        none(chrome.run(WIDER))
        submit_act(chrome)
        pages.done(chrome)
        check(run.size() > before, "the review is not recorded")
        for decision, fields, words in (
                ("failed", {"reason": None}, "审核未通过"), ("correction", {"items": "身份证复印件\n户口簿"}, "补正")):
            case = run.case()
            chrome.open(case)
            if "reason" in fields:
                options = [option for option in chrome.all("#reason option") if option.get_attribute("value")]
                options = [option for option in options if re.search("（.+）$", option.text)]
                check(options, "no reason names its clause")
                fields["reason"] = options[0].get_attribute("value")
            before = run.size()
            fill(chrome, fields, decision=decision)
            submit_act(chrome)
            pages.done(chrome)
            check(run.size() > before and words in chrome.text, f"{decision} is not recorded: {chrome.text[:300]}")
            run.look(chrome, f"review-{decision}")
            chrome.open(f"/people/{case.split('/')[2]}")
            check(words in chrome.text, f"the person's page does not tell of {decision}")


# Finance, two persons, and the auditor.

@scenario("finance's month: two persons in two browsers from the draft to the close, a payment returned and paid again")
def finance(run):
    batch, again = "jd-2025-12", "jd-2025-12-b"
    contributed(run, *(f"jd-{number:03d}" for number in range(2, 7)))
    with run.chrome(DRAFTER) as one, run.chrome(APPROVER) as other:
        one.open("/months")
        press(one, 'main a[href$="/months/2025-12"]')
        draft(run, one, batch, pages.SCHEME)
        run.look(one, "drafted")

        # Who has drafted it sees whose turn it is, and no button; a form that somebody else has is refused.
        one.open(f"/batches/{batch}")
        check(not one.all('main a[href$="/approve"]'), "the drafter is led to the approval")
        one.open(f"/batches/{batch}/approve")
        check(one.status() == 403 and not one.all("#act"), "the drafter gets the form of the approval")

        with run.chrome(CHECKER) as street:
            street.open("/")
            press(street, f'main table a[href="/batches/{batch}"]')
            press(street, ".next a")
            submit_act(street)
            pages.done(street)
        one.open(f"/batches/{batch}")
        check("由 op-021 起草，须由另一人核准" in one.text, one.text[:300])

        # Approved by what was counted: what is typed wrongly is refused, and stays.
        other.open("/")
        press(other, ".next a")
        check(other.path == f"/batches/{batch}", f"today leads to {other.path}")
        press(other, ".next a")
        check("2,500.00" not in other.one("main").text, "the page says what is to be typed")
        before = run.size()
        token = other.one("#act input[name=token]").get_attribute("value")
        forged = Client(run.server).of(one).post(other.path, {"token": token, "count": "5", "total": "2500.00"})
        check(forged.status == 403 and run.size() == before, f"the drafter's own approval gives {forged.status}")
        for count, total in (("5", "2500.01"), ("6", "2500.00")):
            fill(other, count=count, total=total)
            submit_act(other)
            check(other.status() == 422 and other.title.startswith("错误："), f"{count} and {total} are taken")
            check(other.one("#total").get_attribute("value") == total, "what was typed is lost")
        run.look(other, "approval-wrong")
        check(run.size() == before, "a refused approval is recorded")
        fill(other, count="5", total="2500.00")
        submit_act(other)
        pages.done(other)
        check(run.size() == before + 1, "the approval is not recorded once")
        run.look(other, "approved")

        record(one, f"/batches/{batch}/request")
        record(other, f"/batches/{batch}/fund", amount="2500.00", reference="2025-12-8")
        record(one, f"/batches/{batch}/export", form="csv", funds=True)
        run.look(one, "exported")
        name, content = one.download('main a[href*="/files/0"]')
        lines = content.decode().splitlines()
        check(name == f"{batch}.csv" and len(lines) == 6 and content.count(b",500.00") == 5, f"{name}: {len(lines)} lines")

        # The board is seen as a whole.
        for chrome in (one, other):
            chrome.open(f"/months/{MONTH}")
            check(batch in chrome.text, "the board does not have the batch")
            check(chrome.run("const s = document.querySelector('#board .scroll'); return s.scrollWidth <= s.clientWidth"),
                  "steps of the board are out of sight at 1024 px")
        run.picture(one, "board-1024-zh")

        # The bank has returned one.
        persons = [line.split(",")[1] for line in lines[1:]]
        answer = ["person,month,status,code", *(f"{person},{MONTH},paid," for person in persons[1:]),
                  f"{persons[0]},{MONTH},returned,账号不符", ""]
        one.open(f"/batches/{batch}/settle")
        fill(one, file=run.file("answer.csv", "\n".join(answer)), count="5", total="2499.00")
        before = run.size()
        submit_act(one)
        expect(one, lambda: one.status() == 422 and one.all(".problems"), "wrong totals of the answer are refused")
        run.look(one, "answer-wrong")
        fill(one, file=run.file("answer.csv", "\n".join(answer)), count="5", total="2500.00")
        try_act(one)
        check("已付 4 笔（2,000.00 元），退票 1 笔（500.00 元）" in one.text, one.text[:500])
        run.look(one, "answer-preview")
        check(run.size() == before, "a preview is recorded")
        submit_act(one)
        pages.done(one)
        check(run.size() == before + 5, "the answers are not recorded once")
        run.look(one, "answer-recorded")

        # It comes to zero, and what came back is paid again.
        one.open(f"/batches/{batch}")
        check("已结清" in one.text and persons[0] in one.text, one.text[:500])
        run.look(one, "batch-settled")
        draft(run, one, again, pages.SCHEME)
        one.open(f"/batches/{again}")
        check(batch in one.one("#items").text and "500.00" in one.one("#items").text, "it is not paid again")
        record(other, f"/batches/{again}/approve", count="1", total="500.00")
        record(one, f"/batches/{again}/export", form="csv")
        answer = ["person,month,status", f"{persons[0]},{MONTH},paid", ""]
        record(one, f"/batches/{again}/settle", file=run.file("answer-b.csv", "\n".join(answer)), count="1", total="500.00")
        check("已付 1 笔" in one.text, one.text[:300])

        # The month is not over: it is closed only by whoever says so.
        one.open(f"/months/{MONTH}/close")
        before = run.size()
        submit_act(one)
        check(one.status() == 422 and run.size() == before, f"a month that is not over is closed: {one.status()}")
        fill(one, early=True)
        submit_act(one)
        pages.done(one)
        run.look(one, "closed")
        other.open(f"/months/{MONTH}")
        check("尚未月结" not in other.text, "the other one does not see that it is closed")
        run.look(other, "month-closed")

    with run.chrome(AUDITOR) as chrome:
        chrome.open("/audit")
        press(chrome, "main form button")
        expect(chrome, lambda: chrome.all(".figures"), "the result of the audit", seconds=60)
        check("发现" in chrome.text, chrome.text[:300])
        run.look(chrome, "audited")
        chrome.open("/audit/findings")
        run.look(chrome, "findings")
        for name in (batch, again):
            chrome.open(f"/batches/{name}")
            check("已结清" in chrome.text and not chrome.all(MAIN), f"{name} is not there to be read")


@scenario("of two approvers with the page open the second hears who was faster and when, and nothing is recorded twice")
def approved_twice(run):
    batch = "lz-2025-12"
    path = f"/batches/{batch}/approve"
    contributed(run, "lz-005", "lz-006")
    with run.chrome(DRAFTER) as drafter, run.chrome(APPROVER) as one, run.chrome(COLLEAGUE) as other:
        draft(run, drafter, batch, "liuzhou")
        count, total = counted(drafter, batch)
        for chrome in (one, other):
            chrome.open(path)
            fill(chrome, count=count, total=total)
        before = run.size()
        submit_act(one)
        pages.done(one)
        submit_act(other)
        check(other.status() == 409, f"the second approval gives {other.status()}: {other.text[:300]}")
        check("他人已先办理" in other.text and re.search(r"op-022 于 2025-12-\d\d \d\d:\d\d", other.text), other.text[:400])
        check("您没有登记任何内容" in other.text, other.text[:400])
        run.look(other, "approved-by-another")
        other.driver.refresh()
        other.open(f"/batches/{batch}")
        check(APPROVER in other.one("#steps").text and COLLEAGUE not in other.one("#steps").text, "the approval is another's")
        check(run.size() == before + 1, "it is approved twice")


@scenario("who may draft and approve cannot approve what is their own: no form, and 403 for one that is forged")
def own_approval(run):
    batch = "yg-2025-12"
    contributed(run, "yg-002", "yg-003")
    with run.chrome(COLLEAGUE) as chrome:
        draft(run, chrome, batch, "lianyungang")
        count, total = counted(chrome, batch)
        check(not chrome.all('main a[href$="/approve"]'), "the drafter is led to the approval")
        chrome.open(f"/batches/{batch}/approve")
        check(not chrome.all("#act") and "须由另一人核准" in chrome.text, chrome.text[:300])
        run.look(chrome, "own-approval")
        before = run.size()
        token = run.server.client(APPROVER).get(f"/batches/{batch}/approve").hidden("token")
        answer = Client(run.server).of(chrome).post(f"/batches/{batch}/approve", {"token": token, "count": count, "total": total})
        check(answer.status == 403 and "须由另一人核准" in answer.text, f"the forged approval gives {answer.status}")
        check(run.size() == before, "somebody has approved their own batch")


def counted(chrome, batch):
    """Number and sum of a batch, as somebody reads them."""
    chrome.open(f"/batches/{batch}")
    text = chrome.one(".facts").text
    return re.search(r"笔数\s+([0-9]+)", text)[1], re.search(r"合计\s+([0-9,.]+)", text)[1].replace(",", "")


# The picture of the first screen of README.md, of the sample as it is opened.

README_HEIGHT = 930


@scenario("the month's board of the sample, as README.md shows it", is_first=True)
def pictured(run):
    with run.chrome(DRAFTER) as chrome:
        chrome.width(1280)
        chrome.open("/months")
        check(len(chrome.all("#board tbody tr")) == 6, "the board of the sample has no six batches")
        none(chrome.run(WIDER))
        for path in filter(None, (run.options.readme, run.pictures and f"{run.pictures}/readme.png")):
            chrome.picture(path, README_HEIGHT)
