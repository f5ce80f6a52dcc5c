// SPDX-License-Identifier: Apache-2.0
#include "model/script_codec.h"

namespace hearth::model {
namespace {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::size_t max_inputs = 64, max_input_name = 128;

Value inputs_value(const std::vector<ScriptInput>& inputs) {
    Array list;
    for (const ScriptInput& input : inputs)
        list.emplace_back(Map{{0, input.name}, {1, static_cast<std::uint64_t>(input.kind)}, {2, input.optional}});
    return Value(std::move(list));
}

core::Status read_inputs(Fields& f, std::uint64_t key, const char* name, std::vector<ScriptInput>& inputs) {
    HEARTH_TRY(const Array* items, f.array(key, name, max_inputs));
    for (const Value& item : *items) {
        HEARTH_TRY(Fields row, Fields::of(item, "input of the model"));
        ScriptInput input;
        HEARTH_TRY(input.name, row.text(0, "name", max_input_name));
        HEARTH_TRY(const std::uint64_t kind, row.uint(1, "kind", static_cast<std::uint64_t>(ScriptInput::Kind::truth)));
        input.kind = static_cast<ScriptInput::Kind>(kind);
        HEARTH_TRY(input.optional, row.boolean(2, "optional"));
        HEARTH_CHECK(row.finish());
        inputs.push_back(std::move(input));
    }
    return {};
}

} // namespace

Value script_value(const ScriptShape& script) {
    return Value(Map{{0, inputs_value(script.inputs)}, {1, inputs_value(script.states)}});
}

core::Result<ScriptShape> read_script_shape(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "inputs of the model"));
    ScriptShape script;
    HEARTH_CHECK(read_inputs(f, 0, "inputs", script.inputs));
    HEARTH_CHECK(read_inputs(f, 1, "states", script.states));
    HEARTH_CHECK(f.finish());
    return script;
}

} // namespace hearth::model
