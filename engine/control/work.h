// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Jobs, receipts and earnings; see values.h.
namespace hearth::control {

/// One row of what was examined about an answer.
struct Check {
    std::string name;
    std::string result; ///< "passed", "failed" or "not checked"
    core::Sentence detail;
};

/// Where a job stands on its way from prompt to payout (job_stage.h). A stage that was never reached has no time, nor
/// has one that was made up for after a later one; times never fall along the list.
struct Stage {
    std::string name;
    std::string
        state; ///< "done", "current", "waiting", "failed", "skipped", "cancelled": its caller ended the job here
    std::optional<core::Nanoseconds> at;
    core::Sentence detail;
};

struct JobRow {
    std::string job_id;
    std::string receipt_id; ///< empty until it is signed
    std::string model_id, model_name, profile;
    core::Nanoseconds created_at = 0;
    std::string state; ///< "running", "done", "failed", "cancelled": what was computed by then may still be paid
    core::Sentence reason;
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
    std::string level;       ///< "E0"…"E4"
    std::string money_state; ///< "pending", "disputed", "confirmed", "paid", "lost", "refunded" or empty
    std::string earned;      ///< the operator's share
    std::string caller;      ///< id of the API key that asked; empty = somebody on this machine
    std::vector<Stage> stages;
};

/// A job's state: its caller ended the answer before it was complete.
inline bool is_cut_short(std::string_view state) {
    return state == "cancelled";
}

struct ReceiptView {
    std::string receipt_id;
    std::string level;
    bool valid = false;
    std::vector<Check> checks;
    /// The receipt's fields, in order, as (name, value) for people.
    std::vector<std::pair<std::string, std::string>> fields;
    JobRow job;
};

struct EarningsRow {
    std::string receipt_id;
    std::string model_name;
    core::Nanoseconds at = 0;
    std::string state; ///< "pending", "disputed", "confirmed", "paid", "lost"
    std::string amount;
    std::uint64_t epoch = 0;
    bool cut_short = false;  ///< its caller ended the answer; what was computed by then is paid
    std::string device = {}; ///< that ended it, as WorkerStatus names it; empty: not noted
};

/// What one model or one device earned in the range.
struct EarningsPart {
    std::string name; ///< of a device as WorkerStatus has it; empty: it was not noted
    std::string amount;
    std::uint64_t answers = 0;
    std::string label = {}; ///< the card's own name, while a worker is on it
};

struct EarningsPoint {
    core::Nanoseconds at = 0; ///< start of the bucket
    std::string amount;
};

/// What is released when an epoch ends, unless a proof still to come is missing or fails.
struct VestingStep {
    std::uint64_t epoch = 0;
    std::optional<core::Nanoseconds> at; ///< an estimate; nullopt: it would be released, but waits for its proof
    std::string amount;                  ///< the operator's share
    std::string in_proof = "0";          ///< the part of it that is not confirmed yet
    std::uint64_t answers = 0;
};

struct Earnings {
    std::string pending = "0", confirmed = "0", paid = "0";
    /// Projection per day from the work of the last `estimate_window_s` seconds; nullopt while too little was seen.
    std::optional<std::string> estimate_value;
    std::uint64_t estimate_window_s = 0;
    std::vector<EarningsPoint> series;
    std::vector<EarningsPart> by_model, by_device; ///< the most first
    std::vector<VestingStep> vesting;              ///< whatever the range is; the next first, what waits before it
    std::vector<EarningsRow> rows;
};

} // namespace hearth::control
