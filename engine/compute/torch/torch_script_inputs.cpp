// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/script_inputs.h"

#include "compute/torch/torch_error.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <torch/csrc/jit/runtime/jit_exception.h>

namespace hearth::compute {

using core::Code;
using core::fail;
using model::ScriptInput;
using proof::Tensor;

void set_up_library(unsigned threads) {
    at::set_num_threads(static_cast<int>(std::min(threads, 256U)));
    constexpr bool warn_only = true; // an operator that has no such way is not refused
    at::globalContext().setDeterministicAlgorithms(true, warn_only);
    at::globalContext().setDeterministicFillUninitializedMemory(true);
}

std::string last_sentence(const std::string& what) {
    std::size_t end = what.size();
    while (end > 0 && (what[end - 1] == '\n' || what[end - 1] == ' '))
        --end;
    const std::size_t line = what.rfind('\n', end == 0 ? 0 : end - 1);
    const std::size_t begin = line == std::string::npos || line >= end ? 0 : line + 1;
    return quotable(what.substr(begin, end - begin));
}

const Tensor* find_input(const std::vector<Tensor>& inputs, const std::string& name) {
    const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const Tensor& one) { return one.name == name; });
    return found == inputs.end() ? nullptr : &*found;
}

namespace {

/// Errors: invalid_argument, naming an input that the model does not have, or one that it needs.
core::Status check_names(const model::ScriptShape& shape, const std::vector<Tensor>& inputs) {
    const auto is_named = [](const std::vector<ScriptInput>& list, const std::string& name) {
        return std::any_of(list.begin(), list.end(), [&](const ScriptInput& one) { return one.name == name; });
    };
    for (const Tensor& tensor : inputs)
        if (!is_named(shape.inputs, tensor.name) && !is_named(shape.states, tensor.name))
            return fail(Code::invalid_argument, core::say("no_such_input", {tensor.name}),
                        core::say("see_what_the_model_takes"));
    for (const ScriptInput& wanted : shape.inputs)
        if (!wanted.optional && find_input(inputs, wanted.name) == nullptr)
            return fail(Code::invalid_argument, core::say("input_missing", {wanted.name}),
                        core::say("see_what_the_model_takes"));
    return {};
}

/// Inside a catch block of a run. What the model raises it raises on every machine. What an operator of it does not
/// take may also be this machine's lack, so that no verdict follows from it; what is none of the caller's is a failure.
core::Error run_refusal() {
    try {
        throw;
    } catch (const torch::jit::JITException& raised) {
        return fail(Code::invalid_argument, core::say("script_refused", {last_sentence(raised.what())}),
                    core::say("see_what_the_model_takes"));
    } catch (const c10::NotImplementedError&) {
        return torch_error("cpu");
    } catch (const std::exception& problem) {
        core::Error error = torch_error("cpu");
        const std::string what = problem.what();
        if (error.code != Code::internal || what.find("INTERNAL ASSERT") != std::string::npos) return error;
        return fail(Code::invalid_argument, core::say("script_operator_refused", {last_sentence(what)}),
                    core::say("see_what_the_model_takes"));
    }
}

} // namespace

core::Result<std::vector<Tensor>>
run_asked(const model::ScriptShape& shape, const std::vector<Tensor>& inputs, const Script::GoesOn& goes_on,
          const std::function<core::Result<std::vector<Tensor>>(AskedLoops& loops)>& compute) {
    HEARTH_CHECK(check_names(shape, inputs));
    AskedLoops loops(goes_on);
    try {
        const at::NoGradGuard no_gradients;
        loops.ask();
        auto outputs = compute(loops);
        if (outputs && outputs->empty())
            return fail(Code::unsupported, core::say("script_gives_other", {"None"}), core::say("give_tensors_alone"));
        return outputs;
    } catch (const std::exception&) {
        if (loops.ended()) return *loops.ended();
        return run_refusal();
    }
}

} // namespace hearth::compute
