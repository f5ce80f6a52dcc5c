// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/script_inputs.h"

#include "compute/torch/torch_error.h"

#include <ATen/Context.h>
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

const Tensor* find_input(const std::vector<Tensor>& inputs, const std::string& name) {
    const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const Tensor& one) { return one.name == name; });
    return found == inputs.end() ? nullptr : &*found;
}

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

} // namespace hearth::compute
