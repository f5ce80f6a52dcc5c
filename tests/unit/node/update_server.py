#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Serves a folder that installers/updates/make_release.py made, over HTTPS with a certificate of its own.

update_server.py PLACE: the folder is PLACE/show; writes PLACE/cert.pem, notes each request in PLACE/requests.jsonl, prints
"ready PORT" and serves until its standard input ends. PLACE/mood says what goes wrong with packages.
"""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "hub"))
from hub_server import Quiet, certificate  # noqa: E402

CUT = 150_000
place = sys.argv[1]


class Folder(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        asked = self.headers.get("Range", "")
        with open(os.path.join(place, "requests.jsonl"), "a", encoding="utf-8") as notes:
            notes.write(json.dumps({"path": self.path, "range": asked}) + "\n")
        mood = ""
        if os.path.exists(os.path.join(place, "mood")) and not self.path.endswith("manifest.cbor"):
            with open(os.path.join(place, "mood"), encoding="utf-8") as file:
                mood = file.read()
        file = os.path.join(place, "show", self.path.lstrip("/"))
        if mood == "away":
            return self.answer(302, [("Location", "https://10.0.0.1/secret")])
        if mood == "gone" or not os.path.isfile(file):
            return self.answer(404)
        with open(file, "rb") as content:
            body = content.read()
        if mood == "wrong":
            body = body[:-1] + bytes([body[-1] ^ 1])
        first = int(asked[len("bytes="):].rstrip("-")) if asked else 0
        self.send_response(206 if first else 200)
        if first:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (first, len(body) - 1, len(body)))
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body) - first))
        self.end_headers()
        part = body[first:CUT] if mood == "cut" else body[first:]
        step = 20_000 if mood == "slow" else max(len(part), 1)
        try:
            for at in range(0, len(part), step):
                self.wfile.write(part[at:at + step])
                self.wfile.flush()
                time.sleep(0.05 if mood == "slow" else 0)
        except OSError:
            pass  # the other side has gone
        if mood == "cut":
            self.close_connection = True


def main():
    context = certificate(place)
    server = Quiet(("127.0.0.1", 0), Folder)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
