// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_script.h"

#include "compute/torch/detail/script_guard.h"
#include "compute/torch/detail/script_inputs.h"
#include "compute/torch/detail/torch_values.h"
#include "compute/torch/torch_error.h"

#include <ATen/Context.h>

#include <set>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/runtime/print_handler.h>
#include <torch/csrc/jit/serialization/import.h>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using model::ScriptInput;
using proof::Tensor;

void find_written(const torch::jit::Block* block, const torch::jit::Value* self, std::set<std::string>& names) {
    for (const torch::jit::Node* const node : block->nodes()) {
        if (node->kind() == c10::prim::SetAttr && node->input(0) == self) names.insert(node->s(c10::attr::name));
        for (const torch::jit::Block* const inner : node->blocks())
            find_written(inner, self, names);
    }
}

/// Members of its own that the model's methods write.
core::Result<std::vector<ScriptInput>> states_of(const torch::jit::Module& module) {
    std::set<std::string> written;
    const auto type = module.type();
    for (torch::jit::Function* const method : type->methods()) {
        const torch::jit::GraphFunction* const made = torch::jit::tryToGraphFunction(*method);
        if (made == nullptr || made->graph()->inputs().empty()) continue;
        const auto graph = made->graph();
        find_written(graph->block(), graph->inputs()[0], written);
    }
    std::vector<ScriptInput> states;
    for (const std::string& name : written) {
        const auto kind = input_kind(type->getAttribute(name));
        if (kind) states.push_back({name, *kind, true});
    }
    return states;
}

core::Result<std::vector<ScriptInput>> inputs_of(const c10::FunctionSchema& schema) {
    std::vector<ScriptInput> inputs;
    for (std::size_t i = 1; i < schema.arguments().size(); ++i) { // the first is the model itself
        const c10::Argument& argument = schema.arguments()[i];
        const bool optional =
            argument.default_value().has_value() || argument.type()->kind() == c10::TypeKind::OptionalType;
        const auto kind = input_kind(argument.type());
        if (!kind && argument.default_value()) continue;
        if (!kind)
            return fail(Code::unsupported, core::say("script_input_other", {argument.name()}),
                        core::say("give_inputs_tensors"));
        inputs.push_back({argument.name(), *kind, optional});
    }
    return inputs;
}

/// For all models of this process: no profile is gathered, nothing is compiled, and a model prints nowhere.
void set_up_interpreter(unsigned threads) {
    set_up_library(threads);
    torch::jit::getExecutorMode() = true;
    torch::jit::getProfilingMode() = false;
    torch::jit::setPrintHandler([](const std::string&) {});
}

} // namespace

struct TorchScript::Parts {
    torch::jit::Module module;
    model::ScriptShape shape;
    std::uint64_t bytes = 0;

    core::Result<std::vector<c10::IValue>> arguments(const std::vector<Tensor>& inputs) const {
        std::vector<c10::IValue> values;
        const c10::FunctionSchema& schema = module.get_method("forward").function().getSchema();
        for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
            const c10::Argument& argument = schema.arguments()[i];
            const Tensor* const given = find_input(inputs, argument.name());
            const auto kind = input_kind(argument.type());
            if (given == nullptr || !kind) {
                values.push_back(argument.default_value().value_or(c10::IValue()));
                continue;
            }
            HEARTH_TRY(c10::IValue value, to_value(*given, *kind));
            values.push_back(std::move(value));
        }
        return values;
    }

    core::Result<std::vector<Tensor>> compute(const std::vector<Tensor>& inputs) const {
        torch::jit::Module copy = module.deepcopy();
        for (const ScriptInput& state : shape.states) {
            const Tensor* const given = find_input(inputs, state.name);
            if (given == nullptr) continue;
            HEARTH_TRY(c10::IValue value, to_value(*given, state.kind));
            copy.setattr(state.name, std::move(value));
        }
        HEARTH_TRY(std::vector<c10::IValue> values, arguments(inputs));
        at::manual_seed(0);
        const c10::IValue given = copy.get_method("forward")(std::move(values));
        std::vector<Tensor> outputs;
        HEARTH_CHECK(append_tensors(given, "output", outputs));
        for (const ScriptInput& state : shape.states)
            if (const c10::IValue now = copy.attr(state.name); !now.isNone())
                HEARTH_CHECK(append_tensors(now, state.name, outputs));
        return outputs;
    }
};

TorchScript::TorchScript(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TorchScript::~TorchScript() = default;

core::Result<std::unique_ptr<TorchScript>> TorchScript::load(const std::filesystem::path& file, unsigned threads) {
    auto parts = std::make_unique<Parts>();
    try {
        set_up_interpreter(threads);
        HEARTH_CHECK(check_archive(file));
        parts->module = torch::jit::load(file.string(), at::Device(at::kCPU), false);
        parts->module.eval();
        const auto forward = parts->module.find_method("forward");
        if (!forward)
            return fail(Code::unsupported, core::say("script_without_forward"), core::say("save_as_torchscript"));
        HEARTH_TRY(parts->shape.states, states_of(parts->module));
        HEARTH_CHECK(guard_calls(parts->module));
        HEARTH_TRY(parts->shape.inputs, inputs_of(forward->function().getSchema()));
        for (const at::Tensor& tensor : parts->module.parameters())
            parts->bytes += tensor.nbytes();
        for (const at::Tensor& tensor : parts->module.buffers())
            parts->bytes += tensor.nbytes();
    } catch (const std::exception& problem) {
        core::Error error = torch_error("cpu");
        if (error.code != Code::internal) return error;
        return fail(Code::corrupt,
                    core::say("no_torchscript", {file.filename().string(), first_sentence(problem.what())}),
                    core::say("save_as_torchscript"));
    }
    return std::unique_ptr<TorchScript>(new TorchScript(std::move(parts)));
}

const model::ScriptShape& TorchScript::shape() const {
    return m_parts->shape;
}

std::uint64_t TorchScript::weight_bytes() const {
    return m_parts->bytes;
}

core::Result<std::vector<Tensor>> TorchScript::run(const std::vector<Tensor>& inputs, const GoesOn& goes_on) {
    return run_asked(m_parts->shape, inputs, goes_on, [&](AskedLoops&) { return m_parts->compute(inputs); });
}

} // namespace hearth::compute
