#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what a package says about its programs: manual pages from their --help, completions from hearthctl's own
list of verbs, change log and notices. Run by the build, after the programs are there."""

import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import time
from email.utils import format_datetime
from datetime import datetime, timezone

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

SUMMARIES = {
    "hearth": "window of a Hearth node: what it does, earns and proves",
    "hearthd": "service of a Hearth node, which answers AI requests with signed receipts",
    "hearthctl": "command line of a Hearth node",
}
SEE_ALSO = {"hearth": ["hearthd", "hearthctl"], "hearthd": ["hearthctl", "hearth"], "hearthctl": ["hearthd", "hearth"]}


def output_of(*command):
    surroundings = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    return subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings).stdout


def time_of_build():
    """SOURCE_DATE_EPOCH, else the last change of the sources: the same sources give the same package."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    try:
        return int(output_of("git", "-C", str(ROOT), "log", "-1", "--format=%ct"))
    except (subprocess.CalledProcessError, FileNotFoundError, ValueError):
        return int(time.time())


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in text.split("\n"))


def verbatim(text):
    return ".nf\n" + roff(text.strip("\n")) + "\n.fi\n"


def verbs_of(program):
    return json.loads(output_of(program, "help", "--json"))


def page(program, version, date):
    name = pathlib.Path(program).name
    parts = [f'.TH {name.upper()} 1 "{date}" "Hearth {version}" "Hearth"\n',
             f".SH NAME\n{name} \\- {roff(SUMMARIES[name])}\n"]
    told = output_of(program, "--help")
    if name != "hearthctl":
        # The first lines name the program and its options; what follows describes them.
        usage, described = re.split(r"\n(?=  --)", told, maxsplit=1)
        parts += [".SH SYNOPSIS\n" + verbatim(usage), ".SH OPTIONS\n" + verbatim(described)]
    else:
        options = re.search(r"Options:\n(.*?)\n\n", told, re.S).group(1)
        parts += [".SH SYNOPSIS\n" + verbatim("hearthctl [OPTIONS] VERB ..."), ".SH OPTIONS\n" + verbatim(options),
                  ".SH VERBS\n"]
        for verb in verbs_of(program)["verbs"]:
            parts.append(f'.SS "{roff(verb["verb"])}"\n' + verbatim(output_of(program, "help", *verb["verb"].split())))
    others = ", ".join(f"\\fB{other}\\fR(1)" for other in SEE_ALSO[name])
    parts.append(f".SH SEE ALSO\n{others}\n")
    return "".join(parts)


def tree_of(verbs):
    """Path of a group → its verbs with a line each; path of a verb → its options."""
    below, options = {}, {"hearthctl": verbs["options"]}
    for verb in verbs["verbs"]:
        words = verb["verb"].split()
        for depth, word in enumerate(words):
            path = " ".join(["hearthctl"] + words[:depth])
            last = depth + 1 == len(words)
            below.setdefault(path, {}).setdefault(word, verb["summary"] if last else "verbs of " + word)
        options[" ".join(["hearthctl"] + words)] = verb["options"]
    return below, options


def table(entries, quote='"'):
    return "".join(f'        ["{path}"]={quote}{words}{quote}\n' for path, words in entries)


def bash_completion(verbs):
    below, options = tree_of(verbs)
    return f"""# bash completion for hearthctl, generated from its own list of verbs
_hearthctl() {{
    local -A below=(
{table((path, " ".join(words)) for path, words in below.items())}    )
    local -A options=(
{table((path, " ".join(words)) for path, words in options.items())}    )
    local at=hearthctl current="${{COMP_WORDS[COMP_CWORD]}}" word i
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word="${{COMP_WORDS[i]}}"
        [[ " ${{below[$at]-}} " == *" $word "* && $word != help ]] && at="$at $word"
    done
    COMPREPLY=()
    if [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${{options[$at]-}} ${{options[hearthctl]}}" -- "$current")
    elif [[ -n ${{below[$at]-}} ]]; then
        mapfile -t COMPREPLY < <(compgen -W "${{below[$at]}}" -- "$current")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    fi
}}
complete -F _hearthctl hearthctl
"""


def zsh_completion(verbs):
    below, options = tree_of(verbs)

    def quoted(text):
        return "'" + text.replace("'", "'\\''") + "'"

    def described(words):
        return " ".join(quoted(word + ":" + line.replace(":", "\\:")) for word, line in words.items())

    groups = "".join(f'    {quoted(path)}) verbs=({described(words)}) ;;\n' for path, words in below.items())
    return f"""#compdef hearthctl
# zsh completion for hearthctl, generated from its own list of verbs
_hearthctl() {{
    local -A options=(
{"".join(f"        {quoted(path)} {quoted(' '.join(words))}" + chr(10) for path, words in options.items())}    )
    local -a verbs
    local at=hearthctl word
    for word in "${{(@)words[2,CURRENT-1]}}"; do
        [[ $word != help ]] && _hearthctl_verbs "$at" && (( ${{verbs[(I)${{word}}:*]}} )) && at="$at $word"
    done
    if [[ $PREFIX == -* ]]; then
        compadd -- ${{=options[$at]}} ${{=options[hearthctl]}}
    elif _hearthctl_verbs "$at"; then
        _describe verb verbs
    else
        _files
    fi
}}
_hearthctl_verbs() {{
    verbs=()
    case "$1" in
{groups}    *) return 1 ;;
    esac
}}
_hearthctl "$@"
"""


def crates(cargo):
    """Everything that the text library links: name, version and licence, as Cargo knows them."""
    manifest = ROOT / "engine/text/rust/Cargo.toml"
    known = json.loads(output_of(cargo, "metadata", "--format-version", "1", "--locked", "--offline",
                                 "--filter-platform", "x86_64-unknown-linux-gnu", "--manifest-path", str(manifest)))
    nodes = {node["id"]: node for node in known["resolve"]["nodes"]}
    wanted, seen = [known["resolve"]["root"]], set()
    while wanted:
        one = wanted.pop()
        if one in seen:
            continue
        seen.add(one)
        wanted += [dep["pkg"] for dep in nodes[one]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    seen.remove(known["resolve"]["root"])
    lines = sorted(f" {p['name']} {p['version']}: {p['license'] or 'see its sources'}" for p in known["packages"]
                   if p["id"] in seen)
    return "\n".join(lines)


def write(path, text, packed=False):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not packed:
        path.write_text(text, encoding="utf-8")
        return
    with open(path.with_name(path.name + ".gz"), "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as out:
        out.write(text.encode())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", required=True)
    parser.add_argument("--cargo", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder share/ of the package")
    parser.add_argument("programs", nargs="+")
    arguments = parser.parse_args()
    out, version = arguments.output, arguments.version
    moment = datetime.fromtimestamp(time_of_build(), timezone.utc)

    for program in arguments.programs:
        name = pathlib.Path(program).name
        write(out / f"man/man1/{name}.1", page(program, version, moment.strftime("%Y-%m-%d")), packed=True)
        if name == "hearthctl":
            verbs = verbs_of(program)
            write(out / "bash-completion/completions/hearthctl", bash_completion(verbs))
            write(out / "zsh/vendor-completions/_hearthctl", zsh_completion(verbs))

    notice = (HERE / "copyright").read_text(encoding="utf-8").replace("@CRATES@", crates(arguments.cargo))
    write(out / "doc/hearth/copyright", notice)
    write(out / "doc/hearth-torch/copyright", (HERE / "copyright.torch").read_text(encoding="utf-8"))
    changes = (HERE / "changelog").read_text(encoding="utf-8")
    changes = changes.replace("@VERSION@", version).replace("@DATE@", format_datetime(moment))
    for package in ("hearth", "hearth-torch"):
        write(out / f"doc/{package}/changelog", changes.replace("hearth (", package + " (", 1), packed=True)


if __name__ == "__main__":
    main()
