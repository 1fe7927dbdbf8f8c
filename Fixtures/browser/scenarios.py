"""The scenarios: each is a function that raises an AssertionError with what is wrong."""
import re
import threading
import urllib.parse
from pathlib import Path

import pages
from chrome import key
from frame import check, none, scenario
from pages import expect, fill, press, sign_in, submit_act, tab_to, type_key
from server import APPROVER, AUDITOR, CLERK, DRAFTER, REVIEWER, Client, private_words
from survey import CLIPPED, WIDER, in_language


# Every page.

@scenario("axe-core finds nothing on any page: every role, two languages, three widths, dark")
def accessible(run):
    run.survey.run()
    none(run.survey.axe)
    return run.survey.summary


@scenario("no page is wider than 320 and 390 px, nor at 200 %")
def reflows(run):
    none(run.survey.wide)


@scenario("with the text spacing of WCAG 1.4.12 nothing is cut off")
def spaced(run):
    none(run.survey.clipped)


@scenario("no page has a console error or breaks the content policy")
def quiet(run):
    none(run.survey.console)
    policy = run.server.client(AUDITOR).get("/").fields["content-security-policy"]
    check("default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy, policy)
    with run.chrome(AUDITOR) as chrome:
        chrome.open("/")
        chrome.run("const s = document.createElement('script'); s.textContent = 'window.hasRun = true';"
                   "document.head.append(s);")
        check(not chrome.run("return window.hasRun"), "a script of the page's own runs")
        check(any("Content Security Policy" in line for line in chrome.console()), "the browser does not tell of the policy")


# The keyboard.

@scenario("keyboard alone: sign in, skip, find a person, pass a review, with the focus in sight at every step")
def keyboard(run):
    case = run.case()
    name, person = pages.NAMES[3], case.split("/")[2]
    with run.chrome() as chrome:
        chrome.open("/login")
        tab_to(chrome, "#operator")
        chrome.press(REVIEWER)
        tab_to(chrome, "#passphrase")
        chrome.press("demo-demo")
        type_key(chrome, "ENTER")
        check(chrome.path == "/", f"the login leads to {chrome.path}")
        tab_to(chrome, "a.skip", most=1)
        check(chrome.run("return document.activeElement.getBoundingClientRect().top >= 0"), "the skip link is out of sight")
        chrome.press(key("ENTER"))
        check(chrome.run("return document.activeElement.id") == "main", "the skip link does not lead to the content")
        chrome.press(key("TAB"))
        check(chrome.run("return document.querySelector('main').contains(document.activeElement)"),
              "after the skip link Tab is not in the content")
        chrome.open("/")
        tab_to(chrome, "#find")
        chrome.press(name)
        type_key(chrome, "ENTER")
        check(re.fullmatch(r"/people/p-[^/]+", chrome.path), f"the search leads to {chrome.path}")
        tab_to(chrome, '.nav a[href="/reviews"]')
        type_key(chrome, "ENTER")
        tab_to(chrome, f'main table a[href="{case}"]')
        type_key(chrome, "ENTER")
        tab_to(chrome, "#decision-passed")
        chrome.press(key("SPACE"))
        check(chrome.run("return document.activeElement.checked"), "Space does not choose")
        tab_to(chrome, "#act button.main")
        before = run.size()
        type_key(chrome, "SPACE")
        check(chrome.path.startswith("/done/"), f"the review leads to {chrome.path}: {chrome.text[:300]}")
        check(run.size() == before + 1, "the review is not recorded once")
        check(person in chrome.text, "the page does not say of whom")


# A review.

def reviews_once(run, language):
    query = "" if language == "zh" else f"?lang={language}"
    case = run.case() + query
    with run.chrome(REVIEWER) as chrome:
        chrome.width(390)
        chrome.open(case)
        run.picture(chrome, f"review-390-{language}")
        token = chrome.one("#act input[name=token]").get_attribute("value")
        # Nothing chosen: the form comes back.
        submit_act(chrome)
        check(chrome.status() == 422 and chrome.all(".problems"), "an empty form is not given back")
        check(chrome.run("return document.activeElement.matches('.problems')"), "the summary of errors has no focus")
        none(f"{rule}: {place}" for rule, place, _ in chrome.axe())
        none(chrome.run(WIDER))
        run.picture(chrome, f"review-wrong-390-{language}")
        # Passed, with two clicks.
        before = run.size()
        fill(chrome, decision="passed")
        chrome.double_click(chrome.one("#act button.main"))
        expect(chrome, lambda: chrome.path.startswith("/done/"), "what was recorded")
        check(run.size() == before + 1, "a double click is not recorded once")
        run.picture(chrome, f"recorded-390-{language}")
        done = chrome.path
        chrome.driver.refresh()
        check(chrome.path == done and run.size() == before + 1, "a reload is recorded")
        # Back, and something else in the form.
        chrome.driver.back()
        expect(chrome, lambda: chrome.path.startswith(case.split("?")[0]), "the form")
        kept = chrome.all("#act input[name=token]")
        if kept and kept[0].get_attribute("value") == token:
            fill(chrome, decision="correction", items="身份证复印件")
            submit_act(chrome)
            check(chrome.status() == 409, f"the form used again gives {chrome.status()}")
            none(f"{rule}: {place}" for rule, place, _ in chrome.axe())
        answer = run.server.client(REVIEWER).post(case, {
            "token": token, "decision": "correction", "items": "身份证复印件", "reason": "", "why": ""})
        check(answer.status == 409, f"the form used again gives {answer.status}")
        check(run.size() == before + 1, "the form used again is recorded")


@scenario("review at 390 px in Chinese: errors, double click, reload, Back with other content: recorded once")
def reviews_zh(run):
    reviews_once(run, "zh")


@scenario("review at 390 px in English: the same")
def reviews_en(run):
    reviews_once(run, "en")


@scenario("two submits at the same moment are recorded once and lead to the same page")
def together(run):
    case, client = run.case(), run.server.client(REVIEWER)
    fields = {"token": client.get(case).hidden("token"), "decision": "passed", "items": "", "reason": "", "why": ""}
    before, answers = run.size(), []
    threads = [threading.Thread(target=lambda: answers.append(client.post(case, fields))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {(answer.status, answer.location) for answer in answers}
    check(len(answers) == 4 and len(found) == 1 and found.pop()[0] == 303, f"the answers differ: {found}")
    check(run.size() == before + 1, "it is not recorded once")


@scenario("a review fails only with a reason, and says its clause")
def fails(run):
    case, before = run.case(), run.size()
    with run.chrome(REVIEWER) as chrome:
        chrome.width(390)
        chrome.open(case)
        fill(chrome, decision="failed")
        submit_act(chrome)
        check(chrome.status() == 422 and "请选择不通过的原因" in chrome.text, "a failure without a reason is taken")
        check(chrome.one("#decision-failed").is_selected(), "what was chosen is lost")
        check(run.size() == before, "a failure without a reason is recorded")
        options = chrome.all("#reason option")
        fill(chrome, reason=options[1].get_attribute("value"))
        submit_act(chrome)
        check(chrome.path.startswith("/done/"), f"it leads to {chrome.path}: {chrome.text[:300]}")
        check(run.size() > before and "审核未通过" in chrome.text, "the failure is not recorded")


@scenario("two operators in two browsers: the second hears who was faster, and records nothing")
def faster(run):
    case = run.case()
    person = case.split("/")[2]
    with run.chrome(REVIEWER) as one, run.chrome(CLERK) as other:
        one.open(case)
        pages.record(other, f"/counter/one/facts/{pages.SCHEME}?person={person}", fact="employed", factFrom="2025-12-01",
                     source="street")
        before = run.size()
        fill(one, decision="passed")
        submit_act(one)
        check(one.status() == 409, f"the slower one gets {one.status()}: {one.text[:300]}")
        check("他人已先办理" in one.text and CLERK in one.text and "您没有登记任何内容" in one.text, one.text[:400])
        run.picture(one, "conflict-1024-zh")
        none(f"{rule}: {place}" for rule, place, _ in one.axe())
        check(run.size() == before, "the slower one has recorded something")
        press(one, "main .links a")
        fill(one, decision="passed")
        submit_act(one)
        check(one.path.startswith("/done/") and run.size() == before + 1, "opened anew it is not recorded")


# Sessions and forms.

@scenario("a session that was ended elsewhere leads to the login with the next form")
def ended(run):
    case = run.case()
    with run.chrome() as one, run.chrome() as other:
        sign_in(one, REVIEWER)
        one.open(case)
        sign_in(other, REVIEWER)
        other.open("/sessions")
        for _ in range(20):
            if not other.all('main form[action^="/sessions/"] button'):
                break
            press(other, 'main form[action^="/sessions/"] button')
        before = run.size()
        fill(one, decision="passed")
        submit_act(one)
        check(one.path.startswith("/login"), f"it leads to {one.path}")
        check(run.size() == before, "a session that is over has recorded something")
        run.picture(one, "login-1024-zh")
    run.server.forget(REVIEWER)
    run.cases.append(case)


# What an auditor may not do, with samples for the names in an address.
BATCH_ACTS = ("check", "approve", "request", "fund", "export", "settle", "cancel", "recall", "withhold")
MONTH_ACTS = ("draft", "close", "reopen")
COUNTER = ("registrations", "applications", "facts")


def routes_of_acts(run):
    paths = [f"/batches/lz-2025-11/{act}" for act in BATCH_ACTS] + [f"/months/2025-12/{act}" for act in MONTH_ACTS]
    paths += [f"/counter/one/{table}/{pages.SCHEME}" for table in COUNTER]
    paths += [f"/counter/many/{table}/{pages.SCHEME}" for table in (*COUNTER, "reviews")]
    paths += ["/counter/contributions/2025-12", "/recovery/lz-004/of/liuzhou/raise", run.cases[0]]
    recovery = run.server.client(AUDITOR).get("/recovery").text
    demand = re.search(r'href="(/recovery/[^"?]+)"', recovery)
    check(demand, "the sample ledger has no demand to look at")
    paths += [f"{demand[1]}/{act}" for act in ("repaid", "refund", "write-off", "letter")]
    return paths


@scenario("an auditor records nothing but what became of findings: the route of every other form answers 403")
def auditor(run):
    client, wrong = Client(run.server).sign_in(AUDITOR), []
    own = {shape for operator, shape in run.survey.forms if operator == AUDITOR}
    paths = set(routes_of_acts(run))
    paths |= {urllib.parse.urlsplit(action).path for (_, shape), action in run.survey.forms.items() if shape not in own}
    # Everybody ends their own sessions.
    paths = {path.removesuffix("/try") for path in paths if not path.startswith(("/login", "/sessions/"))}
    before, token = run.size(), run.server.client(REVIEWER).get(run.cases[0]).hidden("token")
    for path in sorted(paths):
        for route in (path, f"{path}/try"):
            answer = client.post(route, {"token": token})
            if answer.status not in ((403, 404, 405) if route != path and not is_tried(route) else (403,)):
                wrong.append(f"POST {route} gives {answer.status}")
    none(wrong)
    check(run.size() == before, "something is recorded")
    return f"{len(paths)} routes"


def is_tried(route):
    """Whether an act of the sample routes is tried before it is recorded."""
    return route.startswith("/counter/") or route.endswith("/settle/try")


@scenario("a form without its session's token is not taken: 403 for a wrong one, 400 for none")
def forged(run):
    wrong, before = [], run.size()
    for (operator, _), action in sorted(run.survey.forms.items(), key=str):
        if operator == "nobody":
            client = Client(run.server)
            client.get("/login")
        else:
            client = run.server.client(operator)
        for secret, status in (("0" * 64, 403), ("", 400)):
            found = client.post(action, {"who": "x", "reason": "x"}, secret=secret).status
            if found != status:
                wrong.append(f"{operator}: POST {action} gives {found}, expected {status}")
        check(client.get("/").status == (303 if operator == "nobody" else 200), f"{operator} is signed out by {action}")
    none(wrong)
    check(run.size() == before, "something is recorded")
    return f"{len(run.survey.forms)} forms"


# Without scripts.

@scenario("without scripts the pages are the same, and a review is recorded")
def scriptless(run):
    case = run.case()
    with run.chrome(scripts=False) as bare, run.chrome(REVIEWER) as whole:
        bare.driver.get("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        check(bare.title == "off", "scripts are not off")
        sign_in(bare, REVIEWER)
        for path in ("/", "/people", "/reviews", case, "/deadlines", "/policies", "/people/lz-001", "/counter"):
            for language in ("zh", "en"):
                texts = []
                for chrome in (bare, whole):
                    chrome.open(in_language(path, language))
                    texts.append(chrome.one("body").text)
                check(texts[0] == texts[1], f"{path} differs: {texts[0][:200]} / {texts[1][:200]}")
        bare.open(case)
        fill(bare, decision="passed")
        submit_act(bare)
        check(bare.path.startswith("/done/"), f"it leads to {bare.path}")


# Privacy.

@scenario("a name is shown once, for a reason; loaded again the page is masked")
def revealed(run):
    with run.chrome(CLERK) as chrome:
        chrome.open("/people")
        fill(chrome, who="张")
        press(chrome, "main form button")
        check(re.fullmatch("/people/found/[^/]+", chrome.path), f"the search leads to {chrome.path}")
        check(len(chrome.all("main tbody tr")) > 1, "several are not found")
        none(f"{rule}: {place}" for rule, place, _ in chrome.axe())
        run.picture(chrome, "found-1024-zh")
        press(chrome, 'main .crumbs a')
        fill(chrome, who="莫家宝")
        press(chrome, "main form button")
        check(chrome.path == "/people/jd-023", f"the search leads to {chrome.path}")
        check("莫家宝" not in chrome.text and "莫*" in chrome.text, "the name is not masked")
        chrome.one("main details summary").click()
        # Without a reason the browser does not send the form.
        chrome.one("main details button").click()
        check(chrome.path == "/people/jd-023" and "莫家宝" not in chrome.text, "it is shown without a reason")
        fill(chrome, reason="本人来窗口查询")
        press(chrome, "main details button")
        check(re.fullmatch("/people/jd-023/revealed/[^/]+", chrome.path), f"the form leads to {chrome.path}")
        check("莫家宝" in chrome.text and "360202197909053954" in chrome.text, "the name is not shown")
        check("莫家宝" not in chrome.title, "the name is in the title")
        none(f"{rule}: {place}" for rule, place, _ in chrome.axe())
        run.picture(chrome, "revealed-1024-zh")
        shown = chrome.path
        chrome.driver.refresh()
        check(chrome.path == "/people/jd-023" and "莫家宝" not in chrome.text, "loaded again it is shown")
        chrome.open(shown)
        check("莫家宝" not in chrome.text, "its address shows it again")
        chrome.driver.back()
        check("莫家宝" not in chrome.text, "Back shows it again")


# Paper.

PRINTED = (("today", "/", DRAFTER), ("person", "/people/lz-001", CLERK), ("batch", "/batches/lz-2025-11", APPROVER))
# What is printed between the margins of A4, in CSS pixels.
PAPER_WIDTH = round((210 - 24) / 25.4 * 96)
SHOWN = """
return [...document.querySelectorAll('.nav, .no-print, .skip')].filter(p => p.getClientRects().length > 0).map(p => p.className);
"""


@scenario("今日, 人员 and 批次 print on A4 without the menu, nothing cut off")
def prints(run):
    counts = []
    for name, path, operator in PRINTED:
        with run.chrome(operator) as chrome:
            chrome.open(path)
            check(chrome.status() == 200, f"{path} gives {chrome.status()}")
            paper = chrome.printed()
            boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([0-9.]+) ([0-9.]+)", paper)
            check(boxes, f"{path}: no page is printed")
            for width, height in boxes:
                check(abs(float(width) - 595.3) < 2 and abs(float(height) - 841.9) < 2, f"{path}: {width} × {height} is not A4")
            counts.append(f"{name} {len(boxes)}")
            chrome.media("print", "dark")
            chrome.width(PAPER_WIDTH)
            none(f"{path} prints .{part}" for part in chrome.run(SHOWN))
            none(f"{path}: {text}" for text in chrome.run(WIDER) + chrome.run(CLIPPED))
            check(chrome.run("return getComputedStyle(document.body).color") == "rgb(0, 0, 0)", "dark pages print pale")
            if run.pictures:
                Path(run.pictures, f"{name}-print.pdf").write_bytes(paper)
    return "pages: " + ", ".join(counts)


# Of all that was done before.

@scenario("no name or number of a person is in an address, a title, the browsers' history or the server's log", is_last=True)
def private(run):
    words = private_words() | pages.private_words()
    log = run.server.log()
    kept = [urllib.parse.unquote(text) for text in run.server.remembered]
    check(log.count("\n") > 100 and len(kept) > 50, "there is nothing to look at")
    none(f"the log has {word}" for word in words if word in log)
    none(f"a browser keeps {text}" for text in kept for word in words if word in text)
    return f"{len(words)} words, {len(kept)} addresses and titles"
