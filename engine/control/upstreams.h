// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/network_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Other networks behind this home's address; see values.h.
namespace hearth::control {

/// A model that failed lately at its network.
struct BreakerInfo {
    std::string model;
    BreakerState state = BreakerState::closed;
    std::uint32_t failures = 0;            ///< in a row
    std::optional<std::uint64_t> rests_ms; ///< how long it is not asked yet
};
/// What a network asks for a million tokens, in 10⁻⁹ EMB.
struct UpstreamPrice {
    std::string model; ///< empty = every other one
    std::string prompt_million, completion_million;
};
struct UpstreamInfo {
    std::string name, kind, url; ///< kind: "openai", "phala", …, see gateway::evidence::facts_of()
    bool has_key = false;
    core::Nanoseconds added_at = 0;
    std::vector<std::string> models;          ///< as the network calls them, the first hundred
    std::uint64_t model_count = 0;            ///< how many it has
    std::vector<std::string> signers;         ///< whose signatures are trusted
    std::vector<std::string> measurements;    ///< "mrtd=…", "pcr0=…": what its hardware must run
    std::optional<std::uint64_t> list_age_ms; ///< none: it never told which it has
    UpstreamState state = UpstreamState::not_asked_yet;
    core::Sentence reason;                   ///< of its last failure, if it has not done better since
    std::optional<std::uint64_t> latency_us; ///< to the first byte of an answer, moving average
    std::string level;                       ///< "E0"
    std::string tier;                        ///< of privacy: "P2" where hardware shows what it runs before it is asked
    core::Sentence evidence;                 ///< in one sentence what its evidence is worth
    std::vector<BreakerInfo> breakers;       ///< of those models that failed and have not done better since
    std::vector<UpstreamPrice> prices;       ///< that its owner entered; empty = nothing is counted
    core::Sentence note;                     ///< of add and test: what was found, in plain words
};
/// `key_file` is readable by the service, which copies what is in it; `key` is the same as a text; both empty = the
/// network wants no key.
struct UpstreamWish {
    std::string url, name, kind, key_file;
    std::vector<std::string> signers = {}, models = {}; ///< that are trusted; that it has, where it lists none
    std::string key = {};
    std::vector<std::string> measurements = {}; ///< what its hardware must run
    /// What it asks for a million tokens, in EMB: "0.1"; for one model "NAME=0.05/0.2". Empty = not known.
    std::string price_in = {}, price_out = {};
    std::vector<std::string> model_prices = {};
};
/// A page of what a network offers.
struct UpstreamModels {
    std::vector<std::string> models;
    std::uint64_t total = 0;
};
/// Evidence of one answer that another network gave.
struct NetworkEvidence {
    std::string evidence_id;
    core::Nanoseconds at = 0; ///< when the answer ended
    std::string network, kind, model, level;
    bool whole = false;
    std::string reason; ///< why not
};

} // namespace hearth::control
