#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Evidence as resources/schema/evidence.cddl describes it, made without Hearth's code: prints the SHA-256 of a file,
and that of three files, one behind the other, which have one signature.

Needs the program openssl, which signs. The envelope is that of tests/unit/gateway/tst_gateway_evidence.cpp.
"""
import hashlib
import pathlib
import subprocess
import tempfile

SEED = bytes([7]) * 32


def head(major, value):
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if size == 1 and value < 24:
            return bytes([major << 5 | value])
        if value < 1 << (8 * size):
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(value[key]) for key in sorted(value))


def openssl(key, *words):
    return subprocess.run(["openssl", *words, key], check=True, capture_output=True).stdout


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


with tempfile.TemporaryDirectory() as folder:
    key, message = pathlib.Path(folder, "key.der"), pathlib.Path(folder, "message")
    key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + SEED)
    public = openssl(key, "pkey", "-inform", "DER", "-pubout", "-outform", "DER", "-in")[-32:]
    sent, answered = b'{"model":"m","messages":[]}', b'{"model":"m"}'

    def envelope(version, letter):
        return cbor({
            0: version, 1: letter * 32, 2: "box", 3: "openai", 4: "http://10.0.0.7:8080/v1", 5: "/chat/completions",
            6: "m", 7: "m", 8: sha256(sent), 9: len(sent), 10: sha256(answered), 11: len(answered), 12: 200, 13: 1000,
            14: 2000, 15: True, 16: "", 17: [], 18: 0, 19: [{0: "network evidence", 1: 2, 2: "It gives none."}],
            20: public})

    def sign(digest):
        message.write_bytes(digest)
        signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in",
                                    message], check=True, capture_output=True).stdout
        assert len(signature) == 64
        return signature

    alone = envelope(1, "a")
    print(sha256(b"\xa2\x00" + alone + b"\x01" + cbor(sign(sha256(b"evidence/1\0" + alone)))).hex())

    batch = [envelope(4, letter) for letter in "abc"]
    leaves = [sha256(b"\x00" + sha256(b"evidence/1\0" + one)) for one in batch]
    pair = node(leaves[0], leaves[1])
    signature = sign(sha256(b"evidence-batch/1\0" + cbor({0: 3, 1: node(pair, leaves[2])})))
    paths = [[leaves[1], leaves[2]], [leaves[0], leaves[2]], [pair]]
    files = [b"\xa3\x00" + one + b"\x01" + cbor(signature) + b"\x02" + cbor({0: 3, 1: index, 2: path})
             for index, (one, path) in enumerate(zip(batch, paths))]
    print(sha256(b"".join(files)).hex())
