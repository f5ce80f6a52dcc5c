// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/home.h"
#include "core/result.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace hearth::control {

/// How the service stands as seen from a client.
enum class Condition {
    running,
    not_installed, ///< no service program is known, or the home was never set up
    stopped,       ///< nobody listens on the socket
    other_version, ///< it speaks another protocol version
    refused,       ///< permissions forbid it, or the socket belongs to another user
    silent,        ///< it does not answer in time
};
/// "running", "not installed", "stopped", "other version", "refused", "silent".
const char* condition_name(Condition condition);

struct Diagnosis {
    Condition condition = Condition::stopped;
    core::Sentence sentence; ///< what is the matter, for people
    core::Sentence hint;     ///< what to do; empty when running
    bool can_start = false;  ///< the service's program is there and starting it may help
};

/// hearthd beside this program, else on the PATH; empty if there is none.
std::filesystem::path find_service_program();

/// Connects and asks for the status, at most `deadline` long. Never from a GUI thread.
Diagnosis diagnose(const core::Home& home, const std::filesystem::path& service_program,
                   std::chrono::milliseconds deadline);
/// The same from an error that connect() gave, without touching the socket. A home that is known to have been there
/// (`was_there`) and is not now is called gone, as on a drive that was taken out: it is not to be set up anew.
Diagnosis diagnose(const core::Error& error, const core::Home& home, const std::filesystem::path& service_program,
                   bool was_there = false);

/// Whether the disk under `place` has room; where that is not there yet, the folder that it would stand in.
DoctorCheck check_disk(std::filesystem::path place);

} // namespace hearth::control
