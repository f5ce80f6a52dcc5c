// SPDX-License-Identifier: Apache-2.0
#include "core/recovery_words.h"

#include "core/expect.h"
#include "core/hash.h"
#include "core/nearest.h"

#include <algorithm>
#include <sodium.h>

namespace hearth::core {
namespace {

constexpr unsigned bits_per_word = 11, bits_per_byte = 8, entropy_bits_per_check_bit = 32;
constexpr std::size_t list_size = std::size_t{1} << bits_per_word;

bool is_length(std::size_t bytes) {
    return bytes >= 16 && bytes <= 32 && bytes % 4 == 0;
}

/// Entropy and the first byte of its hash, whose leading bits are the checksum: at most eight.
Bytes checked(ByteView entropy) {
    Bytes bytes = to_bytes(entropy);
    bytes.push_back(sha256(entropy).bytes[0]);
    return bytes;
}

std::size_t bit(ByteView bytes, std::size_t at) {
    return bytes[at / bits_per_byte] >> (bits_per_byte - 1 - at % bits_per_byte) & 1U;
}

std::vector<std::string> read_list() {
    std::vector<std::string> words;
    const std::string_view text = recovery_word_text();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) words.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    HEARTH_EXPECT(words.size() == list_size && std::is_sorted(words.begin(), words.end()),
                  "The list of recovery words in this program is not the standard's.");
    return words;
}

Error unknown_word(std::size_t place, const std::string& word) {
    const std::string near = nearest(word, recovery_word_list());
    return fail(Code::invalid_argument, say("recovery_word_unknown", {std::to_string(place), word}),
                near.empty() ? say("recovery_word_look_again") : say("did_you_mean", {near}));
}

} // namespace

const std::vector<std::string>& recovery_word_list() {
    static const std::vector<std::string> list = read_list();
    return list;
}

std::vector<std::string> words_of(ByteView entropy) {
    HEARTH_EXPECT(is_length(entropy.size()), "Recovery words are made of 16 to 32 bytes, in steps of four.");
    Bytes bytes = checked(entropy);
    const std::size_t bits =
        entropy.size() * bits_per_byte * (entropy_bits_per_check_bit + 1) / entropy_bits_per_check_bit;
    std::vector<std::string> words;
    for (std::size_t at = 0; at < bits; at += bits_per_word) {
        std::size_t index = 0;
        for (std::size_t i = 0; i < bits_per_word; ++i)
            index = index << 1 | bit(bytes, at + i);
        words.push_back(recovery_word_list()[index]);
    }
    sodium_memzero(bytes.data(), bytes.size());
    return words;
}

Result<Bytes> entropy_of(const std::vector<std::string>& words) {
    if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0)
        return fail(Code::invalid_argument,
                    say("recovery_words_number", {std::to_string(recovery_word_count), std::to_string(words.size())}),
                    say("recovery_words_all_in_order"));
    const auto& list = recovery_word_list();
    Bytes bytes(words.size() * bits_per_word / bits_per_byte + 1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto found = std::lower_bound(list.begin(), list.end(), words[i]);
        if (found == list.end() || *found != words[i]) return unknown_word(i + 1, words[i]);
        const auto index = static_cast<std::size_t>(found - list.begin());
        for (std::size_t b = 0; b < bits_per_word; ++b) {
            const std::size_t at = i * bits_per_word + b;
            const auto set = static_cast<std::uint8_t>(index >> (bits_per_word - 1 - b) & 1U);
            bytes[at / bits_per_byte] |= static_cast<std::uint8_t>(set << (bits_per_byte - 1 - at % bits_per_byte));
        }
    }
    const std::size_t check_bits = words.size() / 3, entropy_bytes = check_bits * 4;
    Bytes entropy(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(entropy_bytes));
    Bytes right = checked(entropy);
    bool fits = true;
    for (std::size_t i = entropy_bytes * bits_per_byte; i < words.size() * bits_per_word; ++i)
        fits = fits && bit(bytes, i) == bit(right, i);
    sodium_memzero(bytes.data(), bytes.size());
    sodium_memzero(right.data(), right.size());
    if (fits) return entropy;
    sodium_memzero(entropy.data(), entropy.size());
    return fail(Code::invalid_argument, say("recovery_words_checksum"), say("recovery_words_compare"));
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        const bool is_number = std::all_of(word.begin(), word.end(),
                                           [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ')'; });
        if (!word.empty() && !is_number) words.push_back(word);
        word.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',')
            end_word();
        else
            word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    end_word();
    return words;
}

Result<SigningKey> key_of_words(const std::vector<std::string>& words) {
    if (words.size() != recovery_word_count)
        return fail(Code::invalid_argument,
                    say("recovery_words_number", {std::to_string(recovery_word_count), std::to_string(words.size())}),
                    say("recovery_words_all_in_order"));
    HEARTH_TRY(Bytes seed, entropy_of(words));
    SigningKey key = SigningKey::from_seed(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

} // namespace hearth::core
