#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of GMS-1, of the receipt hashes and of RFC 6962 trees, written from
resources/profiles/gms-1.md and resources/schema/*.cddl alone. Standard library only.

    python3 tests/vectors/proof/make_vectors.py      writes gms1.json, receipts.json and merkle.json beside itself
"""
import hashlib
import json
import math
import pathlib
import random
import struct

HERE = pathlib.Path(__file__).resolve().parent
U32 = 0xFFFFFFFF
LIMIT = 1 << 46
EXCLUDED = (1 << 63) - 1


def tagged(tag, *parts):
    return hashlib.sha256(tag.encode() + b"\0" + b"".join(parts)).digest()


def u32(*values):
    return struct.pack("<%dI" % len(values), *values)


# --- GMS-1 -----------------------------------------------------------------------------------------------------

def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & U32, (a >> 32) ^ c[3] ^ k[1], a & U32]
        k = [(k[0] + 0x9E3779B9) & U32, (k[1] + 0xBB67AE85) & U32]
    return c


def exp2q(x):
    if x >= 0:
        return 32768
    n, f = -(x >> 16), x & 65535
    if n > 16:
        return 0
    c = [1073741824, 744266012, 257869054, 59934847, 9654007, 2017903]
    p = c[5]
    for k in range(4, -1, -1):
        p = ((p * f) >> 16) + c[k]
    return (p + (1 << (14 + n))) >> (15 + n)


LN2 = float.fromhex("0x1.62e42fefa39efp-1")
SQRT_HALF = float.fromhex("0x1.6a09e667f3bcdp-1")
SERIES = [1.0 / d for d in range(3, 20, 2)]


def cln(x):
    m, k = math.frexp(x)
    if m < SQRT_HALF:
        m, k = m * 2.0, k - 1
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = SERIES[8]
    for i in range(7, -1, -1):
        p = p * z + SERIES[i]
    q = 2.0 * s
    return float(k) * LN2 + (q + q * (z * p))


def gumbel(word):
    u = (2 * word + 1) * 2.0 ** -33
    return round(-cln(-cln(u)) * 65536.0)


def clamp(value):
    return max(-LIMIT, min(LIMIT, value))


def quantise(x):
    if x != x:
        return -LIMIT
    if math.isinf(x):
        return LIMIT if x > 0 else -LIMIT
    return clamp(round(x * 65536.0))


def signed(value):
    return value - (1 << 32) if value >> 31 else value


def penalise(l, p, history, t):
    v = len(l)
    rep = p["rep"]
    if rep not in (0, 65536):
        for i in {i for i in history if i < v}:
            l[i] = clamp(l[i] * 65536 // rep if l[i] > 0 else (l[i] * rep) >> 16)
    freq, pres = signed(p["freq"]), signed(p["pres"])
    if freq or pres:
        n = min(t, len(history))
        output = history[len(history) - n:]
        for i in {i for i in output if i < v}:
            l[i] = clamp(l[i] - (freq * output.count(i) + pres))


def keep(l, p):
    order = sorted(range(len(l)), key=lambda i: (-l[i], i))
    if p["T"] == 0:
        return order
    if p["top_k"]:
        order = order[:p["top_k"]]
    top_p, min_p = p["top_p"] < 65536, p["min_p"] > 0
    if not (top_p or min_p):
        return order
    highest = l[order[0]]

    def weight(i):
        d = max(l[i] - highest, -(1 << 31))
        return exp2q((d * 1549082005 // p["T"]) >> 14)

    if top_p:
        total, cum, kept = sum(map(weight, order)), 0, []
        for i in order:
            kept.append(i)
            cum += weight(i)
            if cum * 65536 >= p["top_p"] * total:
                break
        order = kept
    if min_p:
        order = [i for i in order if weight(i) * 65536 >= min(p["min_p"], 65536) * 32768]
    return order


def gms1(logits, p, key, history, t):
    """Returns (token, margin, scores by kept id)."""
    derived = struct.unpack("<2I", tagged("gms/1", key)[:8])
    l = [quantise(x) for x in logits]
    penalise(l, p, history, t)
    scores = {}
    for v in keep(l, p):
        noise = p["T"] * gumbel(philox((t, v >> 2, 0, 0), derived)[v & 3]) if p["T"] else 0
        scores[v] = (l[v] << 16) + noise
    ranked = sorted(scores, key=lambda v: (-scores[v], v))
    margin = EXCLUDED if len(ranked) < 2 else min(scores[ranked[0]] - scores[ranked[1]], EXCLUDED - 1)
    return ranked[0], margin, scores


def f32(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def made_row(seed, size, spread):
    """A row that both sides make: Philox word v with key (seed, 0) and counter (v, 0, 0, 0), 24 bits, exact in fp32."""
    return [((philox((v, 0, 0, 0), (seed, 0))[0] >> 8) - (1 << 23)) * 2.0 ** -spread for v in range(size)]


def params(**changes):
    base = dict(T=65536, top_k=0, top_p=65536, min_p=0, rep=65536, freq=0, pres=0)
    base.update(changes)
    return base


def sampler_case(name, p, key, history, positions, logits=None, made=None):
    row = logits if logits is not None else made_row(*made)
    case = dict(name=name, params=p, key=key.hex(), history=history, draws=[])
    if logits is not None:
        case["logits_bits"] = ["%08x" % struct.unpack("<I", struct.pack("<f", x))[0] for x in logits]
    else:
        case["logits_made"] = dict(seed=made[0], size=made[1], spread=made[2])
    for t in positions:
        token, margin, scores = gms1(row, p, key, history, t)
        probes = sorted({0, len(row) - 1, len(row) // 2, (token + 1) % len(row)})
        deficits = {str(v): str(0 if v == token else min(scores[token] - scores[v], EXCLUDED - 1) if v in scores
                                else EXCLUDED) for v in probes}
        case["draws"].append(dict(t=t, token=token, margin=str(margin), deficits=deficits))
    return case


def sampler_vectors():
    rng = random.Random(20240601)
    key = hashlib.sha256(b"gms-1 vectors").digest()
    sets = [
        ("greedy", params(T=0)), ("softmax", params()), ("cold", params(T=19661)), ("hot", params(T=196608)),
        ("coldest", params(T=1)), ("hottest", params(T=U32)), ("top_k", params(top_k=5)),
        ("top_k of one", params(top_k=1)), ("top_p", params(top_p=58982)), ("top_p small", params(top_p=1)),
        ("top_p zero", params(top_p=0)), ("top_p almost all", params(top_p=65535)), ("min_p", params(min_p=6554)),
        ("min_p over one", params(min_p=70000)), ("all filters", params(T=52429, top_k=40, top_p=62259, min_p=1311)),
        ("repetition", params(rep=85197)), ("repetition below one", params(rep=52429)),
        ("frequency", params(freq=32768)), ("frequency negative", params(freq=(-32768) & U32)),
        ("presence", params(pres=131072)),
        ("all penalties", params(T=45875, rep=72090, freq=19661, pres=(-6554) & U32, top_p=64881)),
        ("greedy with penalties", params(T=0, rep=98304, freq=65536, pres=65536)),
        ("hot nucleus", params(T=U32, top_p=32768)),
    ]
    cases = []
    for name, p in sets:
        logits = [f32(rng.gauss(0, 3)) for _ in range(97)]
        history = [rng.randrange(100) for _ in range(40)]
        cases.append(sampler_case(name, p, key, history, [0, 1, 7, 39, 40, 1000, U32], logits=logits))
    nan, inf = math.nan, math.inf
    odd = [nan, -inf, 3.0, inf, inf, -0.0, 1e30, -1e30, 3.0, f32(1e-45)]
    for name, p in [("odd numbers, greedy", params(T=0)), ("odd numbers, softmax", params()),
                    ("odd numbers, nucleus", params(top_p=60000)), ("odd numbers, penalties", params(rep=2000, freq=U32))]:
        cases.append(sampler_case(name, p, key, [3, 4, 6, 3], [0, 3, 4], logits=odd))
    for name, p in [("all NaN, greedy", params(T=0)), ("all NaN, softmax", params())]:
        cases.append(sampler_case(name, p, key, [], [0, 1], logits=[nan] * 9))
    cases.append(sampler_case("one token", params(), key, [0], [0, 5], logits=[1.5]))
    flat = [f32(0.25)] * 50
    for name, p in [("ties, greedy", params(T=0)), ("ties, softmax", params()), ("ties, top_k", params(top_k=7)),
                    ("ties, top_p", params(top_p=13107)), ("ties, min_p", params(min_p=65536))]:
        cases.append(sampler_case(name, p, key, [], [0, 1, 2, 3], logits=flat))
    # Halves of a Q16 unit: round half to even shows in which token is the greedy one.
    halves = [f32((k + 0.5) / 65536) for k in range(8)]
    cases.append(sampler_case("halves round to even, greedy", params(T=0), key, [], [0], logits=halves))
    for name, p in [("large, greedy", params(T=0)), ("large, softmax", params()),
                    ("large, top_p", params(top_p=62259)), ("large, top_k", params(T=52429, top_k=40)),
                    ("large, min_p", params(min_p=3277)), ("large, penalties", params(rep=78643, freq=6554))]:
        history = [rng.randrange(49152) for _ in range(200)]
        cases.append(sampler_case(name, p, key, history, [0, 1, 199], made=(7, 49152, 20)))
    xs = [0, -1, -2, -65535, -65536, -65537, -16 * 65536, -16 * 65536 - 1, -17 * 65536, -(1 << 40)]
    xs += [-rng.randrange(18 * 65536) for _ in range(100)]
    words = [0, 1, 2, 0x7FFFFFFF, 0x80000000, U32 - 1, U32] + [rng.randrange(1 << 32) for _ in range(200)]
    return dict(philox=[dict(counter=list(c), key=list(k), words=philox(c, k)) for c, k in
                        [((0, 0, 0, 0), (0, 0)), ((U32,) * 4, (U32,) * 2), ((1, 2, 3, 4), (5, 6))]],
                exp2q=[[x, exp2q(x)] for x in xs], gumbel=[[w, gumbel(w)] for w in words],
                stop_lists=[dict(strings=s, ids=i, hash=stop_hash(s, i).hex())
                            for s, i in [([], []), (["\n\n", "END"], [2]), (["é"], [0, U32])]], cases=cases)


def stop_hash(strings, ids):
    raw = [s.encode() for s in strings]
    return tagged("stop/1", u32(len(raw)), *[u32(len(r)) + r for r in raw], u32(len(ids)), u32(*ids))


# --- CBOR, Ed25519 (RFC 8032), receipts ------------------------------------------------------------------------

def head(major, n):
    for bits, code, form in [(5, None, None), (8, 24, ">B"), (16, 25, ">H"), (32, 26, ">I"), (64, 27, ">Q")]:
        if bits == 5 and n < 24:
            return bytes([major << 5 | n])
        if bits > 5 and n < 1 << bits:
            return bytes([major << 5 | code]) + struct.pack(form, n)
    raise ValueError(n)


def cbor(x):
    if isinstance(x, int):
        return head(0, x) if x >= 0 else head(1, -1 - x)
    if isinstance(x, bytes):
        return head(2, len(x)) + x
    if isinstance(x, str):
        return head(3, len(x.encode())) + x.encode()
    if isinstance(x, list):
        return head(4, len(x)) + b"".join(map(cbor, x))
    return head(5, len(x)) + b"".join(cbor(k) + cbor(x[k]) for k in sorted(x))


P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, P - 2, P) % P
BASE_Y = 4 * pow(5, P - 2, P) % P


def recover_x(y):
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return x if x % 2 == 0 else P - x


def add(a, b):
    t = CURVE_D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + t, P - 2, P) % P,
            (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, P - 2, P) % P)


def multiply(point, n):
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


BASE = (recover_x(BASE_Y), BASE_Y)


def packed(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def secret(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return scalar, digest[32:]


def public_key(seed):
    return packed(multiply(BASE, secret(seed)[0]))


def sign(seed, message):
    scalar, prefix = secret(seed)
    public = public_key(seed)
    number = lambda *parts: int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER
    r = number(prefix, message)
    point = packed(multiply(BASE, r))
    return point + ((r + number(point, public, message) * scalar) % ORDER).to_bytes(32, "little")


def largest_split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def tree(leaves):
    """RFC 6962 section 2.1, by its recursive definition over hashed leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_split(len(leaves))
    return hashlib.sha256(b"\1" + tree(leaves[:k]) + tree(leaves[k:])).digest()


def audit_path(index, leaves):
    if len(leaves) < 2:
        return []
    k = largest_split(len(leaves))
    if index < k:
        return audit_path(index, leaves[:k]) + [tree(leaves[k:])]
    return audit_path(index - k, leaves[k:]) + [tree(leaves[:k])]


def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def label(text):
    return hashlib.sha256(text.encode()).digest()


def receipt_case(name, n_in, n_out, seed, evidence, stop_reason, alternatives=None, grammar=None):
    executor_seed, client_seed = label(name + " executor"), label(name + " client")
    executor, client = public_key(executor_seed), public_key(client_seed)
    ids_in = [(7919 * i + n_in) % 49152 for i in range(n_in)]
    ids_out = [(104729 * i + n_out) % 49152 for i in range(n_out)]
    salt_in, salt_out, beacon = label(name + " in"), label(name + " out"), label(name + " beacon")
    in_commit = tagged("in/1", salt_in, u32(n_in), u32(*ids_in))
    chunks = [ids_out[i:i + 32] for i in range(0, max(n_out, 1), 32)]
    out_root = tree([leaf(tagged("oc/1", salt_out, u32(j), u32(*c))) for j, c in enumerate(chunks)])
    decode = {0: 45875, 1: 0, 2: 62259, 3: 0, 4: 65536, 5: U32, 6: 0, 7: max(n_out, 1) if alternatives is None else n_out,
              8: stop_hash(["\n\n"], [2])}
    request = {0: 1, 1: label(name + " model"), 2: "fp32", 3: decode, 4: in_commit, 5: 10 ** 6, 6: label(name + " nonce"),
               7: client, 8: 1_700_000_000_000_000_000}
    if seed is not None:
        request[9] = seed
    scores = []
    if alternatives is not None:
        request[10] = alternatives
        scores = [struct.pack("<i", -1000 * i) + b"".join(struct.pack("<Ii", i + k, -i - k) for k in range(alternatives))
                  for i in range(1, n_in)]
        parts = [scores[i:i + 32] for i in range(0, max(n_in - 1, 1), 32)]
        root = tree([leaf(tagged("sc/1", salt_out, u32(j), *part)) for j, part in enumerate(parts)])
        evidence = evidence + [{0: 10, 1: 1, 2: "fp32", 3: n_in - 1, 4: root}]
    if grammar is not None:
        request[12] = tagged("constraint/1", grammar.encode())
    request_hash = tagged("req/1", cbor(request))
    seed_commit = (tagged("seed/1", request[6], request_hash, beacon) if seed is None
                   else tagged("seed/u", request[1], struct.pack("<Q", seed)))
    receipt = {0: 1, 1: request_hash, 2: executor, 3: client, 4: request[1], 5: "fp32", 6: in_commit, 7: out_root,
               8: n_in, 9: n_out, 10: stop_reason, 11: decode, 12: seed_commit, 13: evidence,
               14: bytes(32), 15: 4242, 16: label(name + " escrow"), 17: 12, 18: 35, 19: 900}
    receipt_id = tagged("rcpt/1", cbor(receipt))
    signed_receipt = {0: receipt, 1: sign(executor_seed, receipt_id)}
    model_name = "Modèle " + name
    whole = {0: 1, 1: signed_receipt, 2: request, 3: salt_in, 4: salt_out, 6: u32(*ids_in), 7: u32(*ids_out),
             8: model_name, 9: tagged("name/1", request[1], model_name.encode())}
    if seed is None:
        whole[5] = beacon
    if alternatives is not None:
        whole[10] = b"".join(scores)
    if grammar is not None:
        whole[11] = grammar
    return dict(name=name, executor_seed=executor_seed.hex(), executor_key=executor.hex(), in_commit=in_commit.hex(),
                out_root=out_root.hex(), request=cbor(request).hex(), request_hash=request_hash.hex(),
                seed_commit=seed_commit.hex(), receipt=cbor(receipt).hex(), receipt_id=receipt_id.hex(),
                signed_receipt=cbor(signed_receipt).hex(), file=cbor(whole).hex())


def receipt_vectors():
    proof = {0: 5, 1: 1, 2: "ci8.1", 3: 3, 4: label("chain")}
    return dict(cases=[receipt_case("plain", 9, 40, None, [{0: 1, 1: 1, 2: "fp32", 3: 0, 4: bytes(32)}], 0),
                       receipt_case("seeded", 33, 32, 2 ** 63 + 5, [proof], 2),
                       receipt_case("empty", 1, 0, None, [], 0), receipt_case("long", 300, 97, 0, [proof, proof], 2),
                       receipt_case("scored", 70, 0, None, [], 2, 2), receipt_case("scored and answered", 33, 5, 7, [], 2, 0),
                       receipt_case("held to a form", 4, 3, None, [], 0, grammar='start: "ja" | "nein"\n')])


def merkle_vectors():
    data = [b"", b"\0", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
    cases = []
    for size in list(range(9)) + [31, 64, 100]:
        leaves = [leaf(data[i] if size <= 8 else u32(i)) for i in range(size)]
        cases.append(dict(leaves=[x.hex() for x in leaves], root=tree(leaves).hex(),
                          paths={str(i): [x.hex() for x in audit_path(i, leaves)]
                                 for i in sorted({0, size // 3, size // 2, size - 1}) if 0 <= i < size}))
    return dict(cases=cases)


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=None, separators=(",", ":"), ensure_ascii=True)
                             .replace('{"name"', '\n{"name"').replace('{"leaves"', '\n{"leaves"') + "\n")


if __name__ == "__main__":
    write("gms1.json", sampler_vectors())
    write("receipts.json", receipt_vectors())
    write("merkle.json", merkle_vectors())
