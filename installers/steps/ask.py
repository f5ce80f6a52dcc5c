#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks one question of an OpenAI-compatible endpoint, prints the answer as it streams, and stores what is known of
its evidence. Usage: ask.py BASE_URL MODEL PROMPT RESULT_FILE"""
import json
import sys
import time
import urllib.request


def main() -> int:
    base, model, prompt, result_file = sys.argv[1:5]
    body = {
        "model": model,
        "stream": True,
        "max_tokens": 160,
        "temperature": 0,
        "stream_options": {"include_usage": True},
        "messages": [{"role": "user", "content": prompt}],
    }
    request = urllib.request.Request(
        base + "/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    started = time.monotonic()
    usage, text = None, ""
    with urllib.request.urlopen(request, timeout=300) as response:
        evidence_id = response.headers["X-Evidence-Id"]
        for raw in response:
            line = raw.decode("utf-8").strip()
            if line.startswith(": x-evidence-id "):  # where the head had to go before it was known
                evidence_id = line.split()[-1]
            if not line.startswith("data: ") or line == "data: [DONE]":
                continue
            event = json.loads(line[6:])
            if "error" in event:
                print("\n" + event["error"]["message"], file=sys.stderr)
                return 1
            usage = event.get("usage") or usage
            for choice in event["choices"]:
                piece = choice["delta"].get("content") or ""
                text += piece
                print(piece, end="", flush=True)
    seconds = time.monotonic() - started
    with urllib.request.urlopen(base + "/evidence/" + evidence_id, timeout=30) as response:
        evidence = json.load(response)
    tokens = usage["completion_tokens"] if usage else 0
    print(f"\n\n    {tokens} tokens in {seconds:.1f} s, evidence {evidence_id}, level {evidence['level']}")
    with open(result_file, "w", encoding="utf-8") as out:
        json.dump({"text": text, "receipt_id": evidence["receipt_id"], "evidence_id": evidence_id}, out)
    return 0 if text.strip() else 1


if __name__ == "__main__":
    sys.exit(main())
