// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_graph.h"
#include "compute/torch/detail/script_guard.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace hearth::compute {
namespace {

/// They let a tensor share another's memory and do not say so.
constexpr const char* sharing_calls[] = {"aten::set_", "aten::set_data"};

} // namespace

std::optional<c10::OperatorHandle> find_export_operator(const std::string& target) {
    constexpr std::string_view ours = "torch.ops.aten.";
    const std::size_t dot = target.rfind('.');
    if (!target.starts_with(ours) || dot < ours.size()) return std::nullopt;
    const std::string name = "aten::" + target.substr(ours.size(), dot - ours.size());
    const std::string overload = target.substr(dot + 1);
    if (std::find(std::begin(sharing_calls), std::end(sharing_calls), name) != std::end(sharing_calls))
        return std::nullopt;
    if (is_refused_call(name)) return std::nullopt;
    return c10::Dispatcher::singleton().findSchema({name, overload == "default" ? "" : overload});
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
