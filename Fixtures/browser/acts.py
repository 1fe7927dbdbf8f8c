"""Every act, and that it counts once."""
import base64
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import pages
from frame import check, none, scenario
from months import MONTH, counted
from pages import MAIN, fill, press, submit_act, try_act
from server import ADMINISTRATOR, APPROVER, AUDITOR, CHECKER, CLERK, COLLEAGUE, DRAFTER, RECOVERY, REVIEWER, Client
from survey import shape

APPLICATION = {"household": "360202", "from": "2026-01", "undertaking": "yes", "channel": "counter",
               "fact.difficulty-recognised": "2025-11-03", "fact.flexible-registered": "2025-11-03", "source": "street"}

# What takes a form and is no act: somebody comes in or goes, is looked for or looked at, or asks for an audit. A review has a page
# of its own, and no form at the counter.
NO_ACTS = {"/login", "/logout", "/people", "/people/*/reveal", "/audit", "/sessions/*/end", "/counter/one/reviews/*"}


def kinds_of_acts():
    """The kinds of acts that the program has, by its own routes, which one of its tests keeps."""
    lines = Path(__file__).with_name("routes.txt").read_text(encoding="utf-8").splitlines()
    paths = [path for method, path in map(str.split, lines) if method == "POST" and not path.endswith("/try")]
    return {shape(path) for path in paths} - NO_ACTS


def public_key(name):
    """A public key of an operator, as it is typed into a form; nobody has the private one."""
    # RFC 8032, section 7.1, test 1.
    key = b"\x01" + bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    digest = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    return f"{name}+{digest}+{base64.b64encode(key).decode()}"


class Act(NamedTuple):
    """Something that is recorded through a form: who does it, where, and what is filled in."""
    operator: str
    path: str
    fields: dict = {}
    # The rows of the file, if it takes one.
    table: tuple = ()
    # What it comes to if nothing is recorded: an error of the form.
    is_refused: bool = False
    # Whether it makes something and records nothing: a letter.
    makes_only: bool = False


def acts(run, chrome):
    """All of them, one after the other; a later one goes on from what an earlier one has recorded."""
    one, many = "/counter/one", "/counter/many"
    scheme, number = "linyi", iter(range(301, 399, 2))
    case = run.case()
    yield Act(CLERK, f"{one}/registrations/{scheme}", {"idNumber": pages.id_number(next(number)), "household": "371302"})
    yield Act(CLERK, f"{one}/applications/{pages.SCHEME}", APPLICATION | {"idNumber": pages.id_number(next(number))})
    yield Act(CLERK, f"{one}/facts/{scheme}", {"person": "ly-004", "fact": "employed", "factFrom": "2025-11-01", "source": "street"})
    yield Act(CLERK, f"{many}/registrations/{scheme}",
              table=("idNumber,household", *(f"{pages.id_number(next(number))},371302" for _ in range(3))))
    yield Act(CLERK, f"{many}/applications/{pages.SCHEME}",
              table=("idNumber," + ",".join(APPLICATION), f"{pages.id_number(next(number))}," + ",".join(APPLICATION.values())))
    yield Act(CLERK, f"{many}/facts/{scheme}", table=("person,fact,factFrom,source", "ly-005,training,2025-12-01,street"))
    yield Act(CLERK, f"/counter/contributions/{MONTH}",
              table=("person,amount,paidOn", *(f"{person},900.00,2025-12-18" for person in ("ly-010", "ly-011", "ly-012", "ly-013", "bj-002"))))
    yield Act(REVIEWER, case, {"decision": "passed"})
    person = run.cases[0].split("/")[2]
    yield Act(REVIEWER, f"{many}/reviews/{pages.SCHEME}", table=("person,outcome", f"{person},passed"))
    del run.cases[0]

    batch, other = "ly-2025-12", "bj-2025-12"
    yield Act(DRAFTER, f"/months/{MONTH}/draft", {"batch": batch, "scheme": scheme})
    yield Act(DRAFTER, f"/months/{MONTH}/draft", {"batch": other, "scheme": "beijing"})
    yield Act(DRAFTER, f"/batches/{other}/cancel")
    yield Act(CHECKER, f"/batches/{batch}/check")
    count, total = counted(chrome, batch)
    yield Act(APPROVER, f"/batches/{batch}/approve", {"count": count, "total": total})
    chrome.open(f"/batches/{batch}")
    persons = re.findall(r"\bly-[0-9]{3}\b", chrome.one("#items").text)
    yield Act(CLERK, f"{one}/facts/{scheme}", {"person": persons[0], "fact": "employed", "factFrom": "2025-12-01", "source": "street"})
    yield Act(DRAFTER, f"/batches/{batch}/withhold", {"reason": "已在单位就业"})
    yield Act(COLLEAGUE, requested(run))
    count, total = counted(chrome, batch)
    yield Act(DRAFTER, f"/batches/{batch}/request")
    yield Act(APPROVER, f"/batches/{batch}/fund", {"amount": total, "reference": "2025-12-9"})
    yield Act(DRAFTER, f"/batches/{batch}/export", {"form": "csv"})
    yield Act(DRAFTER, f"/batches/{batch}/recall", {"reason": "文件未送出"})
    yield Act(DRAFTER, f"/batches/{batch}/settle", {"count": count, "total": total},
              table=("person,month,status", *(f"{person},{MONTH},paid" for person in persons[1:])))
    close, reopen = (Act(DRAFTER, f"/months/{MONTH}/close", {"early": True}),
                     Act(DRAFTER, f"/months/{MONTH}/reopen", {"reason": "迟到的回盘"}))
    if "尚未月结" in run.server.client(DRAFTER).get(f"/months/{MONTH}").text:
        yield from (close, reopen)
    else:
        yield reopen
        yield Act(APPROVER, requested(run))
        yield close

    demand = "/recovery/lz-004/" + re.search("N[0-9]+-[0-9]+(?=.*lz-004)", run.server.client(RECOVERY).get("/recovery").text)[0]
    yield Act(RECOVERY, f"{demand}/repaid", {"amount": "20.00", "receipt": "S-9"})
    yield Act(RECOVERY, f"{demand}/refund", {"amount": "1.00", "reference": "R-9", "reason": "多退"}, is_refused=True)
    yield Act(RECOVERY, f"{demand}/write-off", {"amount": "50.00", "reason": "无法追回"})
    yield Act(RECOVERY, f"{demand}/letter", makes_only=True)
    yield Act(RECOVERY, f"/recovery/ly-004/of/{scheme}/raise")
    yield Act(REVIEWER, "/deadlines/sweep")
    auditor = run.server.client(AUDITOR)
    auditor.outcome(auditor.post("/audit", {}))
    yield Act(AUDITOR, "/audit/findings/paid-business-owner~lz-004~liuzhou~2025-07", {"outcome": "confirmed", "note": "核对了工商登记"})
    yield Act(ADMINISTRATOR, "/operators/register",
              {"operator": "op-190", "role-enter": True, "keys": public_key("op-190"), "reason": "新入职"})
    yield Act(ADMINISTRATOR, f"/operators/of/{REVIEWER}/change", {"role-draft": True, "reason": "兼任"})
    yield Act(ADMINISTRATOR, f"/operators/of/{CHECKER}/retire", {"reason": "离职"})


def requested(run):
    """The last request that waits for a second person."""
    found = re.findall(r'href="(/requests/[^"?]+)"', run.server.client(COLLEAGUE).get("/requests").text)
    return max(found, key=lambda path: int(path.rsplit("-", 1)[1]))


@scenario("every act counts once: double click, reload, Back and the button again, the same form sent once more")
def once(run):
    known, wrong = set(), []
    with run.chrome() as chrome:
        chrome.become(run.server.client(DRAFTER))
        for act in acts(run, chrome):
            known.add(shape(act.path))
            try:
                count_once(run, chrome, act)
            except AssertionError as problem:
                wrong.append(f"{act.operator} {act.path}: {problem}")
            chrome.become(run.server.client(DRAFTER))
    missing = kinds_of_acts() - known
    none(wrong + [f"{kind} is not tried" for kind in sorted(missing)])
    return f"{len(known)} kinds of acts"


def count_once(run, chrome, act):
    """Does something with a double click, and again in every way in which people do."""
    chrome.become(run.server.client(act.operator))
    chrome.open(act.path)
    fill(chrome, act.fields)
    if act.table:
        fill(chrome, file=run.file("table.csv", "\n".join([*act.table, ""])))
        try_act(chrome)
    elif act.path.startswith("/counter/one/"):
        try_act(chrome)
    check(chrome.all(MAIN), f"there is nothing to press: {chrome.text[:600]}")
    token, before = chrome.one("main form input[name=token]").get_attribute("value"), run.size()
    if act.is_refused:
        submit_act(chrome)
        check(chrome.status() == 422 and run.size() == before, f"it gives {chrome.status()}")
        return
    fields = chrome.run("return Object.fromEntries(new FormData(arguments[0].form))", chrome.one(MAIN))
    chrome.double_click(chrome.one(MAIN))
    pages.done(chrome)
    after, where = run.size(), chrome.path
    check((after == before) == act.makes_only, f"{after - before} events are recorded")
    chrome.driver.refresh()
    check(chrome.path == where and run.size() == after, "a reload is recorded")
    chrome.driver.back()
    pages.expect(chrome, lambda: chrome.run("return document.readyState === 'complete'"), "the page before")
    if chrome.all(MAIN):
        # What a browser would not send the server has to refuse.
        chrome.run("for (const form of document.querySelectorAll('main form')) form.noValidate = true")
        press(chrome, MAIN)
        check(run.size() == after, f"Back and the button again is recorded: {chrome.path} {chrome.text[:200]}")
    answer = Client(run.server).of(chrome).post(act.path, fields)
    check(answer.status == 303 and answer.location == where, f"the same form once more gives {answer.status} {answer.location}")
    check(run.size() == after, "the same form once more is recorded")
