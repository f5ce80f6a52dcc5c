# SPDX-License-Identifier: Apache-2.0
"""A model as a Hugging Face folder gives it: shape and tensors."""
import json
import pathlib
import struct

import numpy as np

import ci81
import ci81_import


def shape_of(config):
    """The parts of a Hugging Face configuration that decide the result."""
    scaling = config.get("rope_parameters") or config.get("rope_scaling") or {}
    d = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    theta = scaling.get("rope_theta", config.get("rope_theta", 10000.0))
    context = scaling.get("original_max_position_embeddings", config["max_position_embeddings"])
    return {"layers": config["num_hidden_layers"], "hidden": config["hidden_size"],
            "heads": config["num_attention_heads"], "kv_heads": config["num_key_value_heads"], "head_dim": d,
            "vocab": config["vocab_size"], "context": config["max_position_embeddings"],
            "eps": ci81.F(config["rms_norm_eps"]), "attention_scale": ci81_import.attention_scale(d, scaling),
            "window": config.get("sliding_window") or 0 if config["model_type"] == "mistral" else 0,
            "frequencies": ci81_import.frequencies(d, theta, scaling, context)}


def read_safetensors(folder):
    tensors = {}
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        data = path.read_bytes()
        size = struct.unpack_from("<Q", data)[0]
        for name, info in json.loads(data[8:8 + size]).items():
            if name == "__metadata__":
                continue
            first, last = (8 + size + at for at in info["data_offsets"])
            raw = np.frombuffer(data[first:last], {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}[info["dtype"]])
            if info["dtype"] == "BF16":
                raw = (raw.astype(np.uint32) << 16).view(np.float32)
            tensors[name] = raw.astype(np.float32).reshape(info["shape"])
    return tensors


def read(folder):
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    return shape_of(config), read_safetensors(folder)
