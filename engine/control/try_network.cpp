// SPDX-License-Identifier: Apache-2.0
#include "control/try_network.h"

namespace hearth::control {

core::Result<UpstreamInfo> try_network(Node& node, const std::string& name, const std::string& model) {
    HEARTH_TRY(UpstreamInfo info, node.test_upstream(name));
    ChatRequest request;
    request.prompt = "Hi";
    request.max_tokens = 1;
    request.networks = {name};
    if (!model.empty())
        request.model = model;
    else if (!info.models.empty())
        request.model = info.models.front();
    else
        return core::fail(core::Code::not_found, core::say("offers_none"), core::say("name_its_model"));
    request.model = name + "/" + request.model;
    HEARTH_TRY(const ChatResult answer, node.chat(request, [](const std::string&) { return true; }));
    const bool counted = answer.usage.prompt_tokens > 0;
    info.note = core::both(info.note,
                           counted ? core::say("network_wrote_counted",
                                               {request.model, answer.level, core::figure(answer.usage.prompt_tokens),
                                                core::figure(answer.usage.completion_tokens)})
                                   : core::say("network_wrote_uncounted", {request.model, answer.level}));
    return info;
}

} // namespace hearth::control
