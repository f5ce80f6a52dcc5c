// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/progress.h"
#include "control/upstreams.h"
#include "control/values.h"
#include "core/result.h"

#include <string>
#include <vector>

namespace hearth::control {

/// The calls of a Node that are about other networks behind its address, and the evidence of their answers. See
/// node.h.
class UpstreamCalls {
public:
    virtual ~UpstreamCalls() = default;

    /// Networks behind this home's address, in the order in which a plain model name is looked for.
    virtual core::Result<std::vector<UpstreamInfo>> upstreams() = 0;
    /// Asks it for its models; kept if it answers. Errors: invalid_argument, conflict, cancelled, those of its answer.
    virtual core::Result<UpstreamInfo> add_upstream(const UpstreamWish& wish, const OnProgress& progress) = 0;
    virtual core::Result<UpstreamInfo> test_upstream(const std::string& name) = 0;
    virtual core::Status remove_upstream(const std::string& name) = 0;
    virtual core::Result<UpstreamModels> upstream_models(const std::string& name, std::uint64_t first) = 0; ///< a page
    /// Newest first; `before`: an evidence id, or empty.
    virtual core::Result<std::vector<NetworkEvidence>> network_evidence(std::uint32_t limit,
                                                                        const std::string& before) = 0;
    /// JSON (evidence-log.cddl): that it stands in the log; of no id that the log has grown since `first`, or its head.
    virtual core::Result<std::string> evidence_log(const std::string& evidence_id, std::uint64_t first) = 0;
};

} // namespace hearth::control
