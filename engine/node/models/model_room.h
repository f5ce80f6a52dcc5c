// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "core/size_text.h"

#include <filesystem>

/// Whether there is room for a model, by the owner's quota and on the disk.
namespace hearth::node {

/// Errors: refused. A quota of 0 is none.
inline core::Status check_quota(std::uint64_t taken, std::uint64_t needed, std::uint64_t quota) {
    if (quota == 0 || taken + needed <= quota) return {};
    return core::fail(
        core::Code::refused,
        core::say("models_over_quota", {core::needed_text(needed), core::needed_text(taken), core::room_text(quota)}),
        core::say("raise_models_quota"));
}

/// Some of the disk stays free for everything else. Errors: io.
inline core::Status check_space(const std::filesystem::path& folder, std::uint64_t needed) {
    constexpr std::uint64_t kept_free = std::uint64_t{256} << 20;
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(folder, error);
    if (error || space.available >= needed + kept_free) return {};
    return core::fail(core::Code::io,
                      core::say("model_needs_disk_must", {core::needed_text(needed), core::needed_text(kept_free),
                                                          core::needed_text(needed + kept_free),
                                                          core::room_text(space.available), folder.string()}),
                      core::say("free_some_space_move"));
}

} // namespace hearth::node
