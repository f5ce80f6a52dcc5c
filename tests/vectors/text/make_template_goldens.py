# SPDX-License-Identifier: Apache-2.0
"""Writes template_goldens.json: what Transformers renders for conversations.json with each template.

    python make_template_goldens.py FOLDER_WITH_JINJA_FILES   (transformers 5, jinja2 3.1)

Per template and conversation: the SHA-256 of the text, or of the template's own refusal (raise_exception), or
"fails" where Jinja2 raises something else. Whole texts are kept for the first conversations of two templates.
"""
import datetime
import glob
import hashlib
import json
import os
import sys

import jinja2
from transformers.utils.chat_template_utils import _compile_jinja_template

HERE = os.path.dirname(os.path.abspath(__file__))
WHOLE = ["google-gemma-2-2b-it", "microsoft-Phi-3.5-mini-instruct"]
DAY = datetime.datetime(2024, 7, 26)


def outcome(template, plan, conversation):
    tools = plan[conversation["tools"]] if "tools" in conversation else None
    try:
        return {"text": template.render(
            messages=conversation["messages"], tools=tools, documents=None,
            add_generation_prompt=conversation["add_generation_prompt"], bos_token=plan["bos_token"],
            eos_token=plan["eos_token"], strftime_now=DAY.strftime, **conversation.get("variables", {}))}
    except Exception as error:
        # raise_exception raises TemplateError itself; its subclasses are Jinja2's own complaints.
        if type(error) is jinja2.exceptions.TemplateError:
            return {"refuses": hashlib.sha256(str(error).encode("utf-8")).hexdigest()}
        return {"fails": type(error).__name__ + ": " + str(error)}


def main():
    with open(os.path.join(HERE, "conversations.json"), encoding="utf-8") as file:
        plan = json.load(file)
    goldens = {}
    for file in sorted(glob.glob(os.path.join(sys.argv[1], "*.jinja"))):
        name = os.path.basename(file)[:-len(".jinja")]
        with open(file, encoding="utf-8", newline="") as source:
            template = _compile_jinja_template(source.read())
        rows = {}
        for conversation in plan["conversations"]:
            row = outcome(template, plan, conversation)
            if "text" in row:
                text = row["text"].encode("utf-8")
                row = {"sha256": hashlib.sha256(text).hexdigest(), "size": len(text)}
                if name in WHOLE and len(rows) < 5:
                    row["text"] = text.decode("utf-8")
            rows[conversation["name"]] = row
        goldens[name] = rows
    with open(os.path.join(HERE, "template_goldens.json"), "w", encoding="utf-8") as out:
        json.dump(goldens, out, ensure_ascii=False, indent=1)
        out.write("\n")
    kinds = [next(iter(row)) for rows in goldens.values() for row in rows.values()]
    print(len(goldens), "templates;", {kind: kinds.count(kind) for kind in sorted(set(kinds))})


main()
