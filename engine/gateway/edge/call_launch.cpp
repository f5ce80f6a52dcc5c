// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_launch.h"

#include "core/log.h"

#include <nlohmann/json.hpp>

#include <exception>

namespace hearth::gateway {

namespace {

void launch_generations(const ApiCall& call, const std::string& caller, Backend& backend,
                        const std::shared_ptr<Inbox>& inbox) {
    unsigned index = 0;
    for (GenerationRequest request : call.prompts) {
        request.caller = caller;
        for (request.choice = 0; request.choice < call.choices; ++request.choice, ++index) {
            if (inbox->closed()) return;
            const auto sink = std::make_shared<ChoiceSink>(inbox, index);
            auto generation = backend.start(request, sink);
            if (!generation) {
                inbox->push({index, 0, generation.error()});
                return;
            }
            inbox->push({index, 0, GenerationHandle{std::move(generation).value()}});
        }
    }
}

} // namespace

void launch_call(const CallLimits& limits, Backend& backend, const CallSource& source,
                 const std::shared_ptr<Inbox>& inbox) {
    if (inbox->closed()) return;
    try {
        auto parsed = source.document ? parse_document(source.kind, *source.document, source.profile_header, limits)
                                      : parse_call(source.kind, source.body, source.profile_header, limits);
        if (auto* error = std::get_if<ApiError>(&parsed)) {
            inbox->push({0, 0, CallRejected{std::move(*error)}});
            return;
        }
        const auto call = std::make_shared<ApiCall>(std::move(std::get<ApiCall>(parsed)));
        if (auto error = settle_model(*call, backend.models())) {
            inbox->push({0, 0, CallRejected{std::move(*error)}});
            return;
        }
        inbox->push({0, 0, CallAccepted{call}});
        launch_generations(*call, source.caller, backend, inbox);
    } catch (const std::exception& error) {
        core::log::error("gateway", "call_launch_threw", {{"what", error.what()}});
        inbox->push({0, 0, core::fail(core::Code::internal, "The request could not be started because of a defect.")});
    }
}

} // namespace hearth::gateway
