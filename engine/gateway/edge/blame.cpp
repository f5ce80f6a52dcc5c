// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/blame.h"

#include <algorithm>
#include <string_view>

namespace hearth::gateway {

namespace {

enum class Blamed { model, profile, question, inputs, one_input, max_tokens, named };

struct BlameRow {
    std::string_view id;
    Blamed what;
};

constexpr BlameRow blame_rows[] = {
    {"model_no_profile", Blamed::profile},
    {"profile_lacks_level", Blamed::profile},
    {"encoder_profile", Blamed::profile},
    {"script_profile", Blamed::profile},
    {"named_makes_no_vectors", Blamed::model},
    {"named_makes_no_texts", Blamed::model},
    {"named_takes_tensors", Blamed::model},
    {"named_takes_no_tensors", Blamed::model},
    {"token_id_outside_vocabulary", Blamed::question},
    {"token_not_vocabulary_tokens", Blamed::question},
    {"prompt_empty", Blamed::question},
    {"prompt_one_token_nothing", Blamed::question},
    {"text_longer_than_context", Blamed::question},
    {"no_such_input", Blamed::one_input},
    {"input_missing", Blamed::one_input},
    {"input_not_one_number", Blamed::one_input},
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
    {"parameter_max_tokens_must", Blamed::max_tokens},
    {"parameter_between", Blamed::named},
};

constexpr std::size_t longest_blamed = 64; ///< as where the caller's tensors are read

} // namespace

const char* question_of(CallKind kind) {
    if (kind == CallKind::run) return "inputs";
    if (kind == CallKind::responses || kind == CallKind::embeddings) return "input";
    return kind == CallKind::chat ? "messages" : "prompt";
}

std::string blamed_member(const core::Sentence& message, CallKind kind) {
    const std::string_view id = message.id();
    const auto row =
        std::find_if(std::begin(blame_rows), std::end(blame_rows), [&](const BlameRow& one) { return one.id == id; });
    if (row == std::end(blame_rows)) return {};
    const std::string name = message.args().empty() ? std::string() : message.args().front().substr(0, longest_blamed);
    switch (row->what) {
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
        return "max_tokens";
    case Blamed::named:
        return name;
    }
    return {};
}

} // namespace hearth::gateway
