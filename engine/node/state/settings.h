// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/settings.h"
#include "core/config.h"
#include "core/keys.h"
#include "core/log.h"
#include "core/units.h"
#include "gateway/edge/key_ring.h"
#include "node/state/channel_settings.h"
#include "node/state/payment_settings.h"
#include "node/state/power_settings.h"
#include "node/state/prices.h"
#include "node/state/worker_limits.h"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace hearth::node {

enum class SandboxMode { automatic, require, off };

/// A device that shall work.
struct DeviceChoice {
    std::string device;             ///< "cpu", "vulkan:0", "cuda:0"
    std::uint64_t memory_bytes = 0; ///< most that a model may take there; 0 = what is free

    /// "vulkan:0" or, with MiB, "vulkan:0=6144".
    static core::Result<DeviceChoice> parse(const std::string& text);
};

/// New versions of the program.
struct UpdateSettings {
    bool check = true;
    std::string apply = "ask"; ///< "never", "ask", "idle"
    std::string url;           ///< empty: the build's
    std::filesystem::path ca_file;
};

/// What hearth.toml says, checked and in the units that the service works with. Immutable.
struct Settings {
    std::string api_address;
    std::uint16_t api_port = 0;
    std::vector<std::string> allowed_hosts, allowed_origins;
    gateway::KeyRule key_rule = gateway::KeyRule::automatic;
    bool best_network = false;           ///< of several that offer a model
    core::Nanoseconds keep_evidence = 0; ///< of other networks' answers; 0 = for ever

    std::filesystem::path worker_program; ///< empty = hearth-worker beside the service
    std::vector<DeviceChoice> devices;    ///< empty = every graphics card that is none of the processor's own
    std::uint32_t worker_threads = 0;
    std::uint64_t kv_cache_bytes = 0;      ///< 0 = one full context
    std::uint64_t worker_memory_bytes = 0; ///< 0 = what is free when it starts, less a reserve
    SandboxMode sandbox = SandboxMode::automatic;
    std::uint32_t max_jobs = 0, max_waiting = 0;
    bool preload = true;

    /// Nodes whose owners may read what asks for the privacy tier P1.
    std::set<core::PublicKey> pinned_nodes;

    control::WorkRules work;
    std::vector<std::string> disabled_devices; ///< ids or PCI addresses of GPUs
    std::string default_model, default_profile;
    std::uint64_t models_quota_bytes = 0; ///< of models and downloads together; 0: no limit
    std::string hub_endpoint;
    std::vector<std::string> hub_mirrors;
    std::string hub_proxy;
    std::filesystem::path hub_ca_file;
    UpdateSettings updates;
    core::Nanoseconds epoch_length = 0;
    core::Height keep_blocks = 0; ///< of a solo ledger, with their transactions; 0: all
    core::Amount caller_allotment;
    Prices prices;
    PaymentSettings payments; ///< of callers without a key
    ChannelSettings channels; ///< of other homes
    PowerSettings power;
    bool executor = true, auditor = true, gateway = true;
    core::Nanoseconds certificate_time = 0; ///< of a node key; 0: without end
    core::Nanoseconds drain_time = 0;
    core::log::Level log_level = core::log::Level::info;

    WorkerLimits worker_limits() const {
        return {worker_threads, kv_cache_bytes, worker_memory_bytes, max_jobs, max_waiting};
    }

    static std::vector<core::SettingSpec> specs();
    /// Errors name the key that does not hold together.
    static core::Result<Settings> from(const core::Config& config);
    static core::Result<Settings> load(const std::filesystem::path& file);
};

} // namespace hearth::node
