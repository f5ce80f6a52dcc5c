#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Greedy continuations and their top logits as Transformers computes them in fp32, for the models given.
Run once, in an environment with torch and transformers (versions stand in each golden file):
    make_tiny.py tiny && make_goldens.py goldens tiny/* SmolLM2-135M-Instruct.Q4_1.gguf
without qwen3-f32.gguf and llama-rope-factors.gguf, whose head size and factors its GGUF loader does not read: the
first has the weights of the folder qwen3.
Each file: {"model","made_with","prompts":[{"ids","greedy","top":[[[id, logit] × 5] per step],"min_gap"}]}."""
import json
import os
import sys

import torch
import transformers

STEPS = 64


def load(path):
    options = {"dtype": torch.float32, "attn_implementation": "eager"}
    if path.endswith(".gguf"):
        folder, name = os.path.split(os.path.abspath(path))
        return transformers.AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, **options)
    return transformers.AutoModelForCausalLM.from_pretrained(path, **options)


def prompts_for(vocab):
    """Seeded id lists: short, longer than a sliding window of the tiny models, one token."""
    state, lists = 88172645463325252, []
    for length in (7, 45, 1):
        ids = []
        for _ in range(length):
            state ^= (state << 13) & 0xFFFFFFFFFFFFFFFF
            state ^= state >> 7
            state ^= (state << 17) & 0xFFFFFFFFFFFFFFFF
            ids.append(state % vocab)
        lists.append(ids)
    return lists


@torch.inference_mode()
def continue_greedily(model, prompt):
    ids, cache, greedy, top, gap = torch.tensor([prompt]), None, [], [], float("inf")
    for _ in range(STEPS):
        out = model(input_ids=ids, past_key_values=cache, use_cache=True)
        cache = out.past_key_values
        values, indices = torch.topk(out.logits[0, -1].float(), 5)
        greedy.append(int(indices[0]))
        top.append([[int(i), round(float(v), 5)] for i, v in zip(indices, values)])
        gap = min(gap, float(values[0] - values[1]))
        ids = indices[:1].reshape(1, 1)
    return {"ids": prompt, "greedy": greedy, "top": top, "min_gap": round(gap, 6)}


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    out_folder, paths = sys.argv[1], sys.argv[2:]
    os.makedirs(out_folder, exist_ok=True)
    for path in paths:
        name = os.path.basename(path.rstrip("/")).removesuffix(".gguf")
        model = load(path).eval()
        prompts = prompts_for(model.config.vocab_size)
        if model.config.vocab_size == 49152:
            # "The capital of France is", and a question in the model's own chat markup.
            prompts = [[504, 3575, 282, 4649, 314], [1, 4093, 198, 2988, 1147, 314, 260, 6376, 47, 2, 198, 1, 520, 9531, 198], prompts[0]]
        golden = {
            "model": name,
            "made_with": f"transformers {transformers.__version__}, torch {torch.__version__}, fp32, eager, one thread",
            "prompts": [continue_greedily(model, prompt) for prompt in prompts],
        }
        with open(os.path.join(out_folder, name + ".json"), "w", encoding="utf-8") as out:
            json.dump(golden, out, separators=(",", ":"))
        print(name, "smallest gap", min(prompt["min_gap"] for prompt in golden["prompts"]), flush=True)


if __name__ == "__main__":
    main()
