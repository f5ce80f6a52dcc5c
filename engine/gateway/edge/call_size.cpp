// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_size.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace hearth::gateway {
namespace {

constexpr std::uint64_t most_answers = 1'000'000; // more of them cost no less than these
constexpr std::array<std::string_view, 11> textual_types = {
    "text",    "input_text",    "output_text",          "summary_text", "reasoning_text", "refusal",
    "message", "function_call", "function_call_output", "reasoning",    "tool_call",
};
constexpr std::array<std::string_view, 8> media_members = {"image_url",   "video_url", "audio_url", "input_audio",
                                                           "input_image", "file_id",   "file_url",  "file_data"};

const Json* member_in(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// A member that stands there and is no positive whole number bounds nothing: a server may take -1, 0 or "5" for "as
/// many as you like".
struct Number {
    bool stands = false;
    std::optional<std::uint64_t> value = {};
};
Number number_in(const Json& document, const char* name) {
    const Json* const found = member_in(document, name);
    if (found == nullptr) return {};
    if (!found->is_number_unsigned() || *found == 0U) return {true, {}};
    return {true, found->get<std::uint64_t>()};
}

std::uint64_t text_bytes(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().size();
    std::uint64_t bytes = 0;
    if (value.is_structured())
        for (const Json& inner : value)
            bytes += text_bytes(inner);
    return bytes;
}

bool is_no_text(const Json& part) {
    if (std::any_of(media_members.begin(), media_members.end(),
                    [&](std::string_view name) { return part.contains(name); }))
        return true;
    const auto type = part.find("type");
    return type != part.end() && type->is_string() &&
           std::find(textual_types.begin(), textual_types.end(), type->get_ref<const std::string&>()) ==
               textual_types.end();
}

/// Images and whatever else is no text, wherever they stand in what is to be read.
void count_parts(const Json& read, CallSize& size) {
    if (!read.is_array()) return;
    for (const Json& part : read) {
        if (!part.is_object()) continue;
        if (is_no_text(part)) {
            ++size.parts;
            size.part_bytes += text_bytes(part);
            continue;
        }
        for (const char* const inner : {"content", "output"})
            if (const Json* const found = member_in(part, inner)) count_parts(*found, size);
    }
}

/// What the network reads besides the body: what it kept, and what its own tools find.
bool reads_more(const Json& document) {
    for (const char* const name : {"previous_response_id", "conversation"})
        if (member_in(document, name) != nullptr) return true;
    if (const Json* const prompt = member_in(document, "prompt"); prompt != nullptr && prompt->is_object()) return true;
    const Json* const tools = member_in(document, "tools");
    if (tools == nullptr || !tools->is_array()) return false;
    return std::any_of(tools->begin(), tools->end(), [](const Json& tool) {
        const auto type = tool.is_object() ? tool.find("type") : tool.end();
        return tool.is_object() && type != tool.end() && *type != "function" && *type != "custom";
    });
}

void bound_answer(CallPath path, const Json& document, CallSize& size) {
    if (path == CallPath::embeddings) {
        size.most_tokens = 0;
        return;
    }
    if (path == CallPath::responses) {
        size.most_tokens = number_in(document, "max_output_tokens").value;
        size.unbounded = reads_more(document);
        return;
    }
    // Of two bounds a server may know one.
    for (const char* const name : {"max_completion_tokens", "max_tokens"}) {
        const Number most = number_in(document, name);
        if (most.value) size.most_tokens = std::max(size.most_tokens.value_or(0), *most.value);
        size.unbounded = size.unbounded || (most.stands && !most.value);
    }
}

} // namespace

CallSize call_size(CallPath path, const Json& document, std::size_t bytes) {
    CallSize size;
    size.bytes = bytes;
    bound_answer(path, document, size);
    std::uint64_t answers = 1;
    for (const char* const name : {"n", "best_of"}) {
        const Number wanted = number_in(document, name);
        answers = std::max(answers, wanted.value.value_or(1));
        size.unbounded = size.unbounded || (wanted.stands && !wanted.value);
    }
    size.answers = std::min(answers, most_answers);
    const Json* const prompt = member_in(document, "prompt"); // a list of texts gets an answer to each
    if (path == CallPath::completions && prompt != nullptr && prompt->is_array() && !prompt->empty() &&
        !prompt->front().is_number())
        size.answers *= prompt->size();
    for (const char* const read : {"messages", "input"})
        if (const Json* const found = member_in(document, read)) count_parts(*found, size);
    size.part_bytes = std::min<std::uint64_t>(size.part_bytes, bytes);
    return size;
}

} // namespace hearth::gateway
