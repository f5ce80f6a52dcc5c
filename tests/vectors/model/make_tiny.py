#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes tiny language models with seeded weights: Hugging Face folders and GGUF files, one per shape that the readers
support. Standard library only; the same bytes on every machine. Usage: make_tiny.py OUTPUT_FOLDER"""
import array
import hashlib
import json
import os
import shutil
import struct
import sys

HIDDEN, FFN, LAYERS, CONTEXT = 64, 160, 2, 512
SPECIALS = ["<|im_start|>", "<|im_end|>"]
MERGES = [
    ("t", "h"), ("th", "e"), ("i", "n"), ("e", "r"), ("a", "n"), ("o", "n"), ("r", "e"), ("h", "e"), ("l", "l"),
    ("\u0120", "t"), ("\u0120", "a"), ("\u0120t", "he"), ("in", "g"), ("e", "l"), ("o", "r"), ("s", "t"), ("e", "n"),
    ("\u0120", "s"), ("\u0120", "w"), ("an", "d"), ("\u0120a", "nd"), ("e", "s"), ("o", "u"), ("l", "o"), ("u", "s"),
    ("el", "lo"), ("h", "ello"), ("as", "s"), ("a", "s"), ("i", "s"), ("t", "a"), ("n", "t"), ("us", "er"),
]  # fmt: skip
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def byte_alphabet():
    """The printable stand-ins of byte-level BPE: visible Latin-1 characters keep themselves, the others move up."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    moved = iter(range(256, 512))
    return [chr(b) if b in visible else chr(next(moved)) for b in range(256)]


def vocabulary():
    tokens = byte_alphabet()
    merges = []
    for left, right in MERGES:
        if left in tokens and right in tokens and left + right not in tokens:
            merges.append((left, right))
            tokens.append(left + right)
    return tokens + SPECIALS, merges


TOKENS, USED_MERGES = vocabulary()
VOCAB = len(TOKENS)
EOS = TOKENS.index("<|im_end|>")


def uniform(name, count, scale):
    """`count` numbers in [-scale, scale), a function of the name alone; exact in fp32 for a power-of-two scale."""
    raw = array.array("H")
    raw.frombytes(hashlib.shake_256(name.encode()).digest(2 * count))
    if sys.byteorder == "big":
        raw.byteswap()
    step = scale / 32768
    return [(value - 32768) * step for value in raw]


class Shape:
    """One architecture: sizes, which biases and norms it has, and its config.json."""

    def __init__(self, name, arch, heads=4, kv_heads=2, head_dim=16, tied=True, qkv_bias=False, o_bias=False,
                 mlp_bias=False, qk_norm=False, hidden=HIDDEN, ffn=FFN, layers=LAYERS, **config):  # fmt: skip
        self.name, self.arch, self.heads, self.kv_heads, self.head_dim, self.tied = name, arch, heads, kv_heads, head_dim, tied
        self.qkv_bias, self.o_bias, self.mlp_bias, self.qk_norm = qkv_bias, o_bias, mlp_bias, qk_norm
        self.hidden, self.ffn, self.layers, self.config = hidden, ffn, layers, config

    def tensors(self):
        """(Hugging Face name, shape, values) of every tensor."""
        def linear(name, rows, columns, bias):
            yield name + ".weight", (rows, columns), uniform(f"{self.name}/{name}", rows * columns, 0.25)
            if bias:
                yield name + ".bias", (rows,), uniform(f"{self.name}/{name}.bias", rows, 0.125)

        def norm(name, size):
            values = uniform(f"{self.name}/{name}", size, 0.25)
            yield name + ".weight", (size,), [1.0 + value for value in values]

        yield "model.embed_tokens.weight", (VOCAB, self.hidden), uniform(self.name + "/embed", VOCAB * self.hidden, 1.0)
        q, kv = self.heads * self.head_dim, self.kv_heads * self.head_dim
        for layer in range(self.layers):
            at = f"model.layers.{layer}."
            yield from norm(at + "input_layernorm", self.hidden)
            yield from linear(at + "self_attn.q_proj", q, self.hidden, self.qkv_bias)
            yield from linear(at + "self_attn.k_proj", kv, self.hidden, self.qkv_bias)
            yield from linear(at + "self_attn.v_proj", kv, self.hidden, self.qkv_bias)
            yield from linear(at + "self_attn.o_proj", self.hidden, q, self.o_bias)
            if self.qk_norm:
                yield from norm(at + "self_attn.q_norm", self.head_dim)
                yield from norm(at + "self_attn.k_norm", self.head_dim)
            yield from norm(at + "post_attention_layernorm", self.hidden)
            yield from linear(at + "mlp.gate_proj", self.ffn, self.hidden, self.mlp_bias)
            yield from linear(at + "mlp.up_proj", self.ffn, self.hidden, self.mlp_bias)
            yield from linear(at + "mlp.down_proj", self.hidden, self.ffn, self.mlp_bias)
        yield from norm("model.norm", self.hidden)
        if not self.tied:
            yield "lm_head.weight", (VOCAB, self.hidden), uniform(self.name + "/lm_head", VOCAB * self.hidden, 0.5)

    def config_json(self):
        names = {"llama": "LlamaForCausalLM", "mistral": "MistralForCausalLM", "qwen2": "Qwen2ForCausalLM", "qwen3": "Qwen3ForCausalLM"}
        base = {
            "architectures": [names[self.arch]], "model_type": self.arch, "hidden_size": self.hidden,
            "intermediate_size": self.ffn, "num_hidden_layers": self.layers, "num_attention_heads": self.heads,
            "num_key_value_heads": self.kv_heads, "head_dim": self.head_dim, "vocab_size": VOCAB,
            "max_position_embeddings": CONTEXT, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
            "tie_word_embeddings": self.tied, "eos_token_id": EOS, "torch_dtype": "float32",
        }  # fmt: skip
        if self.arch == "llama":
            base["attention_bias"] = self.qkv_bias
            base["mlp_bias"] = self.mlp_bias
        return base | self.config


SHAPES = [
    Shape("llama-tied", "llama"),
    Shape("llama-untied", "llama", kv_heads=4, tied=False, rope_theta=500000.0,
          rope_scaling={"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                        "original_max_position_embeddings": 64}),
    Shape("llama-yarn", "llama", kv_heads=1,
          rope_scaling={"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 128}),
    Shape("llama-linear", "llama", rope_scaling={"rope_type": "linear", "factor": 2.0}),
    Shape("llama-bias", "llama", qkv_bias=True, o_bias=True, mlp_bias=True),
    Shape("mistral", "mistral", tied=False, sliding_window=24),
    Shape("qwen2", "qwen2", qkv_bias=True),
    Shape("qwen3", "qwen3", head_dim=32, qk_norm=True, tied=False),
]  # fmt: skip


def bf16(values):
    """Round to nearest even, as bytes."""
    out = bytearray()
    for value in values:
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
        out += struct.pack("<H", (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16)
    return bytes(out)


def f32(values):
    return struct.pack(f"<{len(values)}f", *values)


def write_safetensors(path, tensors, dtype):
    header, data = {}, b""
    for name, shape, values in tensors:
        raw = bf16(values) if dtype == "BF16" else f32(values)
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)


def tokenizer_json():
    first = VOCAB - len(SPECIALS)
    added = [{"id": first + i, "content": text, "single_word": False, "lstrip": False, "rstrip": False,
              "normalized": False, "special": True} for i, text in enumerate(SPECIALS)]  # fmt: skip
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
        "pre_tokenizer": byte_level, "post_processor": byte_level, "decoder": byte_level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "", "fuse_unk": False, "byte_fallback": False,
                  "vocab": {text: i for i, text in enumerate(TOKENS)}, "merges": [list(pair) for pair in USED_MERGES]},
    }  # fmt: skip


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1, ensure_ascii=False)


def write_folder(root, shape, dtype="F32", shards=1):
    folder = os.path.join(root, shape.name)
    os.makedirs(folder)
    tensors = list(shape.tensors())
    if shards == 1:
        write_safetensors(os.path.join(folder, "model.safetensors"), tensors, dtype)
    else:
        index, per_shard = {}, -(-len(tensors) // shards)
        for i in range(shards):
            name = f"model-{i + 1:05}-of-{shards:05}.safetensors"
            part = tensors[i * per_shard : (i + 1) * per_shard]
            write_safetensors(os.path.join(folder, name), part, dtype)
            index |= {tensor[0]: name for tensor in part}
        write_json(os.path.join(folder, "model.safetensors.index.json"), {"metadata": {}, "weight_map": index})
    write_json(os.path.join(folder, "config.json"), shape.config_json())
    write_json(os.path.join(folder, "tokenizer.json"), tokenizer_json())
    write_json(os.path.join(folder, "tokenizer_config.json"),
               {"eos_token": "<|im_end|>", "chat_template": CHAT_TEMPLATE, "tokenizer_class": "PreTrainedTokenizerFast"})  # fmt: skip


# GGUF: type number, values in a block, how a block is written.


def q8_0(block):
    d = max(abs(v) for v in block) / 127
    half = struct.unpack("<e", struct.pack("<e", d))[0] or 1.0
    return struct.pack("<e", d) + bytes((max(-127, min(127, round(v / half))) & 255) for v in block)


def q4_0(block):
    d = max(abs(v) for v in block) / 7
    half = struct.unpack("<e", struct.pack("<e", d))[0] or 1.0
    q = [max(0, min(15, round(v / half) + 8)) for v in block]
    return struct.pack("<e", d) + bytes(q[i] | q[i + 16] << 4 for i in range(16))


def q4_1(block):
    low, high = min(block), max(block)
    d = (high - low) / 15
    half = struct.unpack("<e", struct.pack("<e", d))[0] or 1.0
    q = [max(0, min(15, round((v - low) / half))) for v in block]
    return struct.pack("<ee", d, low) + bytes(q[i] | q[i + 16] << 4 for i in range(16))


def k_block(kind):
    """K-quant blocks need no encoder here: seeded scales and nibbles are as good as any other weights."""
    def encode(block):
        seed = hashlib.shake_256(f32(block))
        if kind == "q6_k":
            body = seed.digest(192)
            scales = bytes((b % 63 + 1) & 255 for b in seed.digest(208)[192:])
            return body + scales + struct.pack("<e", 2.0**-13)
        raw = seed.digest(172 if kind == "q5_k" else 140)
        return struct.pack("<ee", 2.0**-10, 2.0**-8) + raw
    return encode


GGUF_TYPES = {
    "f32": (0, 1, f32), "f16": (1, 1, lambda v: struct.pack("<e", v[0])), "bf16": (30, 1, bf16),
    "q8_0": (8, 32, q8_0), "q4_0": (2, 32, q4_0), "q4_1": (3, 32, q4_1),
    "q4_k": (12, 256, k_block("q4_k")), "q5_k": (13, 256, k_block("q5_k")), "q6_k": (14, 256, k_block("q6_k")),
}  # fmt: skip


def gguf_name(name):
    name = name.replace("model.embed_tokens", "token_embd").replace("lm_head", "output").replace("model.norm", "output_norm")
    for theirs, ours in {"model.layers.": "blk.", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
                         "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
                         "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm",
                         "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"}.items():  # fmt: skip
        name = name.replace(theirs, ours)
    return name


def interleave(values, columns, head_dim):
    """Rows of q or k from half-split to interleaved rotary order."""
    rows = [values[i : i + columns] for i in range(0, len(values), columns)]
    out = []
    for head in range(0, len(rows), head_dim):
        for pair in range(head_dim // 2):
            out += rows[head + pair] + rows[head + pair + head_dim // 2]
    return out


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def entry(key, value):
    if isinstance(value, bool):
        return text(key) + struct.pack("<IB", 7, value)
    if isinstance(value, int):
        return text(key) + struct.pack("<II", 4, value)
    if isinstance(value, float):
        return text(key) + struct.pack("<If", 6, value)
    if isinstance(value, str):
        return text(key) + struct.pack("<I", 8) + text(value)
    kind, pack = (8, text) if isinstance(value[0], str) else (5, lambda v: struct.pack("<i", v))
    return text(key) + struct.pack("<IIQ", 9, kind, len(value)) + b"".join(pack(v) for v in value)


def gguf_metadata(shape):
    arch = "llama" if shape.arch == "mistral" else shape.arch
    yield "general.architecture", arch
    yield "general.name", shape.name
    yield "general.license", "apache-2.0"
    yield f"{arch}.block_count", shape.layers
    yield f"{arch}.context_length", CONTEXT
    yield f"{arch}.embedding_length", shape.hidden
    yield f"{arch}.feed_forward_length", shape.ffn
    yield f"{arch}.attention.head_count", shape.heads
    yield f"{arch}.attention.head_count_kv", shape.kv_heads
    yield f"{arch}.attention.key_length", shape.head_dim
    yield f"{arch}.attention.value_length", shape.head_dim
    yield f"{arch}.attention.layer_norm_rms_epsilon", 1e-5
    yield f"{arch}.rope.freq_base", 10000.0
    yield f"{arch}.rope.dimension_count", shape.head_dim
    yield "tokenizer.ggml.model", "gpt2"
    yield "tokenizer.ggml.pre", "gpt-2"
    yield "tokenizer.ggml.tokens", TOKENS
    yield "tokenizer.ggml.token_type", [1] * (VOCAB - len(SPECIALS)) + [3] * len(SPECIALS)
    yield "tokenizer.ggml.merges", [" ".join(pair) for pair in USED_MERGES]
    yield "tokenizer.ggml.eos_token_id", EOS
    yield "tokenizer.chat_template", CHAT_TEMPLATE


def write_gguf(root, shape, kind, file_name, version=3, rope_factors=None):
    metadata = [entry(key, value) for key, value in gguf_metadata(shape)]
    infos, data = [], b""
    tensors = list(shape.tensors())
    if rope_factors:
        tensors.append(("rope_freqs.weight", (len(rope_factors),), rope_factors))
    for name, size, values in tensors:
        if shape.arch == "llama" and (".q_proj" in name or ".k_proj" in name):
            values = interleave(values, size[1] if len(size) == 2 else 1, shape.head_dim)
        number, block, encode = GGUF_TYPES[kind if len(size) == 2 else "f32"]
        raw = f32(values) if number == 0 else b"".join(encode(values[i : i + block]) for i in range(0, len(values), block))
        data += b"\0" * (-len(data) % 32)
        dims = struct.pack(f"<I{len(size)}Q", len(size), *reversed(size))
        infos.append(text(gguf_name(name)) + dims + struct.pack("<IQ", number, len(data)))
        data += raw
    head = b"GGUF" + struct.pack("<IQQ", version, len(infos), len(metadata)) + b"".join(metadata) + b"".join(infos)
    with open(os.path.join(root, file_name), "wb") as out:
        out.write(head + b"\0" * (-len(head) % 32) + data)


def main():
    root = sys.argv[1]
    partial = root.rstrip("/") + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    for shape in SHAPES:
        write_folder(partial, shape, shards=3 if shape.name == "llama-untied" else 1, dtype="BF16" if shape.name == "mistral" else "F32")
    tied, by_name = SHAPES[0], {shape.name: shape for shape in SHAPES}
    for kind in ("f32", "f16", "bf16", "q8_0", "q4_0", "q4_1"):
        write_gguf(partial, tied, kind, f"llama-{kind}.gguf", version=2 if kind == "f16" else 3)
    wide = Shape("llama-wide", "llama", heads=4, kv_heads=2, head_dim=64, hidden=256, ffn=256, layers=1)
    for kind in ("q4_k", "q5_k", "q6_k"):
        write_gguf(partial, wide, kind, f"llama-{kind}.gguf")
    write_gguf(partial, by_name["qwen2"], "f32", "qwen2-f32.gguf")
    write_gguf(partial, by_name["qwen3"], "f32", "qwen3-f32.gguf")
    write_gguf(partial, tied, "f32", "llama-rope-factors.gguf", rope_factors=[1.0 + i / 4 for i in range(8)])
    shutil.rmtree(root, ignore_errors=True)
    os.rename(partial, root)


if __name__ == "__main__":
    main()
