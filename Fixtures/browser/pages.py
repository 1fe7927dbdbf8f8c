"""What people do on the pages, and cases for them to work on."""
import contextlib
import re
import time

from chrome import key
from server import CLERK, PASSPHRASE, REVIEWER

SCHEME = "jingdezhen"
# What is typed of persons who come only with these tests: names with rare characters, dots and markup.
NAMES = ("韦小㛃·测试", "欧阳𬭛", "蓝<b>粗</b>", "莫新宝", "覃小兰", "石磊磊", "龙在田", "白露霜", "金不换", "盘古新", "雷雨声", "黎明早",
         "周小满", "秦立夏", "沈白露", "柯霜降")


def id_number(number, birth="19790905"):
    """An identity number of somebody who is made up, with its check digit."""
    digits = f"360202{birth}{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


def private_words():
    """The names and numbers of those persons."""
    return {*NAMES, *(id_number(101 + 2 * row) for row in range(len(NAMES)))}


def make_cases(server):
    """Has a clerk take in as many applications as there are names; gives the addresses of their reviews."""
    columns = ("idNumber", "name", "household", "from", "undertaking", "channel", "fact.difficulty-recognised",
               "fact.flexible-registered", "source")
    rows = [",".join((id_number(101 + 2 * row), name, "360202", "2026-01", "yes", "counter", "2025-11-03", "2025-11-03",
                      "street")) for row, name in enumerate(NAMES)]
    record_table(server.client(CLERK), f"/counter/many/applications/{SCHEME}", "\n".join([",".join(columns), *rows, ""]))
    return sorted(set(re.findall(r'href="(/reviews/[^"?]+)', server.client(REVIEWER).get("/reviews").text)))


def record_table(client, path, table, count=""):
    """Tries a table and records it; gives the page that says what was recorded."""
    token = client.get(path).hidden("token")
    tried = client.outcome(client.upload(f"{path}/try", {"token": token, "count": count}, "table.csv", table))
    done = client.outcome(client.post(path, {"token": tried.hidden("token")}))
    if not done.path.startswith("/done/"):
        raise AssertionError(f"{path}: the table is not recorded: {tried.text[-3000:]}")
    return done


# In the browser.

def sign_in(chrome, operator, query=""):
    """Signs in by the form, as people do."""
    chrome.open(f"/login{query}")
    fill(chrome, operator=operator, passphrase=PASSPHRASE)
    press(chrome, "main form button")
    expect(chrome, lambda: chrome.path.split("?")[0] == "/", "signed in")


def fill(chrome, fields=None, **more):
    """Fills fields in by their names, each as its kind is filled in; of radio buttons and options by the code."""
    for name, value in {**(fields or {}), **more}.items():
        field = chrome.one(f'main [name="{name}"]')
        kind = field.get_attribute("type")
        if kind == "select-one":
            field.find_element("css selector", f'option[value="{value}"]').click()
        elif kind == "radio":
            chrome.one(f'main [name="{name}"][value="{value}"]').click()
        elif kind == "checkbox":
            field.click()
        elif kind in ("date", "month"):
            # What keys make of a date depends on the browser's language.
            chrome.run("arguments[0].value = arguments[1]", field, value)
        elif kind == "file":
            field.send_keys(str(value))
        else:
            field.clear()
            field.send_keys(value)


def press(chrome, selector):
    """Presses a button or follows a link, and waits for the page that comes."""
    with new_page(chrome):
        chrome.one(selector).click()


@contextlib.contextmanager
def new_page(chrome):
    """Waits until another page is there than the one before, and whole."""
    chrome.run("window.isOld = true")
    yield
    expect(chrome, lambda: chrome.run("return !window.isOld && document.readyState === 'complete'"), "a new page")


def expect(chrome, holds, what, seconds=15):
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(Exception):
            if holds():
                return
        if time.monotonic() > end:
            raise AssertionError(f"expected {what}; {chrome.path} says: {chrome.text[:400]}")
        time.sleep(0.05)


MAIN = "#act button.main, main form button.main"


def submit_act(chrome):
    """Presses the main button of the page's form."""
    press(chrome, MAIN)


def try_act(chrome):
    """Has a form tried, and waits for what comes of it."""
    submit_act(chrome)
    expect(chrome, lambda: not chrome.all("#act") and not is_under_way(chrome), "what came of trying", seconds=120)


def is_under_way(chrome):
    """Whether the page waits for something that was begun."""
    return bool(chrome.all("#refresh"))


def done(chrome):
    """Waits until something is recorded, and its page is there."""
    def is_over():
        return chrome.all("h1") and (chrome.path.startswith("/done/") or chrome.all(".problems"))

    expect(chrome, is_over, "what was recorded", seconds=120)
    if not chrome.path.startswith("/done/"):
        raise AssertionError(f"{chrome.path} is not recorded: {chrome.one('.problems').text}")


def record(chrome, path, fields=None, **more):
    """Opens a form, fills it in, has it tried if it is, and records it."""
    chrome.open(path)
    fill(chrome, fields, **more)
    if chrome.one("#act").get_attribute("action").split("?")[0].endswith("/try"):
        try_act(chrome)
    submit_act(chrome)
    done(chrome)


def size(chrome):
    """How many events the ledger has, as the page's strip says."""
    return int(re.search(r"([0-9,]+) ?(?:条|events)", chrome.one(".strip dl").text)[1].replace(",", ""))


# With the keyboard.

FOCUS = """
const part = document.activeElement, style = getComputedStyle(part), box = part.getBoundingClientRect();
// A browser does not scroll a table for a link of which a part is in sight.
const isSeen = [1, box.width / 2, box.width - 1].some(across => {
  const at = document.elementFromPoint(box.left + across, box.top + box.height / 2);
  return at !== null && (part.contains(at) || at.contains(part) && at.localName === 'label');
});
return {what: part.localName + '#' + part.id + ' ' + (part.textContent || '').trim().slice(0, 30),
  isRing: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  isSeen};
"""


def tab_to(chrome, selector, most=250):
    """Goes on with Tab until what is meant has the focus, which has to be seen at every step."""
    for _ in range(most):
        chrome.press(key("TAB"))
        focus_is_seen(chrome)
        if chrome.run("return document.activeElement.matches(arguments[0])", selector):
            return
    raise AssertionError(f"Tab does not come to {selector} on {chrome.path}")


def focus_is_seen(chrome):
    # A browser scrolls to the focus when it draws the page the next time, which on a busy machine is a while after the key.
    until = time.monotonic() + 1
    while not (focus := chrome.run(FOCUS))["isSeen"] and time.monotonic() < until:
        time.sleep(0.05)
    if focus["what"].startswith("body#"):
        return
    if not focus["isRing"]:
        raise AssertionError(f"no ring around {focus['what']} on {chrome.path}")
    if not focus["isSeen"]:
        raise AssertionError(f"{focus['what']} has the focus out of sight on {chrome.path}")


def type_key(chrome, name):
    """Presses a key that leads to another page."""
    with new_page(chrome):
        chrome.press(key(name))
