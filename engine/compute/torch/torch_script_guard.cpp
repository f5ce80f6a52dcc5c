// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/script_guard.h"

#include <algorithm>
#include <stdexcept>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/operator.h>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;

constexpr const char* question = "hearth::go_on";
/// Files, and threads of its own, in which no loop would ask.
constexpr const char* refused_calls[] = {"aten::from_file", "aten::save", "prim::fork", "prim::awaitable"};

thread_local AskedLoops* asked_loops = nullptr;

/// It has effects for the compiler, so that no pass takes it out.
void register_question() {
    static const bool registered = [] {
        torch::jit::registerOperator(torch::jit::Operator(
            std::string(question) + "() -> ()",
            [](torch::jit::Stack&) {
                if (asked_loops != nullptr) asked_loops->ask();
            },
            c10::AliasAnalysisKind::CONSERVATIVE));
        return true;
    }();
    (void)registered;
}

core::Status guard_block(torch::jit::Graph& graph, torch::jit::Block* block) {
    for (torch::jit::Node* const node : block->nodes()) {
        const std::string call = node->kind().toQualString();
        if (std::find(std::begin(refused_calls), std::end(refused_calls), call) != std::end(refused_calls))
            return fail(Code::unsupported, core::say("script_calls", {call}), core::say("save_without_call"));
        for (torch::jit::Block* const inner : node->blocks()) {
            HEARTH_CHECK(guard_block(graph, inner));
            if (node->kind() == c10::prim::Loop)
                inner->prependNode(graph.create(c10::Symbol::fromQualString(question), 0));
        }
    }
    return {};
}

} // namespace

core::Status guard_calls(const torch::jit::Module& module) {
    register_question();
    for (torch::jit::Function* const function : module._ivalue()->compilation_unit()->get_functions()) {
        function->ensure_defined();
        torch::jit::GraphFunction* const made = torch::jit::tryToGraphFunction(*function);
        if (made != nullptr) HEARTH_CHECK(guard_block(*made->graph(), made->graph()->block()));
    }
    return {};
}

AskedLoops::AskedLoops(const Script::GoesOn& goes_on) : m_goes_on(goes_on) {
    asked_loops = this;
}

AskedLoops::~AskedLoops() {
    asked_loops = nullptr;
}

/// The interpreter passes an exception on as one of its own kind: what is to be known is kept here.
void AskedLoops::ask() {
    if (!m_ended && m_goes_on)
        if (const core::Status status = m_goes_on(); !status) m_ended = status.error();
    if (m_ended) throw std::runtime_error("ended");
}

} // namespace hearth::compute
