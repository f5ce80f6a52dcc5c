# SPDX-License-Identifier: Apache-2.0
"""What happens to the network, one after the other. Each function does one harm, waits, mends it, and raises Trouble
where what must hold does not. It gives what else is to be said."""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import time

from client import LONG
from network import VALIDATORS, Trouble, until


class Skipped(Exception):
    """Why this machine cannot do it."""


def service_killed(net, callers):
    net.kill(net.service("validator-2"))
    until("its engine has ended with it", lambda: not net.engine("validator-2"), 10)
    net.grows("validator-1")
    return lambda: net.up()


def engine_killed(net, callers):
    net.kill(net.engine("validator-3"))
    net.grows("validator-1")
    return lambda: until("the engine was started again", lambda: net.engine("validator-3"))


def both_killed(net, callers):
    net.kill(net.service("validator-2"), net.engine("validator-2"))
    net.grows("validator-1")
    return lambda: net.up()


def stopped_and_continued(net, callers):
    two = net.service("validator-3"), net.engine("validator-3")
    net.kill(*two, number=signal.SIGSTOP)
    net.grows("validator-1")
    time.sleep(10)
    return lambda: net.kill(*two, number=signal.SIGCONT)


def halves_apart(net, callers):
    """The gateway and the homes stay with the first half, which is none that could decide."""
    rest = ["gateway", "anna", "bert"]
    ways = net.between(VALIDATORS[:2] + rest, VALIDATORS[2:])
    for way in ways:
        way.refuses = True
    net.proxies.cut(ways)
    time.sleep(3)
    before = [net.height(name) for name in VALIDATORS]
    time.sleep(8)
    if [net.height(name) for name in VALIDATORS] != before:
        raise Trouble("a half went on alone")

    def mend():
        for way in ways:
            way.refuses = False
    return mend


def silent_halves(net, callers):
    """As before, but nobody is told: connections stay open and nothing passes."""
    ways = net.between(VALIDATORS[:2] + ["gateway", "anna", "bert"], VALIDATORS[2:])
    for way in ways:
        way.stalls = True
    time.sleep(8)

    def mend():
        for way in ways:
            way.stalls = False
    return mend


def one_apart(net, callers):
    if not net.apart:
        raise Skipped("network namespaces need root")
    net.wire("down")
    net.grows("validator-1")
    time.sleep(10)
    return lambda: net.wire("up")


def full_disk(net, callers):
    home = net.home("validator-3")
    if not os.path.ismount(home):
        raise Skipped("a small disk of its own needs root")
    filler = home / "filler"
    try:
        return fill(net, filler)
    except Trouble:
        filler.unlink()
        raise


def fill(net, filler):
    said = []
    with open(filler, "wb", buffering=0) as file:
        for size in (1 << 16, 512, 1):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size) == size:
                    pass

    def stands():
        said[:] = [net.ask("validator-3", "status", check=False).get("sentence", "")]
        if not net.service("validator-3"):
            raise Trouble("the service ended")
        return "disk" in said[0].lower()
    until("the validator says that its disk is full", stands)
    net.grows("validator-1")
    before = net.height("validator-3")
    time.sleep(10)
    stopped = "" if net.height("validator-3") > before else f"stood at block {before}; "

    def mend():
        filler.unlink()
        until("the engine runs again", lambda: net.engine("validator-3"))
        until("it says nothing of its disk", lambda: "disk" not in
              net.ask("validator-3", "status", check=False).get("sentence", "disk").lower())
    return mend, f'{stopped}it said "{said[0]}"'


def executor_killed(net, callers):
    """In mid-answer: another one goes on, with the same bytes."""
    callers.take(LONG, 7)
    jobs = {name: net.ask(name, "status").get("jobs_done", 0) for name in ("anna", "bert")}
    struck, times = [], []

    def strike(pieces):
        times.append(time.monotonic())
        if pieces != 30 or struck:
            return
        running = [name for name in jobs if net.ask(name, "status", check=False).get("jobs_running", 0)]
        # Whoever has the long answer: the short ones of the other callers are over soon.
        time.sleep(0.3)
        running = [name for name in running if net.ask(name, "status", check=False).get("jobs_running", 0)] or ["anna"]
        struck.append(running[0])
        net.kill(net.service(running[0]))
        times[-1] = time.monotonic()
    outcome, text, reason = callers.take(LONG, 7, strike)
    if outcome != "whole":
        raise Trouble(f"the answer was {outcome}: {reason}")
    if text != callers.reference[(LONG, 7)]:
        raise Trouble("other bytes")
    if not struck:
        raise Trouble("nobody was killed")
    gap = max(after - before for before, after in zip(times[29:], times[30:]))
    return (lambda: net.start(struck[0])), f"{struck[0]} died; the next token came after {gap:.1f} s; same bytes"


def gateway_killed(net, callers):
    struck = []

    def strike(pieces):
        if pieces == 30 and not struck:
            struck.append(net.kill(net.service("gateway")))
    outcome, _, _ = callers.take(LONG, 7, strike)
    if not struck or outcome != "cut":
        raise Trouble(f"the answer was {outcome} although its gateway was killed")
    return lambda: net.up()


def bad_links(net, callers):
    """Both homes' links to the gateway, while a long answer comes over one of them."""
    links = list(net.links.values())
    kinds = ["delayed", "dropped", "reordered", "cut", "flooded"]

    def strike(kind):
        for link in links:
            link.delay = 0.01 if kind == "delayed" else 0.0
            link.drop = 1 if kind == "dropped" else 0
            link.swap = 1 if kind == "reordered" else 0
            link.flood = 500 if kind == "flooded" else 0
        if kind == "cut":
            net.proxies.cut(links)
    told = []
    for kind in kinds:
        struck = []
        outcome, _, reason = callers.take(LONG, 7, lambda pieces: pieces == 30 and not struck and
                                          struck.append(strike(kind)))
        told.append(f"{kind}: {outcome}")
        if outcome != "whole":
            raise Trouble(f"{kind}, the answer was {outcome}: {reason}")
    return (lambda: strike(None)), ", ".join(told)


def all_restarted(net, callers):
    net.run("network", "down", net.net)
    return lambda: net.up()


def corrupted_chunk(net, callers):
    """A home that joins late is offered a snapshot by four, and three of them have a chunk that is not what they say."""
    until("an invitation leads to a snapshot", lambda: json.loads(
        net.run("--json", "network", "invite", net.net).stdout)["trusted_height"])
    for name in VALIDATORS[:3]:
        database = sqlite3.connect(net.home(name) / "network" / "chain.sqlite", timeout=20)
        with database:
            database.execute("UPDATE snapshot_chunks SET chunk = CAST(substr(chunk, 1, length(chunk) - 1) || "
                             "CASE substr(chunk, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB)")
        database.close()
    net.join("late", 3)
    net.start("late")
    log = net.home("late") / "logs" / "hearthd.log"
    until("it has taken a snapshot over", lambda: "snapshot taken over" in log.read_text())

    def mend():
        until("it is level", lambda: net.level(["late", "validator-1"]))
        stop(net, "late")
        net.remove("late")
    return mend, f'{log.read_text().count("chunk refused")} chunks refused'


def wrong_program(net, callers):
    """A validator whose program computes other app hashes: with the blocks that it has, then with none."""
    genuine = (net.programs / "hearthd").read_bytes()
    tags = [tag for tag in (b"chain/1\0", b"app/2\0") if genuine.count(tag) == 1]
    if not tags:
        raise Skipped("the program has no mark that could be changed")
    folder = net.folder / "wrong"
    folder.mkdir(exist_ok=True)
    for program in net.programs.iterdir():
        if program.name != "hearthd":
            (folder / program.name).symlink_to(program)
    wrong = folder / "hearthd"
    wrong.write_bytes(genuine.replace(tags[0], tags[0][:-2] + b"9\0"))
    wrong.chmod(0o755)
    stop(net, "validator-2")
    said = [what_it_says(net, "validator-2", wrong)]
    network, aside = net.home("validator-2") / "network", net.folder / "aside"
    shutil.copytree(network, aside)
    for file in network.glob("chain.sqlite*"):
        file.unlink()
    for file in (network / "comet" / "data").iterdir():
        if file.name != "priv_validator_state.json":  # what it has signed it never signs again otherwise
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    said.append(what_it_says(net, "validator-2", wrong))
    net.grows("validator-1")

    def mend():
        shutil.rmtree(network)
        aside.rename(network)
        net.up()
    return mend, "it said: " + " / ".join(said)


def stop(net, name):
    net.run("--home", net.home(name), "stop")
    until(f"{name} has stopped", lambda: not net.service(name))


def what_it_says(net, name, program):
    """Of a program that cannot go on; it does not run any more then."""
    try:
        net.start(name, program)
    except Trouble:
        return (net.folder / f"{name}.out").read_text().strip().splitlines()[-2]
    sentence = until("it says that it stands apart", lambda: net.ask(
        name, "network", "show", check=False).get("trouble"))
    if net.engine(name):
        raise Trouble("its engine still runs")
    stop(net, name)
    return sentence


def double_signer(net, callers):
    """A second home with validator-4's consensus key. Its stake answers, and it has no vote any more."""
    villain = "validator-4"
    account = net.ask(villain, "stake", "show")["account"]
    net.pay(account, 5)
    net.run("--home", net.home(villain), "stake", "add", "2")  # its node is registered by this
    net.run("--home", net.home(villain), "stake", "bond")
    twin, network = net.home("twin"), net.home("twin") / "network"
    (network / "comet" / "config").mkdir(parents=True)
    for path in (network, network / "comet"):
        path.chmod(0o700)
    (twin / "hearth.toml").write_text(SETTINGS_OF_TWIN)
    for name in ("genesis.cbor", "comet/config/priv_validator_key.json", "comet/config/beacon.key"):
        shutil.copy(net.home(villain) / "network" / name, network / name)
    text = (net.home("gateway") / "network" / "network.toml").read_text()
    (network / "network.toml").write_text(
        text.replace(f":{net.link_port - 1}\"", f":{net.link_port + 4}\"", 1)
        .replace(f'"127.0.0.1:{net.link_port}"', '""'))
    net.start("twin")

    def caught():
        shown = net.ask("gateway", "network", "show", check=False).get("validators", [])
        return [one for one in shown if one["offences"] and one["power"] == 0]
    guilty = until("the evidence is in a block", caught)[0]
    stop(net, "twin")
    offence = guilty["offences"][0]
    if int(offence["taken"]) <= 0:
        raise Trouble("nothing was taken")
    return (lambda: None), f'{offence["kind"]} at {offence["height"]}, told in block {offence["reported_height"]}, ' \
                           f'{int(offence["taken"]) / 1e9} EMB taken'


SETTINGS_OF_TWIN = '[api]\nlisten = "127.0.0.1:0"\n\n[node]\nexecutor = false\nauditor = false\n'

GROUPS = {
    "crashes": [service_killed, engine_killed, both_killed, stopped_and_continued, all_restarted],
    "partitions": [halves_apart, silent_halves, one_apart],
    "disks": [full_disk],
    "answers": [executor_killed, gateway_killed, bad_links],
    "liars": [corrupted_chunk, wrong_program, double_signer],
}
FAULTS = [service_killed, engine_killed, both_killed, stopped_and_continued, halves_apart, silent_halves, one_apart,
          full_disk, executor_killed, gateway_killed, bad_links, all_restarted, corrupted_chunk, wrong_program,
          double_signer]


def chosen(names):
    """Faults by their own names and those of their groups, in the order in which they happen; all without a name."""
    wanted = {fault for name in names for fault in GROUPS.get(name, [])} | \
             {fault for fault in FAULTS if fault.__name__ in names}
    return [fault for fault in FAULTS if not names or fault in wanted]
