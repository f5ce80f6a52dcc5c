// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"

#include <string>
#include <string_view>
#include <vector>

/// A key as words that somebody writes down: BIP-39 with its English list, 11 bits a word, the last bits a checksum.
/// The words of a key are its 32-byte Ed25519 seed itself, without the standard's stretching and without a passphrase:
/// whoever has them has the key. resources/schema/keys.md says which keys come back with them.
namespace hearth::core {

inline constexpr std::size_t recovery_word_count = 24; ///< of a key

/// The list, one word a line, as resources/words/bip39-english.txt has it.
std::string_view recovery_word_text();
/// The same 2,048 words in their order.
const std::vector<std::string>& recovery_word_list();

/// Of 16, 20, 24, 28 or 32 bytes.
std::vector<std::string> words_of(ByteView entropy);
/// Errors, all invalid_argument: another number of words, a word that is not in the list (its place, and the nearest
/// one), a checksum that does not fit.
Result<Bytes> entropy_of(const std::vector<std::string>& words);

/// The words of a text as people type it: any spaces, upper case, numbers of lines as "3." between them.
std::vector<std::string> split_words(std::string_view text);
/// Errors: as entropy_of(); invalid_argument if there are not 24 words.
Result<SigningKey> key_of_words(const std::vector<std::string>& words);

} // namespace hearth::core
