// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_graph.h"
#include "compute/torch/detail/script_guard.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace hearth::compute {
namespace {

/// It lets a tensor share another's memory and does not say so.
constexpr std::string_view sharing_call = "aten::set_data";

/// Of the operators that PyTorch keeps for itself, which check little, those that exported programs call.
constexpr std::string_view private_calls[] = {
    "_to_copy",
    "_softmax",
    "_log_softmax",
    "_unsafe_view",
    "_assert_scalar",
    "_assert_async",
    "_assert_tensor_metadata",
    "_local_scalar_dense",
    "_native_batch_norm_legit",
    "_native_batch_norm_legit_functional",
    "_native_batch_norm_legit_no_training",
    "_scaled_dot_product_flash_attention_for_cpu",
    "_adaptive_avg_pool2d",
    "_adaptive_avg_pool3d",
    "_cdist_forward",
    "_weight_norm_interface",
    "_convolution",
    "_prelu_kernel",
};

/// They give back what they are given where there is nothing to do, or a part of it.
constexpr std::string_view passing_calls[] = {
    "_unsafe_view",
    "alpha_dropout",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "broadcast_tensors",
    "cartesian_prod",
    "chain_matmul",
    "channel_shuffle",
    "conj_physical",
    "dropout",
    "einsum",
    "feature_alpha_dropout",
    "feature_dropout",
    "lift",
    "meshgrid",
    "native_dropout",
    "type_as",
    "unflatten_dense_tensors",
    "unsafe_chunk",
    "unsafe_split",
    "unsafe_split_with_sizes",
};

constexpr std::string_view library = "aten::";

template <std::size_t Size>
bool is_one_of(const std::string_view (&list)[Size], std::string_view call) {
    return std::find(std::begin(list), std::end(list), call) != std::end(list);
}

} // namespace

std::optional<c10::OperatorHandle> find_export_operator(const std::string& target) {
    constexpr std::string_view ours = "torch.ops.aten.";
    const std::size_t dot = target.rfind('.');
    if (!target.starts_with(ours) || dot < ours.size()) return std::nullopt;
    const std::string call = target.substr(ours.size(), dot - ours.size());
    const std::string name = std::string(library) + call;
    const std::string overload = target.substr(dot + 1);
    const bool is_private = call.starts_with('_') && !call.starts_with("__"); // __and__ is Python's &
    if (is_private && !is_one_of(private_calls, call)) return std::nullopt;
    if (name == sharing_call || is_refused_call(name)) return std::nullopt;
    return c10::Dispatcher::singleton().findSchema({name, overload == "default" ? "" : overload});
}

bool may_give_what_it_takes(const c10::OperatorHandle& op) {
    const std::string_view name = op.schema().name();
    return name.starts_with(library) && is_one_of(passing_calls, name.substr(library.size()));
}

void find_last_uses(ExportGraph& graph) {
    std::set<std::size_t> used;
    for (const ExportOutput& output : graph.outputs)
        if (output.part.slot) used.insert(*output.part.slot);
    for (auto call = graph.calls.rbegin(); call != graph.calls.rend(); ++call) {
        const auto use = [&](const std::optional<std::size_t>& slot) {
            if (slot && used.insert(*slot).second) call->last_uses.push_back(*slot);
        };
        for (const ExportArgument& argument : call->arguments)
            for (const ExportPart& part : argument.parts)
                use(part.slot);
        for (const ExportResult& result : call->results)
            for (const auto& slot : result.slots)
                use(slot);
    }
}

} // namespace hearth::compute
