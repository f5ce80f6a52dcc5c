// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "node/updates/release.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

/// What Updates asks of the machine and of whoever speaks with the server.
namespace hearth::node {

/// A failure to fetch, for people who asked for an update and no model.
core::Error of_server(const core::Error& error);
/// "x86_64": as releases name the machine that this is.
std::string this_machine();
/// Tells a file from what another one, or somebody's write, put in its place.
struct FileState {
    std::uint64_t device = 0, inode = 0, bytes = 0;
    std::int64_t changed_s = 0, changed_ns = 0;

    bool operator==(const FileState&) const = default;
    static std::optional<FileState> of(const std::filesystem::path& place);
};
/// Errors: corrupt (other bytes; the file is removed), cancelled (where `goes_on` says no), io.
core::Status compare(const std::filesystem::path& place, const ReleaseFile& file,
                     const std::function<bool()>& goes_on = {});

} // namespace hearth::node
