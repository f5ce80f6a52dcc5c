// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/verdict.h"
#include "control/job_filter.h"
#include "control/job_stage.h"
#include "control/values.h"
#include "core/units.h"
#include "gateway/networks/call_price.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::node {

/// One answer as node.sqlite keeps it. job_progress.h changes its states.
struct JobRecord {
    std::string job_id, model_id, model_name, profile;
    core::Nanoseconds created_at = 0;
    control::JobState state = control::JobState::running;
    core::Sentence reason;
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
    core::EscrowId escrow;
    core::PublicKey executor;
    std::string receipt_id; ///< empty until it is signed
    std::string level;
    control::MoneyState money_state = control::MoneyState::none;
    std::string device; ///< that ended the answer, as WorkerStatus names it; empty: not noted
    core::Amount earned;
    core::Epoch epoch = 0;
    std::string caller; ///< read from its purchase: id of the API key that asked; empty = somebody on this machine
    std::vector<control::Stage> stages = control::fresh_stages();

    void stage(control::JobStage which, control::StageState new_state, std::optional<core::Nanoseconds> at,
               core::Sentence detail = {}) {
        control::set_stage(stages, which, new_state, at, std::move(detail));
    }
    const control::Stage& stage(control::JobStage which) const { return control::stage_of(stages, which); }
    /// The time under which it stands among the earnings; nothing where it does not.
    std::optional<core::Nanoseconds> settled_at() const;
    control::JobRow row() const;
};

/// What this node asked for, whoever computed it.
struct PurchaseRecord {
    std::string job_id, caller, model_id, model_name, profile;
    core::Nanoseconds created_at = 0;
    control::PurchaseState state = control::PurchaseState::open;
    core::Sentence reason;
    core::PublicKey executor; ///< node key that is paid
    core::EscrowId escrow;
    core::Amount charged;   ///< while it is open the most that it may cost, then the price
    std::string receipt_id; ///< empty until the answer is whole
};

/// An answer that this node computed or bought, by what it is called.
struct AnswerId {
    std::string job_id, receipt_id; ///< the latter empty until there is one
    bool runs = false;
    core::Sentence reason; ///< why there will be none
};

struct VerdictRecord {
    core::Nanoseconds at = 0;
    std::string level;
    audit::Outcome outcome = audit::Outcome::failed;
    core::Sentence sentence;
    std::uint32_t compared = 0, equal = 0;
};

struct ModelRecord {
    std::string model_id, name, profile;
    core::Nanoseconds imported_at = 0;
    core::Sentence disabled; ///< reason; empty = in use
};

/// A caller's key as node.sqlite keeps it: by its hash.
struct ApiKeyRecord {
    std::string key_id, name;
    core::Hash hash;
    core::Nanoseconds created_at = 0;
    std::optional<core::Nanoseconds> revoked_at;
    std::optional<core::Amount> budget;
    std::optional<std::uint32_t> concurrency, per_minute;
};

/// A network behind this home's address, as it was configured. Its key lies in a file of its own.
struct UpstreamRecord {
    std::string name, kind, url;
    bool has_key = false;
    core::Nanoseconds added_at = 0;
    std::vector<std::string> signers = {}, models = {}; ///< that are trusted; that it offers without a list
    std::vector<std::string> measurements = {};         ///< of the software that is trusted
    std::vector<gateway::TokenPrice> prices = {};       ///< that it asks; empty = not known
};

/// What an API key has spent: by answers that are signed, by those under way.
struct Spending {
    core::Amount settled, reserved;
};

struct MoneyTotals {
    core::Amount pending, confirmed, paid;
};

/// Times of the first and the last settlement, if there was one.
struct EarningTimes {
    std::optional<core::Nanoseconds> first, last;
};

} // namespace hearth::node
