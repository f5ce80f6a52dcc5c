#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A hub of models on this machine, and the store that it leads to: two HTTPS servers with a certificate of their own.

hub_server.py FOLDER: writes FOLDER/cert.pem, notes every request in FOLDER/requests.jsonl, prints "ready HUB STORE" with
both ports and serves until its standard input ends. What goes wrong is in the name of the repository: tests/unit/hub.
"""
import hashlib
import json
import os
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "0123456789abcdef0123456789abcdef01234567"
TOKEN = "hf_planted_canary_token"
CONTENT = b"".join(b"weights %07d\n" % i for i in range(25000))  # 400 kB
CONFIG = b'{"architectures": ["LlamaForCausalLM"]}\n'
CUT = 150_000

lock = threading.Lock()
counts = {}
ports = {}
notes = None


def count(what):
    with lock:
        counts[what] = counts.get(what, 0) + 1
        return counts[what]


def blob(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def large(name, content):
    return {"rfilename": name, "size": len(content), "blobId": "0" * 40,
            "lfs": {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 135}}


def small(name, content):
    return {"rfilename": name, "size": len(content), "blobId": blob(content)}


FOLDER = {"config.json": CONFIG, "model.safetensors": CONTENT, "README.md": b"hello\n"}


def siblings(name):
    if name == "folder":
        return [small(k, v) if len(v) < 1000 else large(k, v) for k, v in FOLDER.items()]
    if name == "several":
        return [large("a.Q4_K_M.gguf", CONTENT), large("a.Q8_0.gguf", CONTENT * 2), large("a.IQ2_XS.gguf", CONTENT),
                large("b.Q4_0-00001-of-00002.gguf", CONTENT), small("README.md", b"hello\n"),
                {"rfilename": "../../etc/passwd", "size": 3, "blobId": "0" * 40}]
    return [large("tiny.Q4_0.gguf", CONTENT), small("README.md", b"hello\n")]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    place = ""

    def log_message(self, *_):
        pass

    def note(self):
        line = {"place": self.place, "path": self.path, "token": self.headers.get("Authorization", ""),
                "range": self.headers.get("Range", ""), "if_range": self.headers.get("If-Range", "")}
        with lock:
            notes.write(json.dumps(line) + "\n")
            notes.flush()

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def document(self, value):
        self.answer(200, json.dumps(value).encode(), [("Content-Type", "application/json")])

    def do_GET(self):
        self.note()
        path, _, query = self.path.partition("?")
        parts = path.strip("/").split("/")
        (self.hub if self.place == "hub" else self.store)(parts, urllib.parse.parse_qs(query))


class Hub(Handler):
    place = "hub"

    def hub(self, parts, query):
        if parts == ["api", "models"]:
            words = query.get("search", [""])[0]
            if words == "patience":
                return self.answer(429, b"slow down", [("Retry-After", "4")])
            found = [{"id": "org/" + words.replace(" ", "-"), "downloads": 7, "tags": ["gguf", "license:mit"]},
                     {"id": "org/pictures", "downloads": 9, "tags": ["diffusers"]}]
            return self.document(found)
        name = parts[3] if parts[0] == "api" else parts[1]
        if name == "gated" and self.headers.get("Authorization") != "Bearer " + TOKEN:
            return self.answer(401, b"no")
        if name in ("missing", "html"):
            return self.answer(404 if name == "missing" else 200, b"<html>not here</html>")
        if parts[0] == "api":
            if name in ("patience", "minutes"):
                return self.answer(429, b"slow down", [("Retry-After", "4" if name == "patience" else "120")])
            if name == "busy" and count("busy api") == 1:
                return self.answer(503, b"later")
            gated = "manual" if name == "gated" else False
            return self.document({"id": "org/" + name, "sha": REVISION, "gated": gated,
                                  "tags": ["gguf", "license:apache-2.0"], "siblings": siblings(name)})
        return self.resolve(name, "/".join(parts[4:]))

    def resolve(self, name, file):
        if name == "busy" and count("busy file") == 1:
            return self.answer(429, b"slow down", [("Retry-After", "1")])
        if name == "closed":
            return self.answer(429, b"go away", [("Retry-After", "4000")])
        if name == "away":
            return self.answer(302, b"", [("Location", "https://10.0.0.1/secret")])
        if name == "metadata":
            return self.answer(302, b"", [("Location", "https://169.254.169.254/latest")])
        if name == "downgrade":
            return self.answer(302, b"", [("Location", "http://127.0.0.1:%d/blob" % ports["store"])])
        if name == "circle":
            return self.answer(307, b"", [("Location", self.path)])
        link = count("link " + name)
        self.answer(302, b"a link", [("Location", "https://127.0.0.1:%d/blob/%s/%s?signed=%d"
                                      % (ports["store"], name, file, link))])


class Store(Handler):
    place = "store"

    def store(self, parts, query):
        name, file = parts[1], "/".join(parts[2:])
        content = FOLDER.get(file, CONTENT) if name == "folder" else CONTENT
        etag, tries = '"one"', count("store " + name)
        if name == "expiring" and int(query["signed"][0]) < 3:
            return self.answer(403, b"<Error>Request has expired</Error>")
        if name == "expired":
            return self.answer(403, b"<Error>Request has expired</Error>")
        if name in ("changing", "swapped") and tries == 1:
            content = bytes(reversed(content))
        elif name == "changing":
            etag = '"two"'
        if name == "wrong":
            content = content[:1000] + b"X" + content[1001:]
        if name == "long":
            content += b"more"
        if name == "short":
            content = content[:-100]
        if name == "broken":
            return self.answer(500, b"oops")
        cuts = {"cut": 2, "changing": 1, "swapped": 1}.get(name, 0)
        self.send(content, etag, CUT if tries <= cuts else None, name == "slow")

    def send(self, content, etag, cut, slow):
        first, asked = 0, self.headers.get("Range", "")
        if asked and self.headers.get("If-Range", etag) == etag:
            first = int(asked[len("bytes="):].rstrip("-"))
        if first >= len(content):
            return self.answer(416)
        body = content[first:]
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (first, len(content) - 1, len(content)))
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        body = body if cut is None else body[:cut]
        step = 20_000 if slow else len(body)
        try:
            for at in range(0, len(body), max(step, 1)):
                self.wfile.write(body[at:at + step])
                if slow:
                    self.wfile.flush()
                    time.sleep(0.05)
        except OSError:
            pass  # the other side has gone
        if cut is not None:
            self.close_connection = True


def certificate(folder):
    cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=hub of a test", "-addext",
                    "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", cert],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def main(folder):
    global notes
    notes = open(os.path.join(folder, "requests.jsonl"), "w", encoding="utf-8")
    context = certificate(folder)
    for name, handler in (("hub", Hub), ("store", Store)):
        server = Quiet(("127.0.0.1", 0), handler)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        ports[name] = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", ports["hub"], ports["store"], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
