# SPDX-License-Identifier: Apache-2.0
"""Writes Hugging Face folders. Standard library only."""
import json
import os
import struct


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=False)
        file.write("\n")


def write_card(folder, license_name, text):
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write(f"---\nlicense: {license_name}\n---\n{text}\n")


def write_weights(folder, tensors):
    """tensors: {name: (dtype, shape, bytes, callable that returns the data)}; one tensor in memory at a time."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, (dtype, shape, size, _) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, (_, _, size, make) in tensors.items():
            data = make()
            if len(data) != size:
                raise ValueError(f"{name} has {len(data)} bytes instead of {size}")
            file.write(data)


def half_split_rows(rows, head_dim):
    """Rows of q or k from interleaved rotary pairs (2p, 2p + 1) to the halves (p, p + half)."""
    half = head_dim // 2
    return [rows[head + 2 * (lane % half) + lane // half]
            for head in range(0, len(rows), head_dim) for lane in range(head_dim)]


def config(**changes):
    base = {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "attention_bias": False,
            "mlp_bias": False, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "bos_token_id": 1, "eos_token_id": 2}
    return dict(base, **changes)
