# SPDX-License-Identifier: Apache-2.0
"""Section 4 of resources/profiles/ci8.1.md: from the tensors of a checkpoint to those of a weights file. Imported by
ci81.py, whose notes hold here too."""
import hashlib
import math
import struct

import numpy as np

from ci81 import C127, F, I, Decoder, Fault, ZERO, block, hadamard, pow2, recip, rint, tagged


def cln(x):
    m, k = np.frexp(x)
    low = m < float.fromhex("0x1.6a09e667f3bcdp-1")
    m, k = np.where(low, m * 2, m), np.where(low, k - 1, k)
    s = (m - 1) / (m + 1)
    z, p = s * s, 1 / 19
    for odd in range(17, 2, -2):
        p = p * z + 1 / odd
    q = 2 * s
    return k * float.fromhex("0x1.62e42fefa39efp-1") + (q + q * (z * p))


def power(base, y):
    result = 1.0
    for _ in range(53 if y > 0 else 0):
        base, y = math.sqrt(base), 2 * y
        if y >= 1:
            result, y = result * base, y - 1
    return result


PI2 = float.fromhex("0x1.921fb54442d18p+2")


def frequencies(d, theta, scaling, context):
    kind, factor = scaling.get("rope_type", "default"), scaling.get("factor", 1.0)
    omega = [1 / power(theta, (2 * i) / d) for i in range(d // 2)]
    if kind == "linear":
        omega = [w / factor for w in omega]
    if kind == "llama3":
        low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]

        def slowed(w):
            wave = PI2 / w
            if wave < context / high:
                return w
            if wave > context / low:
                return w / factor
            smooth = (context / wave - low) / (high - low)
            return ((1 - smooth) * w) / factor + smooth * w
        omega = [slowed(w) for w in omega]
    if kind == "yarn":
        def pair(beta):
            return (d * cln(context / (beta * PI2))) / (2 * cln(theta))
        low = max(float(math.floor(pair(scaling.get("beta_fast", 32.0)))), 0.0)
        high = min(float(math.ceil(pair(scaling.get("beta_slow", 1.0)))), d - 1.0)
        high += 0.001 if low == high else 0.0
        ramps = [min(max((i - low) / (high - low), 0.0), 1.0) for i in range(d // 2)]
        omega = [(w / factor) * r + w * (1 - r) for w, r in zip(omega, ramps)]
    return [int((w / PI2) * 2.0**64) for w in omega]


def magnitude(scaling):
    if scaling.get("rope_type") != "yarn":
        return 1.0

    def of(scale):
        return 1.0 if scaling["factor"] <= 1 else 0.1 * scale * cln(scaling["factor"]) + 1.0
    both = scaling.get("mscale") and scaling.get("mscale_all_dim")
    return scaling.get("attention_factor") or (of(both and scaling["mscale"]) / of(both) if both else of(1.0))


def attention_scale(d, scaling):
    mu = magnitude(scaling)
    return F(((65536 * float.fromhex("0x1.71547652b82fep+0")) * (mu * mu)) / math.sqrt(d))


def signs(n):
    state, out, mask = n, [], 2**64 - 1
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & mask
        out.append(-1 if z >> 63 else 1)
    return np.array(out, F)


def turn(x):
    """R over the last axis."""
    n = x.shape[-1]
    b = block(n)
    x = hadamard(x * signs(n))
    return hadamard(np.swapaxes(x.reshape(x.shape[:-1] + (n // b, b)), -1, -2).reshape(x.shape))


def heads_turned(x, d):
    return hadamard(x.reshape(x.shape[:-1] + (-1, d))).reshape(x.shape)


def run_of(rows):
    """[4.6] U of up to 1024 columns of the rows that a matrix met."""
    h = (rows.T @ rows).astype(np.float64)
    n = len(h)
    h[np.diag_indices(n)] += (0.003 * h.trace()) / n + 1.0
    upper = np.zeros((n, n), F)
    for j in reversed(range(n)):
        column = h[j, :j] / h[j, j]
        upper[:j, j] = column
        h[:j, :j] -= np.outer(column * h[j, j], column)
    return upper


def to_int8(w, met=None):
    """[4.3], and [4.6] if rows that the matrix met are given."""
    if not np.all(np.abs(w) < F(2.0**20)):
        raise Fault("a weight beyond the bounds")
    most = np.abs(w).max(axis=1)
    kept = most * C127 >= ZERO
    scales = np.where(kept, most * C127, F(0))
    factors = np.array([F(127) * recip(m) if keep else F(0) for m, keep in zip(most, kept)], F)
    if met is None:
        return rint(w * factors[:, None]).astype(np.int8), scales
    values = np.zeros(w.shape, np.int8)
    for first in range(0, w.shape[1], 1024):
        upper = run_of(met[:, first:first + 1024])
        carried = np.zeros((len(w), len(upper)), F)
        for k in range(len(upper)):
            x = w[:, first + k]
            q = rint(np.clip((x + carried[:, k]) * factors, F(-127), F(127)))
            values[:, first + k] = q
            error = x - q.astype(F) * scales
            carried[:, k + 1:] += error[:, None] * upper[k, k + 1:]
    return values, scales


def philox(counter, key):
    c, key = counter, list(key)
    for _ in range(10):
        a, b = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        low = np.uint64(0xFFFFFFFF)
        c = [(b >> np.uint64(32)) ^ c[1] ^ np.uint64(key[0]), b & low,
             (a >> np.uint64(32)) ^ c[3] ^ np.uint64(key[1]), a & low]
        key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
    return np.stack(c, -1).reshape(-1)


def drawn(logits, key, t):
    """GMS-1 at temperature 1, no filters, no penalties."""
    blocks = np.arange((len(logits) + 3) // 4, dtype=np.uint64)
    zero = np.zeros_like(blocks)
    words = philox([zero + np.uint64(t), blocks, zero, zero], struct.unpack("<2I", tagged("gms/1", key)[:8]))
    u = (2 * words[:len(logits)].astype(np.float64) + 1) * 2.0**-33
    noise = np.rint(-cln(-cln(u)) * 65536).astype(I)
    level = np.clip(np.rint(logits.astype(np.float64) * 65536), -2.0**46, 2.0**46).astype(I)
    return int(np.argmax((level << 16) + 65536 * noise))


def calibrated(shape, tensors, texts=None):
    """[4.5] Name of a matrix: the integers that go into it while the model writes texts, or reads those given; and the
    texts."""
    met, written = {}, []
    for text in range(16):
        key = hashlib.sha256(f"calibration {text}".encode()).digest()
        decoder = Decoder(shape, tensors)
        decoder.meet = lambda name, values: met.setdefault(name, []).append(values)
        ids = [key[0] * 257 % shape["vocab"]]
        for t in range(min(128, shape["context"])):
            logits = decoder.logits(decoder.push(texts[text][t] if texts else ids[t]))
            if not texts:
                ids.append(drawn(logits, key, t))
        written.append(ids)
    return {name: np.array(rows) for name, rows in met.items()}, texts or written


def mean_noise(rows):
    squares = [int(s) for s in (rows.astype(I) ** 2).sum(axis=1)]
    return sum((rows.shape[1] << 32) // s for s in squares if s) // len(rows)


def noise(tensors, met):
    return sum(mean_noise(rows) + mean_noise(tensors[f"{name}.weight"]) for name, rows in met.items())


def weights(shape, source):
    """[4.7]"""
    first = rounded(shape, source, {})
    met, texts = calibrated(shape, first)
    try:
        plain = rounded(shape, source, {}, np.array)
        plain_met, _ = calibrated(shape, plain, texts)
        if 10 * noise(plain, plain_met) < 9 * noise(first, met):
            return rounded(shape, source, plain_met, np.array)
    except Fault:
        pass
    return rounded(shape, source, met)


def rounded(shape, source, met, turn=turn):
    """Name: array, in the order of the weights file; `met` as calibrated() gives it, `turn` R or a mere copy."""
    out, d = {}, shape["head_dim"]

    def large_enough(values):
        if not np.all(np.abs(values) < F(2.0**40)):
            raise Fault("a bias or gain beyond the bounds")
        return np.where(np.abs(values) < pow2(-60), F(0), values)

    def put(name, w, bias=None):
        out[name + ".weight"], out[name + ".scale"] = to_int8(w, met.get(name))
        if bias is not None:
            out[name + ".bias"] = large_enough(bias)

    put("embed", turn(source["model.embed_tokens.weight"]))
    for i in range(shape["layers"]):
        there, here = f"model.layers.{i}.", f"layers.{i}."

        def read(part):
            return source[there + part + ".weight"], source.get(there + part + ".bias")
        gain = source[there + "input_layernorm.weight"]
        for name in "qkv":
            w, bias = read(f"self_attn.{name}_proj")
            w = turn(w * gain)
            if name == "v":
                w, bias = heads_turned(w.T, d).T, None if bias is None else heads_turned(bias, d)
            put(here + name, w, bias)
        for name in ("q_norm", "k_norm"):
            if there + f"self_attn.{name}.weight" in source:
                out[here + name] = large_enough(source[there + f"self_attn.{name}.weight"])
        w, bias = read("self_attn.o_proj")
        put(here + "o", turn(heads_turned(w, d).T).T, None if bias is None else turn(bias))
        gain = source[there + "post_attention_layernorm.weight"]
        for name in ("gate", "up"):
            w, bias = read(f"mlp.{name}_proj")
            put(here + name, turn(w * gain), bias)
        w, bias = read("mlp.down_proj")
        put(here + "down", turn(hadamard(w).T).T, None if bias is None else turn(bias))
    head = source.get("lm_head.weight", source["model.embed_tokens.weight"])
    put("lm_head", turn(head * source["model.norm.weight"]))
    return out
