// SPDX-License-Identifier: Apache-2.0
#include "model/gguf_reader.h"

#include <algorithm>
#include <utility>

namespace hearth::model {

using core::ByteView;
using core::Code;
using core::Error;
using core::fail;
using core::Result;
using core::Status;

namespace {

constexpr std::uint64_t max_text_bytes = std::uint64_t{1} << 24;

constexpr std::pair<std::uint32_t, TensorType> supported_types[] = {
    {0, TensorType::f32},   {1, TensorType::f16},   {2, TensorType::q4_0},
    {3, TensorType::q4_1},  {8, TensorType::q8_0},  {12, TensorType::q4_k},
    {13, TensorType::q5_k}, {14, TensorType::q6_k}, {30, TensorType::bf16},
};

constexpr std::pair<std::uint32_t, const char*> other_types[] = {
    {6, "Q5_0"},     {7, "Q5_1"},    {9, "Q8_1"},     {10, "Q2_K"},  {11, "Q3_K"},   {15, "Q8_K"},
    {16, "IQ2_XXS"}, {17, "IQ2_XS"}, {18, "IQ3_XXS"}, {19, "IQ1_S"}, {20, "IQ4_NL"}, {21, "IQ3_S"},
    {22, "IQ2_S"},   {23, "IQ4_XS"}, {24, "I8"},      {25, "I16"},   {26, "I32"},    {27, "I64"},
    {28, "F64"},     {29, "IQ1_M"},  {34, "TQ1_0"},   {35, "TQ2_0"}, {39, "MXFP4"},  {40, "NVFP4"},
};

} // namespace

std::uint64_t gguf_value_bytes(GgufType type) {
    switch (type) {
    case GgufType::u8:
    case GgufType::i8:
    case GgufType::boolean:
        return 1;
    case GgufType::u16:
    case GgufType::i16:
        return 2;
    case GgufType::u32:
    case GgufType::i32:
    case GgufType::f32:
        return 4;
    case GgufType::u64:
    case GgufType::i64:
    case GgufType::f64:
        return 8;
    case GgufType::text:
    case GgufType::array:
        return 0;
    }
    return 0;
}

std::optional<TensorType> gguf_tensor_type(std::uint32_t code) {
    for (const auto& [number, type] : supported_types)
        if (number == code) return type;
    return std::nullopt;
}

std::string gguf_tensor_type_name(std::uint32_t code) {
    if (const auto type = gguf_tensor_type(code)) return tensor_type_name(*type);
    for (const auto& [number, name] : other_types)
        if (number == code) return name;
    return "number " + std::to_string(code);
}

std::uint64_t load_le(const std::uint8_t* data, std::size_t length) {
    std::uint64_t value = 0;
    for (std::size_t i = length; i > 0; --i)
        value = (value << 8) | data[i - 1];
    return value;
}

Error GgufReader::corrupt(const core::Sentence& what) const {
    return fail(Code::corrupt, core::say("gguf_file_near_byte", {what, std::to_string(m_position)}),
                core::say("file_damaged_incomplete_fetch"));
}

Result<ByteView> GgufReader::take(std::uint64_t length, const core::Sentence& place) {
    if (length > left()) return corrupt(core::say("cut_off_end_file", {place}));
    const ByteView view = at(m_position, length);
    m_position += length;
    return view;
}

Result<std::uint32_t> GgufReader::u32(const core::Sentence& place) {
    HEARTH_TRY(const ByteView view, take(4, place));
    return static_cast<std::uint32_t>(load_le(view.data(), 4));
}

Result<std::uint64_t> GgufReader::u64(const core::Sentence& place) {
    HEARTH_TRY(const ByteView view, take(8, place));
    return load_le(view.data(), 8);
}

Result<std::string> GgufReader::name(std::uint64_t max, const core::Sentence& place) {
    HEARTH_TRY(const std::uint64_t length, u64(place));
    if (length == 0 || length > max)
        return corrupt(core::say("name_bytes_instead", {place, std::to_string(length), std::to_string(max)}));
    HEARTH_TRY(const ByteView view, take(length, place));
    std::string text(view.begin(), view.end());
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (!core::is_utf8(text) || std::any_of(text.begin(), text.end(), control))
        return corrupt(core::say("name_no_plain_text", {place}));
    return text;
}

Status GgufReader::skip(std::uint64_t length, const core::Sentence& place) {
    HEARTH_CHECK(take(length, place));
    return {};
}

Status GgufReader::skip_text(const core::Sentence& place) {
    HEARTH_TRY(const std::uint64_t length, u64(place));
    if (length > max_text_bytes)
        return corrupt(
            core::say("holds_text_bytes_more", {place, std::to_string(length), std::to_string(max_text_bytes)}));
    return skip(length, place);
}

Status GgufReader::booleans(std::uint64_t count, const core::Sentence& place) {
    HEARTH_TRY(const ByteView view, take(count, place));
    if (std::any_of(view.begin(), view.end(), [](std::uint8_t b) { return b > 1; }))
        return corrupt(core::say("holds_truth_value_neither", {place}));
    return {};
}

} // namespace hearth::model
