#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tiny models of the tests: make_tiny.py FOLDER. Seeded; the same bytes on every machine."""
import json
import math
import os
import sys

import tiny_encoder as encoder
import tiny_formats as formats
import tiny_tokenizer as tokenizer

CONTEXT = 1024
BASE = dict(model_type="llama", hidden=64, ffn=128, layers=2, heads=4, kv_heads=2, head_dim=16, tied=True, dtype="F32",
            theta=10000.0, eps=1e-5, window=None, rope=None, seed=1)
LLAMA3 = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 128}
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 256}
CLASSES = {"llama": "LlamaForCausalLM", "mistral": "MistralForCausalLM", "qwen2": "Qwen2ForCausalLM",
           "qwen3": "Qwen3ForCausalLM"}

FOLDERS = {
    "llama-tied": dict(kv_heads=4, seed=11),
    "llama-untied": dict(tied=False, dtype="BF16", layers=3, shards=2, seed=12),
    "llama-bias": dict(attention_bias=True, mlp_bias=True, seed=13),
    "mistral": dict(model_type="mistral", tied=False, dtype="F16", window=24, seed=14),
    "qwen2": dict(model_type="qwen2", dtype="BF16", theta=1e6, eps=1e-6, seed=15),
    "qwen3": dict(model_type="qwen3", head_dim=32, theta=1e6, eps=1e-6, seed=16),
    "llama3-rope": dict(rope=LLAMA3, theta=500000.0, legacy_rope=True, seed=17),
    "yarn": dict(rope=YARN, seed=18),
    "linear-rope": dict(rope={"rope_type": "linear", "factor": 2.0}, legacy_rope=True, seed=19),
    "flat": dict(hidden=96, tied=False, flat=True, seed=21),
}
# name: (twin folder whose shape and seed it has, element type of the matrices)
FILES = {
    "llama-untied-bf16.gguf": ("llama-untied", "BF16"),
    "llama-bias-f32.gguf": ("llama-bias", "F32"),
    "llama-tied-f16.gguf": ("llama-tied", "F16"),
    "llama-untied-q8_0.gguf": ("llama-untied", "Q8_0"),
    "llama-tied-q4_0.gguf": ("llama-tied", "Q4_0"),
    "llama-tied-q4_1.gguf": ("llama-tied", "Q4_1"),
    "qwen2-q8_0.gguf": ("qwen2", "Q8_0"),
    "qwen3-f32.gguf": ("qwen3", "F32"),
    "llama3-rope-f32.gguf": ("llama3-rope", "F32"),
    "yarn-f32.gguf": ("yarn", "F32"),
}
KQUANT = dict(BASE, hidden=256, ffn=256, head_dim=64, seed=20)
KQUANT_TYPES = {"q": "Q4_K", "k": "Q5_K", "v": "Q6_K", "o": "Q4_K", "gate": "Q4_K", "up": "Q5_K", "down": "Q6_K",
                "embed": "Q6_K"}

HF_NAMES = {"attn_norm": "input_layernorm", "mlp_norm": "post_attention_layernorm", "q_norm": "self_attn.q_norm",
            "k_norm": "self_attn.k_norm", **{p: f"self_attn.{p}_proj" for p in "qkvo"},
            **{p: f"mlp.{p}_proj" for p in ("gate", "up", "down")}}
GGUF_NAMES = {"attn_norm": "attn_norm", "mlp_norm": "ffn_norm", "q_norm": "attn_q_norm", "k_norm": "attn_k_norm",
              "q": "attn_q", "k": "attn_k", "v": "attn_v", "o": "attn_output", "gate": "ffn_gate", "up": "ffn_up",
              "down": "ffn_down"}


def rename(name, parts, layer, whole):
    if name in whole:
        return whole[name]
    _, number, part, suffix = name.split(".")
    return f"{layer}.{number}.{parts[part]}.{suffix}"


def shapes(model):
    """Canonical name: shape, in the order in which the values are drawn."""
    hidden, ffn, head = model["hidden"], model["ffn"], model["head_dim"]
    q, kv = model["heads"] * head, model["kv_heads"] * head
    qwen2, bias = model["model_type"] == "qwen2", model.get("attention_bias", False)
    linear = [("q", q, hidden, qwen2 or bias), ("k", kv, hidden, qwen2 or bias), ("v", kv, hidden, qwen2 or bias),
              ("o", hidden, q, bias)]
    linear += [(n, r, c, model.get("mlp_bias", False))
               for n, r, c in (("gate", ffn, hidden), ("up", ffn, hidden), ("down", hidden, ffn))]
    all_shapes = {"embed.weight": [tokenizer.VOCABULARY, hidden]}
    for i in range(model["layers"]):
        all_shapes[f"layers.{i}.attn_norm.weight"] = all_shapes[f"layers.{i}.mlp_norm.weight"] = [hidden]
        if model["model_type"] == "qwen3":
            all_shapes[f"layers.{i}.q_norm.weight"] = all_shapes[f"layers.{i}.k_norm.weight"] = [head]
        for name, rows, columns, has_bias in linear:
            all_shapes[f"layers.{i}.{name}.weight"] = [rows, columns]
            if has_bias:
                all_shapes[f"layers.{i}.{name}.bias"] = [rows]
    all_shapes["norm.weight"] = [hidden]
    if not model["tied"]:
        all_shapes["lm_head.weight"] = [tokenizer.VOCABULARY, hidden]
    return all_shapes


def draw(model):
    """Values of every tensor, rounded to the element type; deviations chosen so that the layers, not the
    embedding of the last token, decide the next one. A flat model has values of one size where they make or meet
    the residual stream, and adds little to it."""
    random = formats.Random(model["seed"])
    values = {}
    for name, shape in shapes(model).items():
        count = math.prod(shape)
        if name.endswith("norm.weight"):
            drawn = random.values(count, 0.1, 1.0)
        elif len(shape) == 1:
            drawn = random.values(count, 0.2)
        elif name == "embed.weight":
            drawn = random.values(count, 0.35)
        else:
            drawn = random.values(count, 1.6 / math.sqrt(shape[1]))
        if model.get("flat") and len(shape) == 2:
            adds = name.endswith((".o.weight", ".down.weight"))
            drawn = [v / 16 if adds else math.copysign(0.25, v) for v in drawn]
        values[name] = formats.rounded(drawn, model["dtype"])
    return values


def hf_config(model):
    kind = model["model_type"]
    config = {
        "architectures": [CLASSES[kind]], "model_type": kind, "hidden_size": model["hidden"],
        "intermediate_size": model["ffn"], "num_hidden_layers": model["layers"], "num_attention_heads": model["heads"],
        "num_key_value_heads": model["kv_heads"], "head_dim": model["head_dim"], "vocab_size": tokenizer.VOCABULARY,
        "max_position_embeddings": CONTEXT, "rms_norm_eps": model["eps"], "hidden_act": "silu",
        "tie_word_embeddings": model["tied"], "bos_token_id": 0, "eos_token_id": 2,
        "dtype": {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}[model["dtype"]],
    }
    if kind == "mistral":
        config["sliding_window"] = model["window"]
    if kind == "qwen2":
        del config["head_dim"]
        config.update(use_sliding_window=False, sliding_window=32, max_window_layers=1)
    if kind == "llama":
        config.update(attention_bias=model.get("attention_bias", False), mlp_bias=model.get("mlp_bias", False))
    if model.get("legacy_rope"):
        config.update(rope_theta=model["theta"], rope_scaling=model["rope"])
    else:
        config["rope_parameters"] = dict(model["rope"] or {"rope_type": "default"}, rope_theta=model["theta"])
    return config


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


def write_weights(folder, tensors, shards):
    if shards == 1:
        formats.write_safetensors(os.path.join(folder, "model.safetensors"), tensors, {"format": "pt"})
        return
    names, places = list(tensors), {}
    for i in range(shards):
        part = names[i * len(names) // shards:(i + 1) * len(names) // shards]
        file = f"model-{i + 1:05}-of-{shards:05}.safetensors"
        formats.write_safetensors(os.path.join(folder, file), {n: tensors[n] for n in part}, {"format": "pt"})
        places.update({n: file for n in part})
    total = sum(len(data) for _, _, data in tensors.values())
    write_json(folder, "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": places})


def write_folder(folder, model, values):
    os.makedirs(folder, exist_ok=True)
    whole = {"embed.weight": "model.embed_tokens.weight", "norm.weight": "model.norm.weight",
             "lm_head.weight": "lm_head.weight"}
    tensors = {rename(n, HF_NAMES, "model.layers", whole):
               (model["dtype"], s, formats.encode(values[n], model["dtype"])) for n, s in shapes(model).items()}
    write_weights(folder, tensors, model.get("shards", 1))
    write_json(folder, "config.json", hf_config(model))
    write_json(folder, "generation_config.json", {"bos_token_id": 0, "eos_token_id": [2, 0]})
    write_json(folder, "tokenizer.json", tokenizer.tokenizer_json())
    write_json(folder, "tokenizer_config.json", tokenizer.tokenizer_config())
    with open(os.path.join(folder, "chat_template.jinja"), "w", encoding="utf-8") as file:
        file.write(tokenizer.CHAT_TEMPLATE)
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write("---\nlicense: apache-2.0\n---\nA tiny seeded model without knowledge, for tests.\n")


def rope_metadata(model, arch):
    rope = model["rope"]
    if rope is None or rope["rope_type"] != "yarn":
        return []
    return [(f"{arch}.rope.scaling.type", "str", "yarn"), (f"{arch}.rope.scaling.factor", "f32", rope["factor"]),
            (f"{arch}.rope.scaling.original_context_length", "u32", rope["original_max_position_embeddings"])]


def rope_factors(model):
    """What GGUF files carry instead of the llama3 parameters: a divisor for each pair."""
    rope, factors = model["rope"], []
    old = rope["original_max_position_embeddings"]
    for pair in range(model["head_dim"] // 2):
        wave = 2 * math.pi * model["theta"] ** (2 * pair / model["head_dim"])
        if wave < old / rope["high_freq_factor"]:
            factors.append(1.0)
        elif wave > old / rope["low_freq_factor"]:
            factors.append(rope["factor"])
        else:
            smooth = (old / wave - rope["low_freq_factor"]) / (rope["high_freq_factor"] - rope["low_freq_factor"])
            factors.append(1 / ((1 - smooth) / rope["factor"] + smooth))
    return factors


def interleaved(values, columns, head_dim):
    """Rows (p, p + half) of each head side by side, as llama GGUF files keep q and k."""
    out, half = [], head_dim // 2
    for head in range(0, len(values) // columns, head_dim):
        for lane in range(head_dim):
            row = head + lane % 2 * half + lane // 2
            out += values[row * columns:(row + 1) * columns]
    return out


def gguf_metadata(model, arch, name):
    sizes = [("context_length", CONTEXT), ("embedding_length", model["hidden"]), ("block_count", model["layers"]),
             ("feed_forward_length", model["ffn"]), ("attention.head_count", model["heads"]),
             ("attention.head_count_kv", model["kv_heads"]), ("attention.key_length", model["head_dim"]),
             ("attention.value_length", model["head_dim"]), ("rope.dimension_count", model["head_dim"])]
    return ([("general.architecture", "str", arch), ("general.name", "str", name),
             ("general.license", "str", "apache-2.0")]
            + [(f"{arch}.{key}", "u32", value) for key, value in sizes]
            + [(f"{arch}.rope.freq_base", "f32", model["theta"]),
               (f"{arch}.attention.layer_norm_rms_epsilon", "f32", model["eps"])]
            + rope_metadata(model, arch) + tokenizer.gguf_metadata())


def write_file(path, model, type_of, data_of):
    arch = model["model_type"]
    whole = {"embed.weight": "token_embd.weight", "norm.weight": "output_norm.weight",
             "lm_head.weight": "output.weight"}
    tensors = {}
    if model["rope"] and model["rope"]["rope_type"] == "llama3":
        factors = rope_factors(model)
        tensors["rope_freqs.weight"] = ("F32", [len(factors)], formats.encode(factors, "F32"))
    for name, shape in shapes(model).items():
        dtype = "F32" if len(shape) == 1 else type_of(name)
        tensors[rename(name, GGUF_NAMES, "blk", whole)] = (dtype, shape, data_of(name, shape, dtype))
    formats.write_gguf(path, gguf_metadata(model, arch, os.path.basename(path)[:-5]), tensors)


def write_twin(path, model, values, dtype):
    def data(name, shape, kind):
        stored = values[name]
        if model["model_type"] == "llama" and name.split(".")[-2] in ("q", "k"):
            stored = interleaved(stored, 1 if len(shape) == 1 else shape[1], model["head_dim"])
        return formats.encode(stored, kind)
    write_file(path, model, lambda name: dtype, data)


def write_kquant(path):
    random = formats.Random(KQUANT["seed"])

    def data(name, shape, kind):
        if kind == "F32":
            return formats.encode(random.values(shape[0], 0.1, 1.0), kind)
        deviation = 0.35 if name == "embed.weight" else 1.6 / math.sqrt(shape[1])
        return formats.random_blocks(random, math.prod(shape), kind, deviation)
    write_file(path, KQUANT, lambda name: KQUANT_TYPES[name.split(".")[-2]], data)


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    drawn = {}
    for name, changes in FOLDERS.items():
        model = dict(BASE, **changes)
        drawn[name] = draw(model)
        write_folder(os.path.join(out, name), model, drawn[name])
    for name, (twin, dtype) in FILES.items():
        write_twin(os.path.join(out, name), dict(BASE, **FOLDERS[twin]), drawn[twin], dtype)
    write_kquant(os.path.join(out, "llama-kquant.gguf"))
    encoder.write(os.path.join(out, "bert"))
    encoder.write(os.path.join(out, "bert-cls"), "cls", False)


if __name__ == "__main__":
    main()
