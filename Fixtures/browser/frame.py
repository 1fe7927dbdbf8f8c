"""What all scenarios are made of: how they are declared, how they say what is wrong, and what they share."""
import re
from pathlib import Path

import pages
from chrome import Chrome
from server import AUDITOR, Client
from survey import LOOKS, WIDER, WIDTHS, Survey

SCENARIOS = []


def scenario(words, is_first=False, is_last=False):
    """Declares a scenario by what it shows; one that looks at all that was done comes last."""
    def declare(body):
        SCENARIOS.append((words, body, is_last - is_first))
        SCENARIOS.sort(key=lambda entry: entry[2])
        return body
    return declare


def check(holds, text):
    if not holds:
        raise AssertionError(text)


def none(texts, most=40):
    """Says that there is nothing of a kind."""
    texts = list(dict.fromkeys(texts))
    more = f"\n    and {len(texts) - most} more" if len(texts) > most else ""
    check(not texts, f"{len(texts)} found\n    " + "\n    ".join(texts[:most]) + more)


class Run:
    """What scenarios share: the browser's programs, the server, the applications that wait, and what was seen."""

    def __init__(self, found, server, options):
        self.found, self.server, self.options = found, server, options
        self.pictures = options.pictures
        self.cases = pages.make_cases(server)
        self.survey = Survey(found, server, self.pictures)

    def chrome(self, operator=None, scripts=True, server=None):
        """A new browser, with a session of its own if an operator is named."""
        server = server or self.server
        browser = Chrome(self.found, server, scripts)
        if operator:
            browser.become(Client(server).sign_in(operator))
        return browser

    def case(self):
        """An application that nobody has touched yet."""
        return self.cases.pop()

    def file(self, name, text):
        """A file to be chosen in a form."""
        path = self.server.log_path.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def picture(self, chrome, name):
        if self.pictures:
            chrome.picture(Path(self.pictures) / f"{name}.png")

    def look(self, chrome, name):
        """Looks at a page to which no link leads: at all widths with axe-core, for what is too wide, and at the console."""
        # A browser tells of every page that is no success.
        found = [line for line in chrome.console() if not re.search("status of (403|409|422)", line)]
        for width in WIDTHS:
            chrome.width(width)
            found += [f"at {width}: {rule}: {place}: {why}" for rule, place, why in chrome.axe(LOOKS if width == 1680 else None)]
            found += [f"at {width}: {text}" for text in chrome.run(WIDER)]
            self.picture(chrome, f"{name}-{width}-zh")
        chrome.width(1024)
        none(f"{name}, {chrome.path}: {text}" for text in found)

    def size(self):
        return self.server.client(AUDITOR).size()
