# SPDX-License-Identifier: Apache-2.0
"""The tiny encoder of the tests: a folder as sentence-transformers writes it, with a vocabulary of word pieces."""
import json
import os
import struct

import tiny_formats as formats

HIDDEN, FFN, LAYERS, HEADS, POSITIONS, CONTEXT = 48, 80, 2, 3, 40, 32
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = ["the", "weather", "is", "nice", "sun", "##ny", "rain", "##ing", "today", ".", ",", "!", "?"]
LETTERS = [chr(c) for c in range(ord("a"), ord("z") + 1)]
VOCABULARY = SPECIAL + WORDS + LETTERS + ["##" + letter for letter in LETTERS]


def tokenizer_json():
    special = [{"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                "special": True} for i, t in enumerate(SPECIAL)]
    return {
        "version": "1.0",
        # Both are the caller's affair, not the model's: a reader that kept them would cut and pad every text.
        "truncation": {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
        "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
                    "pad_type_id": 0, "pad_token": "[PAD]"},
        "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                     {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}},
                     {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
            "special_tokens": {t: {"id": t, "ids": [SPECIAL.index(t)], "tokens": [t]} for t in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {t: i for i, t in enumerate(VOCABULARY)}}}


def shapes():
    all_shapes = {"embeddings.word_embeddings.weight": [len(VOCABULARY), HIDDEN],
                  "embeddings.position_embeddings.weight": [POSITIONS, HIDDEN],
                  "embeddings.token_type_embeddings.weight": [2, HIDDEN],
                  "embeddings.LayerNorm.weight": [HIDDEN], "embeddings.LayerNorm.bias": [HIDDEN]}
    for i in range(LAYERS):
        layer = f"encoder.layer.{i}."
        for part, rows, columns in (("attention.self.query", HIDDEN, HIDDEN), ("attention.self.key", HIDDEN, HIDDEN),
                                    ("attention.self.value", HIDDEN, HIDDEN),
                                    ("attention.output.dense", HIDDEN, HIDDEN),
                                    ("intermediate.dense", FFN, HIDDEN), ("output.dense", HIDDEN, FFN)):
            all_shapes[layer + part + ".weight"] = [rows, columns]
            all_shapes[layer + part + ".bias"] = [rows]
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            all_shapes[layer + part + ".weight"] = [HIDDEN]
            all_shapes[layer + part + ".bias"] = [HIDDEN]
    return all_shapes


def weights():
    random, tensors = formats.Random(77), {}
    places = struct.pack(f"<{POSITIONS}q", *range(POSITIONS))
    tensors["embeddings.position_ids"] = ("I64", [1, POSITIONS], places)  # as old exports have it
    for name, shape in shapes().items():
        norm = name.endswith("LayerNorm.weight")
        count = shape[0] * (shape[1] if len(shape) == 2 else 1)
        values = random.values(count, 0.1 if norm else 0.3, 1.0 if norm else 0.0)
        tensors[name] = ("F32", shape, formats.encode(values, "F32"))
    tensors["pooler.dense.bias"] = ("F32", [HIDDEN], formats.encode(random.values(HIDDEN, 0.3), "F32"))
    return tensors


def write(folder, pooling="mean", normalised=True):
    os.makedirs(os.path.join(folder, "1_Pooling"), exist_ok=True)

    def put(name, value):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.write("\n")

    modules = ["Transformer", "Pooling"] + (["Normalize"] if normalised else [])
    paths = ["", "1_Pooling", "2_Normalize"]
    put("modules.json", [{"idx": i, "name": str(i), "path": paths[i], "type": "sentence_transformers.models." + m}
                         for i, m in enumerate(modules)])
    put("1_Pooling/config.json", {"word_embedding_dimension": HIDDEN, "pooling_mode_cls_token": pooling == "cls",
                                  "pooling_mode_mean_tokens": pooling == "mean", "pooling_mode_max_tokens": False,
                                  "pooling_mode_mean_sqrt_len_tokens": False})
    put("sentence_bert_config.json", {"max_seq_length": CONTEXT, "do_lower_case": False})
    put("config.json", {"_name_or_path": "tiny-bert", "architectures": ["BertModel"], "hidden_act": "gelu",
                        "hidden_size": HIDDEN, "intermediate_size": FFN, "layer_norm_eps": 1e-12,
                        "max_position_embeddings": POSITIONS, "model_type": "bert", "num_attention_heads": HEADS,
                        "num_hidden_layers": LAYERS, "position_embedding_type": "absolute", "type_vocab_size": 2,
                        "vocab_size": len(VOCABULARY)})
    put("tokenizer.json", tokenizer_json())
    formats.write_safetensors(os.path.join(folder, "model.safetensors"), weights(), {"format": "pt"})
