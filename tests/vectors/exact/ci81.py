#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the inference profile CI8.1, written from resources/profiles/ci8.1.md alone; its section
numbers stand in brackets. Needs numpy.

    ci81.py FOLDER STEPS      what a Hugging Face folder gives in greedy steps after a fixed prompt, as JSON
    ci81_import.py            section 4: what makes the weights
    make_ops.py               known answers of the single ops
    make_models.py FOLDER     runs the first for all models of ../model/make_tiny.py
"""
import hashlib
import json
import math
import pathlib
import struct
import sys

import numpy as np

F, I = np.float32, np.int64
FAULT, ZERO, C127 = F(2.0**40), F(2.0**-40), F(float.fromhex("0x1.020408p-7"))


class Fault(Exception):
    """The model leaves the bounds of the profile."""


# --- [2] pinned arithmetic: arrays or scalars ------------------------------------------------------------------

def h32(*texts):
    return [F(float.fromhex(t)) for t in texts]


def pow2(e):
    return np.ldexp(F(1), e)


def split(x):
    bits = np.asarray(x, F).view(np.uint32).astype(I)
    return (bits & 0x7FFFFF) + (1 << 23), (bits >> 23) - 150


def rint(x):
    return np.rint(np.asarray(x, F)).astype(I)


def f24(n):
    cut = max(0, int(n).bit_length() - 24)
    return F(int(n) >> cut) * pow2(cut)


def f64(n):
    n = np.asarray(n, I)
    return (n >> 16).astype(np.int32).astype(F) * F(65536) + (n & 0xFFFF).astype(F)


def recip(x):
    m, e = (int(v) for v in split(x))
    return f24(2**47 // m) * pow2(-47 - e)


def rsqrt(x):
    m, e = (int(v) for v in split(x))
    if e % 2:
        m, e = 2 * m, e - 1
    return f24(2**55 // math.isqrt(m << 38)) * pow2(-36 - e // 2)


def exp2q(delta):
    delta = np.minimum(np.asarray(delta, I), 17 << 16)
    f, n = delta & 0xFFFF, delta >> 16
    h = np.full_like(f, 66)
    for c in (612, 3631, 15743, 45427, 65536):
        h = c - ((h * f) >> 16)
    return (h + (1 << n)) >> (n + 1)


def qsin(u):
    z, h = (u * u) >> 30, np.full_like(u, -3685)
    for c in (172072, -5026892, 85569282, -693598666, 1686629713):
        h = ((h * z) >> 30) + c
    return (h * u) >> 30


def cossin(phase):
    """Of uint64 phases."""
    phase = np.asarray(phase, np.uint64)
    u, quadrant = ((phase >> np.uint64(32)) & np.uint64(0x3FFFFFFF)).astype(I), (phase >> np.uint64(62)).astype(I)
    a, b = qsin(u), qsin(2**30 - u)
    cos = np.choose(quadrant, [b, -a, -b, a])
    sin = np.choose(quadrant, [a, b, -a, -b])
    return tuple(v.astype(np.int32).astype(F) * pow2(-30) for v in (cos, sin))


def gated(g, v):
    g, v = np.asarray(g, F), np.asarray(v, F)
    log2e, newton_a, newton_b, t0, *terms = h32(
        "0x1.715476p+0", "0x1.696968p+0", "0x1.e1e1e2p-2", "0x1.cacdf6p-14", "-0x1.4e6bdep-10", "0x1.39eb5ap-7",
        "-0x1.c69522p-5", "0x1.ebfacp-3", "-0x1.62e42cp-1", "0x1p+0")
    a = np.minimum(np.abs(g) * log2e, F(80))
    n = a.astype(np.int32)
    f = a - n.astype(F)
    t = np.full_like(f, t0)
    for k in terms:
        t = t * f + k
    t = t * pow2(-n)
    y = F(1) + t
    r = newton_a - newton_b * y
    for _ in range(3):
        r = r * (F(2) - y * r)
    return g * np.where(np.signbit(g), t * r, r) * v


def block(n):
    return next(b for b in (64, 16, 4, 1) if n % b == 0)


def hadamard(x):
    """Over the last axis."""
    n = x.shape[-1]
    size = block(n)
    x, d = np.where(np.abs(x) < pow2(-100), F(0), x).astype(F), n // size
    while d < n:
        pairs = x.reshape(x.shape[:-1] + (n // (2 * d), 2, d))
        a, b = pairs[..., 0, :], pairs[..., 1, :]
        x = np.stack([a + b, a - b], -2).reshape(x.shape)
        d *= 2
    return x * pow2(-((size.bit_length() - 1) // 2))


# --- [3] ops ---------------------------------------------------------------------------------------------------

def largest(x):
    m = np.abs(x)
    if not np.all(m < FAULT):
        raise Fault("a value beyond the bounds")
    return F(m.max())


def quant(x):
    m = largest(x)
    if m < ZERO:
        return np.zeros(x.shape, I), F(0)
    return rint(x * (F(127) * recip(m))), m * C127


def rms(x, m, eps):
    e = int(split(m)[1]) + 23
    squares = sum(int(i) ** 2 for i in rint(x * pow2(21 - e)))
    mean = f24(squares // len(x)) * pow2(e - 21) * pow2(e - 21)
    return rsqrt(mean + eps)


def normquant(x, eps):
    values, s = quant(x)
    return values, s if s == 0 else s * rms(x, largest(x), eps)


def headnorm(x, gain, eps):
    m = largest(x)
    return np.zeros_like(x) if m < ZERO else (x * rms(x, m, eps)) * gain


def linear(row, matrix):
    values, s = row
    y = ((matrix["weight"] @ values).astype(np.int32).astype(F) * s) * matrix["scale"]
    return y + matrix["bias"] if "bias" in matrix else y


def rope(x, frequencies, position):
    c, s = cossin([position * f % 2**64 for f in frequencies])
    a, b = np.split(x, 2)
    return np.concatenate([a * c - b * s, b * c + a * s])


def attend(query, keys, values, scale, parts=False):
    """Over lists of quantised rows."""
    a = query[1] * scale
    k, key_scales = np.array([r[0] for r in keys]), np.array([r[1] for r in keys], F)
    v, value_scales = np.array([r[0] for r in values]), np.array([r[1] for r in values], F)
    score = ((k @ query[0]).astype(np.int32).astype(F) * a) * key_scales
    z = rint(np.clip(score, F(-2.0**30), F(2.0**30)))
    strongest = value_scales.max()
    if strongest == 0:
        return np.zeros(v.shape[1], F)
    p = exp2q(z.max() - z)
    e = (p * rint(value_scales * (F(32767) * recip(strongest))) + 16384) >> 15
    unit = (strongest * recip(f24(p.sum()))) * F(float.fromhex("0x1.0002p+0"))
    out = f64(e @ v) * unit
    return (z, p, e, out) if parts else out


class Decoder:
    def __init__(self, shape, tensors):
        tensors = {n: a.astype(I) if a.dtype == np.int8 else a for n, a in tensors.items()}
        self.shape, self.tensors, self.position = shape, tensors, 0
        self.meet = lambda name, values: None  # told which integers go into which matrix
        self.cache = [[([], []) for _ in range(shape["kv_heads"])] for _ in range(shape["layers"])]

    def matrix(self, name):
        parts = {part: self.tensors.get(f"{name}.{part}") for part in ("weight", "scale", "bias")}
        return {part: array for part, array in parts.items() if array is not None}

    def push(self, token):
        """The final row after one more token."""
        embed = self.matrix("embed")
        x = embed["weight"][token].astype(F) * embed["scale"][token]
        for i in range(self.shape["layers"]):
            x = self.layer(i, x)
        self.position += 1
        return normquant(x, self.shape["eps"])

    def layer(self, i, x):
        shape, d = self.shape, self.shape["head_dim"]

        def product(row, name):
            self.meet(f"layers.{i}.{name}", row[0])
            return linear(row, self.matrix(f"layers.{i}.{name}"))

        def turned(head, name):
            gain = self.tensors.get(f"layers.{i}.{name}_norm")
            head = head if gain is None else headnorm(head, gain, shape["eps"])
            return quant(hadamard(rope(head, shape["frequencies"], self.position)))

        n = normquant(x, shape["eps"])
        q, k, v = (product(n, name).reshape(-1, d) for name in "qkv")
        for head, (keys, values) in enumerate(self.cache[i]):
            keys.append(turned(k[head], "k"))
            values.append(quant(v[head]))
        window, mixed = shape["window"], []
        first = self.position + 1 - window if 0 < window <= self.position else 0
        for head in range(shape["heads"]):
            keys, values = self.cache[i][head * shape["kv_heads"] // shape["heads"]]
            mixed.append(attend(turned(q[head], "q"), keys[first:], values[first:], shape["attention_scale"]))
        x = x + product(quant(np.concatenate(mixed)), "o")
        n = normquant(x, shape["eps"])
        return x + product(quant(hadamard(gated(product(n, "gate"), product(n, "up")))), "down")

    def logits(self, row):
        self.meet("lm_head", row[0])
        return linear(row, self.matrix("lm_head"))


# --- [5] file and tile roots, [6] evidence D -------------------------------------------------------------------

def weights_file(tensors):
    return b"".join(a.tobytes() + bytes(-a.nbytes % 64) for a in tensors.values())


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tagged(tag, *parts):
    return sha(tag.encode() + b"\0", *parts)


def tree(leaves):
    if len(leaves) <= 1:
        return sha(b"\0", leaves[0]) if leaves else sha()
    at = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\1", tree(leaves[:at]), tree(leaves[at:]))


def tile_root(array):
    if array.dtype in (np.int8, np.uint8):  # the second holds two values a byte
        width = 1024 if array.dtype == np.int8 else 512
        return tree([array[r:r + 64, c:c + width].tobytes() for r in range(0, array.shape[0], 64)
                     for c in range(0, array.shape[1], width)])
    data = array.tobytes()
    return tree([data[at:at + 65536] for at in range(0, len(data), 65536)])


def chain_root(start, ids, rows):
    links, last = [], start
    for at in range(0, max(len(ids), 1), 32):
        part = ids[at:at + 32]
        last = tagged("dc/1", last, struct.pack(f"<{len(part) + 1}I", len(part), *part), sha(*rows[at:at + 32]))
        links.append(last)
    return tree(links)


# --- what is printed -------------------------------------------------------------------------------------------

def hexed(x):
    """Bits of fp32 values."""
    return [hexed(v) for v in x] if isinstance(x, (list, tuple, np.ndarray)) else struct.pack(">f", x).hex()


def model_vectors(folder, steps, profile, make_decoder, make_weights):
    import hf_folder
    shape, source = hf_folder.read(folder)
    tensors = make_weights(shape, source)
    decoder = make_decoder(shape, tensors)
    prompt = [(37 * i + 11) % shape["vocab"] for i in range(40)]
    for token in prompt:
        row = decoder.push(token)
    ids, rows = [], []
    for _ in range(steps):
        ids.append(int(np.argmax(np.rint(decoder.logits(row) * F(65536)))))
        rows.append(row[0].astype(np.int8).tobytes() + row[1].tobytes())
        row = decoder.push(ids[-1])
    name, start, file = pathlib.Path(folder).name, sha(profile.encode()), weights_file(tensors)
    return {"command": f"{profile.replace('.', '')}.py {name} {steps}", "attention_scale": hexed(shape["attention_scale"]),
            "frequencies": [f"{v:016x}" for v in shape["frequencies"]], "file_bytes": len(file),
            "file_sha256": sha(file).hex(), "tile_roots": [tile_root(array).hex() for array in tensors.values()],
            "prompt": prompt, "greedy": ids, "final_rows_sha256": [sha(r).hex() for r in rows],
            "chain_start": start.hex(), "chain_root": chain_root(start, ids, rows).hex()}


if __name__ == "__main__":
    np.seterr(all="ignore")
    sys.modules["ci81"] = sys.modules[__name__]
    import ci81_import
    print(json.dumps(model_vectors(sys.argv[1], int(sys.argv[2]), "ci8.1", Decoder, ci81_import.weights)))
