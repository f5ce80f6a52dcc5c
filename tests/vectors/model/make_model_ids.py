#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Model ids of some tiny models, computed from resources/schema/manifest.cddl alone: make_model_ids.py TINY_FOLDER
writes model_ids.json. Standard library only; shares nothing with the library that it checks."""
import hashlib
import json
import math
import os
import struct
import sys

import make_tiny
import tiny_formats as formats
import tiny_tokenizer as tokenizer

FOLDERS = ["llama-tied", "llama-untied", "llama-bias", "mistral", "qwen2", "qwen3", "llama3-rope", "yarn"]
FILES = ["qwen2-q8_0.gguf", "llama-tied-q4_1.gguf", "llama3-rope-f32.gguf"]
FOLDER_FILES = ["README.md", "chat_template.jinja", "config.json", "generation_config.json", "tokenizer.json",
                "tokenizer_config.json"]
SCALING = {"linear": 1, "llama3": 2, "yarn": 3}


def head(major, value):
    for extra, width in ((24, "B"), (25, "H"), (26, "I"), (27, "Q")):
        if value < 24:
            return bytes([major << 5 | value])
        if value < 1 << 8 * struct.calcsize(width):
            return bytes([major << 5 | extra]) + struct.pack(">" + width, value)
    raise ValueError(value)


def cbor(value):
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(cbor(v) for v in value)
    return head(5, len(value)) + b"".join(cbor(k) + cbor(value[k]) for k in sorted(value))


def bits(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(pieces):
    if len(pieces) == 1:
        return sha(b"\0", pieces[0])
    split = 1 << (len(pieces) - 1).bit_length() - 1
    return sha(b"\1", root(pieces[:split]), root(pieces[split:]))


def tensor_root(data):
    return root([data[i:i + 65536] for i in range(0, len(data), 65536)])


def rope_fields(model, in_gguf):
    rope = model["rope"] or {}
    kind = rope.get("rope_type")
    fields = {0: bits(model["theta"]), 1: SCALING.get(kind, 0), 2: bits(rope.get("factor", 1.0)), 3: bits(1.0),
              4: bits(4.0), 5: bits(32.0), 6: bits(1.0), 7: bits(1.0),
              8: rope.get("original_max_position_embeddings", make_tiny.CONTEXT), 9: []}
    if kind == "yarn":
        fields[7] = bits(0.1 * math.log(rope["factor"]) + 1.0)
    if kind == "llama3" and in_gguf:
        factors = [struct.unpack("<I", struct.pack("<f", f))[0] for f in make_tiny.rope_factors(model)]
        fields.update({1: 0, 2: bits(1.0), 8: make_tiny.CONTEXT, 9: factors})
    return fields


def config_fields(model, name, in_gguf):
    bias = model.get("attention_bias", False)
    eps = single(model["eps"]) if in_gguf else model["eps"]
    return {0: model["model_type"], 1: name, 2: model["layers"], 3: model["hidden"], 4: model["ffn"],
            5: model["heads"], 6: model["kv_heads"], 7: model["head_dim"], 8: tokenizer.VOCABULARY,
            9: make_tiny.CONTEXT, 10: bits(eps), 11: rope_fields(model, in_gguf), 12: model["tied"],
            13: bias or model["model_type"] == "qwen2", 14: bias, 15: model.get("mlp_bias", False),
            16: model["model_type"] == "qwen3", 17: model["window"], 18: [0, 2]}


def gguf_tokenizer_hash():
    parts = []
    for key, kind, value in sorted(tokenizer.gguf_metadata()):
        if not key.startswith("tokenizer.ggml."):
            continue
        stored = formats.gguf_value(kind, value)
        outer = element = struct.unpack_from("<I", stored)[0]
        count, payload = 1, stored[4:]
        if outer == 9:
            element, count = struct.unpack_from("<IQ", stored, 4)
            payload = stored[16:]
        parts.append(struct.pack("<Q", len(key)) + key.encode() + struct.pack("<IIQQ", outer, element, count, len(payload))
                     + payload)
    return sha(*parts)


def model_id(folder, name, in_gguf):
    twin, dtype = make_tiny.FILES[name] if in_gguf else (name, None)
    model = dict(make_tiny.BASE, **make_tiny.FOLDERS[twin])
    values = make_tiny.draw(model)
    tensors = []
    for tensor, shape in sorted(make_tiny.shapes(model).items()):
        kind = model["dtype"] if not in_gguf else "F32" if len(shape) == 1 else dtype
        stored = values[tensor]
        if in_gguf and model["model_type"] == "llama" and tensor.split(".")[-2] in ("q", "k"):
            stored = make_tiny.interleaved(stored, 1 if len(shape) == 1 else shape[1], model["head_dim"])
        tensors.append({0: tensor, 1: kind, 2: shape, 3: tensor_root(formats.encode(stored, kind))})
    place = folder if in_gguf else os.path.join(folder, name)
    names = [name] if in_gguf else [f for f in os.listdir(place) if f in FOLDER_FILES or "safetensors" in f]
    files = []
    for file in sorted(names):
        with open(os.path.join(place, file), "rb") as opened:
            content = opened.read()
        files.append({0: file, 1: len(content), 2: sha(content)})
        if file == "tokenizer.json":
            tokenizer_hash = files[-1][2]
    if in_gguf:
        tokenizer_hash = gguf_tokenizer_hash()
    manifest = {0: 1, 1: config_fields(model, name[:-5] if in_gguf else "", in_gguf), 2: tensors, 3: files,
                4: tokenizer_hash, 5: sha(tokenizer.CHAT_TEMPLATE.encode()), 6: "apache-2.0", 7: ["bf16", "fp32"],
                8: "gms-1"}
    return sha(b"model/1\0", cbor(manifest)).hex()


def main():
    ids = {name: model_id(sys.argv[1], name, False) for name in FOLDERS}
    ids.update({name: model_id(sys.argv[1], name, True) for name in FILES})
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "model_ids.json"), "w", encoding="utf-8") as file:
        json.dump(ids, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
