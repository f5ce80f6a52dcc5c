#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the bytes of resources/schema/job.cddl and link.cddl. Standard library only; CBOR comes
from ../proof/make_vectors.py, the receipt file from ../proof/receipts.json. hpke.json beside it is appendix A.2.1 of
RFC 9180.

    python3 tests/vectors/link/make_vectors.py      writes job.json, link.json and tests/fuzz/corpus/{job,link}
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "proof"))
sys.dont_write_bytecode = True
import make_vectors as proof  # noqa: E402

FUZZ = HERE.parent.parent / "fuzz" / "corpus"


def cbor(x):
    if x is None:
        return b"\xf6"
    if isinstance(x, bool):
        return b"\xf5" if x else b"\xf4"
    if isinstance(x, list):
        return proof.head(4, len(x)) + b"".join(map(cbor, x))
    if isinstance(x, dict):
        return proof.head(5, len(x)) + b"".join(cbor(k) + cbor(x[k]) for k in sorted(x))
    return proof.cbor(x)


def decode_params(max_tokens=0, stop_hash=bytes(32)):
    return {0: 52429, 1: 40, 2: 62259, 3: 0, 4: 65536, 5: 2 ** 32 - 1, 6: 0, 7: max_tokens, 8: stop_hash}


def ask(**changes):
    fields = {0: proof.label("model"), 1: "ci8.1", 2: "", 3: None, 4: b"", 5: "", 6: "",
              7: 1_700_000_000_123_456_789, 8: decode_params(), 9: None, 10: [], 11: False, 12: None, 13: False,
              14: proof.label("tenant"), 15: 1}
    fields.update({int(k[1:]): v for k, v in changes.items()})
    return fields


def begun(request):
    """A request of nine fields, with the tenth."""
    assert request[0] == 0xA9
    return b"\xAA" + request[1:] + cbor(11) + cbor({0: 3, 1: proof.label("beacon")})


def messages():
    case = json.loads((HERE.parent / "proof" / "receipts.json").read_text())["cases"][0]
    logprob = {0: 12, 1: b"\xc3", 2: -123456}
    token = {0: 12, 1: "é", 2: 7, 3: logprob, 4: [logprob, {0: 13, 1: b"\0b", 2: None}], 5: False}
    bare = {0: 2 ** 32 - 1, 1: "", 2: 0, 3: None, 4: [], 5: True}
    return [
        ("conversation", 0, ask(_2='[{"role":"user","content":"grüß dich"}]', _5="[]", _6='{"enable_thinking":false}',
                                _9=128, _10=["\n\n", "END"], _11=True, _12=5, _15=2)),
        ("text", 0, ask(_3="")),
        ("ids", 0, ask(_4=proof.u32(1, 2, 2 ** 32 - 1), _13=True, _15=0)),
        ("quote", 1, {0: proof.label("node"), 1: "SmolLM2", 2: proof.u32(5, 6, 7),
                      3: decode_params(2048, proof.label("stops")), 4: 1000, 5: 2 ** 63}),
        ("assign", 2, {0: bytes.fromhex(case["request"]), 1: proof.label("salt"), 2: proof.label("escrow"),
                       3: 2 ** 40}),
        ("chunk", 3, {0: 2 ** 33, 1: [token, bare]}),
        ("empty chunk", 3, {0: 0, 1: []}),
        ("result", 4, {0: bytes.fromhex(case["file"]), 1: 1, 2: "tail"}),
        ("nothing to sign", 4, {0: None, 1: 3, 2: ""}),
        ("cancel", 5, {}),
        ("fetch", 7, {0: proof.label("receipt")}),
        ("failed", 6, {0: "out_of_memory", 1: "Too big.", 2: "Buy more."}),
        ("assign of a begun answer", 2, {0: begun(bytes.fromhex(case["request"])), 1: proof.label("salt"),
                                         2: proof.label("escrow"), 3: 2 ** 40, 4: proof.u32(8, 0, 2 ** 32 - 1)}),
        ("question of a form", 0, ask(_3="", _16='start: "ja" | "nein"\n')),
        ("fetch through a gateway", 7, {0: proof.label("receipt"), 1: proof.label("auditor"), 2: b"\7" * 64}),
        ("seek", 8, {}),
        ("found", 9, {0: [b"\1\2\3", b""]}),
        ("pay", 10, {0: b"\xa0\1\2"}),
        ("question of a vector", 0, ask(_3="", _17=True)),
        ("assign of a channel", 2, {0: bytes.fromhex(case["request"]), 1: proof.label("salt"), 2: proof.label("escrow"),
                                    3: 2 ** 40, 5: b"\x09" * 64}),
        ("question of tensors", 0, ask(_4=proof.u32(1, 2, 2 ** 32 - 1), _18=True)),
    ]


def frames():
    seed = proof.label("node")
    key = proof.public_key(seed)
    card_id = proof.tagged("card/1", key + proof.label("sealing") + (5).to_bytes(8, "little") +
                           (6).to_bytes(8, "little"))
    card = cbor({0: key, 1: proof.label("sealing"), 2: 5, 3: 6, 4: proof.sign(seed, card_id)})
    offer = {0: proof.label("model"), 1: "ci8.1", 2: 1, 3: 2 ** 64 - 1, 4: "SmolLM2", 5: 2048}
    return [
        ("hello", 0, {0: 1, 1: 1, 2: "hearth-test", 3: key, 4: proof.label("nonce"), 5: proof.label("token"), 6: 5},
         None),
        ("proof", 1, {0: proof.sign(seed, b"")}, None),
        ("welcome", 2, {0: proof.label("token"), 1: True, 2: 9}, None),
        ("capability", 3, {0: 3, 1: [offer], 2: 3, 3: True, 4: card}, 7),
        ("part", 4, {0: 3, 1: True, 2: True, 3: False, 4: b"\1\2\3"}, 2 ** 33),
        ("credit", 5, {0: 4, 1: 5}, 1),
        ("ack", 6, {0: 6}, None),
        ("ping", 7, {0: 7}, None),
        ("pong", 8, {0: 8}, None),
        ("drain", 9, {}, 1),
        ("goodbye", 10, {0: "corrupt", 1: "Why.", 2: "What next."}, None),
        ("hello with a credential", 0, {0: 2, 1: 0, 2: "hearth-test", 3: key, 4: proof.label("nonce"), 5: None, 6: 0,
                                        7: b"\1\2\3"}, None),
    ]


def write(kind, encoded):
    corpus = FUZZ / kind
    corpus.mkdir(parents=True, exist_ok=True)
    for name, raw in encoded:
        (corpus / name.replace(" ", "_")).write_bytes(raw)
    cases = [dict(name=name, encoded=raw.hex()) for name, raw in encoded]
    (HERE / (kind + ".json")).write_text(json.dumps(cases, indent=1) + "\n")


def main():
    write("job", [(name, cbor({0: number, 1: body})) for name, number, body in messages()])
    write("link", [(name, cbor({0: kind, 1: body} if number is None else {0: kind, 1: body, 2: number}))
                   for name, kind, body, number in frames()])


if __name__ == "__main__":
    main()
