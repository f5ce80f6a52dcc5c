#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Seeds of the fuzz targets: make_corpus.py FUZZ_FOLDER writes corpus/gguf and corpus/safetensors below it."""
import os
import sys

import tiny_formats as formats

HIDDEN, FFN, VOCABULARY = 8, 16, 4
LAYER = {"attn_norm": [HIDDEN], "attn_q": [HIDDEN, HIDDEN], "attn_k": [HIDDEN, HIDDEN], "attn_v": [HIDDEN, HIDDEN],
         "attn_output": [HIDDEN, HIDDEN], "ffn_norm": [HIDDEN], "ffn_gate": [FFN, HIDDEN], "ffn_up": [FFN, HIDDEN],
         "ffn_down": [HIDDEN, FFN]}


def metadata(arch):
    sizes = {"block_count": 1, "embedding_length": HIDDEN, "feed_forward_length": FFN, "context_length": 16,
             "attention.head_count": 2}
    return ([("general.architecture", "str", arch)] + [(f"{arch}.{k}", "u32", v) for k, v in sizes.items()]
            + [(f"{arch}.attention.layer_norm_rms_epsilon", "f32", 1e-5), (f"{arch}.rope.freq_base", "f32", 1e4),
               ("tokenizer.ggml.model", "str", "gpt2"), ("tokenizer.ggml.tokens", "strs", ["a", "b", "ab", "<|im_end|>"]),
               ("tokenizer.ggml.token_type", "i32s", [1, 1, 1, 3]), ("tokenizer.ggml.merges", "strs", ["a b"]),
               ("tokenizer.ggml.eos_token_id", "u32", 3), ("tokenizer.ggml.add_bos_token", "bool", False)])


def tensors(random):
    shapes = {"token_embd.weight": [VOCABULARY, HIDDEN], "output_norm.weight": [HIDDEN]}
    shapes.update({f"blk.0.{name}.weight": shape for name, shape in LAYER.items()})
    return {name: ("F32", shape, formats.encode(random.values(shape[0] * (shape[1] if len(shape) > 1 else 1), 1.0), "F32"))
            for name, shape in shapes.items()}


def main():
    folder = os.path.join(sys.argv[1], "corpus")
    for kind in ("gguf", "safetensors"):
        os.makedirs(os.path.join(folder, kind), exist_ok=True)
    random = formats.Random(3)
    weights = tensors(random)
    formats.write_gguf(os.path.join(folder, "gguf", "model"), metadata("llama"), weights)
    formats.write_gguf(os.path.join(folder, "gguf", "vocabulary"), metadata("qwen2"), {})
    yarn = [("llama.rope.scaling.type", "str", "yarn"), ("llama.rope.scaling.factor", "f32", 4.0),
            ("general.alignment", "u32", 64)]
    blocks = {"token_embd.weight": ("Q8_0", [2, 32], formats.encode(random.values(64, 1.0), "Q8_0"))}
    formats.write_gguf(os.path.join(folder, "gguf", "yarn"), metadata("llama") + yarn, blocks, 64)
    formats.write_safetensors(os.path.join(folder, "safetensors", "plain"),
                              {"a": ("F32", [2, 2], formats.encode([1.0] * 4, "F32")),
                               "b": ("BF16", [3], formats.encode([2.0] * 3, "BF16"))})
    formats.write_safetensors(os.path.join(folder, "safetensors", "metadata"),
                              {"a": ("F16", [2], formats.encode([1.0] * 2, "F16"))}, {"format": "pt"})
    formats.write_safetensors(os.path.join(folder, "safetensors", "empty"), {})


if __name__ == "__main__":
    main()
