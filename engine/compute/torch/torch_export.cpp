// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_export.h"

#include "compute/torch/detail/export_graph.h"
#include "compute/torch/detail/script_guard.h"
#include "compute/torch/detail/script_inputs.h"
#include "compute/torch/detail/torch_values.h"
#include "compute/torch/torch_error.h"

#include <ATen/Context.h>

#include <stdexcept>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using Symbols = std::map<std::string, std::int64_t>;
using Values = std::vector<c10::IValue>;

std::string shape_text(const std::vector<std::string>& sizes) {
    std::string text = "[";
    for (const std::string& size : sizes)
        text += (text.size() > 1 ? ", " : "") + size;
    return text + "]";
}

core::Error other_shape(const ExportInput& wanted, const proof::Tensor& given) {
    std::vector<std::string> asked, sent;
    for (const ExportSize& size : wanted.sizes)
        asked.push_back(size.symbol.empty() ? std::to_string(size.fixed) : size.symbol);
    for (const std::uint64_t size : given.shape)
        sent.push_back(std::to_string(size));
    return fail(Code::invalid_argument,
                core::say("export_input_shape",
                          {given.name, std::string(tensor_kind_name(wanted.kind)) + " " + shape_text(asked),
                           std::string(tensor_kind_name(given.kind)) + " " + shape_text(sent)}),
                core::say("see_what_the_model_takes"));
}

/// Whether the size is the fixed one, or that which its symbol has in this run, within its range.
bool is_size(const ExportSize& wanted, std::int64_t size, const ExportGraph& graph, Symbols& symbols) {
    if (wanted.symbol.empty()) return size == wanted.fixed;
    const auto range = graph.ranges.find(wanted.symbol);
    if (range != graph.ranges.end() && (size < range->second.least || size > range->second.most)) return false;
    return symbols.emplace(wanted.symbol, size).first->second == size;
}

core::Status check_shape(const ExportInput& wanted, const proof::Tensor& given, const ExportGraph& graph,
                         Symbols& symbols) {
    bool fits = given.kind == wanted.kind && given.shape.size() == wanted.sizes.size();
    for (std::size_t i = 0; fits && i < wanted.sizes.size(); ++i)
        fits = is_size(wanted.sizes[i], static_cast<std::int64_t>(given.shape[i]), graph, symbols);
    if (!fits) return other_shape(wanted, given);
    return {};
}

/// Appends to `values` at the input's slot what the caller sent. Errors: invalid_argument.
core::Status take_input(const ExportInput& wanted, const proof::Tensor& given, const ExportGraph& graph,
                        Symbols& symbols, Values& values) {
    using Kind = model::ScriptInput::Kind;
    if (wanted.input.kind == Kind::tensor) HEARTH_CHECK(check_shape(wanted, given, graph, symbols));
    HEARTH_TRY(values[wanted.slot], to_value(given, wanted.input.kind));
    if (wanted.input.kind != Kind::whole) return {};
    if (!is_size(wanted.sizes.front(), values[wanted.slot].toInt(), graph, symbols)) return other_shape(wanted, given);
    return {};
}

void store(const ExportResult& result, const c10::IValue& made, Values& values) {
    if (!result.is_list) {
        if (result.slots.front()) values[*result.slots.front()] = made;
        return;
    }
    const auto list = made.toListRef();
    if (list.size() != result.slots.size()) throw std::runtime_error("a call gives another number of tensors");
    for (std::size_t i = 0; i < list.size(); ++i)
        if (result.slots[i]) values[*result.slots[i]] = list[i];
}

void make_call(const ExportCall& call, Values& values) {
    torch::jit::Stack stack;
    for (const ExportArgument& argument : call.arguments)
        stack.push_back(export_value(argument, values));
    if (call.op)
        call.op->callBoxed(&stack);
    else
        stack = {call.function->compute(stack)};
    if (stack.size() != call.results.size()) throw std::runtime_error("a call gives another number of values");
    for (std::size_t i = 0; i < stack.size(); ++i)
        store(call.results[i], stack[i], values);
    for (const std::size_t slot : call.last_uses)
        values[slot] = c10::IValue();
}

} // namespace

struct TorchExport::Parts {
    ExportGraph graph;
    model::ScriptShape shape;
    std::uint64_t bytes = 0;

    core::Result<Values> begin(const std::vector<proof::Tensor>& inputs) const {
        Values values(graph.slots);
        for (const ExportHeld& held : graph.held)
            values[held.slot] = held.tensor.clone(); // some operators write what they only seem to read
        Symbols symbols;
        for (const std::vector<ExportInput>* list : {&graph.inputs, &graph.states})
            for (const ExportInput& wanted : *list)
                if (const proof::Tensor* const given = find_input(inputs, wanted.input.name); given != nullptr)
                    HEARTH_CHECK(take_input(wanted, *given, graph, symbols, values));
        return values;
    }

    core::Result<std::vector<proof::Tensor>> compute(const std::vector<proof::Tensor>& inputs,
                                                     AskedLoops& loops) const {
        HEARTH_TRY(Values values, begin(inputs));
        at::manual_seed(0);
        for (const ExportCall& call : graph.calls) {
            loops.ask();
            make_call(call, values);
        }
        std::vector<proof::Tensor> outputs;
        for (const ExportOutput& output : graph.outputs)
            HEARTH_CHECK(
                append_tensors(output.part.slot ? values[*output.part.slot] : output.part.fixed, output.name, outputs));
        return outputs;
    }
};

TorchExport::TorchExport(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TorchExport::~TorchExport() = default;

core::Result<std::unique_ptr<TorchExport>> TorchExport::load(const std::filesystem::path& file, unsigned threads) {
    auto parts = std::make_unique<Parts>();
    try {
        set_up_library(threads);
        HEARTH_TRY(const ExportArchive archive, read_export_archive(file));
        HEARTH_TRY(parts->graph, read_export_graph(archive));
        for (const ExportInput& input : parts->graph.inputs)
            parts->shape.inputs.push_back(input.input);
        for (const ExportInput& state : parts->graph.states)
            parts->shape.states.push_back(state.input);
        for (const ExportHeld& held : parts->graph.held)
            parts->bytes += held.tensor.nbytes();
    } catch (const std::exception& problem) {
        core::Error error = torch_error("cpu");
        if (error.code != Code::internal) return error;
        return fail(Code::corrupt,
                    core::say("no_export", {file.filename().string(), last_sentence(first_sentence(problem.what()))}),
                    core::say("save_as_export"));
    }
    return std::unique_ptr<TorchExport>(new TorchExport(std::move(parts)));
}

const model::ScriptShape& TorchExport::shape() const {
    return m_parts->shape;
}

std::uint64_t TorchExport::weight_bytes() const {
    return m_parts->bytes;
}

core::Result<std::vector<proof::Tensor>> TorchExport::run(const std::vector<proof::Tensor>& inputs,
                                                          const GoesOn& goes_on) {
    return run_asked(m_parts->shape, inputs, goes_on,
                     [&](AskedLoops& loops) { return m_parts->compute(inputs, loops); });
}

} // namespace hearth::compute
