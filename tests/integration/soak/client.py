# SPDX-License-Identifier: Apache-2.0
"""Callers that ask the same questions on and on, whatever happens, and remember what they were told."""
import collections
import http.client
import json
import threading
import time
import urllib.error
import urllib.request

Answer = collections.namedtuple("Answer", "began ended outcome evidence reason")
SHORT, LONG = 24, 1500


def stream(base, tokens, seed, on_piece=lambda pieces: None, patience=120):
    """(outcome, text, evidence id, reason): "whole", "refused" before anything came, or "cut" after that."""
    body = {"model": "asked", "stream": True, "max_tokens": tokens, "seed": seed, "ignore_eos": True,
            "messages": [{"role": "user", "content": f"Go on, {seed}."}]}
    request = urllib.request.Request(base + "/chat/completions", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    text, pieces, evidence, reason = "", 0, None, "the connection ended"
    try:
        with urllib.request.urlopen(request, timeout=patience) as response:
            evidence = response.headers["X-Evidence-Id"]
            for raw in response:
                line = raw.decode().strip()
                if line.startswith(": x-evidence-id "):
                    evidence = line.split()[-1]
                if line == "data: [DONE]":
                    return "whole", text, evidence, ""
                if not line.startswith("data: "):
                    continue
                event = json.loads(line[6:])
                if "error" in event:
                    reason = event["error"]["message"]
                    break
                for choice in event["choices"]:
                    if piece := choice["delta"].get("content"):
                        text += piece
                        pieces += 1
                        on_piece(pieces)
    except urllib.error.HTTPError as problem:
        return "refused", "", None, json.loads(problem.read() or b"{}").get("error", {}).get("message", str(problem))
    except (OSError, ValueError, http.client.HTTPException) as problem:
        reason = str(problem) or type(problem).__name__
    return "cut" if text else "refused", text, evidence, reason


class Callers:
    def __init__(self, network, count):
        self.network = network
        self.lock = threading.Lock()
        self.answers, self.reference, self.wrong = [], {}, []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.go_on, args=(number,), daemon=True) for number in range(count)]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join(130)

    def go_on(self, number):
        turn = 0
        while not self.over.is_set():
            turn += 1
            if self.take(SHORT, 100 * number + turn % 5)[0] != "whole":
                self.over.wait(0.5)
            self.over.wait(0.2)

    def take(self, tokens, seed, on_piece=lambda pieces: None):
        """Asks, and compares with what the same question gave before."""
        began = time.monotonic()
        try:
            base = self.network.api()
        except (OSError, ValueError):
            base = "http://127.0.0.1:1"
        outcome, text, evidence, reason = stream(base, tokens, seed, on_piece)
        with self.lock:
            self.answers.append(Answer(began, time.monotonic(), outcome, evidence, reason))
            if outcome == "whole" and self.reference.setdefault((tokens, seed), text) != text:
                self.wrong.append((tokens, seed))
            if outcome == "cut" and not self.reference.get((tokens, seed), text).startswith(text):
                self.wrong.append((tokens, seed))
        return outcome, text, reason

    def since(self, began):
        with self.lock:
            return [answer for answer in self.answers if answer.ended >= began]

    def acknowledged(self):
        with self.lock:
            return [answer.evidence for answer in self.answers if answer.outcome == "whole"]

    def longest_gap(self, began, ended):
        """Seconds without a whole answer."""
        times = [began] + sorted(a.ended for a in self.since(began) if a.outcome == "whole" and a.ended <= ended)
        return max(b - a for a, b in zip(times, times[1:] + [ended]))
