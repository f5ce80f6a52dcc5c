#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes embeddings.json: make_embeddings.py TINY_FOLDER MINILM_FOLDER. What encoders make of some texts, computed from
the same weights by an implementation of its own in float64, in plain Python. The three sentences of the first rows are
those of sentence-transformers' own documentation, whose table of similarities for all-MiniLM-L6-v2 is checked."""
import array
import json
import math
import os
import re
import struct
import sys
import unicodedata

SENTENCES = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
PUBLISHED = [[1.0000, 0.6660, 0.1046], [0.6660, 1.0000, 0.1411], [0.1046, 0.1411, 1.0000]]
MINILM = SENTENCES + ["Gr\u00fc\u00dfe aus \u5317\u4eac, 2 + 2 = 4."]
TINY = ["The weather is nice today.", "sunny", "Rains, rains!"]


def read_tensors(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        begin, end = (8 + length + at for at in entry["data_offsets"])
        values = array.array("f", data[begin:end])
        shape = entry["shape"]
        tensors[name] = values if len(shape) == 1 else [values[r * shape[1]:(r + 1) * shape[1]] for r in range(shape[0])]
    return tensors


def words_of(text):
    """BERT's cleaning: lower case without accents, every mark and every Chinese character a word of its own."""
    text = "".join(f" {c} " if 0x4E00 <= ord(c) <= 0x9FFF else c for c in text)
    text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    spaced = "".join(f" {c} " if (unicodedata.category(c).startswith("P") or re.match(r"[!-/:-@\[-`{-~]", c)) else c
                     for c in text)
    return spaced.split()


def ids_of(text, vocabulary):
    ids = [vocabulary["[CLS]"]]
    for word in words_of(text):
        pieces, begin = [], 0
        while begin < len(word):
            end = len(word)
            while end > begin and ("##" if begin else "") + word[begin:end] not in vocabulary:
                end -= 1
            if end == begin:
                pieces = [vocabulary["[UNK]"]]
                break
            pieces.append(vocabulary[("##" if begin else "") + word[begin:end]])
            begin = end
        ids += pieces
    return ids + [vocabulary["[SEP]"]]


def dot(a, b):
    return sum(map(float.__mul__, map(float, a), map(float, b)))


def linear(rows, tensors, name):
    weight, bias = tensors[name + ".weight"], tensors[name + ".bias"]
    return [[dot(w, row) + b for w, b in zip(weight, bias)] for row in rows]


def layer_norm(row, tensors, name, eps):
    mean = sum(row) / len(row)
    variance = sum((x - mean) ** 2 for x in row) / len(row)
    scale = 1.0 / math.sqrt(variance + eps)
    return [(x - mean) * scale * g + b for x, g, b in zip(row, tensors[name + ".weight"], tensors[name + ".bias"])]


def attention(q, k, v, heads):
    width = len(q[0]) // heads
    mixed = [[] for _ in q]
    for head in range(heads):
        part = slice(head * width, (head + 1) * width)
        for i, row in enumerate(q):
            scores = [dot(row[part], key[part]) / math.sqrt(width) for key in k]
            weights = [math.exp(s - max(scores)) for s in scores]
            total = sum(weights)
            mixed[i] += [sum(w / total * value[part][c] for w, value in zip(weights, v)) for c in range(width)]
    return mixed


def added(rows, more):
    return [[a + b for a, b in zip(x, y)] for x, y in zip(rows, more)]


def embed(folder, ids, tensors):
    config = json.load(open(os.path.join(folder, "config.json")))
    pooling = json.load(open(os.path.join(folder, "1_Pooling", "config.json")))
    eps = config["layer_norm_eps"]
    words, places = tensors["embeddings.word_embeddings.weight"], tensors["embeddings.position_embeddings.weight"]
    kinds = tensors["embeddings.token_type_embeddings.weight"]
    state = [layer_norm([a + b + c for a, b, c in zip(words[i], places[at], kinds[0])], tensors,
                        "embeddings.LayerNorm", eps) for at, i in enumerate(ids)]
    for i in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{i}."
        q, k, v = (linear(state, tensors, layer + "attention.self." + part) for part in ("query", "key", "value"))
        mixed = attention(q, k, v, config["num_attention_heads"])
        state = [layer_norm(row, tensors, layer + "attention.output.LayerNorm", eps)
                 for row in added(state, linear(mixed, tensors, layer + "attention.output.dense"))]
        inner = [[0.5 * x * (1.0 + math.erf(x / math.sqrt(2.0))) for x in row]
                 for row in linear(state, tensors, layer + "intermediate.dense")]
        state = [layer_norm(row, tensors, layer + "output.LayerNorm", eps)
                 for row in added(state, linear(inner, tensors, layer + "output.dense"))]
    rows = state[:1] if pooling["pooling_mode_cls_token"] else state
    vector = [sum(column) / len(rows) for column in zip(*rows)]
    if len(json.load(open(os.path.join(folder, "modules.json")))) == 3:
        length = math.sqrt(sum(x * x for x in vector))
        vector = [x / length for x in vector]
    return vector


def rows_of(folder, texts):
    tensors = read_tensors(os.path.join(folder, "model.safetensors"))
    vocabulary = json.load(open(os.path.join(folder, "tokenizer.json"), encoding="utf-8"))["model"]["vocab"]
    rows = []
    for text in texts:
        ids = ids_of(text, vocabulary)
        rows.append({"text": text, "ids": ids, "vector": [round(x, 8) for x in embed(folder, ids, tensors)]})
    return rows


def main():
    tiny, minilm = sys.argv[1:3]
    made = {"tiny": rows_of(os.path.join(tiny, "bert"), TINY), "tiny-cls": rows_of(os.path.join(tiny, "bert-cls"), TINY),
            "minilm": rows_of(minilm, MINILM)}
    for i, row in enumerate(PUBLISHED):
        for j, wanted in enumerate(row):
            found = sum(a * b for a, b in zip(made["minilm"][i]["vector"], made["minilm"][j]["vector"]))
            if abs(found - wanted) > 6e-5:
                sys.exit(f"The similarity of the sentences {i} and {j} is {found:.5f}; {wanted:.4f} was published.")
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "embeddings.json"), "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(
            f'"{name}": [\n' + ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows) + "\n]"
            for name, rows in made.items()) + "\n}\n")


if __name__ == "__main__":
    main()
