# SPDX-License-Identifier: Apache-2.0
"""A network of four validators, a gateway and two homes that compute, all on this machine. Whatever goes from one of
them to another passes through a proxy of ours."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import threading
import time

from chain import Book
from proxies import Proxies

VALIDATORS = [f"validator-{number}" for number in range(1, 5)]
PATIENCE = 120
COIN = 10**9
ALLOTMENT = 1000 * COIN  # of the gateway's caller, at the beginning
PORTS = 14
APART, HERE = "10.213.7.2", "10.213.7.1"  # of the validator in a network namespace of its own, and of the others
SETTINGS = '[api]\nlisten = "127.0.0.1:0"\n[worker]\nthreads = 1\n'


def free_ports():
    """The first of so many ports of this machine in a row."""
    for first in range(20000 + os.getpid() % 200 * 100, 60000, 100):
        taken = []
        try:
            for port in range(first, first + PORTS):
                taken.append(socket.create_server(("127.0.0.1", port)))
            return first
        except OSError:
            continue
        finally:
            for one in taken:
                one.close()
    raise Trouble("no ports are free")


class Trouble(Exception):
    """What did not come true."""


class Absent(Exception):
    """What this machine lacks for a network."""


def until(what, true, patience=PATIENCE, every=0.25):
    end = time.monotonic() + patience
    while not (found := true()):
        if time.monotonic() > end:
            raise Trouble(f"{what}: not within {patience} s")
        time.sleep(every)
    return found


class Network:
    def __init__(self, programs, folder, model):
        self.programs, self.folder = pathlib.Path(programs), pathlib.Path(folder)
        self.model = self.with_room(pathlib.Path(model))
        self.first_port = free_ports()
        self.link_port = self.first_port + len(VALIDATORS) + 1
        self.net = self.folder / "net"
        self.proxies = Proxies()
        self.ways = {}  # (from, to) -> proxy between full nodes
        self.links = {}  # home -> proxy on its link to the gateway
        self.book = Book()
        self.namespace = self.apart = None  # the process that holds it, and the validator that lives there
        self.over = False
        self.sent = 0

    # Programs ---------------------------------------------------------------------------------------------------

    def home(self, name):
        return (self.folder if name in ("anna", "bert", "late", "twin") else self.net) / name

    def run(self, *words, check=True, patience=PATIENCE):
        done = subprocess.run([str(self.programs / "hearthctl"), *map(str, words)], capture_output=True, text=True,
                              timeout=patience)
        if check and done.returncode != 0:
            raise Trouble(f"hearthctl {' '.join(map(str, words))[:200]}: {done.stderr.strip()}")
        return done

    def ask(self, name, *words, check=True):
        done = self.run("--home", self.home(name), "--json", *words, check=check)
        return json.loads(done.stdout.strip().splitlines()[-1]) if done.returncode == 0 and done.stdout.strip() else {}

    def start(self, name, program=None):
        inside = ["nsenter", f"--net=/proc/{self.namespace.pid}/ns/net"] if name == self.apart else []
        with open(self.folder / f"{name}.out", "ab") as out:
            done = subprocess.run([*inside, str(program or self.programs / "hearthd"), "--home", str(self.home(name))],
                                  stdout=out, stderr=out, timeout=PATIENCE)
        if done.returncode != 0:
            raise Trouble(f"{name} did not start; see {self.folder / name}.out")

    def service(self, name):
        """The process of a home's service; 0: it does not run."""
        wanted = str(self.home(name)).encode()
        for entry in pathlib.Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if entry.name.isdigit() and b"hearthd" in words[0] and wanted in words:
                return int(entry.name)
        return 0

    def engine(self, name):
        wanted = str(self.home(name) / "network" / "comet").encode()
        for entry in pathlib.Path("/proc").iterdir():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if entry.name.isdigit() and words[0].endswith(b"cometbft") and wanted in words:
                return int(entry.name)
        return 0

    def kill(self, *processes, number=signal.SIGKILL):
        for process in processes:
            if process:
                os.kill(process, number)

    # Founding ---------------------------------------------------------------------------------------------------

    def with_room(self, model):
        """A tiny model whose answers may be long."""
        if not model.is_dir():
            return model
        roomy = self.folder / "model"
        shutil.copytree(model, roomy)
        config = json.loads((roomy / "config.json").read_text())
        config["max_position_embeddings"] = max(config["max_position_embeddings"], 32768)
        (roomy / "config.json").write_text(json.dumps(config))
        return roomy

    def found(self):
        made = self.run("network", "init", "--validators", len(VALIDATORS), "--first-port", self.first_port,
                        "--epoch-seconds", 5, "--snapshot-every", 60, self.net, check=False)
        if "without network mode" in made.stderr or "ometBFT" in made.stderr:
            raise Absent(made.stderr.strip())
        if made.returncode != 0:
            raise Trouble(made.stderr)
        for name in [*VALIDATORS, "gateway"]:
            self.lead(name)
        if self.apart:
            file = self.home(self.apart) / "network" / "network.toml"
            text = re.sub(r"peers = .*", "peers = []", file.read_text())  # the others dial it
            file.write_text(text.replace('listen = "127.0.0.1', f'listen = "{APART}', 1))

    def lead(self, name):
        """Through proxies of its own to everybody whom its settings name."""
        file = self.home(name) / "network" / "network.toml"

        def through(match):
            peer, port = match.group(1), int(match.group(2))
            if port == self.link_port:
                key, table = name, self.links
            else:
                key, table = (name, VALIDATORS[port - self.first_port]), self.ways
            if key not in table:
                table[key] = self.proxies.add((APART if key[1] == self.apart else "127.0.0.1", port))
            return f'"{peer}@127.0.0.1:{table[key].port}"'

        file.write_text(re.sub(r'"([0-9a-f]{40,64})@127\.0\.0\.1:(\d+)"', through, file.read_text()))

    def move_apart(self, name):
        """A network namespace for a validator, before the network is founded; it needs root."""
        self.namespace = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self.apart = name
        until("a namespace", lambda: os.readlink(f"/proc/{self.namespace.pid}/ns/net") != os.readlink(
            "/proc/self/ns/net"), 10)
        inside = ["nsenter", f"--net=/proc/{self.namespace.pid}/ns/net"]
        for words in (["ip", "link", "add", "here", "type", "veth", "peer", "name", "apart", "netns",
                       str(self.namespace.pid)],
                      ["ip", "addr", "add", f"{HERE}/24", "dev", "here"], ["ip", "link", "set", "here", "up"],
                      [*inside, "ip", "addr", "add", f"{APART}/24", "dev", "apart"],
                      [*inside, "ip", "link", "set", "apart", "up"], [*inside, "ip", "link", "set", "lo", "up"]):
            subprocess.run(words, check=True, capture_output=True, timeout=10)

    def wire(self, state):
        subprocess.run(["ip", "link", "set", "here", state], check=True, timeout=10)

    def up(self):
        if self.apart and not self.service(self.apart):
            self.start(self.apart)
        self.run("network", "up", self.net)

    def join(self, name, place):
        """As the so many-th of those who come later."""
        home = self.home(name)
        home.mkdir()
        (home / "hearth.toml").write_text(SETTINGS)
        invitation = self.folder / f"{name}.invitation"
        invitation.write_text(self.run("network", "invite", self.net).stdout)
        self.run("--home", home, "network", "join", invitation, "--listen",
                 f"127.0.0.1:{self.link_port + place}")
        self.lead(name)

    def begin(self):
        self.found()
        self.up()
        for place, name in enumerate(("anna", "bert"), 1):
            self.join(name, place)
            self.start(name)
            self.run("--home", self.home(name), "model", "import", self.model, "--name", "asked")
        until("the gateway has both homes", lambda: len([
            link for link in self.ask("gateway", "network", "show", check=False).get("links", [])
            if link["state"] == "up" and link["models"]]) == 2)
        threading.Thread(target=self.keep_book, daemon=True).start()

    def keep_book(self):
        while not self.over:
            self.read_book()
            time.sleep(3)

    def read_book(self):
        for name in VALIDATORS:
            try:
                self.book.read(str(self.home(name)))
            except Exception as problem:  # what a killed or full validator leaves is read again later
                if "locked" not in str(problem) and "unable" not in str(problem) and "disk" not in str(problem):
                    print(f"    (the chain of {name} could not be read: {problem})", flush=True)

    def end(self):
        self.over = True
        for name in ("twin", "late", "anna", "bert"):
            if self.service(name):
                self.run("--home", self.home(name), "stop", check=False)
        self.run("network", "down", self.net, check=False)
        for name in ("twin", "late", "anna", "bert", "gateway", *VALIDATORS):
            self.kill(self.service(name), self.engine(name))
        if self.namespace:
            self.namespace.kill()
            self.namespace.wait()

    def pay(self, account, coins):
        self.run("--home", self.home("gateway"), "ledger", "send", account, coins)
        self.sent += coins * COIN

    def paid_but_not_for_answers(self):
        """What left the account of the gateway's caller and is neither the price of a settled receipt nor locked for
        one that may still come. 0, or somebody was paid twice or too little."""
        def look():
            before = self.height("gateway")
            balance = int(self.ask("gateway", "ledger", "account")["balance"])
            deposited = sum(int(one["deposit"]) - int(one["paid"])
                            for one in self.ask("gateway", "network", "show")["channels"] if one["pays"])
            head = self.ask("gateway", "ledger", "head")
            self.read_book()
            return (balance, int(head["pools"]["escrow"]) + deposited) if head["height"] == before else None
        balance, locked = until("two looks at one block", look)
        return ALLOTMENT - balance - locked - self.sent - sum(
            self.book.price[receipt] for receipt in self.book.settled)

    # What it looks like -----------------------------------------------------------------------------------------

    def height(self, name):
        return self.ask(name, "ledger", "head", check=False).get("height", 0)

    def level(self, names=None):
        """Whether all are there and at most two blocks apart."""
        heights = [self.height(name) for name in names or [*VALIDATORS, "gateway", "anna", "bert"]]
        return min(heights) > 0 and max(heights) - min(heights) <= 2

    def grows(self, name, patience=PATIENCE):
        before = self.height(name)
        until(f"{name} goes on after block {before}", lambda: self.height(name) > before, patience)

    def api(self):
        return json.loads((self.home("gateway") / "run" / "api.json").read_text())["base_url"]

    def between(self, some, others):
        return [way for (a, b), way in self.ways.items()
                if (a in some and b in others) or (a in others and b in some)]

    def remove(self, name):
        shutil.rmtree(self.home(name), ignore_errors=True)
