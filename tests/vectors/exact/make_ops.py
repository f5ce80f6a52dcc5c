#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes ops.json: known answers of the single ops, from ci81.py and ci41.py. fp32 values are their bits, integers of 64
bits are hexadecimal too. Arguments come before results."""
import json
import pathlib

import numpy as np

import ci41
import ci81
import ci81_import
from ci81 import F, I, h32, hexed

STATE = [2026]


def word():
    STATE[0] = (STATE[0] * 6364136223846793005 + 1442695040888963407) % 2**64
    return STATE[0] >> 32


def uniform():
    return word() / 2.0**32 * 2 - 1


def floats(n, low=0, high=0):
    """Of either sign, each times a power of two between the two exponents."""
    return np.array([uniform() * 2.0 ** (low + word() % (high - low + 1)) for _ in range(n)], F)


def int8s(n):
    return [word() % 255 - 127 for _ in range(n)]


def u64(n):
    return f"{int(n) % 2**64:016x}"


def positive(n, low, high):
    return [abs(v) for v in floats(n, low, high)]


def scalars():
    tiny, most = F(2.0**-80), F(np.nextafter(F(2.0**80), F(0)))
    points = [F(1), F(2), F(3), F(4), np.nextafter(F(1), F(0)), np.nextafter(F(1), F(2)), np.nextafter(F(4), F(0)), tiny,
              most, *h32("0x1.921fb6p+1", "0x1.4f8b58p-17", "0x1.fffffep+39", "0x1p-40"), *positive(200, -78, 78)]
    halves = [F(k / 2) for k in range(-9, 10)] + h32("0x1p+30", "-0x1p+30", "0x1.fa0002p+6", "-0x1.f9fffep+6", "0x1p-120")
    integers = [0, 1, 2**24 - 1, 2**24, 2**24 + 1, 2**24 + 3, 2**35, 2**47 - 1, 2**63, 2**64 - 1,
                *(word() << 32 >> word() % 60 for _ in range(60))]
    wide = [0, -1, 1, 65535, 65536, -65536, 2**40 + 65537, -123456789012, 2**42 - 1, -2**42, 2**46 - 1, -2**46,
            *((word() << 32 | word()) % 2**43 - 2**42 for _ in range(60))]
    deltas = [0, 1, 2, 32768, 65535, 65536, 65537, 2**20 - 1, 2**20, 2**20 + 1, 17 * 65536 - 1, 17 * 65536, 2**31,
              *(word() % 2**21 for _ in range(200)), *(word() % 2**17 for _ in range(100))]
    phases = [0, 1, 2**32, 2**61, 2**62 - 1, 2**62, 2**62 + 2**32, 2**63, 3 * 2**62, 2**64 - 1, 123456789012345678,
              *(word() << 32 | word() for _ in range(100))]
    gates = [F(0), F(-0.0), F(1), F(-1), F(-12.5), F(100), F(-100), F(55.4), F(-55.5), F(80), F(-2.0**40), F(2.0**40),
             F(2.0**-40), F(-2.0**-40), *floats(60, -20, 8), *floats(60, 0, 5)]
    ups = [F(1), F(1), F(1), F(1), F(3), F(0.5), F(1), F(1), F(1), F(-1), F(1), F(1), F(1), F(1), *floats(60, -20, 8),
           *floats(60, -5, 5)]
    with_pairs = ci81.cossin(np.array(phases, np.uint64))
    return {"rint": [[hexed(x), int(ci81.rint(x))] for x in halves],
            "f24": [[u64(n), hexed(ci81.f24(n))] for n in integers],
            "f64": [[u64(n), hexed(ci81.f64(n))] for n in wide],
            "recip": [[hexed(x), hexed(ci81.recip(x))] for x in points],
            "rsqrt": [[hexed(x), hexed(ci81.rsqrt(x))] for x in points],
            "isqrt": [[u64(n), ci81.math.isqrt(n)] for n in integers],
            "exp2q": [[d, int(ci81.exp2q(d))] for d in deltas],
            "cossin": [[u64(p), hexed(c), hexed(s)] for p, c, s in zip(phases, *with_pairs)],
            "gated": [[hexed(g), hexed(v), hexed(ci81.gated(g, v))] for g, v in zip(gates, ups)]}


def quantised_row(n, scale):
    return int8s(n), F(scale)


def rows():
    plain, eps, least = np.array([1, -0.5, 0.25, 3], F), h32("0x1.4f8b58p-17")[0], F(2.0**-40)
    several = [plain, np.zeros(5, F), np.array([least, -least / F(2)], F), np.array([np.nextafter(least, F(0)), 0], F),
               np.array([np.nextafter(F(2.0**40), F(0)), 1, -(2.0**39)], F), np.array([63.5, 0.25, -0.75, 127], F),
               floats(64), floats(96, -12, 3), floats(150, -30, 30), floats(100, -42, -38)]
    out = {"quant": [], "rms": [], "normquant": [], "headnorm": [], "hadamard": []}
    for x in several:
        values, s = ci81.quant(x)
        out["quant"].append([hexed(x), values.tolist(), hexed(s)])
        for e in (eps, F(0), F(0.1)):
            if s != 0:
                out["rms"].append([hexed(x), hexed(e), hexed(ci81.rms(x, ci81.largest(x), e))])
            out["normquant"].append([hexed(x), hexed(e), values.tolist(), hexed(ci81.normquant(x, e)[1])])
    for x, gain in ((plain, np.array([1, 2, 1, 0.5], F)), (np.zeros(8, F), floats(8)), (floats(64, -3, 3), floats(64)),
                    (floats(128, 10, 20), floats(128, -4, 4))):
        out["headnorm"].append([hexed(x), hexed(gain), hexed(eps), hexed(ci81.headnorm(x, gain, eps))])
    for n in (1, 2, 4, 6, 8, 16, 20, 32, 48, 64, 96, 112, 128, 192, 320):
        x = np.arange(1, n + 1, dtype=F) if n <= 8 else floats(n, -9, 9)
        out["hadamard"].append([hexed(x), hexed(ci81.hadamard(x))])
    for n in (5, 16, 64):  # around the limit below which inputs count as zero, subnormal ones among them
        x = floats(n, -102, -98)
        x[:4] = F(-2.0**-100), np.nextafter(F(2.0**-100), F(0)), F(-2.0**-126), F(2.0**-140)
        out["hadamard"].append([hexed(x), hexed(ci81.hadamard(x))])
    return out


def products():
    out = {"linear": [], "rope": [], "attend": []}
    small = (np.array([127, -50, 3]), F(2.0**-5), np.array([[100, -7, 127]]), h32("0x1.47ae14p-7"), [F(0.5)])
    shapes = [(1, 1), (5, 64), (17, 100), (2, 600)]
    for x, s, w, scales, bias in [small] + [
            (np.array(int8s(c)), F(abs(uniform())), np.array(int8s(r * c)).reshape(r, c), positive(r, -9, 3), floats(r))
            for r, c in shapes]:
        for b in (None, bias):
            matrix = {"weight": w.astype(I), "scale": np.array(scales, F)} | ({} if b is None else {"bias": np.array(b, F)})
            out["linear"].append([x.tolist(), hexed(s), w.tolist(), hexed(scales), [] if b is None else hexed(b),
                                  hexed(ci81.linear((x.astype(I), s), matrix))])
    for x, turns, position in (([1, 2], [0x28be60db9391054a], 3), (floats(16), [word() << 30 for _ in range(8)], 1000003),
                               (floats(64, -5, 5), [word() << 32 | word() for _ in range(32)], 1048575)):
        x = np.array(x, F)
        out["rope"].append([hexed(x), [u64(t) for t in turns], position, hexed(ci81.rope(x, turns, position))])
    worked = (([127, -1, 5, 64], F(2.0**-6)),
              [([10, 20, -30, 40], F(2.0**-7)), ([-5, 127, 9, 1], F(2.0**-8)), ([127, 0, 0, -127], F(2.0**-8))],
              [([1, 2, 3, 4], F(2.0**-5)), ([-127, 50, 0, 9], F(2.0**-6)), ([100, -100, 50, 127], F(2.0**-9))], F(65536))
    cases = [worked]
    for d, count, log_scale in ((16, 1, 0), (64, 70, -12), (128, 20, -14), (6, 9, 6), (32, 10, 40)):
        cases.append((quantised_row(d, 2.0**log_scale), [quantised_row(d, abs(uniform()) / 8) for _ in range(count)],
                      [quantised_row(d, abs(uniform()) / 8) for _ in range(count)], F(65536 * 1.4427 / d**0.5)))
    cases.append((([0] * 8, F(0)), [quantised_row(8, 1.0) for _ in range(5)],
                  [([0] * 8, F(0)), *(quantised_row(8, 2.0 ** -k) for k in (1, 16, 17, 40))], F(30000)))
    cases.append((quantised_row(4, 1.0), [quantised_row(4, 1.0)] * 2, [([0] * 4, F(0))] * 2, F(30000)))
    for query, keys, values, scale in cases:
        query, keys, values = [(np.array(v, I), s) for v, s in [query]][0], keys, values
        answer = ci81.attend(query, [(np.array(v, I), s) for v, s in keys], [(np.array(v, I), s) for v, s in values], scale)

        def plain(row):
            return [[int(v) for v in row[0]], hexed(row[1])]
        out["attend"].append([plain(query), [plain(r) for r in keys], [plain(r) for r in values], hexed(scale),
                              hexed(answer)])
    return out


def noise():
    rows = np.array([[3, -4, 0], [0, 0, 0], [127, -127, 126]], np.int8)
    more = np.array([[(31 * r + 7 * c * c) % 255 - 127 for c in range(99)] for r in range(5)], np.int8)
    return {"noise": [[r.tolist(), u64(ci81_import.mean_noise(r))] for r in (rows, more)]}


def feedback():
    """[4.6] More than one run of columns."""
    w = np.array([[(31 * r + 7 * c * c) % 2003 - 1001 for c in range(1030)] for r in range(3)], F) * F(2.0**-10)
    met = np.array([[(5 * t * c + 3 * t + 11 * c) % 255 - 127 for c in range(1030)] for t in range(40)])
    values, scales = ci81_import.to_int8(w, met)
    return {"feedback": [[ci81.sha(values.tobytes()).hex(), hexed(scales), values[2, -8:].tolist()]]}


class Numbers:
    """[7] The numbers of the conformance model."""

    def __init__(self):
        self.state = 0x48454152544831

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = (self.state ^ (self.state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return ((z ^ (z >> 31)) >> 32) * n >> 32

    def some(self, count, exponent, signs=False):
        values = []
        for _ in range(count):
            v = (256 + self.below(256)) * 2.0 ** (exponent - 8)
            values.append(-v if signs and self.below(2) else v)
        return np.array(values, F)


def conformance():
    numbers, tensors = Numbers(), {}

    def matrix(name, rows, columns, bias=True):
        values = [numbers.below(255) - 127 for _ in range(rows * columns)]
        tensors[name + ".weight"] = np.array(values, np.int8).reshape(rows, columns)
        tensors[name + ".scale"] = numbers.some(rows, -10)
        if bias:
            tensors[name + ".bias"] = numbers.some(rows, -3, True)
    matrix("embed", 101, 96, False)
    for i in range(2):
        for name, rows, columns in (("q", 120, 96), ("k", 40, 96), ("v", 40, 96), ("o", 96, 120), ("gate", 160, 96),
                                    ("up", 160, 96), ("down", 96, 160)):
            matrix(f"layers.{i}.{name}", rows, columns)
        for name in ("q_norm", "k_norm"):
            tensors[f"layers.{i}.{name}"] = numbers.some(20, 0)
    matrix("lm_head", 101, 96, False)
    turns = [0x28be60db9391054a]
    for _ in range(9):
        turns.append(turns[-1] // 5 * 2)
    decoder = ci81.Decoder({"layers": 2, "heads": 6, "kv_heads": 2, "head_dim": 20, "window": 90, "eps": F(1e-5),
                            "attention_scale": F(21141), "frequencies": turns}, tensors)
    numbers, out = Numbers(), b""
    for _ in range(150):
        values, s = decoder.push(numbers.below(101))
        out += values.astype(np.int8).tobytes() + s.tobytes() + decoder.logits((values, s)).tobytes()
    return {"conformance": ci81.sha(out).hex(), "conformance_ci41": ci41.conformance()}


def hashes():
    tile = np.array([[(31 * r + 7 * c) % 255 - 127 for c in range(1030)] for r in range(65)], np.int8)
    start = ci81.tagged("d0/1", *(bytes([k]) * 32 for k in (1, 2, 3, 4)))
    chains = [[n, ci81.chain_root(start, list(range(n)), [bytes([j]) * 8 for j in range(n)]).hex()]
              for n in (0, 1, 32, 33, 64, 97)]
    float_roots = [[n, ci81.tile_root(np.arange(n, dtype=F)).hex()] for n in (1, 16384, 16385, 50000)]
    return {"tile_root": ci81.tile_root(tile).hex(), "float_root": float_roots,
            "chain_start": start.hex(), "chain": chains,
            "signs": [[n, [int(s) for s in ci81_import.signs(n)[:16]]] for n in (64, 576)],
            "attention_scale": [[d, hexed(ci81_import.attention_scale(d, {}))] for d in (16, 64, 80, 128, 256)],
            "frequencies": [[theta, d, [u64(f) for f in ci81_import.frequencies(d, theta, {}, 0)]]
                            for theta, d in ((10000, 16), (500000, 128), (1000000, 80))]}


if __name__ == "__main__":
    np.seterr(all="ignore")
    everything = {**scalars(), **rows(), **products(), **feedback(), **noise(), **conformance(), **hashes()}
    lines = ",\n".join(f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in everything.items())
    path = pathlib.Path(__file__).resolve().parent / "ops.json"
    path.write_text('{\n"command": "make_ops.py",\n' + lines + "\n}\n")
