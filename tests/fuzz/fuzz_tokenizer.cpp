// SPDX-License-Identifier: Apache-2.0
#include "text/tokenizer.h"

#include <cstdint>
#include <cstdlib>

using namespace hearth;

/// tokenizer.json of a stranger's model folder: refused, or every id that it makes can be turned back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto tokenizer = text::Tokenizer::from_json(core::ByteView(data, size));
    if (!tokenizer) {
        if (tokenizer.error().message.empty()) std::abort();
        return 0;
    }
    for (const std::string_view words :
         {"", "ab ab", "Hello, World! 1234", "<end> \xE2\x96\x81 \xF0\x9F\x99\x82\n\n\tx",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
        const auto ids = tokenizer->encode(words, true, true);
        if (!ids) continue;
        text::Detokenizer stream(*tokenizer);
        for (const text::TokenId id : *ids) {
            if (id >= tokenizer->size()) std::abort();
            (void)tokenizer->token_bytes(id);
            (void)stream.push(id);
        }
        (void)stream.finish();
        if (!tokenizer->decode(*ids, false) || !tokenizer->decode(*ids, true)) std::abort();
    }
    return 0;
}
