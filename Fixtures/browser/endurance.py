"""What takes long: a session that ends by itself, and a table of 100,000 rows. Each has a server of its own."""
import contextlib
import shutil
import tempfile
import time
from pathlib import Path

import pages
from frame import check, scenario
from pages import MAIN, expect, fill, press, sign_in, submit_act
from server import CLERK, DRAFTER, PASSPHRASE, Client, Workbench

ROWS = 100_000
# What the server may need at most for such a table, in MiB.
MOST_MEMORY = 1_024
# Debian's libfaketime, with which a program is told another time.
CLOCKS = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@contextlib.contextmanager
def another_server(run, *command):
    """A server with a sample ledger of its own, started by a command if one is named."""
    folder = tempfile.mkdtemp(prefix="workbench-")
    server = Workbench(run.options.workbench, folder, command)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@scenario("a session ends by itself in mid-form: after the login the form has what was typed")
def lapsed(run):
    if not CLOCKS:
        return "passed over: libfaketime is not installed"
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        clock.write_text("+0")
        # The library changes the environment of the first program that it is in, where Swift then finds no arguments: not the server's.
        command = ("env", f"LD_PRELOAD={CLOCKS[0]}", f"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_NO_CACHE=1",
                   "FAKETIME_DONT_FAKE_MONOTONIC=1", "env")
        with another_server(run, *command) as server:
            typed = {"batch": "lz-kept", "district": "450202", "scheme": "liuzhou"}
            with run.chrome(server=server) as chrome:
                sign_in(chrome, DRAFTER)
                chrome.open("/months/2025-12/draft")
                fill(chrome, typed)
                before = Client(server).sign_in(CLERK).size()
                # Whoever moves money is signed out after 15 minutes.
                clock.write_text("+16m")
                submit_act(chrome)
                check(chrome.path.startswith("/login?form=") and "填写的内容已保留" in chrome.text, f"it leads to {chrome.path}")
                run.look(chrome, "login-in-mid-form")
                fill(chrome, operator=DRAFTER, passphrase=PASSPHRASE)
                press(chrome, "main form button")
                check(chrome.path.startswith("/months/2025-12/draft?form="), f"the login leads to {chrome.path}")
                for name, value in typed.items():
                    check(chrome.one(f'main [name="{name}"]').get_attribute("value") == value, f"{name} is lost")
                run.look(chrome, "form-after-login")
                check(Client(server).sign_in(CLERK).size() == before, "something is recorded")


@scenario("a table of 100,000 rows: preview, page of its progress, recorded once, in bounded memory")
def large(run):
    with another_server(run) as server, run.chrome(CLERK, server=server) as chrome:
        rest = server.most_memory()
        births = (f"{year}{month:02d}{day:02d}" for year in range(1970, 1990) for month in range(1, 13) for day in range(1, 29))
        numbers = (pages.id_number(number, birth) for birth in births for number in range(1, 1000, 2))
        table = "\n".join(["idNumber,household", *(f"{next(numbers)},360202" for _ in range(ROWS)), ""])
        client = Client(server).sign_in(CLERK)
        before, start = client.size(), time.monotonic()
        chrome.open(f"/counter/many/registrations/{pages.SCHEME}")
        fill(chrome, file=run.file("large.csv", table), count=str(ROWS))
        press(chrome, MAIN)
        check(pages.is_under_way(chrome), f"there is no page of its progress: {chrome.text[:300]}")
        run.look(chrome, "under-way")
        # Others are served meanwhile, and leaving the page stops nothing.
        check(client.get("/").status == 200, "nobody else is served")
        address = chrome.path
        chrome.open("/")
        chrome.open(address)
        expect(chrome, lambda: chrome.all(MAIN) and not pages.is_under_way(chrome), "a preview", seconds=300)
        tried = time.monotonic() - start
        check("100,000" in chrome.text and client.size() == before, chrome.text[:500])
        run.look(chrome, "large-preview")
        start = time.monotonic()
        submit_act(chrome)
        expect(chrome, lambda: chrome.path.startswith("/done/"), "what was recorded", seconds=300)
        recorded = time.monotonic() - start
        check(client.size() == before + ROWS, f"{client.size() - before} rows are recorded")
        run.look(chrome, "large-recorded")
        chrome.driver.refresh()
        check(client.size() == before + ROWS, "a reload is recorded")
        most = server.most_memory()
        check(most < MOST_MEMORY, f"the server has had {most} MiB, expected less than {MOST_MEMORY}")
    return f"{len(table) >> 20} MiB; preview {tried:.0f} s, recorded {recorded:.0f} s; {most} MiB at most, {rest} at rest"
