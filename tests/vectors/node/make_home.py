#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a home as the programs of a build folder leave it: home_vN/ beside itself, where N is the version of its
node.sqlite. A solo node imports a tiny model, answers, replays an answer, moves money, votes, is paid and stops; what is
kept is all of its home but weights, logs, sockets and locks. Its keys are of nobody else. node.sqlite gets smaller pages,
since most of its tables hold next to nothing. home_vN.json says what the programs said of the home, and which they were:
once a later tree changes a format, the folder is an old home. Standard library only.

    python3 tests/vectors/node/make_home.py --programs build/bin
"""
import argparse
import contextlib
import json
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
MODEL = "llama-tied"
SETTINGS = '[api]\nlisten = "127.0.0.1:0"\n[solo]\nepoch_seconds = 2\n[worker]\nthreads = 1\n'
QUESTIONS = ("What does the hearth do?", "Who keeps the fire?", "What is left in the morning?")
LAST = "And what comes after?"
STRANGER = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"  # of RFC 8032, its first test
LEFT_OUT = {"logs", "run", "stderr.log"}
KEPT = re.compile(r"\.(sqlite|toml|key|cbor|json|txt)$|^[^.]+$")
PATIENCE = 120


class Trouble(Exception):
    """What did not come true."""


def until(what, true):
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        if time.monotonic() > end:
            raise Trouble(f"{what}: not within {PATIENCE} s")
        time.sleep(0.1)
    return found


class Node:
    def __init__(self, programs, home):
        self.programs, self.home = programs, home
        self.process = None

    def start(self):
        log = open(self.home / "stderr.log", "ab")
        self.process = subprocess.Popen([self.programs / "hearthd", "--home", self.home, "--foreground"],
                                        stdout=subprocess.DEVNULL, stderr=log)
        until("the service answers", lambda: self.process.poll() is not None or self.run("status").returncode == 0)
        if self.process.poll() is not None:
            raise Trouble((self.home / "stderr.log").read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(PATIENCE) != 0:
            raise Trouble("the service ended with an error")

    def run(self, *words):
        return subprocess.run([self.programs / "hearthctl", "--home", self.home, "--json", *words],
                              capture_output=True, text=True, timeout=PATIENCE, check=False)

    def ask(self, *words):
        done = self.run(*words)
        if done.returncode != 0:
            raise Trouble(f"hearthctl {' '.join(words)}: {done.stderr.strip()}")
        return json.loads(done.stdout.strip().split("\n")[-1])

    def chat(self, question):
        return self.ask("chat", "--model", "tiny", "--max-tokens", "12", "--temperature", "0", question)["receipt_id"]


def keys_of(node):
    return {key["role"]: key["public_key"] for key in node.ask("keys", "show")["keys"]}


def live(node, models):
    """All that a home knows how to do without others. The receipts, and that of the replayed answer."""
    node.ask("model", "import", str(models / MODEL), "--name", "tiny")
    receipts = [node.chat(question) for question in QUESTIONS]
    node.ask("receipt", "verify", receipts[1], "--replay")
    node.ask("ledger", "send", keys_of(node)["operator"], "20")
    node.ask("ledger", "send", STRANGER, "1.5")
    node.ask("stake", "add", "5")
    node.ask("stake", "withdraw", "1")
    draft = models / "proposal.json"
    change = {"name": "vesting.epochs", "value": 11}
    draft.write_text(json.dumps({"title": "Later", "kind": "parameter", "changes": [change]}))
    node.ask("gov", "propose", str(draft))
    until("a vote is taken", lambda: node.run("gov", "vote", "1", "yes").returncode == 0)
    node.ask("gov", "delegate", STRANGER)
    node.ask("ledger", "channel", "open", STRANGER, "2", "--epochs", "1000")
    until("an answer is paid", lambda: int(node.ask("earnings")["paid"]) > 0)
    receipts.append(node.chat(LAST))
    return receipts, receipts[1]


def said(node, receipts):
    """What the home says of itself in one block; None where a block came in between."""
    head = node.ask("ledger", "head")
    keys = keys_of(node)
    earnings = node.ask("earnings", "--since", "24h")
    accounts = {address: node.ask("ledger", "account", address)["balance"]
                for address in sorted({STRANGER, *keys.values()})}
    levels = {one: node.ask("receipt", "show", one)["level"] for one in receipts}
    if node.ask("ledger", "head")["height"] != head["height"]:
        return None
    return {"head": head, "keys": keys, "accounts": accounts, "receipts": levels,
            "earnings": {part: earnings[part] for part in ("pending", "confirmed", "paid")}}


def last_height(home):
    with contextlib.closing(sqlite3.connect(home / "ledger" / "ledger.sqlite")) as ledger:
        return ledger.execute("SELECT MAX(height) FROM blocks").fetchone()[0]


def versions(programs, home):
    def constant(file, name):
        return int(re.search(rf"\b{name} = (\d+);", (ROOT / file).read_text()).group(1))
    with contextlib.closing(sqlite3.connect(home / "node.sqlite")) as store:
        schema = store.execute("PRAGMA user_version").fetchone()[0]
    if schema != constant("engine/node/state/schema.h.in", "schema_version"):
        raise Trouble("the programs are not of this tree")
    return {"hearthd": subprocess.run([programs / "hearthd", "--version"], capture_output=True, text=True,
                                      check=True).stdout.split()[1],
            "node.sqlite": schema, "ledger_rules": constant("engine/ledger/rules.h", "present_rules"),
            "control": constant("engine/control/values.h", "protocol_version")}


def in_small_pages(file):
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as store:
        for step in ("PRAGMA journal_mode = DELETE", "PRAGMA page_size = 1024", "VACUUM", "PRAGMA journal_mode = WAL"):
            store.execute(step).fetchall()


def pack(home, place):
    shutil.rmtree(place, ignore_errors=True)
    for file in sorted(home.rglob("*")):
        inside = file.relative_to(home)
        if not file.is_file() or inside.parts[0] in LEFT_OUT | {"models"} or file.suffix == ".lock":
            continue
        if not KEPT.search(file.name):
            raise Trouble(f"{inside}: is it to be kept?")
        (place / inside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place / inside)
    in_small_pages(place / "node.sqlite")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="folder of hearthd, hearthctl and worker")
    programs = parser.parse_args().programs.resolve()
    with tempfile.TemporaryDirectory() as folder:
        models, home = pathlib.Path(folder) / "models", pathlib.Path(folder) / "home"
        subprocess.run([sys.executable, "-B", ROOT / "tests/vectors/model/make_tiny.py", models], check=True)
        home.mkdir()
        (home / "hearth.toml").write_text(SETTINGS)
        node = Node(programs, home)
        node.start()
        try:
            receipts, replayed = live(node, models)
            while True:
                told = until("a block holds still", lambda: said(node, receipts))
                node.stop()
                if last_height(home) == told["head"]["height"]:
                    break
                node.start()
        finally:
            if node.process.poll() is None:
                node.process.kill()
        made_by = versions(programs, home)
        place = HERE / f"home_v{made_by['node.sqlite']}"
        pack(home, place)
        text = json.dumps({"made_by": made_by, "replayed": replayed, **told}, indent=1, sort_keys=True)
        place.with_suffix(".json").write_text(text + "\n")
        print(place, sum(file.stat().st_size for file in place.rglob("*") if file.is_file()), "bytes")


if __name__ == "__main__":
    main()
