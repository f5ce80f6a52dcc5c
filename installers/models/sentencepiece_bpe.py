# SPDX-License-Identifier: Apache-2.0
"""Llama's SentencePiece vocabulary (pieces with scores) as tokenizer.json. Standard library only."""

SPACE = "\u2581"


def merges(pieces, scores):
    """Every way in which a piece is made of two others, best score first: the order in which SentencePiece joins."""
    ids = {piece: i for i, piece in enumerate(pieces)}
    found = []
    for piece, score in zip(pieces, scores):
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in ids and right in ids:
                found.append((-score, ids[left], ids[right]))
    return [f"{pieces[left]} {pieces[right]}" for _, left, right in sorted(found)]


def tokenizer_json(pieces, scores):
    """The first three pieces are <unk>, <s> and </s>; bytes are spelt <0x00> to <0xFF>."""
    special = ["<unk>", "<s>", "</s>"]
    assert pieces[:3] == special, pieces[:3]
    plain = [score if i > 258 else float("-inf") for i, score in enumerate(scores)]
    joined = merges(pieces, plain)
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": text, "single_word": False, "lstrip": False, "rstrip": False,
                          "normalized": False, "special": True} for i, text in enumerate(special)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": SPACE},
            {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}]},
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                     {"SpecialToken": {"id": "<s>", "type_id": 1}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": SPACE}, "content": " "}, {"type": "ByteFallback"},
            {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                  "vocab": {piece: i for i, piece in enumerate(pieces)}, "merges": joined},
    }


def tokenizer_config(**changes):
    base = {"tokenizer_class": "PreTrainedTokenizerFast", "add_bos_token": True, "bos_token": "<s>",
            "eos_token": "</s>", "unk_token": "<unk>", "clean_up_tokenization_spaces": False}
    return dict(base, **changes)
