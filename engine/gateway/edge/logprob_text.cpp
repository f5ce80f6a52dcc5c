// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/logprob_text.h"

#include "core/bytes.h"
#include "gateway/edge/json_text.h"

#include <map>
#include <string_view>

namespace hearth::gateway {

namespace {

void append_logprob(std::string& out, const LogprobItem& item) {
    if (item.logprob)
        append_json_number(out, *item.logprob);
    else
        out += "null";
}

/// Printable ASCII as it is, every other byte as \xNN: different bytes never look the same.
std::string escaped_bytes(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\\')
            out += "\\\\";
        else if (byte >= 0x20 && byte < 0x7F)
            out += c;
        else
            out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

void append_item(std::string& out, const LogprobItem& item) {
    out += R"({"token":)";
    append_json_string(out, core::is_utf8(item.bytes) ? item.bytes : escaped_bytes(item.bytes));
    out += R"(,"logprob":)";
    append_logprob(out, item);
    out += R"(,"bytes":[)";
    for (std::size_t i = 0; i < item.bytes.size(); ++i) {
        if (i) out += ',';
        append_json_integer(out, static_cast<unsigned char>(item.bytes[i]));
    }
    out += ']';
}

std::string completion_name(const LogprobItem& item) {
    return core::is_utf8(item.bytes) ? item.bytes : "bytes:" + escaped_bytes(item.bytes);
}

/// One object per token, a member for each alternative.
void append_top_map(std::string& out, const TokenPiece& token) {
    if (token.top.empty()) {
        out += "null";
        return;
    }
    std::map<std::string, std::uint32_t> names{{completion_name(*token.logprob), token.logprob->id}};
    bool first = true;
    for (const LogprobItem& item : token.top) {
        std::string name = completion_name(item);
        if (names.emplace(name, item.id).first->second != item.id) name = "token_id:" + std::to_string(item.id);
        out += first ? '{' : ',';
        first = false;
        append_json_string(out, name);
        out += ':';
        append_logprob(out, item);
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

void append_completion_logprobs(std::string& out, std::span<const TokenPiece> tokens) {
    append_list(out, R"({"tokens":)", tokens,
                [&](const TokenPiece& t) { append_json_string(out, completion_name(*t.logprob)); });
    append_list(out, R"(,"token_logprobs":)", tokens, [&](const TokenPiece& t) { append_logprob(out, *t.logprob); });
    append_list(out, R"(,"top_logprobs":)", tokens, [&](const TokenPiece& t) { append_top_map(out, t); });
    append_list(out, R"(,"text_offset":)", tokens,
                [&](const TokenPiece& t) { append_json_integer(out, static_cast<std::int64_t>(t.text_offset)); });
    out += '}';
}

} // namespace hearth::gateway
