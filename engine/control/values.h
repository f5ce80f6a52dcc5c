// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/chat.h"
#include "control/devices.h"
#include "control/first_run.h"
#include "control/governance.h"
#include "control/keys.h"
#include "control/network.h"
#include "control/offers.h"
#include "control/offline.h"
#include "control/settings.h"
#include "control/updates.h"
#include "control/upstreams.h"
#include "control/words.h"
#include "core/bytes.h"
#include "core/units.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Plain values of the control protocol. Unknown is std::nullopt, never zero. Money is a decimal text of
/// whole 10⁻⁹ EMB, hashes are lower-case hex, times are nanoseconds since the Unix epoch. What is a core::Sentence is
/// worded again by whoever shows it; in JSON it is its English text and, beside it as "…_said", what core::said()
/// gives.
namespace hearth::control {

inline constexpr std::uint32_t protocol_version = 12;

struct Lamp {
    LampState state = LampState::unknown;
    LampReason cause = LampReason::unknown;
    core::Sentence reason; ///< the cause in one short sentence
};
struct Lamps {
    Lamp service, gpu, eligible, earning;
};

struct WorkerStatus {
    std::string device;
    std::string pci_address; ///< of its GPU, where the driver says; empty for the processor
    std::string placement;   ///< where the loaded model computes, e.g. "vulkan:0 (18 of 22 layers)"; empty without one
    WorkerState state = WorkerState::stopped;
    core::Sentence reason;
    std::string model_id, profile;
    core::Sentence sandbox; ///< what confines it, e.g. "bubblewrap + seccomp", or what is missing
    std::optional<std::int64_t> pid;
    std::uint32_t restarts = 0;
    std::optional<std::uint64_t> resident_bytes;
    /// Of its GPU, while a model is loaded there and where the driver says.
    std::optional<std::uint64_t> device_memory_total_bytes, device_memory_free_bytes;
};

struct ModelInfo {
    std::string model_id;
    std::string name;
    std::string arch;
    std::string kind; ///< what it makes: "text" answers questions; "embedding" (vectors) and "tensors" do not
    std::vector<std::string> profiles;
    std::uint64_t bytes = 0;
    std::uint64_t parameters = 0;
    std::uint32_t context_length = 0;
    std::string license;
    std::map<std::string, std::string> quality; ///< measured figures by name, empty when none was measured
    ModelState state = ModelState::ready;
    core::Sentence reason;
    bool is_default = false;
    std::uint64_t receipts_in_window = 0; ///< of its answers, that may still be audited: their money has not vested
    /// What the node asks for a million tokens that are read and written, in 10⁻⁹ EMB.
    std::string prompt_million, completion_million;
    std::uint64_t source_bytes = 0; ///< of what it was made of, kept beside it; 0: it is not kept
    core::Sentence note; ///< of an import: what was done instead, where the model was here already; else empty
};

struct NodeStatus {
    NodeState state = NodeState::starting;
    core::Sentence sentence; ///< state, reason and next action in one sentence
    NodeAction action = NodeAction::none;
    Lamps lamps;
    std::string mode; ///< "solo" or "network"
    std::uint64_t height = 0;
    std::uint64_t epoch = 0;
    std::optional<core::Nanoseconds> epoch_ends_at;
    std::optional<core::Nanoseconds> snoozed_until;
    std::string node_key; ///< public key that signs receipts
    std::string payout_account;
    std::string home;
    std::string api;           ///< base URL of the OpenAI endpoint on this machine, empty while it does not serve
    std::string api_bound;     ///< address and port that are really bound, e.g. "0.0.0.0:8747"; empty as above
    core::Sentence api_access; ///< who may call, in a few words
    std::string version;
    core::Nanoseconds started_at = 0;
    std::uint64_t jobs_running = 0; ///< these four add up to the number of jobs
    std::uint64_t jobs_done = 0;
    std::uint64_t jobs_failed = 0;
    std::uint64_t jobs_cancelled = 0;
    std::vector<ModelInfo> models;
    std::vector<WorkerStatus> workers;
    std::vector<DeviceStatus> devices;
};

struct DoctorCheck {
    std::string name;
    std::string result; ///< "passed", "warning", "failed"
    core::Sentence detail;
    core::Sentence repair;
};

/// What changed; receivers re-read what they show.
struct Event {
    std::uint64_t number = 0; ///< consecutive per service run; a gap means: read everything again
    /// "status", "jobs", "earnings", "models", "governance", "keys", "settings", "gateway", "updates"
    std::string topic;
    std::string id; ///< e.g. the job's id, the proposal's number; may be empty
};

} // namespace hearth::control
