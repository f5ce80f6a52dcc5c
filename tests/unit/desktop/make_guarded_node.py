#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes guarded_node.h: a control::Node that notes name and thread of every call and passes it on.

make_guarded_node.py NODE_H POLICY OUT. Fails when the policy does not name exactly the methods of the interface.
"""
import os
import re
import sys


def text_of(path):
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"//[^\n]*", "", file.read())
    return re.sub(r"(\bbool \w+) = false\b", r"\1", text)  # usual arguments of calls


def interface_of(node_h):
    """The class Node and, from the headers beside it, what it inherits."""
    text = text_of(node_h)
    head = re.search(r"class Node( : [\w\s,]+)? \{", text)
    bases = re.findall(r"public (\w+)", head.group(1) or "")
    bodies = [text[head.start():]]
    for name in re.findall(r'#include "control/(\w+\.h)"', text):
        beside = text_of(os.path.join(os.path.dirname(node_h), name))
        bodies += [beside[beside.index(f"class {base} {{"):] for base in bases if f"class {base} {{" in beside]
    if len(bodies) != len(bases) + 1:
        sys.exit(f"Not every part of the interface was found: {bases}")
    return [method for body in bodies for method in methods_of(body)]


def methods_of(body):
    pattern = re.compile(r"virtual\s+([\w:<>,\s]+?)\s+(\w+)\(([^;]*?)\)\s*=\s*0;", re.S)
    return [(" ".join(kind.split()), name, " ".join(args.split())) for kind, name, args in pattern.findall(body)]


def names_of_arguments(args):
    depth, start, parts = 0, 0, []
    for i, letter in enumerate(args):
        depth += letter in "<(" 
        depth -= letter in ">)"
        if letter == "," and depth == 0:
            parts.append(args[start:i])
            start = i + 1
    parts.append(args[start:])
    return [re.search(r"(\w+)\s*$", part).group(1) for part in parts if part.strip()]


def policy_of(text):
    policy = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, rule = line.split(None, 1)
            policy[name] = rule
    return policy


def main(node_h, policy_file, out):
    methods = interface_of(node_h)
    with open(policy_file, encoding="utf-8") as file:
        policy = policy_of(file.read())
    names = {name for _, name, _ in methods}
    if len(methods) < 10:
        sys.exit("The interface could not be read.")
    if names != set(policy):
        sys.exit(f"thread_policy.txt does not fit the interface: {sorted(names ^ set(policy))}")
    lines = ["// Made from engine/control/node.h; do not edit.", "#pragma once", "",
             '#include "thread_notes.h"', "", "namespace hearth::desktop::testing {", "",
             "using namespace control;", "",
             "inline const std::set<std::string> methods_called{"]
    lines += [f'    "{name}",' for _, name, _ in methods if policy[name].startswith("called")]
    lines += ["};", "", "class GuardedNode final : public control::Node {", "public:",
              "    GuardedNode(std::shared_ptr<control::Node> node, ThreadNotes& notes)",
              "        : m_node(std::move(node)), m_notes(notes) {}"]
    for kind, name, args in methods:
        passed = ", ".join(f"std::move({a})" if a == "on_event" else a for a in names_of_arguments(args))
        lines += [f"    {kind} {name}({args}) override {{", f'        m_notes.note("{name}");',
                  f"        return m_node->{name}({passed});", "    }"]
    lines += ["", "private:", "    std::shared_ptr<control::Node> m_node;", "    ThreadNotes& m_notes;", "};", "",
              "} // namespace hearth::desktop::testing", ""]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:4])
