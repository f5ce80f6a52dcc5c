// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/embedding_writer.h"

#include "core/base64.h"
#include "gateway/edge/json_text.h"

#include <bit>
#include <charconv>

namespace hearth::gateway {

namespace {

void append_value(std::string& out, float value) {
    char text[32];
    const auto written = std::to_chars(text, text + sizeof text, value);
    out.append(text, written.ptr);
}

void append_vector(std::string& out, const std::vector<std::uint32_t>& vector, bool base64) {
    if (base64) {
        core::Bytes bytes;
        for (const std::uint32_t bits : vector)
            core::append_u32(bytes, bits);
        out += '"' + core::to_base64(bytes) + '"';
        return;
    }
    out += '[';
    for (std::size_t i = 0; i < vector.size(); ++i) {
        if (i > 0) out += ',';
        append_value(out, std::bit_cast<float>(vector[i]));
    }
    out += ']';
}

} // namespace

std::string embeddings_json(const ApiCall& call, std::span<const std::vector<std::uint32_t>> vectors,
                            const Usage& usage) {
    std::string out = R"({"object":"list","data":[)";
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        if (i > 0) out += ',';
        out += R"({"object":"embedding","index":)" + std::to_string(i) + R"(,"embedding":)";
        append_vector(out, vectors[i], call.base64);
        out += '}';
    }
    out += R"(],"model":)";
    append_json_string(out, call.shown_model);
    const std::string tokens = std::to_string(usage.prompt_tokens);
    out += R"(,"usage":{"prompt_tokens":)" + tokens + R"(,"total_tokens":)" + tokens + "}}";
    return out;
}

} // namespace hearth::gateway
