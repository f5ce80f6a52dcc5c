# SPDX-License-Identifier: Apache-2.0
"""Writes unicode_goldens.json: what Transformers gives for 20,000 random strings on SmolLM2's vocabulary.

    python make_unicode_goldens.py SmolLM2-135M-Instruct.Q4_1.gguf   (transformers 5, tokenizers 0.22, gguf)

Transformers does not read the pre-tokeniser that a GGUF file names, and always takes GPT-2's. So there are two
columns: "gpt2_pattern" is its own GGUF tokenizer as it stands; "own_pattern" is the same tokenizer with the
pre-tokeniser that the file names (smollm: every digit alone), which is what the model was trained with.
"""
import hashlib
import json
import os
import struct
import sys

from tokenizers import pre_tokenizers
from transformers import AutoTokenizer

SEED, COUNT, BLOCK, EXPLICIT = 20240726, 20000, 100, 300
MASK = (1 << 64) - 1
PIECES = ["'s", "'ll", "don't", "\r\n", "  ", "<|im_start|>", "<|im_end|>", "<|endoftext|>", "http://", "1234"]
SPACES = [0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2003, 0x3000, 0x20]
RANGES = [
    (0x61, 26), (0x61, 26), (0x61, 26), (0x41, 26), (0x30, 10), (0x20, 1), (0x21, 15), (0x5B, 6), (0xA1, 0x1AF),
    (0x370, 0x1C0), (0x4E00, 0x5200), (0x600, 0x380), (0x1F300, 0x800), (0x0, 0xD800), (0xE000, 0x102000),
]


class Random:
    """splitmix64."""

    def __init__(self, state):
        self.state = state & MASK

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return (z ^ (z >> 31)) % bound


def text_of(index):
    random = Random(SEED + index * 1000003)
    text = ""
    for _ in range(random.below(48)):
        kind = random.below(len(RANGES) + 2)
        if kind == len(RANGES):
            text += PIECES[random.below(len(PIECES))]
        elif kind == len(RANGES) + 1:
            text += chr(SPACES[random.below(len(SPACES))])
        else:
            first, count = RANGES[kind]
            text += chr(first + random.below(count))
    return text


def column(tokenizer, texts):
    ids = [tokenizer.encode(text) for text in texts]
    blocks = []
    for start in range(0, len(ids), BLOCK):
        digest = hashlib.sha256()
        for entry in ids[start:start + BLOCK]:
            digest.update(struct.pack("<I", len(entry)) + struct.pack(f"<{len(entry)}I", *entry))
        blocks.append(digest.hexdigest())
    return ids, blocks


def main():
    folder, name = os.path.split(os.path.abspath(sys.argv[1]))
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    texts = [text_of(index) for index in range(COUNT)]
    theirs, their_blocks = column(tokenizer, texts)
    tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    own, own_blocks = column(tokenizer, texts)
    golden = {
        "seed": SEED, "count": COUNT, "block": BLOCK,
        "texts_where_the_columns_differ": sum(a != b for a, b in zip(theirs, own)),
        "gpt2_pattern": their_blocks, "own_pattern": own_blocks,
        "explicit": [{"text": texts[i], "gpt2_pattern": theirs[i], "own_pattern": own[i]} for i in range(EXPLICIT)],
    }
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "unicode_goldens.json")
    with open(target, "w", encoding="utf-8") as out:
        json.dump(golden, out, ensure_ascii=True, separators=(",", ":"))
        out.write("\n")
    print(golden["texts_where_the_columns_differ"], "texts differ")


main()
