"""Opens every kind of page that an operator can reach, and looks at each in both languages, at all widths, in the dark."""
import re
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from chrome import Chrome
from server import AUDITOR, OPERATORS

WIDTHS = (390, 1024, 1680)
LANGUAGES = ("zh", "en")
# What is said in addresses; any other part of a path names a person, a batch, a month or the like.
WORDS = set("""
people found overview months batches recovery reviews deadlines audit findings policies requests counter one many registrations
applications facts contributions done files sessions end login logout of raise check approve request fund export settle
cancel recall withhold changes looks operators register change retire sweep against draft close reopen repaid refund letter write-off reveal revealed try
""".split())
# Somebody with a past, whose page has everything.
PERSON = "/people/lz-001"
# Pages that say why there is no other, for some at least.
ERRORS = ("/people/nobody-1", "/audit", "/counter")
# The rules of axe-core that depend on width and colour; the elements of a page are the same at all widths.
LOOKS = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
# The rules that what is inside and what is around it can break only together.
TOGETHER = ["landmark-unique", "landmark-no-duplicate-main", "duplicate-id-aria", "heading-order", "skip-link"]

SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-bottom: 2em !important; }`);
document.adoptedStyleSheets = [sheet];
"""

# What is wider than the page, and what is cut off: [what, where].
WIDER = """
const root = document.documentElement, found = [];
const isCut = part => part !== root && (getComputedStyle(part).overflowX !== 'visible' || isCut(part.parentElement));
if (root.scrollWidth > root.clientWidth) {
  found.push(`the page is ${root.scrollWidth} wide`);
  for (const part of document.body.querySelectorAll('*')) {
    if (part.getBoundingClientRect().right > root.clientWidth + 1 && !isCut(part) && found.length < 4)
      found.push(`${part.localName}.${part.className} ${part.textContent.trim().slice(0, 30)}`);
  }
}
return found;
"""
CLIPPED = """
const found = [];
for (const part of document.body.querySelectorAll('*')) {
  const style = getComputedStyle(part), box = part.getBoundingClientRect();
  if (box.width === 0 || style.clipPath !== 'none' || part.closest('.vh')) continue;
  const hides = way => style[way] === 'hidden' || style[way] === 'clip' || part.localName === 'button';
  if (hides('overflowX') && part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 ||
      hides('overflowY') && part.scrollHeight > part.clientHeight + 1 && part.clientHeight > 0)
    found.push(`${part.localName}.${part.className} ${part.textContent.trim().slice(0, 30)}`);
}
return found.slice(0, 5);
"""
LINKS = """
return [...document.querySelectorAll('a[href^="/"]')].map(a => a.getAttribute('href'));
"""
PARTS = """
const main = document.querySelector('main').outerHTML;
return [main, document.body.outerHTML.replace(main, '').replace(/<footer.*footer>/s, '')];
"""
FORMS = """
return [...document.querySelectorAll('form[method=post]')].map(f => f.getAttribute('action'));
"""


def shape(path):
    """The kind of a page: its path with a star for every name in it."""
    path = urllib.parse.urlsplit(path).path
    return "/".join(part if part in WORDS or not part else "*" for part in path.split("/"))


def in_language(path, language):
    """A page's address in a language."""
    parts = urllib.parse.urlsplit(path)
    items = [(k, v) for k, v in urllib.parse.parse_qsl(parts.query) if k != "lang"]
    if language != "zh":
        items.append(("lang", language))
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(items), fragment=""))


class Survey:
    """What was found on all pages."""

    def __init__(self, found, server, pictures=None):
        self._found, self._server, self._pictures = found, server, pictures
        self._lock, self._seen = threading.Lock(), set()
        self.pages, self.axe, self.wide, self.clipped, self.console, self.forms = 0, [], [], [], [], {}
        self.kinds = set()

    def run(self, workers=2):
        # What the audit has found has pages of its own.
        auditor = self._server.client(AUDITOR)
        auditor.outcome(auditor.post("/audit", {}))
        with ThreadPoolExecutor(workers) as pool:
            for result in [pool.submit(self._work, part, workers) for part in range(workers)]:
                result.result()

    @property
    def summary(self):
        return f"{self.pages} pages of {len({kind for kind, _ in self.kinds})} kinds"

    def _work(self, part, workers):
        # Each browser has operators of its own: what one finds, another need not wait for.
        operators = (OPERATORS + [None])[part::workers]
        with Chrome(self._found, self._server) as chrome:
            for operator in operators:
                if operator is None:
                    chrome.command("Network.clearBrowserCookies")
                    self._look(chrome, "nobody", "/login")
                else:
                    chrome.become(self._server.client(operator))
                    self._walk(chrome, operator)

    def _walk(self, chrome, operator):
        """All kinds of pages that an operator reaches from the first one, one page of each kind."""
        waiting = ["/", PERSON, *ERRORS]
        seen = {shape(path) for path in waiting}
        while waiting:
            path = waiting.pop(0)
            for link in self._look(chrome, operator, path):
                if shape(link) not in seen and "export=" not in link and not link.startswith("/done"):
                    seen.add(shape(link))
                    waiting.append(link)

    def _look(self, chrome, operator, path):
        """Looks at a page in both languages; gives its links."""
        links = []
        for language in LANGUAGES:
            where = in_language(path, language)
            chrome.media()
            chrome.width(1024)
            chrome.console()
            chrome.open(where)
            status = chrome.status()
            is_error = path in ERRORS and status in (403, 404)
            console = [line for line in chrome.console() if not (is_error and f"status of {status}" in line)]
            if status != 200 and not is_error:
                console.append(f"the status is {status}")
            kind = f"error-{status}" if is_error else shape(path)
            content, frame = (re.sub(r'(value|href|aria-current)="[^"]*"|op-[0-9]+', "", part) for part in chrome.run(PARTS))
            with self._lock:
                # What is inside has been seen, and what is around it, too: only both together are new.
                is_known = {(language, content), (language, frame)} <= self._seen
                self._seen |= {(language, content), (language, frame)}
                is_new_kind = (kind, language) not in self.kinds
                self.kinds.add((kind, language))
                self.pages += 1
                self.console += [f"{operator} {where}: {line}" for line in console]
                if language == "zh":
                    for action in chrome.run(FORMS):
                        self.forms.setdefault((operator, shape(action)), action)
            links = links or chrome.run(LINKS)
            name = kind.strip("/").replace("/", "-").replace("*", "x") or "today"
            name = f"{self._pictures}/{name}" if self._pictures and is_new_kind else None
            for what, texts in self._findings(chrome, is_known, name, language).items():
                with self._lock:
                    getattr(self, what).extend(f"{operator} {where} {text}" for text in texts)
        return links

    def _findings(self, chrome, is_known, picture, language):
        """Looks at the page that is open in all ways, or, if all of it was looked at before, at what comes together in it."""
        found = {"axe": [], "wide": [], "clipped": []}

        def axe(how, rules=None):
            found["axe"] += [f"{how}: {rule}: {place}: {why}" for rule, place, why in chrome.axe(rules)]

        if is_known:
            axe("at 1024", TOGETHER)
            return found
        for width in WIDTHS:
            chrome.width(width)
            axe(f"at {width}", LOOKS if width == 1680 else None)
            if picture:
                chrome.picture(f"{picture}-{width}-{language}.png")
        chrome.media(scheme="dark")
        axe("in the dark", LOOKS)
        if picture and language == "zh":
            chrome.width(1024)
            chrome.picture(f"{picture}-1024-{language}-dark.png")
        chrome.media()
        # 512 at twice the scale is a window of 1024 at 200 %.
        for width, scale, how in ((320, 1, "at 320"), (390, 1, "at 390"), (512, 2, "at 200 %")):
            chrome.width(width, scale)
            found["wide"] += [f"{how}: {text}" for text in chrome.run(WIDER)]
        chrome.run(SPACING)
        for width in (320, 390, 1024):
            chrome.width(width)
            found["clipped"] += [f"at {width}: {text}" for text in chrome.run(WIDER) + chrome.run(CLIPPED)]
        return found
