#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes blocks.json beside itself: signed headers and validator sets as CometBFT's RPC gives them, for the light
client. Those that are here are of four validators of `hearthctl network up` with CometBFT v0.38.25; in some commits a
validator is absent or voted for no block. Standard library only.

    python3 tests/vectors/light/record.py DIR/validator-1/network/comet/rpc.sock 1 2 3 9 10 11
"""
import http.client
import json
import pathlib
import socket
import sys


class Unix(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(path, what):
    connection = Unix(path)
    connection.request("GET", what)
    return json.loads(connection.getresponse().read())["result"]


if __name__ == "__main__":
    blocks = []
    for height in sys.argv[2:]:
        commit = ask(sys.argv[1], "/commit?height=" + height)
        validators = ask(sys.argv[1], "/validators?height=%s&per_page=100" % height)
        blocks.append(dict(commit=commit, validators=validators))
    text = json.dumps(dict(blocks=blocks), separators=(",", ":")).replace('{"commit":{"signed', '\n{"commit":{"signed')
    (pathlib.Path(__file__).resolve().parent / "blocks.json").write_text(text + "\n")
