// SPDX-License-Identifier: Apache-2.0
#include "gateway/logprob_text.h"

#include "gateway/json_text.h"

#include <set>

namespace hearth::gateway {

namespace {

void append_logprob(std::string& out, const LogprobItem& item) {
    if (item.logprob)
        append_json_number(out, *item.logprob);
    else
        out += "null";
}

void append_item(std::string& out, const LogprobItem& item) {
    out += R"({"token":)";
    append_json_string(out, item.bytes);
    out += R"(,"logprob":)";
    append_logprob(out, item);
    out += R"(,"bytes":[)";
    for (std::size_t i = 0; i < item.bytes.size(); ++i) {
        if (i) out += ',';
        append_json_integer(out, static_cast<unsigned char>(item.bytes[i]));
    }
    out += ']';
}

/// One object per token; two alternatives that show the same text would be one member twice, the likelier
/// stays.
void append_top_map(std::string& out, const TokenPiece& token) {
    if (token.top.empty()) {
        out += "null";
        return;
    }
    std::set<std::string> shown;
    out += '{';
    for (const LogprobItem& item : token.top) {
        std::string text = repaired_utf8(item.bytes);
        if (shown.contains(text)) continue;
        if (!shown.empty()) out += ',';
        append_json_string(out, text);
        out += ':';
        append_logprob(out, item);
        shown.insert(std::move(text));
    }
    out += '}';
}

template <typename Append>
void append_list(std::string& out, const char* name, std::span<const TokenPiece> tokens, const Append& append) {
    out += name;
    out += '[';
    bool first = true;
    for (const TokenPiece& token : tokens) {
        if (!token.logprob) continue;
        if (!first) out += ',';
        first = false;
        append(token);
    }
    out += ']';
}

} // namespace

void append_chat_logprobs(std::string& out, std::span<const TokenPiece> tokens) {
    append_list(out, R"({"content":)", tokens, [&](const TokenPiece& token) {
        append_item(out, *token.logprob);
        out += R"(,"top_logprobs":[)";
        for (std::size_t i = 0; i < token.top.size(); ++i) {
            if (i) out += ',';
            append_item(out, token.top[i]);
            out += '}';
        }
        out += "]}";
    });
    out += R"(,"refusal":null})";
}

void append_completion_logprobs(std::string& out, std::span<const TokenPiece> tokens, std::size_t before) {
    append_list(out, R"({"tokens":)", tokens, [&](const TokenPiece& t) { append_json_string(out, t.logprob->bytes); });
    append_list(out, R"(,"token_logprobs":)", tokens, [&](const TokenPiece& t) { append_logprob(out, *t.logprob); });
    append_list(out, R"(,"top_logprobs":)", tokens, [&](const TokenPiece& t) { append_top_map(out, t); });
    append_list(out, R"(,"text_offset":)", tokens, [&](const TokenPiece& t) {
        append_json_integer(out, static_cast<std::int64_t>(before + t.text_offset));
    });
    out += '}';
}

} // namespace hearth::gateway
