// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/work_words.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What was earned, and what that took; see values.h.
namespace hearth::control {

struct EarningsRow {
    std::string receipt_id;
    std::string model_name;
    core::Nanoseconds at = 0;
    MoneyState state = MoneyState::none;
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

/// What was released at about one time.
struct Payout {
    core::Nanoseconds at = 0;
    std::string amount;
    std::uint64_t answers = 0;
};

struct EnergyPoint {
    core::Nanoseconds at = 0; ///< start of the bucket, which is whole hours long
    std::uint64_t joules = 0;
};

/// What the devices took while they computed; of the hour in which the range begins, the share that is in it. Its price
/// is the operator's own and in no relation to EMB.
struct Energy {
    std::uint64_t measured_joules = 0, estimated_joules = 0;
    std::string currency;            ///< as the operator names it; may be empty
    std::optional<std::string> cost; ///< "0.32"; nullopt: no price was told
    /// What the range's earnings are worth to the operator, less that cost: "-0.12"; nullopt: one of both was not told.
    std::optional<std::string> net;
    std::vector<EnergyPoint> series;
};

struct Earnings {
    std::string pending = "0", confirmed = "0", paid = "0";
    /// In all, besides the shares of prices; nullopt: the ledger cannot be read now.
    std::optional<std::string> audits;     ///< paid for replays of what others computed
    std::optional<std::string> newly_made; ///< by the ledger for paid answers
    /// Projection per day from the work of the last `estimate_window_s` seconds; nullopt while too little was seen.
    std::optional<std::string> estimate_value;
    std::uint64_t estimate_window_s = 0;
    std::vector<EarningsPoint> series;
    std::vector<EarningsPart> by_model, by_device; ///< the most first
    std::vector<VestingStep> vesting;              ///< whatever the range is; the next first, what waits before it
    std::optional<Energy> energy;                  ///< nullopt: no device computed in the range, or none is counted
    std::vector<EarningsRow> rows;
    std::vector<Payout> payouts; ///< the last few, newest first, whatever the range is
};

} // namespace hearth::control
