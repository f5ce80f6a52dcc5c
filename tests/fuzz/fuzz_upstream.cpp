// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/envelope.h"
#include "gateway/evidence/tree_head.h"
#include "gateway/networks/answer_guard.h"
#include "gateway/networks/answer_parser.h"
#include "gateway/networks/openai_server.h"

#include <algorithm>
#include <cstdlib>

using namespace hearth;

namespace {

constexpr std::size_t max_event_bytes = 4096;

/// What goes on of a stream that comes in pieces of `size` bytes.
std::string passed_on(std::string_view bytes, std::size_t size) {
    gateway::EventGuard guard(max_event_bytes);
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        const gateway::Passed passed = guard.feed(bytes.substr(at, size));
        out += passed.bytes;
        if (!passed.fine) break;
    }
    return out;
}

void read_answer(std::string_view bytes, std::size_t size) {
    gateway::AnswerParser parser;
    std::string held;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        held += bytes.substr(at, size);
        const auto used = parser.feed(held);
        if (!used || *used > held.size()) {
            if (used) std::abort();
            return;
        }
        held.erase(0, *used);
        if (parser.take_body().size() > bytes.size()) std::abort(); // nothing grows
        if (parser.done()) return;
    }
    static_cast<void>(parser.close());
}

/// A stranger's proof carries nothing by itself, whatever it holds.
void examine_proofs(std::string_view text, const std::uint8_t* data, std::size_t size) {
    for (const char* kind : {"near", "hearth", "opengradient", "atoma", "chutes", "cocoon", "morpheus", "toploc"}) {
        const char* const format = gateway::evidence::facts_of(kind)->format;
        const auto found =
            gateway::evidence::examine_proof({format, core::Bytes(data, data + size), "0x" + std::string(40, '1')},
                                             {kind, "/chat/completions", "m", core::Hash{}, core::Hash{}, text, text});
        if (found.level != proof::Level::none) std::abort();
    }
    static_cast<void>(gateway::evidence::opengradient_request("/completions", text));
    const auto atoma = gateway::evidence::read_atoma(text);
    if (atoma && atoma->signed_text.size() > text.size()) std::abort();
    static_cast<void>(gateway::evidence::read_toploc(text));
    static_cast<void>(gateway::evidence::read_tree_head(std::string(text)));
    static_cast<void>(gateway::evidence::read_inclusion(std::string(text)));
    const auto entry = gateway::evidence::LogEntry::decode({data, size});
    if (entry && entry->encode() != core::Bytes(data, data + size)) std::abort();
}

} // namespace

/// What another network sends: a stream goes on unchanged or not at all, wherever it is cut; evidence has one encoding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string whole = passed_on(text, 1);
    if (!text.starts_with(whole)) std::abort();
    if (passed_on(text, 7) != whole) std::abort();
    read_answer(text, 1 + size % 13);
    static_cast<void>(gateway::read_model_list(std::string(text)));
    examine_proofs(text, data, size);
    const auto evidence = gateway::evidence::SignedEnvelope::decode({data, size});
    if (!evidence) return 0;
    const core::Bytes again = evidence->encode();
    if (!std::equal(again.begin(), again.end(), data, data + size)) std::abort();
    return 0;
}
