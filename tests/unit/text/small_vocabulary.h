// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "text/tokenizer.h"

#include <string>

/// A SentencePiece vocabulary of our own: ids 0 to 2 are <unk>, <s>, </s>, then the 256 bytes, then ten
/// pieces.
hearth::text::Vocabulary small_pieces();

/// A tokenizer.json: a Unigram model whose control token (id 5) is also a piece.
std::string small_json();
