// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::text {

using TokenId = std::uint32_t;

/// A vocabulary as GGUF files carry it (keys tokenizer.ggml.*), already bounds-checked by its reader.
struct Vocabulary {
    std::string model; ///< "gpt2" (byte-level BPE), "llama" (SentencePiece BPE), "bert" (WordPiece), …
    std::string pre;   ///< name of the pre-tokeniser, e.g. "llama-bpe", "smollm"; empty = the model's own
    std::vector<std::string> tokens;
    std::vector<float> scores;
    std::vector<std::int32_t> types; ///< 1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte
    std::vector<std::string> merges;
    std::int64_t bos = -1, eos = -1, unk = -1, sep = -1, pad = -1, cls = -1, mask = -1;
    bool add_bos = false, add_eos = false, add_space_prefix = true;
    bool add_bos_known = false,
         add_eos_known = false; ///< the file says so; else the model kind's habit holds
};

/// Text to token ids and back, exactly as the model's own tokenizer does it. Immutable and thread-safe.
class Tokenizer {
public:
    /// From a Hugging Face tokenizer.json. Errors: corrupt, too_large, unsupported (names the decoder).
    static core::Result<Tokenizer> from_json(core::ByteView json);
    /// Errors: unsupported, naming the model kind or the pre-tokeniser; corrupt; too_large.
    static core::Result<Tokenizer> from_vocabulary(const Vocabulary& vocabulary);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    /// `add_special`: put BOS/EOS as the tokenizer says. `parse_special`: text such as "<|im_end|>" becomes
    /// its control token; otherwise it is ordinary text (a caller's words must never become control tokens).
    /// Errors: invalid_argument (not UTF-8), too_large (over 4 MiB), refused (the model can only read the
    /// text as a control token), corrupt (a pattern of the file gives up on this text).
    core::Result<std::vector<TokenId>> encode(std::string_view text, bool add_special, bool parse_special) const;
    /// Errors: invalid_argument, an id that the vocabulary does not have.
    core::Result<std::string> decode(std::span<const TokenId> ids, bool skip_special) const;
    /// The bytes that this token adds to running text; may be part of a character. Empty for control tokens,
    /// the unknown token and ids that the vocabulary does not have.
    const std::string& token_bytes(TokenId id) const;
    std::string token_text(TokenId id) const; ///< as the vocabulary spells it
    bool is_control(TokenId id) const;
    std::size_t size() const;
    /// The end token that the vocabulary names; a tokenizer.json names none.
    std::optional<TokenId> end_token() const;

private:
    struct State;
    static core::Status fill(State& state);
    explicit Tokenizer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
    friend class Constraint;
    friend class Detokenizer;
};

/// Turns a growing list of ids into text without ever emitting half a character; bytes that can never become
/// valid UTF-8 come out as U+FFFD. One stream, one object. The Tokenizer must outlive it.
class Detokenizer {
public:
    explicit Detokenizer(const Tokenizer& tokenizer) : m_tokenizer(&tokenizer) {}
    std::string push(TokenId id);
    std::string finish(); ///< what was held back
    /// Given out so far.
    std::uint32_t characters() const { return m_characters; }

private:
    const Tokenizer* m_tokenizer;
    std::string counted(std::string text);
    std::string m_held;
    std::uint32_t m_characters = 0;
    bool m_started = false;
};

} // namespace hearth::text
