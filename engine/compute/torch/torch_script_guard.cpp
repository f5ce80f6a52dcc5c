// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/script_guard.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/operator.h>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;

constexpr const char* question = "hearth::go_on";
/// Files, output, threads of its own, in which no loop would ask, memory that is another tensor's or was not written,
/// and what makes sparse tensors.
constexpr std::string_view refused_calls[] = {"aten::from_file",
                                              "aten::save",
                                              "aten::_print",
                                              "prim::fork",
                                              "prim::awaitable",
                                              "aten::set",
                                              "aten::set_",
                                              "aten::empty_quantized",
                                              "aten::_index_put_impl",
                                              "aten::_index_put_impl_",
                                              "aten::embedding_backward",
                                              "aten::embedding_sparse_backward",
                                              "aten::_embedding_bag_sparse_backward",
                                              "aten::_gather_sparse_backward"};
/// Views that no bounds hold, and sparse tensors: their indices are checked when they are made, and may be changed
/// after that.
constexpr std::string_view refused_kinds[] = {"aten::_reshape_alias", "aten::_nested_view_from", "aten::_empty_",
                                              "aten::_sparse_",       "aten::sparse_",           "aten::_to_sparse",
                                              "aten::to_sparse"};

thread_local AskedLoops* asked_loops = nullptr;

/// It has effects for the compiler, so that no pass takes it out.
void register_question() {
    static const bool registered = [] {
        std::string schema(question);
        schema += "() -> ()";
        torch::jit::registerOperator(torch::jit::Operator(
            schema,
            [](torch::jit::Stack&) {
                if (asked_loops != nullptr) asked_loops->ask();
            },
            c10::AliasAnalysisKind::CONSERVATIVE));
        return true;
    }();
    (void)registered;
}

bool calls(const torch::jit::Node& node) {
    if (node.kind() == c10::prim::CallMethod || node.kind() == c10::prim::CallFunction) return true;
    return !node.kind().is_prim();
}

bool has_tensor(const c10::IValue& constant) {
    bool found = false;
    constant.visit([&](const c10::IValue& inner) {
        found = found || inner.isTensor() || inner.isObject();
        return found;
    });
    return found;
}

/// A run computes on a copy of the model, but its constants stand in the code, which all runs share.
core::Status copy_constant(torch::jit::Graph& graph, torch::jit::Node* node) {
    const auto constant = torch::jit::toIValue(node->output());
    if (!constant || !has_tensor(*constant)) return {};
    if (!constant->isTensor())
        return fail(Code::unsupported, core::say("script_constant_holds_tensors"), core::say("make_it_buffers"));
    torch::jit::Node* const format = graph.createNone()->insertAfter(node);
    torch::jit::Node* const copy = graph.create(c10::aten::clone, {node->output(), format->output()});
    copy->insertAfter(format);
    copy->output()->setType(node->output()->type());
    node->output()->replaceAllUsesAfterNodeWith(copy, copy->output());
    return {};
}

core::Status guard_block(torch::jit::Graph& graph, torch::jit::Block* block) {
    for (torch::jit::Node* const node : block->nodes()) {
        if (node->kind() == c10::prim::Constant) {
            HEARTH_CHECK(copy_constant(graph, node));
            continue;
        }
        if (calls(*node)) graph.create(c10::Symbol::fromQualString(question), 0)->insertBefore(node);
        const std::string call = node->kind().toQualString();
        if (is_refused_call(call))
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

bool is_refused_call(const std::string& call) {
    return std::find(std::begin(refused_calls), std::end(refused_calls), call) != std::end(refused_calls) ||
           std::any_of(std::begin(refused_kinds), std::end(refused_kinds),
                       [&](std::string_view kind) { return call.starts_with(kind); });
}

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
