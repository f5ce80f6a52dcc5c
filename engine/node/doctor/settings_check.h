// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "ledger/params.h"
#include "node/devices/gpu_inventory.h"
#include "node/state/settings.h"
#include "node/workers/sandbox.h"

#include <functional>

namespace hearth::node {

/// Something that hearth.toml names and this machine or this home has not.
struct SettingFault {
    core::Error error;
    bool fatal = false; ///< the service does not start; else it starts and works without
};

/// The worker program of these settings: that of the installation, for a service in
/// `program_folder`, unless they say otherwise.
std::filesystem::path worker_program(const Settings& settings, const std::filesystem::path& program_folder);
/// Errors: not_found, refused (it may not be run).
core::Status check_worker_program(const std::filesystem::path& program);

/// What the settings are held against, besides addresses.
struct SettingFacts {
    std::filesystem::path file; ///< the settings', for messages
    std::filesystem::path worker_program;
    const Sandbox& sandbox;
    const GpuInventory& gpus;
    std::function<bool(const std::string&)> has_model;
    const ledger::Params& rules; ///< of the ledger
    bool alone = false;          ///< no service of this home runs, so that nobody may have the address
};

/// The one check of hearth.toml against machine and home: of the start, of --check-config and of the doctor.
std::vector<SettingFault> check_settings(const Settings& settings, const SettingFacts& facts);
/// Gathers the facts itself, without a running service, and changes nothing.
std::vector<SettingFault> check_settings(const Settings& settings, const core::Home& home,
                                         const std::filesystem::path& program_folder);

} // namespace hearth::node
