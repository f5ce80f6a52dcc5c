// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/bytes.h"
#include "core/units.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Plain values of the control protocol. Unknown is std::nullopt, never zero. Money is a decimal text of
/// whole 10⁻⁹ EMB, hashes are lower-case hex, times are nanoseconds since the Unix epoch.
namespace hearth::control {

inline constexpr std::uint32_t protocol_version = 2;

/// "on", "off", "warning", "error" or "unknown", with the reason in one short sentence.
struct Lamp {
    std::string state = "unknown";
    std::string reason;
};
struct Lamps {
    Lamp service, gpu, eligible, earning;
};

struct WorkerStatus {
    std::string device;
    std::string pci_address; ///< of its GPU, where the driver says; empty for the processor
    std::string placement; ///< where the loaded model computes, e.g. "vulkan:0 (18 of 22 layers)"; empty without one
    std::string state; ///< "starting", "ready", "busy", "backing off", "disabled", "stopped"
    std::string reason;
    std::string model_id;
    std::string profile;
    std::string sandbox; ///< what confines it, e.g. "bubblewrap + seccomp", or what is missing
    std::optional<std::int64_t> pid;
    std::uint32_t restarts = 0;
    std::optional<std::uint64_t> resident_bytes;
};

struct ModelInfo {
    std::string model_id;
    std::string name;
    std::string arch;
    std::vector<std::string> profiles;
    std::uint64_t bytes = 0;
    std::uint64_t parameters = 0;
    std::uint32_t context_length = 0;
    std::string license;
    std::map<std::string, std::string> quality; ///< measured figures by name, empty when none was measured
    std::string state;                          ///< "ready", "loaded", "disabled"
    std::string reason;
    bool is_default = false;
};

struct NodeStatus {
    std::string state;    ///< "serving", "idle", "paused", "snoozed", "draining", "starting", "problem"
    std::string sentence; ///< state, reason and next action in one sentence
    std::string action;   ///< the one verb to offer: "resume", "pause", "import a model", …; may be empty
    Lamps lamps;
    std::string mode; ///< "solo" or "network"
    std::uint64_t height = 0;
    std::uint64_t epoch = 0;
    std::optional<core::Nanoseconds> epoch_ends_at;
    std::optional<core::Nanoseconds> snoozed_until;
    std::string node_key;       ///< public key that signs receipts
    std::string payout_account;
    std::string home;
    std::string api; ///< base URL of the OpenAI endpoint, empty while it does not serve
    std::string version;
    core::Nanoseconds started_at = 0;
    std::uint32_t jobs_running = 0;
    std::uint64_t jobs_done = 0;
    std::uint64_t jobs_failed = 0;
    std::vector<ModelInfo> models;
    std::vector<WorkerStatus> workers;
    std::vector<DeviceStatus> devices;
};

/// One row of what was examined about an answer.
struct Check {
    std::string name;
    std::string result; ///< "passed", "failed" or "not checked"
    std::string detail;
};

/// Where a job stands on its way from prompt to payout; a stage that was never reached has no time.
struct Stage {
    std::string name;  ///< "assigned","running","committed","drawn","replayed","verified","vested"
    std::string state; ///< "done", "current", "waiting", "failed", "skipped"
    std::optional<core::Nanoseconds> at;
    std::string detail;
};

struct JobRow {
    std::string job_id;
    std::string receipt_id; ///< empty until it is signed
    std::string model_id, model_name, profile;
    core::Nanoseconds created_at = 0;
    std::string state; ///< "running", "done", "failed", "cancelled"
    std::string reason;
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
    std::string level; ///< "E0"…"E4"
    std::string money_state; ///< "pending", "confirmed", "paid", "refunded" or empty
    std::string earned;      ///< the operator's share
    std::vector<Stage> stages;
};

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
    std::string state; ///< "pending", "confirmed", "paid", "lost"
    std::string amount;
    std::uint64_t epoch = 0;
};

struct EarningsPoint {
    core::Nanoseconds at = 0; ///< start of the bucket
    std::string amount;
};

struct Earnings {
    std::string pending = "0", confirmed = "0", paid = "0";
    /// Projection per day from the work of the last `estimate_window_s` seconds; nullopt while too little was seen.
    std::optional<std::string> estimate_value;
    std::uint64_t estimate_window_s = 0;
    std::vector<EarningsPoint> series;
    std::vector<EarningsRow> rows;
};

struct ChatRequest {
    std::string model;   ///< name or id; empty = default
    std::string profile; ///< empty = the model's default
    std::string system;
    std::string prompt;
    std::optional<double> temperature, top_p;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> max_tokens;
};

struct Usage {
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
};

struct ChatResult {
    std::string text;
    std::vector<std::uint32_t> token_ids;
    std::string finish_reason;
    Usage usage;
    std::string receipt_id;
    std::string level;
    std::vector<Check> checks;
    std::optional<std::uint32_t> ttft_ms, total_ms;
};

struct KeyInfo {
    std::string role; ///< "operator", "node", "payout", "sequencer"
    std::string public_key;
    bool has_passphrase = false;
    std::string file;
};

struct DoctorCheck {
    std::string name;
    std::string result; ///< "passed", "warning", "failed"
    std::string detail;
    std::string repair;
};

struct LedgerHead {
    std::uint64_t height = 0;
    std::string app_hash;
    std::uint64_t epoch = 0;
    std::map<std::string, std::string> pools; ///< name → amount
    std::string supply;
};

/// What changed; receivers re-read what they show.
struct Event {
    std::uint64_t number = 0; ///< consecutive per service run; a gap means: read everything again
    std::string topic;        ///< "status", "jobs", "earnings", "models"
    std::string id;           ///< e.g. the job's id; may be empty
};

} // namespace hearth::control
