// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/run_writer.h"

#include "core/base64.h"
#include "gateway/edge/json_text.h"
#include "proof/tensors.h"

#include <charconv>
#include <cstring>
#include <utility>

namespace hearth::gateway {

namespace {

using proof::Tensor;
using proof::TensorKind;

/// The shortest decimal that reads back the same.
template <typename T>
void append_number(std::string& out, const Tensor& tensor, std::size_t index) {
    T value{};
    std::memcpy(&value, tensor.data.data() + index * sizeof value, sizeof value);
    char text[40];
    const auto written = std::to_chars(text, text + sizeof text, value);
    out.append(text, written.ptr);
}

void append_element(std::string& out, const Tensor& tensor, std::size_t index) {
    switch (tensor.kind) {
    case TensorKind::f32:
        return append_number<float>(out, tensor, index);
    case TensorKind::f64:
        return append_number<double>(out, tensor, index);
    case TensorKind::i64:
        return append_number<std::int64_t>(out, tensor, index);
    case TensorKind::i32:
        return append_number<std::int32_t>(out, tensor, index);
    case TensorKind::u8:
        return append_number<std::uint8_t>(out, tensor, index);
    case TensorKind::boolean:
        out += tensor.data[index] != 0 ? "true" : "false";
    }
}

void append_tensor(std::string& out, const Tensor& tensor, bool base64) {
    append_json_string(out, tensor.name);
    out += R"(:{"dtype":")" + std::string(proof::tensor_kind_name(tensor.kind)) + R"(","shape":[)";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
        out += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
    if (base64) {
        out += R"(],"base64":")" + core::to_base64(tensor.data) + "\"}";
        return;
    }
    out += R"(],"data":[)";
    const std::size_t count = tensor.data.size() / proof::element_bytes(tensor.kind);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out += ',';
        append_element(out, tensor, i);
    }
    out += "]}";
}

} // namespace

std::string run_json(const ApiCall& call, std::span<const std::uint32_t> words, const Usage& usage) {
    std::string out = R"({"object":"run","model":)";
    append_json_string(out, call.shown_model);
    out += R"(,"outputs":{)";
    bool first = true;
    const auto outputs = proof::unpack_tensors(words);
    for (const Tensor& tensor : outputs.value()) {
        if (!std::exchange(first, false)) out += ',';
        append_tensor(out, tensor, call.base64);
    }
    const std::string read = std::to_string(usage.prompt_tokens);
    out += R"(},"usage":{"prompt_tokens":)" + read + R"(,"total_tokens":)" + read + "}}";
    return out;
}

} // namespace hearth::gateway
