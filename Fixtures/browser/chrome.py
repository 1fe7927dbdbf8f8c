"""A Chromium without a window, driven by Selenium."""
import base64
import importlib.util
import os
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


class Missing(Exception):
    """Something that the tests need is not installed."""


def find():
    """The programs and axe-core; raises `Missing`."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    driver = shutil.which("chromedriver")
    if not program:
        raise Missing("chromium is not installed")
    if not driver:
        raise Missing("chromedriver is not installed")
    if importlib.util.find_spec("selenium") is None:
        raise Missing("the Python package selenium is not installed (requirements.txt)")
    axe = importlib.util.find_spec("axe_playwright_python")
    if axe is None:
        raise Missing("the Python package axe-playwright-python is not installed (requirements.txt)")
    text = (Path(axe.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
    return program, driver, text


class Chrome:
    """A browser with a profile of its own, which goes with it."""

    def __init__(self, found, server, scripts=True):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        program, driver, self._axe = found
        self.server, self.has_scripts = server, scripts
        self.profile = tempfile.mkdtemp(prefix="workbench-browser-")
        options = webdriver.ChromeOptions()
        options.binary_location = program
        for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                       "--disable-background-networking", "--disable-component-update", "--no-first-run",
                       "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={self.profile}"):
            options.add_argument(option)
        self.downloads = Path(self.profile) / "downloads"
        self.downloads.mkdir()
        preferences = {"credentials_enable_service": False, "download.default_directory": str(self.downloads)}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(driver, env={**os.environ, "LANGUAGE": "zh_CN"}))
        self.driver.set_page_load_timeout(60)
        self.width(1024)

    def close(self):
        try:
            self.server.remembered += self.remembered()
            self.driver.quit()
        finally:
            shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Where it is.

    def open(self, path):
        self.driver.get(self.server.address + path)

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.server.address)

    @property
    def text(self):
        return self.run("return document.body.innerText")

    @property
    def title(self):
        return self.driver.title

    def status(self):
        """The status of the page's answer."""
        return self.run("return performance.getEntriesByType('navigation')[0].responseStatus")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def all(self, selector):
        return self.driver.find_elements("css selector", selector)

    def one(self, selector):
        found = self.all(selector)
        if not found:
            raise AssertionError(f"{self.path} has no {selector}: {self.text[:300]}")
        return found[0]

    def become(self, client):
        """Takes over the session of a client."""
        self.command("Network.clearBrowserCookies")
        for name, value in client.cookies.items():
            self.command("Network.setCookie", name=name, value=value, url=self.server.address, httpOnly=True,
                         sameSite="Strict")

    def cookies(self):
        return {cookie["name"]: cookie["value"] for cookie in self.driver.get_cookies()}

    def download(self, selector, seconds=30):
        """Follows a link to a file; gives its name and its bytes."""
        before, end = set(self.downloads.iterdir()), time.monotonic() + seconds
        self.one(selector).click()
        while time.monotonic() < end:
            new = [path for path in self.downloads.iterdir() if path not in before and path.suffix != ".crdownload"
                   and not path.name.startswith(".")]
            if new:
                return new[0].name, new[0].read_bytes()
            time.sleep(0.05)
        raise AssertionError(f"{selector} on {self.path} gives no file")

    # How it looks at a page.

    def command(self, command, /, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def width(self, width, scale=1):
        """Sets the width in CSS pixels; a zoom of 200 % is half the width at the scale 2."""
        height = {320: 640, 390: 844}.get(width, 900)
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale,
                     mobile=False)

    def media(self, kind="", scheme="light"):
        """Shows pages as on the screen, or as `print`; light or dark."""
        self.command("Emulation.setEmulatedMedia", media=kind,
                     features=[{"name": "prefers-color-scheme", "value": scheme}])

    def console(self):
        """What the browser had to say since the last look: errors and what a policy forbade."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def axe(self, rules=None):
        """What axe-core finds: rule, elements and why; by all rules unless some are named."""
        if not self.run("return typeof axe !== 'undefined'"):
            self.run(self._axe)
        options = {"resultTypes": ["violations"], "preload": False, "iframes": False, "elementRef": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": rules}
        else:
            options["rules"] = {"target-size": {"enabled": True}}
        result = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, arguments[0]).then(r => done({found: r.violations.map(v => ({id: v.id,"
            " nodes: v.nodes.map(n => ({target: n.target.join(' '), why: n.failureSummary}))}))}),"
            " e => done({error: String(e)}));", options)
        if "error" in result:
            raise AssertionError(f"axe-core does not run: {result['error']}")
        return [(finding["id"], node["target"], " ".join(node["why"].split()))
                for finding in result["found"] for node in finding["nodes"]]

    def picture(self, path, most=6000):
        """Takes a picture of the whole page, or of so many pixels from its top."""
        size = self.command("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], most), "scale": 1}
        data = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def printed(self):
        """The page as PDF."""
        return base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def remembered(self):
        """Every address and title that the browser has kept: of this tab, and in the profile's history."""
        entries = self.command("Page.getNavigationHistory")["entries"]
        kept = [text for entry in entries for text in (entry["url"], entry["title"], entry.get("userTypedURL", ""))]
        history = Path(self.profile) / "Default/History"
        if history.exists():
            copy = Path(self.profile) / "history-copy"
            shutil.copy(history, copy)
            with sqlite3.connect(copy) as database:
                for row in database.execute("SELECT url, title FROM urls"):
                    kept += row
        return kept

    # The keyboard.

    def press(self, *keys):
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def double_click(self, element):
        from selenium.webdriver.common.action_chains import ActionChains

        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        ActionChains(self.driver).double_click(element).perform()


def key(name):
    """A key by its name: TAB, ENTER, SPACE."""
    from selenium.webdriver.common.keys import Keys

    return getattr(Keys, name)
