// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/blame.h"

#include <optional>
#include <string_view>

namespace hearth::gateway {

namespace {

enum class Blamed { model, profile, question, inputs, one_input, max_tokens, level, quantizations, resume, named };

struct BlameRow {
    std::string_view id;
    Blamed what;
};

constexpr BlameRow blame_rows[] = {
    {"model_no_profile", Blamed::profile},
    {"encoder_profile", Blamed::profile},
    {"script_profile", Blamed::profile},
    {"named_makes_no_vectors", Blamed::model},
    {"named_makes_no_texts", Blamed::model},
    {"named_takes_tensors", Blamed::model},
    {"named_takes_no_tensors", Blamed::model},
    {"model_makes_no_vectors", Blamed::model},
    {"model_makes_no_texts", Blamed::model},
    {"model_takes_tensors", Blamed::model},
    {"script_gives_other", Blamed::model},
    {"vector_of_text_alone", Blamed::question},
    {"token_id_outside_vocabulary", Blamed::question},
    {"token_not_vocabulary_tokens", Blamed::question},
    {"prompt_empty", Blamed::question},
    {"prompt_one_token_nothing", Blamed::question},
    {"text_longer_than_context", Blamed::question},
    {"no_such_input", Blamed::one_input},
    {"input_missing", Blamed::one_input},
    {"input_not_one_number", Blamed::one_input},
    {"export_input_shape", Blamed::one_input},
    {"tensor_not_finite", Blamed::one_input},
    {"tensor_bytes_differ", Blamed::one_input},
    {"tensor_shape_too_large", Blamed::one_input},
    {"tensor_name_twice", Blamed::one_input},
    {"tensor_name_bad", Blamed::inputs},
    {"too_many_tensors", Blamed::inputs},
    {"tensors_too_large", Blamed::inputs},
    {"tensors_damaged", Blamed::inputs},
    {"script_refused", Blamed::inputs},
    {"script_operator_refused", Blamed::inputs},
    {"no_profile_reaches", Blamed::level},
    {"no_profile_has_weights", Blamed::quantizations},
    {"no_profile_goes_on", Blamed::resume},
    {"parameter_max_tokens_must", Blamed::max_tokens},
    {"call_without_bound", Blamed::max_tokens},
    {"parameter_between", Blamed::named},
};

constexpr std::size_t longest_blamed = 64; ///< as where the caller's tensors are read

/// The first argument of a text that was worded by this pattern; nothing where it was not.
std::optional<std::string> first_argument(std::string_view pattern, std::string_view text) {
    std::string first;
    for (auto place = pattern.find('%'); place < pattern.size() - 1; place = pattern.find('%')) {
        if (!text.starts_with(pattern.substr(0, place))) return std::nullopt;
        text.remove_prefix(place);
        const bool is_first = pattern[place + 1] == '1';
        pattern.remove_prefix(place + 2);
        const std::string_view next = pattern.substr(0, pattern.find('%'));
        const std::size_t end = next.empty() ? text.size() : text.find(next);
        if (end == std::string_view::npos) return std::nullopt;
        if (is_first) first = text.substr(0, end);
        text.remove_prefix(end);
        if (pattern.empty()) break;
    }
    return text == pattern ? std::optional(first) : std::nullopt;
}

/// What a node said that was asked over a link comes as a text alone.
std::optional<std::string> first_argument(const BlameRow& row, const core::Sentence& message) {
    if (message.id() == row.id) return std::string(message.args().empty() ? core::Sentence() : message.args().front());
    const core::Wording* const wording = *message.id() == '\0' ? core::find_wording(row.id) : nullptr;
    return wording == nullptr ? std::nullopt : first_argument(wording->pattern, message);
}

std::string member_of(Blamed what, const std::string& name, CallKind kind) {
    switch (what) {
    case Blamed::model:
        return "model";
    case Blamed::profile:
        return "profile";
    case Blamed::question:
        return question_of(kind);
    case Blamed::inputs:
        return "inputs";
    case Blamed::one_input:
        return "inputs." + name;
    case Blamed::max_tokens:
        return kind == CallKind::responses ? "max_output_tokens" : "max_tokens";
    case Blamed::level:
        return "hearth.evidence.min_level";
    case Blamed::quantizations:
        return "provider.quantizations";
    case Blamed::resume:
        return "hearth.resume";
    case Blamed::named:
        return name;
    }
    return {};
}

} // namespace

const char* question_of(CallKind kind) {
    if (kind == CallKind::run) return "inputs";
    if (kind == CallKind::responses || kind == CallKind::embeddings) return "input";
    return kind == CallKind::chat ? "messages" : "prompt";
}

std::string blamed_member(const core::Sentence& message, CallKind kind) {
    if (message.id() == std::string_view("two") && !message.args().empty()) // what is wrong, and why
        return blamed_member(message.args().front(), kind);
    for (const BlameRow& row : blame_rows)
        if (const auto name = first_argument(row, message))
            return member_of(row.what, name->substr(0, longest_blamed), kind);
    return {};
}

} // namespace hearth::gateway
