#!/usr/bin/env python3
"""Drives the workbench in a real browser.

python3 Fixtures/browser/run.py --workbench PROGRAM [--pictures FOLDER] [--readme FILE] [--only WORD]

A line a scenario. Ends with 0 if all hold, 1 if one fails, and 77 if Chromium, its driver or a Python package is missing
(requirements.txt, installed with --no-deps).
"""
import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback

# The folder of the tests stays as it is.
sys.dont_write_bytecode = True


def main():
    options = argparse.ArgumentParser(description="browser tests of the workbench")
    options.add_argument("--workbench", required=True, help="the program subsidy-workbench")
    options.add_argument("--pictures", help="a folder for pictures of the pages")
    options.add_argument("--readme", help="a file for the picture in README.md")
    options.add_argument("--only", default="", help="run only scenarios whose words have this in them")
    options = options.parse_args()

    import chrome
    try:
        found = chrome.find()
    except chrome.Missing as missing:
        print(f"browser: {missing}; nothing was tested")
        return 77

    import scenarios, months, acts, endurance  # noqa: F401, E401 -- each declares its own
    from frame import SCENARIOS, Run
    from server import Workbench
    if options.pictures:
        os.makedirs(options.pictures, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="workbench-")
    start, failed = time.monotonic(), []
    server = Workbench(options.workbench, folder)
    try:
        server.wait()
        run = Run(found, server, options)
        for words, body, _ in SCENARIOS:
            if options.only not in words:
                continue
            begun = time.monotonic()
            try:
                note = body(run)
                print(f"ok    {words}{f' ({note})' if note else ''}  {time.monotonic() - begun:.1f} s", flush=True)
            except AssertionError as problem:
                failed.append(words)
                print(f"FAIL  {words}: {problem}", flush=True)
            except Exception:
                failed.append(words)
                print(f"FAIL  {words}:\n{traceback.format_exc()}", flush=True)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"browser: {len(failed)} failed, {time.monotonic() - start:.0f} s" + "".join(f"\n  {words}" for words in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
