// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/embedding_writer.h"

#include "core/base64.h"
#include "gateway/edge/json_text.h"

#include <bit>
#include <charconv>
#include <cmath>

namespace hearth::gateway {

namespace {

void append_value(std::string& out, float value) {
    char text[32];
    const auto written = std::to_chars(text, text + sizeof text, value);
    out.append(text, written.ptr);
}

/// The first `length` values. In doubles, in order: the same everywhere.
std::vector<std::uint32_t> shortened(const std::vector<std::uint32_t>& vector, std::size_t length, bool to_one) {
    std::vector<std::uint32_t> cut(vector.begin(), vector.begin() + static_cast<std::ptrdiff_t>(length));
    double square = 0;
    for (const std::uint32_t bits : cut) {
        const double value = std::bit_cast<float>(bits);
        square += value * value;
    }
    if (!to_one || !(square > 0)) return cut;
    const double norm = std::sqrt(square);
    for (std::uint32_t& bits : cut)
        bits = std::bit_cast<std::uint32_t>(static_cast<float>(std::bit_cast<float>(bits) / norm));
    return cut;
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
        const bool cut = call.dimensions && *call.dimensions < vectors[i].size();
        append_vector(out, cut ? shortened(vectors[i], *call.dimensions, call.unit_vectors) : vectors[i], call.base64);
        out += '}';
    }
    out += R"(],"model":)";
    append_json_string(out, call.shown_model);
    const std::string tokens = std::to_string(usage.prompt_tokens);
    out += R"(,"usage":{"prompt_tokens":)" + tokens + R"(,"total_tokens":)" + tokens + "}}";
    return out;
}

} // namespace hearth::gateway
