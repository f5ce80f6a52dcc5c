# SPDX-License-Identifier: Apache-2.0
"""A byte-level BPE vocabulary of 320 tokens, as tokenizer.json and as GGUF metadata."""

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
VOCABULARY = 320
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# Pairs in the order of rank; "_" stands for the space.
MERGES = (
    "_ t|h e|i n|_ a|_t he|r e|o n|e r|_ w|_ s|a t|o u|n d|_ o|i s|_ c|_ b|e n|o r|_ h|e s|_ f|l l|_ m|in g|"
    "_ p|a n|_a nd|_t o|e d|_ d|i t|a r|_o f|_ in|a l|_ l|_ y|i c|a s|o m|u s|_ g|_y ou|_ n|l e|v e|"
    "_w as|_ is|_b e|e l|i on|s t|_ re|ou t|_h e|_f or|_m e|_s e|_w h|_c on"
)


def byte_letters():
    """The printable character that stands for each byte (the usual byte-level alphabet)."""
    plain = list(range(0x21, 0x7F)) + list(range(0xA1, 0xAD)) + list(range(0xAE, 0x100))
    letters, extra = {}, 0
    for byte in range(256):
        if byte in plain:
            letters[byte] = chr(byte)
        else:
            letters[byte] = chr(256 + extra)
            extra += 1
    return letters


def merges():
    space = byte_letters()[0x20]
    return [pair.replace("_", space) for pair in MERGES.split("|")]


def tokens():
    names = SPECIAL + [byte_letters()[byte] for byte in range(256)]
    names += ["".join(pair.split(" ")) for pair in merges()]
    assert len(names) == VOCABULARY and len(set(names)) == VOCABULARY, len(names)
    return names


def tokenizer_json():
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    added = [
        {"id": i, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for i, text in enumerate(SPECIAL)
    ]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level,
        "model": {
            "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
            "vocab": {text: i for i, text in enumerate(tokens())},
            "merges": merges(),
        },
    }


def tokenizer_config():
    return {
        "tokenizer_class": "PreTrainedTokenizerFast", "add_bos_token": False, "bos_token": SPECIAL[0],
        "eos_token": SPECIAL[2], "pad_token": SPECIAL[0], "clean_up_tokenization_spaces": False,
        "model_max_length": 1024,
    }


def gguf_metadata():
    """(key, type, value) as tiny_formats.write_gguf takes them."""
    return [
        ("tokenizer.ggml.model", "str", "gpt2"),
        ("tokenizer.ggml.pre", "str", "gpt-2"),
        ("tokenizer.ggml.tokens", "strs", tokens()),
        ("tokenizer.ggml.token_type", "i32s", [3] * len(SPECIAL) + [1] * (VOCABULARY - len(SPECIAL))),
        ("tokenizer.ggml.merges", "strs", merges()),
        ("tokenizer.ggml.bos_token_id", "u32", 0),
        ("tokenizer.ggml.eos_token_id", "u32", 2),
        ("tokenizer.ggml.padding_token_id", "u32", 0),
        ("tokenizer.ggml.add_bos_token", "bool", False),
        ("tokenizer.chat_template", "str", CHAT_TEMPLATE),
    ]
