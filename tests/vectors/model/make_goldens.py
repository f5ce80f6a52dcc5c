#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Greedy continuations that Transformers computes in fp32, with the five largest logits of each step.

    make_goldens.py [--larger] MODEL [MODEL …]

MODEL is a Hugging Face folder or a GGUF file; writes goldens/<name>.json, or goldens/larger/<name>.json for models
that only installers/bootstrap models fetches.

Run once, with torch, transformers and gguf installed, when a model or this script changes. GGUF files are
dequantised with the gguf package. One thread, eager attention, KV cache. Of the prompts, those are kept in which no
step is a near tie (another order of additions must not change the choice) and that say more than a few words."""
import json
import os
import sys

import gguf
import torch
from transformers import (AutoConfig, AutoModelForCausalLM, AutoTokenizer, LlamaConfig, PreTrainedTokenizerFast,
                          Qwen2Config, Qwen3Config)

STEPS, KEEP, SMALLEST_GAP, FEWEST_IDS = 64, 3, 0.004, 8
TEXTS = [
    "The sea was calm and the old man ", "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n",
    "Once upon a time", "1, 2, 3, 4,", "def add(a, b):\n    return", "a", "<|im_start|>user\nhello<|im_end|>\n",
    "Grüße aus Köln: 東京 🙂", "In the morning the children went to the river and there they saw a small boat with "
    "nobody in it.", "Water boils at", "once more and once more and once", "<|im_start|>assistant\n", "the cat is on the",
    "zzzz qqqq 99999 !!!! ????", "Dear reader,\n\nI write to you", "She said: \"", "x = [", "and then", "Why?", "hot cold",
] + [
    f"<|im_start|>system\nYou are a helpful assistant<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n"
    "<|im_start|>assistant\n"
    for question in ("你好，请介绍一下你自己", "中国的首都是哪里？", "写一首关于春天的短诗。", "为什么天空是蓝色的？",
                     "如何煮米饭？", "Tell me about the moon.", "请给我讲一个关于小猫的故事。", "怎样学好英语？",
                     "What is water?", "推荐几本书。")
]
CONFIGS = {"llama": LlamaConfig, "qwen2": Qwen2Config, "qwen3": Qwen3Config}
PARTS = {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q_norm": "self_attn.q_norm",
         "attn_k_norm": "self_attn.k_norm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
         "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj",
         "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def hf_name(name):
    stem, suffix = name.rsplit(".", 1)
    if stem in WHOLE:
        return f"{WHOLE[stem]}.{suffix}"
    _, layer, part = stem.split(".")
    return f"model.layers.{layer}.{PARTS[part]}.{suffix}"


def half_split(tensor, head_dim):
    """Undoes the interleaved rotary order of q and k in llama GGUF files."""
    return tensor.reshape(-1, head_dim // 2, 2, *tensor.shape[1:]).transpose(1, 2).reshape(tensor.shape)


def load_gguf(path):
    reader = gguf.GGUFReader(path)

    def get(key, default=None):
        field = reader.get_field(key)
        return default if field is None else field.contents()
    arch = get("general.architecture")
    head = get(f"{arch}.attention.key_length",
               get(f"{arch}.embedding_length") // get(f"{arch}.attention.head_count"))
    state, factors = {}, None
    for tensor in reader.tensors:
        data = torch.from_numpy(gguf.dequantize(tensor.data, tensor.tensor_type).copy()).float()
        data = data.reshape([int(n) for n in reversed(tensor.shape)])
        if tensor.name == "rope_freqs.weight":
            factors = data
            continue
        if arch == "llama" and tensor.name.split(".")[-2] in ("attn_q", "attn_k"):
            data = half_split(data, head)
        state[hf_name(tensor.name)] = data
    rope = {"rope_type": "default", "rope_theta": get(f"{arch}.rope.freq_base", 10000.0)}
    if get(f"{arch}.rope.scaling.type") == "yarn":
        rope.update(rope_type="yarn", factor=get(f"{arch}.rope.scaling.factor"),
                    original_max_position_embeddings=get(f"{arch}.rope.scaling.original_context_length"))
    config = CONFIGS[arch](
        hidden_size=get(f"{arch}.embedding_length"), intermediate_size=get(f"{arch}.feed_forward_length"),
        num_hidden_layers=get(f"{arch}.block_count"), num_attention_heads=get(f"{arch}.attention.head_count"),
        num_key_value_heads=get(f"{arch}.attention.head_count_kv"), head_dim=head,
        vocab_size=state["model.embed_tokens.weight"].shape[0], max_position_embeddings=get(f"{arch}.context_length"),
        rms_norm_eps=get(f"{arch}.attention.layer_norm_rms_epsilon"), rope_parameters=rope,
        tie_word_embeddings="lm_head.weight" not in state,
        attention_bias="model.layers.0.self_attn.o_proj.bias" in state,
        mlp_bias="model.layers.0.mlp.gate_proj.bias" in state)
    config._attn_implementation = "eager"
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    missing, surplus = model.load_state_dict(state, strict=False)
    assert not surplus and set(missing) <= {"lm_head.weight"}, (missing, surplus)
    model.tie_weights()
    if factors is not None:
        model.model.rotary_emb.inv_freq /= factors
    return model


def load(path):
    if os.path.isdir(path):
        return (AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32, attn_implementation="eager"),
                PreTrainedTokenizerFast(tokenizer_file=os.path.join(path, "tokenizer.json")))
    folder, file = os.path.split(path)
    twin = os.path.join(folder, "llama-tied", "tokenizer.json")
    if os.path.exists(twin):
        return load_gguf(path), PreTrainedTokenizerFast(tokenizer_file=twin)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32,
                                                 attn_implementation="eager")
    check_same(model, load_gguf(path))
    return model, AutoTokenizer.from_pretrained(folder, gguf_file=file)


def check_same(model, other):
    ours, theirs = other.state_dict(), model.state_dict()
    assert ours.keys() == theirs.keys()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


@torch.no_grad()
def greedy(model, ids):
    chosen, top, gap, cache = [], [], float("inf"), None
    step = torch.tensor([ids])
    for _ in range(STEPS):
        result = model(step, past_key_values=cache, use_cache=True)
        cache = result.past_key_values
        values, indices = result.logits[0, -1].float().topk(5)
        chosen.append(int(indices[0]))
        top.append([[int(i), float(f"{float(v):.6g}")] for i, v in zip(indices, values)])
        gap = min(gap, float(values[0] - values[1]))
        step = indices[:1].reshape(1, 1)
    return chosen, top, gap


def goldens(path):
    model, tokenizer = load(path)
    model.eval()
    keep = KEEP if model.config.vocab_size < 1000 else 2 * KEEP
    prompts = []
    for text in TEXTS:
        if len(prompts) == keep:
            break
        ids = tokenizer.encode(text, add_special_tokens=False)
        chosen, top, gap = greedy(model, ids)
        if gap >= SMALLEST_GAP and len(set(chosen)) >= FEWEST_IDS:
            prompts.append({"ids": ids, "greedy": chosen, "min_gap": float(f"{gap:.3g}"), "top": top})
    assert len(prompts) == keep, f"{path}: only {len(prompts)} usable prompts"
    return prompts


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "goldens")
    paths = [path for path in sys.argv[1:] if path != "--larger"]
    if len(paths) < len(sys.argv) - 1:
        folder = os.path.join(folder, "larger")
    os.makedirs(folder, exist_ok=True)
    for path in paths:
        name = os.path.basename(os.path.normpath(path))
        prompts = goldens(path)
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
            json.dump({"model": name, "prompts": prompts}, file, separators=(",", ":"))
            file.write("\n")
        print(name, [(p["min_gap"], len(set(p["greedy"]))) for p in prompts], flush=True)


if __name__ == "__main__":
    main()
