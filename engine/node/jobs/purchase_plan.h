// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/backend.h"
#include "link/job_route.h"

namespace hearth::node {

/// A request made definite before anybody sees it: model, profile, decoding in fixed point, seed.
struct PurchasePlan {
    std::string job_id; ///< 32 hex digits; also the evidence id
    link::OfferedModel model;
    std::string caller; ///< id of the API key that asks; empty = somebody on this machine
    link::Ask ask;
    std::optional<std::uint64_t> seed;
    link::Terms terms;   ///< without nodes to avoid
    bool resumes = true; ///< goes on at another node when one is lost in the middle
    /// A second node is asked when the first is slow to begin; none = where the first is another home.
    std::optional<bool> hedge;
};

/// `payer`: whose money it is; callers of the same payer do not share cached beginnings either. Errors:
/// invalid_argument naming the parameter and its bounds; unsupported, where no profile of the model fits the route.
core::Result<PurchasePlan> plan_purchase(const gateway::GenerationRequest& request, link::OfferedModel model,
                                         const core::PublicKey& payer, core::Nanoseconds now);

/// As OpenRouter calls the rounding of a profile's weights.
std::string_view quantization_of(std::string_view profile);

/// The level of evidence that an answer in a profile can be raised to, 0 to 4.
unsigned reachable_level(std::string_view profile);

/// 32 random hex digits: what a job is called, here and by whoever hears of it.
std::string fresh_job_id();

/// The seed of choice `choice` under one caller's seed: the first choice keeps it.
std::uint64_t choice_seed(std::uint64_t seed, std::uint32_t choice);

/// "stop", "length" or "cancelled".
const char* finish_reason(proof::StopReason reason);

} // namespace hearth::node
