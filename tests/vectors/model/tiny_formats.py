# SPDX-License-Identifier: Apache-2.0
"""Writers of safetensors and GGUF files and encoders of their element types. Standard library only."""
import json
import struct

GGUF_TYPES = {"F32": 0, "F16": 1, "Q4_0": 2, "Q4_1": 3, "Q8_0": 8, "Q4_K": 12, "Q5_K": 13, "Q6_K": 14, "BF16": 30}
BLOCK = {"F32": (1, 4), "F16": (1, 2), "BF16": (1, 2), "Q8_0": (32, 34), "Q4_0": (32, 18), "Q4_1": (32, 20),
         "Q4_K": (256, 144), "Q5_K": (256, 176), "Q6_K": (256, 210)}


class Random:
    """splitmix64: the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return z ^ (z >> 31)

    def bell(self):
        """Nearly normal, mean 0, deviation 1: four 16-bit numbers added up; no function that rounds by platform."""
        z = self.next()
        total = (z & 0xFFFF) + ((z >> 16) & 0xFFFF) + ((z >> 32) & 0xFFFF) + (z >> 48)
        return (total - 131070) / 37837.0

    def values(self, count, deviation, mean=0.0):
        return [mean + deviation * self.bell() for _ in range(count)]

    def bytes(self, count):
        return b"".join(struct.pack("<Q", self.next()) for _ in range(count // 8 + 1))[:count]


def to_f16(value):
    return struct.unpack("<e", struct.pack("<e", value))[0]


def bf16_bits(value):
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16


def rounded(values, dtype):
    """The values as the element type holds them; only for the plain types."""
    if dtype == "BF16":
        return [struct.unpack("<f", struct.pack("<I", bf16_bits(v) << 16))[0] for v in values]
    return list(struct.unpack(f"<{len(values)}{'f' if dtype == 'F32' else 'e'}", encode(values, dtype)))


def encode_block(x, dtype):
    if dtype == "Q8_0":
        d = to_f16(max(abs(v) for v in x) / 127) or 1.0
        return struct.pack("<e32b", d, *[max(-127, min(127, round(v / d))) for v in x])
    if dtype == "Q4_0":
        d = to_f16(max(x, key=abs) / -8) or 1.0
        q = [max(0, min(15, int(v / d + 8.5))) for v in x]
        head = struct.pack("<e", d)
    else:
        low = to_f16(min(x))
        d = to_f16((max(x) - low) / 15) or 1.0
        q = [max(0, min(15, int((v - low) / d + 0.5))) for v in x]
        head = struct.pack("<2e", d, low)
    return head + bytes(q[i] | (q[i + 16] << 4) for i in range(16))


def encode(values, dtype):
    if dtype == "F32":
        return struct.pack(f"<{len(values)}f", *values)
    if dtype == "F16":
        return struct.pack(f"<{len(values)}e", *values)
    if dtype == "BF16":
        return struct.pack(f"<{len(values)}H", *[bf16_bits(v) for v in values])
    return b"".join(encode_block(values[i:i + 32], dtype) for i in range(0, len(values), 32))


def packed_scales(random):
    """Eight random 6-bit scales with equal minima, in the 12 bytes of Q4_K and Q5_K."""
    scale = [b & 0x3F for b in random.bytes(8)]
    first = [scale[i] | (scale[i + 4] & 0x30) << 2 for i in range(4)]
    return bytes(first + first + [scale[i] & 0xF | (scale[i] & 0xF) << 4 for i in range(4, 8)])


def random_blocks(random, count, dtype, deviation):
    """Valid K-quant blocks of random content around 0, with scales that give about the wished deviation."""
    out = []
    for _ in range(count // 256):
        wobble = 0.75 + (random.next() & 0xFF) / 512
        if dtype == "Q6_K":  # scale (int8) times quant (-32..31)
            out.append(random.bytes(208) + struct.pack("<e", deviation * wobble / 1365))
        else:  # 6-bit scales times quants of 4 or 5 bits, less 6-bit minima
            top = 15 if dtype == "Q4_K" else 31
            d = deviation * wobble / (11.2 * top)
            out.append(struct.pack("<2e", d, d * top / 2) + packed_scales(random) + random.bytes(BLOCK[dtype][1] - 16))
    return b"".join(out)


def write_safetensors(path, tensors, metadata=None):
    """tensors: {name: (dtype, shape, bytes)}"""
    header, offset = {}, 0
    if metadata:
        header["__metadata__"] = metadata
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, _, data in tensors.values():
            file.write(data)


def gguf_string(text):
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw


def gguf_value(kind, value):
    if kind == "str":
        return struct.pack("<I", 8) + gguf_string(value)
    if kind == "strs":
        return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(gguf_string(v) for v in value)
    if kind == "i32s":
        return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
    code, form = {"u32": (4, "I"), "f32": (6, "f"), "bool": (7, "?")}[kind]
    return struct.pack("<I" + form, code, value)


def write_gguf(path, metadata, tensors, alignment=32):
    """metadata: [(key, kind, value)]; tensors: {name: (dtype, shape, bytes)} with row-major shapes."""
    out = bytearray(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
    for key, kind, value in metadata:
        out += gguf_string(key) + gguf_value(kind, value)
    offset = 0
    for name, (dtype, shape, data) in tensors.items():
        out += gguf_string(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        out += struct.pack("<IQ", GGUF_TYPES[dtype], offset)
        offset += len(data) + -len(data) % alignment
    out += b"\0" * (-len(out) % alignment)
    for _, _, data in tensors.values():
        out += data + b"\0" * (-len(data) % alignment)
    with open(path, "wb") as file:
        file.write(out)
