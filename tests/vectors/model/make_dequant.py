#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random blocks of every element type and what the gguf package dequantises them to; writes dequant.json.
Run once, with gguf and numpy installed. Besides random bytes: scales that are 0, subnormal, negative, largest."""
import json
import os
import struct

import gguf
import numpy

import tiny_formats as formats

SCALE_AT = {"Q8_0": [0], "Q4_0": [0], "Q4_1": [0, 2], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
SCALES = [0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x7BFF, 0xFBFF, 0x3C00]


def blocks_of(random, dtype):
    elements, size = formats.BLOCK[dtype]
    if elements == 1:
        values = [random.bell() for _ in range(24)] + [0.0, -0.0, 1.0, 2.0 ** -24, -2.0 ** -15, 65504.0]
        return formats.encode(values, dtype)
    out = []
    for i in range(6):
        block = bytearray(random.bytes(size))
        for at in SCALE_AT[dtype]:
            scale = SCALES[(i + at) % len(SCALES)] if i < 4 else struct.unpack("<H", struct.pack("<e", random.bell() / 64))[0]
            struct.pack_into("<H", block, at, scale)
        out.append(bytes(block))
    return b"".join(out)


def main():
    random = formats.Random(7)
    vectors = {}
    for dtype in formats.BLOCK:
        stored = blocks_of(random, dtype)
        values = gguf.dequantize(numpy.frombuffer(stored, numpy.uint8) if formats.BLOCK[dtype][0] > 1 or dtype == "BF16"
                                 else numpy.frombuffer(stored, {"F32": numpy.float32, "F16": numpy.float16}[dtype]),
                                 gguf.GGMLQuantizationType[dtype])
        vectors[dtype] = {"stored": stored.hex(), "values": values.astype("<f4").tobytes().hex()}
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "dequant.json"), "w", encoding="utf-8") as file:
        json.dump(vectors, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
