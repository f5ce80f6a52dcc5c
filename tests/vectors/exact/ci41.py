#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Second implementation of the inference profile CI4.1, written from resources/profiles/ci4.1.md alone; its section
numbers stand in brackets. Needs numpy.

    ci41.py FOLDER STEPS      what a Hugging Face folder gives in greedy steps after a fixed prompt, as JSON
    ci41.py conformance       the digest of section 5
"""
import json
import sys

import numpy as np

import ci81
import ci81_import
from ci81 import C127, F, I, ZERO, hadamard, headnorm, largest, pow2, quant, recip, rint

FINEST, GROUP = 5, 32
C32767, LEAST = F(float.fromhex("0x1.0002p-15")), F(2.0**-18)


# --- [2] ops ---------------------------------------------------------------------------------------------------

def groupquant(x):
    m, groups = largest(x), len(x) // GROUP
    if m < ZERO:
        return np.zeros(len(x), I), F(0), np.zeros(groups, I)
    r = F(127) * recip(m)
    y = np.abs(x).reshape(groups, GROUP).max(1) * r
    e = np.array([exponent(v) for v in y], I)
    return rint((x * r) * np.repeat(pow2(e), GROUP).astype(F)), m * C127, e


def exponent(y):
    if y < 1:
        return FINEST
    e = min(max(6 - (int(ci81.split(y)[1]) + 23), 0), FINEST)
    return e - 1 if e > 0 and y * pow2(e) >= F(127.5) else e


def grouplinear(row, matrix):
    values, s, e = row
    weight = matrix["weight"].astype(np.uint8)
    q = np.stack([weight & 15, weight >> 4], -1).reshape(len(weight), -1, GROUP).astype(I)
    a, x = matrix["factor"].astype(I), values.reshape(-1, GROUP)
    t = a * (q * x).sum(-1) + matrix["minimum"].astype(I) * x.sum(-1)
    y = (ci81.f64((t << (FINEST - e)).sum(-1)) * (s * pow2(-FINEST))) * matrix["scale"]
    return y + matrix["bias"] if "bias" in matrix else y


class Decoder(ci81.Decoder):
    def matrix(self, name):
        parts = {part: self.tensors.get(f"{name}.{part}") for part in ("weight", "factor", "minimum", "scale", "bias")}
        return {part: array for part, array in parts.items() if array is not None}

    def push(self, token):
        embed = self.matrix("embed")
        x = hadamard(embed["weight"][token].astype(F) * embed["scale"][token])
        for i in range(self.shape["layers"]):
            x = self.layer(i, x)
        self.position += 1
        return quant(hadamard(headnorm(x, self.tensors["norm"], self.shape["eps"])))

    def layer(self, i, x):
        shape, d, eps = self.shape, self.shape["head_dim"], self.shape["eps"]
        name = f"layers.{i}."

        def product(row, of):
            return grouplinear(row, self.matrix(name + of))

        def turned(head, of):
            gain = self.tensors.get(f"{name}{of}_norm")
            head = head if gain is None else headnorm(head, gain, eps)
            return quant(hadamard(ci81.rope(head, shape["frequencies"], self.position)))

        n = groupquant(headnorm(x, self.tensors[name + "attn_norm"], eps))
        q, k, v = (product(n, of).reshape(-1, d) for of in "qkv")
        for head, (keys, values) in enumerate(self.cache[i]):
            keys.append(turned(k[head], "k"))
            values.append(quant(hadamard(v[head])))
        window, mixed = shape["window"], []
        first = self.position + 1 - window if 0 < window <= self.position else 0
        for head in range(shape["heads"]):
            keys, values = self.cache[i][head * shape["kv_heads"] // shape["heads"]]
            mixed.append(hadamard(ci81.attend(turned(q[head], "q"), keys[first:], values[first:],
                                              shape["attention_scale"])))
        x = x + product(groupquant(np.concatenate(mixed)), "o")
        n = groupquant(headnorm(x, self.tensors[name + "mlp_norm"], eps))
        return x + product(groupquant(ci81.gated(product(n, "gate"), product(n, "up"))), "down")

    def logits(self, row):
        return ci81.linear(row, self.matrix("lm_head" if "lm_head.weight" in self.tensors else "embed"))


# --- [3] quantiser ---------------------------------------------------------------------------------------------

def fitted(w):
    """Values, factor and minimum of each group; w is (…, 32) fp32."""
    w = w.astype(np.float64)
    low, high = w.min(-1), w.max(-1)
    centre, extent = (low + high) / 2, high - low
    least, values = np.full(low.shape, np.inf), np.zeros(w.shape, I)
    factor, minimum = np.zeros(low.shape, F), centre.astype(F)

    def total(terms):
        out = np.zeros(low.shape)
        for i in range(GROUP):
            out = out + terms[..., i]
        return out

    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75):
        step, start = extent * share / 15, centre - extent * share / 2
        place = np.clip((w - start[..., None]) / np.where(step == 0, 1, step)[..., None], 0, 15)
        q = np.rint(place)
        sums, squares, weights, products = total(q), total(q * q), total(w), total(q * w)
        spread = GROUP * squares - sums * sums
        a = (GROUP * products - sums * weights) / np.where(spread == 0, 1, spread)
        b = (weights - a * sums) / GROUP
        error = total((w - (a[..., None] * q + b[..., None])) ** 2)
        better = (extent != 0) & (spread != 0) & (error < least)
        least = np.where(better, error, least)
        values = np.where(better[..., None], q.astype(I), values)
        factor, minimum = np.where(better, a.astype(F), factor), np.where(better, b.astype(F), minimum)
    return values, factor, minimum


def to_groups(w):
    values, factor, minimum = fitted(w.reshape(len(w), -1, GROUP))
    scale, factors, minima = np.zeros(len(w), F), np.zeros(factor.shape, np.int16), np.zeros(factor.shape, np.int16)
    for n in range(len(w)):
        m = max(LEAST, np.abs(factor[n]).max(), np.abs(minimum[n]).max())
        by = F(32767) * recip(m)
        factors[n], minima[n], scale[n] = rint(factor[n] * by), rint(minimum[n] * by), m * C32767
    flat = values.reshape(len(w), -1).astype(np.uint8)
    return {"weight": flat[:, ::2] | flat[:, 1::2] << 4, "factor": factors, "minimum": minima, "scale": scale}


def large_enough(values):
    return np.where(np.abs(values) < pow2(-60), F(0), values)


def weights(shape, source):
    out = {}

    def table(name, w):
        out[f"{name}.weight"], out[f"{name}.scale"] = ci81_import.to_int8(hadamard(w))

    def matrix(name, of):
        for part, array in to_groups(source[of + ".weight"]).items():
            out[f"{name}.{part}"] = array
        if of + ".bias" in source:
            out[name + ".bias"] = large_enough(source[of + ".bias"])

    table("embed", source["model.embed_tokens.weight"])
    for i in range(shape["layers"]):
        name, of = f"layers.{i}.", f"model.layers.{i}."
        out[name + "attn_norm"] = large_enough(source[of + "input_layernorm.weight"])
        for part in "qkv":
            matrix(name + part, f"{of}self_attn.{part}_proj")
        for part in "qk":
            if f"{of}self_attn.{part}_norm.weight" in source:
                out[f"{name}{part}_norm"] = large_enough(source[f"{of}self_attn.{part}_norm.weight"])
        matrix(name + "o", of + "self_attn.o_proj")
        out[name + "mlp_norm"] = large_enough(source[of + "post_attention_layernorm.weight"])
        for part in ("gate", "up", "down"):
            matrix(name + part, f"{of}mlp.{part}_proj")
    out["norm"] = large_enough(source["model.norm.weight"])
    if "lm_head.weight" in source:
        table("lm_head", source["lm_head.weight"])
    return out


# --- [5] conformance -------------------------------------------------------------------------------------------

def conformance():
    from make_ops import Numbers
    numbers, tensors = Numbers(), {}

    def words(rows, columns):
        return np.array([numbers.below(65535) - 32767 for _ in range(rows * columns // GROUP)],
                        np.int16).reshape(rows, -1)

    def table(name):
        tensors[name + ".weight"] = np.array([numbers.below(255) - 127 for _ in range(101 * 96)], I).reshape(101, 96)
        tensors[name + ".scale"] = numbers.some(101, -10)

    def matrix(name, rows, columns):
        tensors[name + ".weight"] = np.array([numbers.below(256) for _ in range(rows * columns // 2)],
                                             np.uint8).reshape(rows, -1)
        tensors[name + ".factor"] = words(rows, columns)
        tensors[name + ".minimum"] = words(rows, columns)
        tensors[name + ".scale"] = numbers.some(rows, -22)
        tensors[name + ".bias"] = numbers.some(rows, -3, True)

    table("embed")
    for i in range(2):
        for name, rows, columns in (("q", 160, 96), ("k", 40, 96), ("v", 40, 96), ("o", 96, 160), ("gate", 160, 96),
                                    ("up", 160, 96), ("down", 96, 160)):
            matrix(f"layers.{i}.{name}", rows, columns)
        for name, size, signed in (("q_norm", 20, False), ("k_norm", 20, False), ("attn_norm", 96, True),
                                   ("mlp_norm", 96, True)):
            tensors[f"layers.{i}.{name}"] = numbers.some(size, 0, signed)
    tensors["norm"] = numbers.some(96, 0, True)
    table("lm_head")
    turns = [0x28be60db9391054a]
    for _ in range(9):
        turns.append(turns[-1] // 5 * 2)
    decoder = Decoder({"layers": 2, "heads": 8, "kv_heads": 2, "head_dim": 20, "window": 90, "eps": F(1e-5),
                       "attention_scale": F(21141), "frequencies": turns}, tensors)
    numbers, out = Numbers(), b""
    for _ in range(150):
        values, s = decoder.push(numbers.below(101))
        out += values.astype(np.int8).tobytes() + s.tobytes() + decoder.logits((values, s)).tobytes()
    return ci81.sha(out).hex()


if __name__ == "__main__":
    np.seterr(all="ignore")
    if sys.argv[1] == "conformance":
        print(conformance())
    else:
        print(json.dumps(ci81.model_vectors(sys.argv[1], int(sys.argv[2]), "ci4.1", Decoder, weights)))
