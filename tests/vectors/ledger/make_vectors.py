#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the ledger's bytes: transactions (resources/schema/transaction.cddl), the tree of the app
hash (engine/ledger/state_tree.h) and the audit draw. first_rules.sqlite beside it was written by the
program that knew the first rules only, second_rules.sqlite by the one before the third, third_rules.sqlite by the one
before the fourth, fourth_rules.sqlite by the one before the fifth (engine/ledger/rules.h). Standard library only; CBOR, Ed25519 and RFC 6962 come from
../proof/make_vectors.py.

    python3 tests/vectors/ledger/make_vectors.py      writes ledger.json beside itself
"""
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "proof"))
sys.dont_write_bytecode = True
import make_vectors as proof  # noqa: E402

CHAIN = "hearth-test"


def cbor(x):
    if isinstance(x, bool):
        return b"\xf5" if x else b"\xf4"
    if isinstance(x, dict):
        return proof.head(5, len(x)) + b"".join(proof.cbor(k) + cbor(x[k]) for k in sorted(x))
    return proof.cbor(x)


def possession(name):
    """What the node key signs to join the sender of this transaction."""
    operator = proof.public_key(proof.label("sender of " + name))
    return proof.sign(proof.label("node seed"), proof.tagged("node/1", CHAIN.encode() + b"\0" + operator))


def voucher(seed, chain, channel, amount):
    """Terms and signature of a voucher."""
    terms = {0: 1, 1: chain, 2: channel, 3: amount}
    return terms, proof.sign(seed, proof.tagged("voucher/1", cbor(terms)))


def agreement(seed, chain, channel, amount, paid):
    """What the payee signs: with what a channel may end as long as no more than this was paid."""
    return proof.sign(seed, proof.tagged("channel/close", cbor({0: 1, 1: chain, 2: channel, 3: amount, 4: paid})))


def bonded(name):
    """What a validator's key signs so that a node of the sender's answers for it."""
    operator = proof.public_key(proof.label("sender of " + name))
    return proof.sign(proof.label("validator seed"),
                      proof.tagged("bond/1", CHAIN.encode() + b"\0" + operator + proof.label("node")))


def let_out(name, jailed):
    """What a validator's key signs to vote again after the absence that block `jailed` ended."""
    sender = proof.public_key(proof.label("sender of " + name))
    return proof.sign(proof.label("validator seed"), proof.tagged(
        "unjail/1", CHAIN.encode() + b"\0" + sender + jailed.to_bytes(8, "little")))


MESSAGES = [
    ("transfer", 1, {0: proof.label("to"), 1: 12345}),
    ("register_node", 2, {0: proof.label("node"), 1: proof.label("payout")}),
    ("open_escrow", 3, {0: proof.label("escrow"), 1: proof.label("node"), 2: proof.label("model"),
                        3: proof.label("request"), 4: 2 ** 40, 5: 77}),
    ("settle_receipt", 4, {0: bytes(range(200))}),
    ("cancel_escrow", 5, {0: proof.label("escrow")}),
    ("post_epoch_root", 6, {0: 9, 1: proof.label("root"), 2: 300}),
    ("post_verdict", 7, {0: proof.label("receipt"), 1: 2, 2: True, 3: 64, 4: 63}),
    ("offer_tariff", 8, {0: proof.label("model"), 1: "ci8.1", 2: 100, 3: 2 ** 33}),
    ("withdraw_tariff", 8, {0: proof.label("model"), 1: "bf16"}),
    ("register_node with proof", 2, {0: proof.public_key(proof.label("node seed")), 1: proof.label("payout"),
                                     2: possession("register_node with proof")}),
    ("open_escrow with tariff", 3, {0: proof.label("escrow"), 1: proof.label("node"), 2: proof.label("model"),
                                    3: proof.label("request"), 4: 2 ** 40, 5: 77, 6: "ci8.1", 7: 100, 8: 400}),
    ("propose parameters", 11, {0: "Both at once", 1: {0: 0, 1: [["tx.fee", 7], ["vesting.epochs", 12]]}}),
    ("propose a payment", 11, {0: "Thanks", 1: {0: 1, 1: proof.label("to"), 2: 2 ** 33}}),
    ("propose a model", 11, {0: "A model", 1: {0: 2, 1: proof.label("model"), 2: "small", 3: True}}),
    ("propose a profile", 11, {0: "A profile", 1: {0: 3, 1: "ci8.1", 2: False}}),
    ("propose an upgrade", 11, {0: "Rules", 1: {0: 4, 1: 4, 2: 1000, 3: proof.label("program")}}),
    ("propose a text", 11, {0: "Words", 1: {0: 5, 1: "Gr\u00fc\u00dfe\n"}}),
    ("cast_vote", 12, {0: 3, 1: 1}),
    ("delegate_votes", 13, {0: proof.label("to")}),
    ("delegate to nobody", 13, {}),
    ("cancel_proposal", 14, {0: 3}),
    ("open_channel", 15, {0: proof.label("payee"), 1: 2 ** 35, 2: 99}),
    ("top_up_channel", 16, {0: proof.label("channel"), 1: 2 ** 20}),
    ("redeem_voucher", 17, {0: proof.label("channel"), 1: 70000,
                            2: voucher(proof.label("payer seed"), CHAIN, proof.label("channel"), 70000)[1]}),
    ("close_channel", 18, {0: proof.label("channel")}),
    ("close_channel by agreement", 18, {0: proof.label("channel"), 1: 70000, 2: agreement(
        proof.label("payee seed"), CHAIN, proof.label("channel"), 70000, 30000)}),
    ("bond_validator", 19, {0: proof.public_key(proof.label("validator seed")), 1: proof.label("node"),
                            2: bonded("bond_validator")}),
    ("settle_by_voucher", 20, {0: proof.label("channel"), 1: 70000,
                               2: voucher(proof.label("payer seed"), CHAIN, proof.label("channel"), 70000)[1],
                               3: [b"\xa0", b"\xa1\1\2"]}),
    ("buy_credits", 23, {0: proof.label("to"), 1: 2 ** 31}),
    ("lock_stake", 24, {0: proof.label("node"), 1: 1048320}),
    ("open_escrow with credits", 3, {0: proof.label("escrow"), 1: proof.label("node"), 2: proof.label("model"),
                                     3: proof.label("request"), 4: 2 ** 40, 5: 77, 6: "ci8.1", 7: 100, 8: 400,
                                     9: True}),
    ("open_channel with credits", 15, {0: proof.label("payee"), 1: 2 ** 35, 2: 99, 3: True}),
    ("announce_node", 25, {0: proof.label("node"), 1: 12, 2: ["gateway.example.net:8748", "[2001:db8::1]:8748"]}),
    ("announce no addresses", 25, {0: proof.label("node"), 1: 3}),
    ("unjail_validator", 26, {0: proof.public_key(proof.label("validator seed")), 1: let_out("unjail_validator", 1234)}),
]


def transaction_case(name, kind, fields):
    seed = proof.label("sender of " + name)
    body = {0: 1, 1: proof.public_key(seed), 2: kind * 3, 3: 1000, 4: kind * 7, 5: {0: kind, 1: fields}}
    message = b"hearth/tx/1\0" + CHAIN.encode() + b"\0" + hashlib.sha256(cbor(body)).digest()
    encoded = cbor({0: body, 1: proof.sign(seed, message)})
    return dict(name=name, seed=seed.hex(), encoded=encoded.hex(), hash=proof.tagged("tx/1", encoded).hex())


def app_hash(records, bits):
    """records: {32-byte key: record bytes}."""
    buckets = [[] for _ in range(1 << bits)]
    for key in sorted(records):
        leaf = hashlib.sha256(b"\0" + key + hashlib.sha256(records[key]).digest()).digest()
        buckets[int.from_bytes(key[:2], "big") >> (16 - bits)].append(leaf)
    return proof.tagged("app/1" if bits == 12 else "app/2", proof.tree([proof.tree(leaves) for leaves in buckets]))


def tree_cases():
    cases = []
    for bits in (12, 16):
        for count in (0, 1, 2, 50, 9000):
            records = {proof.label("key %d" % i): b"record %d" % i for i in range(count)}
            cases.append(dict(bits=bits, count=count, root=app_hash(records, bits).hex()))
    return cases


def draws():
    beacon, rows = proof.label("beacon"), []
    for i in range(40):
        receipt = proof.label("receipt %d" % i)
        head = int.from_bytes(proof.tagged("aud/1", beacon, receipt)[:8], "big")
        rows.append(dict(receipt=receipt.hex(),
                         drawn={str(rate): head < (rate << 64) // 10 ** 6 for rate in (0, 200000, 500000, 1000000)}))
    return dict(beacon=beacon.hex(), rows=rows)


def vouchers():
    rows = []
    for amount in (1, 23, 24, 2 ** 32, 2 ** 64 - 1):
        seed, channel = proof.label("payer %d" % amount), proof.label("channel %d" % amount)
        terms, signature = voucher(seed, CHAIN, channel, amount)
        rows.append(dict(seed=seed.hex(), channel=channel.hex(), amount=str(amount),
                         encoded=cbor({**terms, 4: signature}).hex()))
    return rows


def channel_ids():
    """Of the channels that a payer's transactions open."""
    payer = proof.public_key(proof.label("payer seed"))
    return dict(payer=payer.hex(), ids=[proof.tagged("channel/1", payer, n.to_bytes(8, "little")).hex()
                                        for n in range(3)])


if __name__ == "__main__":
    value = dict(chain=CHAIN, vouchers=vouchers(), channels=channel_ids(), transactions=[transaction_case(*m) for m in MESSAGES], trees=tree_cases(), draws=draws())
    (HERE / "ledger.json").write_text(json.dumps(value, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
