#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of a relayed question and its answers (link.cddl), with the Python package cryptography for
X25519, HKDF's HMAC and ChaCha20-Poly1305; all else is written out.

    python3 tests/vectors/link/make_relayed.py      writes relayed.json
"""
import hmac
import json
import pathlib
import runpy
import types

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

HERE = pathlib.Path(__file__).resolve().parent
link = types.SimpleNamespace(**runpy.run_path(str(HERE / "make_vectors.py"), run_name="link"))
label = link.proof.label
KEM, HPKE = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
NOW, HOUR = 1_700_000_000_000_000_000, 3600 * 10 ** 9


def extract(suite, salt, name, secret):
    return hmac.digest(salt or b"\0" * 32, b"HPKE-v1" + suite + name + secret, "sha256")


def hkdf_expand(key, info, length):
    out, block, i = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(key, block + info + bytes([i]), "sha256")
        out, i = out + block, i + 1
    return out[:length]


def expand(suite, key, name, info, length):
    return hkdf_expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + name + info, length)


class Sender:
    def __init__(self, secret, receiver, info):
        private = X25519PrivateKey.from_private_bytes(secret)
        self.encapsulated = private.public_key().public_bytes_raw()
        agreed = private.exchange(X25519PublicKey.from_public_bytes(receiver))
        shared = expand(KEM, extract(KEM, b"", b"eae_prk", agreed), b"shared_secret", self.encapsulated + receiver, 32)
        context = b"\0" + extract(HPKE, b"", b"psk_id_hash", b"") + extract(HPKE, b"", b"info_hash", info)
        secret = extract(HPKE, shared, b"secret", b"")
        self.key = expand(HPKE, secret, b"key", context, 32)
        self.nonce = expand(HPKE, secret, b"base_nonce", context, 12)
        self.exporter = expand(HPKE, secret, b"exp", context, 32)

    def export(self, context, length):
        return expand(HPKE, self.exporter, b"sec", context, length)


def box(key, nonce, number, plain, bound):
    counted = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
    return ChaCha20Poly1305(key).encrypt(counted, plain, bound)


def tagged(tag, *parts):
    return link.proof.tagged(tag, *parts)


def public(secret):
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def main():
    u64 = lambda n: n.to_bytes(8, "little")
    message = {0: 0, 1: link.ask(_2='[{"role":"user","content":"grüß dich"}]', _5="[]",
                                 _6='{"enable_thinking":false}', _9=128, _10=["\n\n", "END"], _11=True, _12=5, _15=2)}
    plain = link.cbor(message)
    padded = (len(plain).to_bytes(4, "little") + plain).ljust(1024, b"\0")
    deadline = NOW + HOUR
    content_key = label("content key")
    content = box(content_key, bytes(12), 0, padded, b"\0" + bytes(32) + u64(deadline))
    chain = tagged("chain/1", content)
    candidates, secrets = [], []
    for name in ("one", "two"):
        seed, receiver, ephemeral = label("node " + name), label("receiver " + name), label("ephemeral " + name)
        node = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        card = tagged("card/1", node, public(receiver), u64(NOW) + u64(NOW + HOUR))
        sender = Sender(ephemeral, public(receiver), b"hearth/seal/2\0" + card)
        wrapped = box(sender.key, sender.nonce, 0, content_key, b"\0" + card + u64(deadline) + chain)
        candidates.append({0: node, 1: card, 2: sender.encapsulated, 3: wrapped})
        secrets.append((sender, card, receiver, ephemeral, seed))
    relayed = {0: 0, 1: content, 4: deadline, 5: candidates}
    chosen = candidates[1]
    for_two = {0: 0, 1: content, 2: chosen[2], 3: chosen[1], 4: deadline, 6: chosen[3]}
    sender, card = secrets[1][:2]
    start = label("answer nonce")
    tag = b"hearth/answer/1"
    prk = hmac.digest(sender.encapsulated + start, sender.export(tag, 32), "sha256")
    keys = hkdf_expand(prk, tag, 44)
    chunk = link.cbor({0: 3, 1: {0: 0, 1: []}})
    cancelled = link.cbor({0: 4, 1: {0: None, 1: 3, 2: ""}})
    answers = []
    for number, plain in enumerate((chunk, cancelled)):
        padded = (len(plain).to_bytes(4, "little") + plain).ljust(256, b"\0")
        if number == 0:
            answer_chain = chain
        sealed = box(keys[:32], keys[32:], number, padded, b"\1" + card + u64(deadline) + answer_chain)
        answer_chain = tagged("chain/1", answer_chain, sealed)
        answers.append(link.cbor({0: number, 1: sealed, **({2: start} if number == 0 else {})}).hex())
    (HERE / "relayed.json").write_text(json.dumps({
        "now": NOW, "expires_at": NOW + HOUR, "content_key": content_key.hex(), "relayed": link.cbor(relayed).hex(),
        "for_second": link.cbor(for_two).hex(), "answers": answers,
        "candidates": [{"seed": seed.hex(), "receiver": receiver.hex(), "ephemeral": ephemeral.hex(),
                        "card": card.hex()} for _, card, receiver, ephemeral, seed in secrets]}, indent=1) + "\n")


if __name__ == "__main__":
    main()
