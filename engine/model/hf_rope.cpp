// SPDX-License-Identifier: Apache-2.0
#include "model/hf_config.h"

#include "core/pinned_math.h"

#include <nlohmann/json.hpp>

namespace hearth::model {
namespace {

using core::Code;
using core::Error;
using core::fail;
using core::Result;
using core::Status;
using nlohmann::json;

Error contradiction(const std::string& file, const core::Sentence& what) {
    return fail(Code::corrupt, core::say("two_values", {file, what}),
                core::say("model_configuration_contradicts_itself"));
}

/// The magnitude of the YaRN paper (arXiv 2309.00071, §3.4). It enters the exact profile, hence the pinned logarithm.
double magnitude(double factor, double scale) {
    return factor <= 1.0 ? 1.0 : 0.1 * scale * core::pinned_log(factor) + 1.0;
}

Result<double> real_or(const JsonObject& object, const char* key, double fallback) {
    HEARTH_TRY(const auto value, object.real(key));
    return value.value_or(fallback);
}

Result<double> required(const JsonObject& object, const char* key) {
    HEARTH_TRY(const auto value, object.real(key));
    if (!value) return object.wrong(key, core::say("given"));
    return *value;
}

Status read_llama3(const JsonObject& scaling, Rope& rope) {
    HEARTH_TRY(rope.factor, required(scaling, "factor"));
    HEARTH_TRY(rope.low_freq_factor, required(scaling, "low_freq_factor"));
    HEARTH_TRY(rope.high_freq_factor, required(scaling, "high_freq_factor"));
    return {};
}

Status read_yarn(const JsonObject& scaling, std::uint32_t context, Rope& rope) {
    HEARTH_TRY(const auto truncate, scaling.boolean("truncate"));
    if (!truncate.value_or(true)) return fail(Code::unsupported, core::say("yarn_rope_scaling_truncate"));
    HEARTH_TRY(rope.factor, real_or(scaling, "factor", static_cast<double>(context) / rope.original_context));
    HEARTH_TRY(rope.beta_fast, real_or(scaling, "beta_fast", 32.0));
    HEARTH_TRY(rope.beta_slow, real_or(scaling, "beta_slow", 1.0));
    HEARTH_TRY(const auto attention, scaling.real("attention_factor"));
    HEARTH_TRY(const double scale, real_or(scaling, "mscale", 0.0));
    HEARTH_TRY(const double all_scale, real_or(scaling, "mscale_all_dim", 0.0));
    const double by_scale = scale != 0.0 && all_scale != 0.0
                                ? magnitude(rope.factor, scale) / magnitude(rope.factor, all_scale)
                                : magnitude(rope.factor, 1.0);
    rope.attention_factor = attention.value_or(by_scale);
    return {};
}

/// The one object that describes the scaling, or null.
Result<const json*> scaling_object(const JsonObject& config) {
    const json* const modern = config.find("rope_parameters");
    const json* const legacy = config.find("rope_scaling");
    if (modern != nullptr && legacy != nullptr && *modern != *legacy)
        return contradiction(config.file(), core::say("rotary_embedding"));
    return modern != nullptr ? modern : legacy;
}

Result<double> read_theta(const JsonObject& config, const JsonObject& scaling) {
    HEARTH_TRY(const auto outside, config.real("rope_theta"));
    HEARTH_TRY(const auto inside, scaling.real("rope_theta"));
    if (outside && inside && *outside != *inside) return contradiction(config.file(), core::say("rope_theta_too"));
    for (const JsonObject* object : {&config, &scaling}) {
        HEARTH_TRY(const auto part, object->real("partial_rotary_factor"));
        if (part.value_or(1.0) != 1.0)
            return fail(Code::unsupported, core::say("rotary_embedding_over_part"),
                        core::say("sets_partial_rotary_factor", {object->file()}));
    }
    return inside.value_or(outside.value_or(10000.0));
}

/// Transformers lets the outer value win.
Result<std::uint32_t> read_original_context(const JsonObject& config, const JsonObject& scaling,
                                            std::uint32_t context) {
    for (const JsonObject* object : {&config, &scaling}) {
        HEARTH_TRY(const auto original, object->uint("original_max_position_embeddings"));
        if (!original) continue;
        if (*original == 0 || *original > UINT32_MAX)
            return object->wrong("original_max_position_embeddings", core::say("a_context_length"));
        return static_cast<std::uint32_t>(*original);
    }
    return context;
}

} // namespace

Result<Rope> hf_rope(const JsonObject& config, std::uint32_t context) {
    HEARTH_TRY(const json* found, scaling_object(config));
    const json empty = json::object();
    HEARTH_TRY(const JsonObject scaling,
               JsonObject::of(found == nullptr ? empty : *found, config.file(), "rope_parameters"));
    Rope rope;
    HEARTH_TRY(rope.theta, read_theta(config, scaling));
    HEARTH_TRY(const auto modern_type, scaling.text("rope_type"));
    HEARTH_TRY(const auto legacy_type, scaling.text("type"));
    const std::string type = modern_type.value_or(legacy_type.value_or("default"));
    if (scaling.find("full_attention") != nullptr || scaling.find("sliding_attention") != nullptr)
        return fail(Code::unsupported, core::say("rotary_embeddings_differ_layer"));
    HEARTH_TRY(rope.original_context, read_original_context(config, scaling, context));
    if (type == "default") return rope;
    if (type == "linear") {
        rope.scaling = RopeScaling::linear;
        HEARTH_TRY(rope.factor, required(scaling, "factor"));
    } else if (type == "llama3") {
        rope.scaling = RopeScaling::llama3;
        HEARTH_CHECK(read_llama3(scaling, rope));
    } else if (type == "yarn") {
        rope.scaling = RopeScaling::yarn;
        HEARTH_CHECK(read_yarn(scaling, context, rope));
    } else {
        return fail(Code::unsupported, core::say("rope_scaling_type_not", {type.substr(0, 64)}),
                    core::say("supported_default_linear_llama"));
    }
    return rope;
}

} // namespace hearth::model
