#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""TinyLlama-1.1B-Chat from its IQ2_XXS GGUF file to a Hugging Face folder in bfloat16: tinyllama.py GGUF FOLDER.
Needs gguf and numpy."""
import os
import sys

import gguf
import numpy

import hf_folder
import sentencepiece_bpe as spm

PARTS = {"attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
         "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
         "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}
WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def hf_name(name):
    stem = name.removesuffix(".weight")
    if stem in WHOLE:
        return WHOLE[stem] + ".weight"
    _, layer, part = stem.split(".")
    return f"model.layers.{layer}.{PARTS[part]}.weight"


def bfloat16(values):
    """Round to nearest, ties to even; the values are finite."""
    bits = numpy.ascontiguousarray(values, dtype=numpy.float32).view(numpy.uint32)
    if not numpy.isfinite(values).all():
        raise ValueError("a value is not finite")
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2").tobytes()


def expand(tensor, head_dim):
    shape = [int(n) for n in reversed(tensor.shape)]
    values = gguf.dequantize(tensor.data, tensor.tensor_type).reshape(shape)
    if tensor.name.endswith(("attn_q.weight", "attn_k.weight")):
        values = values.reshape(-1, head_dim // 2, 2, shape[1]).swapaxes(1, 2).reshape(shape)
    return bfloat16(values)


def main():
    source, folder = sys.argv[1:]
    reader = gguf.GGUFReader(source)

    def get(key, default=None):
        field = reader.get_field(key)
        return default if field is None else field.contents()
    heads, hidden = get("llama.attention.head_count"), get("llama.embedding_length")
    os.makedirs(folder)
    tensors = {}
    for tensor in reader.tensors:
        shape = [int(n) for n in reversed(tensor.shape)]
        size = 2 * int(numpy.prod(shape))
        tensors[hf_name(tensor.name)] = ("BF16", shape, size, lambda t=tensor: expand(t, hidden // heads))
    hf_folder.write_weights(folder, tensors)
    hf_folder.write_json(folder, "config.json", hf_folder.config(
        hidden_size=hidden, intermediate_size=get("llama.feed_forward_length"),
        num_hidden_layers=get("llama.block_count"), num_attention_heads=heads,
        num_key_value_heads=get("llama.attention.head_count_kv"),
        vocab_size=tensors["model.embed_tokens.weight"][1][0], max_position_embeddings=get("llama.context_length"),
        rms_norm_eps=float(f"{get('llama.attention.layer_norm_rms_epsilon'):.6g}"),
        rope_theta=get("llama.rope.freq_base", 10000.0), tie_word_embeddings="lm_head.weight" not in tensors,
        dtype="bfloat16"))
    pieces = get("tokenizer.ggml.tokens")
    hf_folder.write_json(folder, "tokenizer.json", spm.tokenizer_json(pieces, get("tokenizer.ggml.scores")))
    hf_folder.write_json(folder, "tokenizer_config.json", spm.tokenizer_config(
        chat_template=get("tokenizer.chat_template"), model_max_length=get("llama.context_length")))
    hf_folder.write_card(folder, "apache-2.0", "TinyLlama-1.1B-Chat, expanded from a 2-bit file: fluent, but of low "
                         "factual quality.")


if __name__ == "__main__":
    main()
