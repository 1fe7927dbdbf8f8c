"""What people do on the pages, and cases for them to work on."""
import contextlib
import re
import time

from chrome import key
from server import CLERK, PASSPHRASE, REVIEWER

SCHEME = "jingdezhen"
# What is typed of persons who come only with these tests: names with rare characters, dots and markup.
NAMES = ("韦小㛃·测试", "欧阳𬭛", "蓝<b>粗</b>", "莫新宝", "覃小兰", "石磊磊", "龙在田", "白露霜", "金不换", "盘古新", "雷雨声", "黎明早")


def id_number(number):
    """An identity number of somebody who is made up, with its check digit."""
    digits = f"36020219790905{number:03d}"
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


def fill(chrome, **values):
    """Types into the fields with these ids."""
    for name, value in values.items():
        field = chrome.one(f"#{name}")
        field.clear()
        field.send_keys(value)


def choose(chrome, name, code):
    """Chooses a radio button or an option."""
    if chrome.all(f"select#{name}"):
        chrome.one(f'select#{name} option[value="{code}"]').click()
    else:
        chrome.one(f"#{name}-{code}").click()


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


def submit_act(chrome):
    """Presses the main button of the page's form."""
    press(chrome, "#act button.main, main form button.main")


def record_tried(chrome):
    """Tries a form, waits for the preview, and records it."""
    submit_act(chrome)
    expect(chrome, lambda: chrome.all("main form button.main") and not chrome.all("#act"), "a preview")
    submit_act(chrome)
    expect(chrome, lambda: chrome.path.startswith("/done/"), "what was recorded")


def size(chrome):
    """How many events the ledger has, as the page's strip says."""
    return int(re.search(r"([0-9,]+) ?(?:条|events)", chrome.one(".strip dl").text)[1].replace(",", ""))


# With the keyboard.

FOCUS = """
const part = document.activeElement, style = getComputedStyle(part), box = part.getBoundingClientRect();
// A browser does not scroll a table for a link of which a part is in sight.
const isSeen = [.1, .5, .9].some(share => {
  const at = document.elementFromPoint(box.left + box.width * share, box.top + box.height / 2);
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
    focus = chrome.run(FOCUS)
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
