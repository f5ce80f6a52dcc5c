# SPDX-License-Identifier: Apache-2.0
"""One network of four validators, to which everything happens that may happen to one, while callers ask on and on.

python3 tests/integration/soak --programs build/bin --model FOLDER [--only FAULT|GROUP ...] [--within MINUTES]
                               [--table FILE] [--keep]

At the end no answer that a caller got may be missing, none may be paid twice, and all validators must have computed the
same state. Where this is root, it all runs in namespaces of its own, so that disks can be full and wires cut.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import faults
from client import Callers
from network import VALIDATORS, Absent, Network, Trouble, until

SMALL_DISK = "100M"
SKIPPED = 77  # what CTest takes for it
LIKELY_S = 60  # that a fault takes, until one has taken longer


def in_own_namespaces():
    """Starts itself again inside of them; does nothing there or without root."""
    if os.geteuid() != 0 or os.environ.get("HEARTH_SOAK_INSIDE") or not shutil.which("unshare"):
        return
    if subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True).returncode != 0:
        return
    os.environ["HEARTH_SOAK_INSIDE"] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--net", "--propagation", "private", sys.executable, *sys.argv])


def small_disk(network, name):
    """Where it cannot be mounted the home stays where it is, and the fault that needs it is skipped."""
    home, aside = network.home(name), network.folder / "small"
    shutil.copytree(home, aside)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=0700", "tmpfs", str(home)]).returncode == 0:
        shutil.copytree(aside, home, dirs_exist_ok=True)
    shutil.rmtree(aside)


def begin(arguments, folder):
    network = Network(arguments.programs, folder, arguments.model)
    if os.environ.get("HEARTH_SOAK_INSIDE"):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        try:
            network.move_apart("validator-4")
        except (OSError, subprocess.CalledProcessError) as problem:
            print(f"No validator lives in a namespace of its own: {problem}")
            network.apart = None
        found = network.found

        def found_on_a_small_disk():
            found()
            small_disk(network, "validator-3")
        network.found = found_on_a_small_disk
    return network


def suffer(network, callers, fault):
    """A row of the table, and whether it went well."""
    name = fault.__name__.replace("_", " ")
    began, note, well = time.monotonic(), "", True
    seconds = "-"
    try:
        result = fault(network, callers)
        mend, note = result if isinstance(result, tuple) else (result, "")
        mended = time.monotonic()
        mend()
        until("all are level", network.level)
        network.grows("validator-1")
        until("somebody is answered again", lambda: any(
            a.outcome == "whole" and a.began >= mended for a in callers.since(mended)))
        seconds = f"{time.monotonic() - mended:.1f}"
    except faults.Skipped as why:
        note = f"skipped: {why}"
    except Exception as problem:  # the others are still to be tried
        well, note = False, f"FAILED: {problem}"
    ended = time.monotonic()
    asked = callers.since(began)
    count = {kind: sum(a.outcome == kind for a in asked) for kind in ("whole", "refused", "cut")}
    reasons = {a.reason for a in asked if a.outcome != "whole"}
    row = [name, seconds, f"{callers.longest_gap(began, ended):.1f}", str(len(asked)), str(count["whole"]),
           str(count["refused"]), str(count["cut"]), note]
    print("    " + "  ".join(row), flush=True)
    for reason in sorted(reasons)[:4]:
        print(f"        told: {reason[:160]}", flush=True)
    return row, well


def check_accounts(network, callers):
    """What of the promise is broken, that nothing acknowledged is lost, nothing paid twice, and all have one state; and
    the figures."""
    wrong = []
    bought = network.ask("gateway", "receipt", "list", "--bought", "--limit", "10000")["purchases"]
    receipts = {row["receipt_id"]: row for row in bought if row["receipt_id"]}
    by_id = {key: row for row in bought for key in (row["job_id"], row["receipt_id"]) if key}
    acknowledged = callers.acknowledged()
    promised = {by_id[evidence]["receipt_id"] for evidence in acknowledged if evidence in by_id}
    lost = [evidence for evidence in acknowledged if evidence not in by_id]
    if lost:
        wrong.append(f"{len(lost)} acknowledged answers are not among what the gateway bought: {lost[:3]}")

    def all_settled():
        network.read_book()
        return promised <= set(network.book.settled)
    try:
        until("every receipt is in a block", all_settled, 180, 3)
    except Trouble:
        wrong.append(f"{len(promised - set(network.book.settled))} acknowledged receipts were never settled")
    twice = [receipt for receipt, heights in network.book.settled.items() if len(heights) > 1]
    if twice:
        wrong.append(f"{len(twice)} receipts were paid twice: {twice[:3]}")
    if network.book.forks():
        wrong.append(f"validators computed different states at {network.book.forks()[:3]}")
    if callers.wrong:
        wrong.append(f"{len(callers.wrong)} answers had other bytes than the same question before")
    unknown = [receipt for receipt in network.book.settled if receipt not in receipts]
    homes = [str(network.home(name)) for name in VALIDATORS]
    height, app = network.book.common(homes)
    difference = network.paid_but_not_for_answers()
    if difference:
        wrong.append(f"the caller's account and what was settled differ by {difference}")
    summary = [f"{len(acknowledged)} answers acknowledged, {len(promised)} receipts of them, {len(lost)} lost, "
               f"{len(network.book.settled)} settled in {len(network.book.hashes)} blocks, {len(twice)} paid twice, "
               f"{network.book.refused} settlements refused by the ledger, {len(unknown)} settled that no caller got "
               f"whole, {len(callers.wrong)} answers with other bytes than before."]
    if height:
        summary.append(f"Block {height}: app hash {app[:16]}… of all four; {len(network.book.forks())} forks.")
    else:
        wrong.append("there is no block that all four have stored")
    return wrong, summary


def table(rows):
    """In Markdown, and as wide as it must be to be read as it stands."""
    head = ["fault", "level again after s", "no answer for s", "asked", "whole", "refused", "cut", "note"]
    rows = [[cell.replace("|", "/").replace("\n", " ") for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(7)] + [4]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def suffer_all(network, callers, faults_to_try, minutes):
    """The rows, and whether all went well. Within the minutes: none begins that might well end after them."""
    rows, well, longest, began = [], True, LIKELY_S, time.monotonic()
    for fault in faults_to_try:
        if minutes and time.monotonic() - began + longest > 60 * minutes:
            rows.append([fault.__name__.replace("_", " "), "-", "-", "0", "0", "0", "0", "not tried: the time was over"])
            continue
        this = time.monotonic()
        row, fine = suffer(network, callers, fault)
        rows.append(row)
        well = well and fine
        longest = max(longest, time.monotonic() - this)
    return rows, well


def main():
    parser = argparse.ArgumentParser(prog="soak", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", default="build/bin", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--model", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--only", nargs="*", metavar="FAULT|GROUP", default=[],
                        choices=[*faults.GROUPS, *(fault.__name__ for fault in faults.FAULTS)],
                        help="groups: " + ", ".join(faults.GROUPS))
    parser.add_argument("--within", type=float, metavar="MINUTES", help="begin no fault that might end after them")
    parser.add_argument("--table", type=pathlib.Path, metavar="FILE", help="write the table there as well")
    parser.add_argument("--keep", action="store_true", help="leave the folder with all homes")
    arguments = parser.parse_args()
    in_own_namespaces()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-soak-"))
    network = begin(arguments, folder)
    try:
        began = time.monotonic()
        network.begin()
        callers = Callers(network, 2)
        callers.begin()
        until("the first answers", lambda: len(callers.acknowledged()) > 4)
        print(f"Up and answering after {time.monotonic() - began:.1f} s.", flush=True)
        rows, well = suffer_all(network, callers, faults.chosen(arguments.only), arguments.within)
        callers.end()
        wrong, summary = check_accounts(network, callers)
        told = "\n".join([table(rows), "", *summary, *(f"WRONG: {sentence}" for sentence in wrong)])
        print("\n" + told)
        if arguments.table:
            arguments.table.write_text(told + "\n")
    except Absent as what:
        print(f"Skipped: {what}")
        return SKIPPED
    finally:
        network.end()
        if arguments.keep:
            print(f"The homes are in {folder}.")
        else:
            subprocess.run(["umount", network.home("validator-3")], capture_output=True)
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if well and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
