// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "node/updates/version.h"

#include <cstdint>
#include <string>
#include <vector>

/// What the update server says of a release (update.cddl). Pure.
namespace hearth::node {

struct ReleaseFile {
    std::string kind, machine, name; ///< "deb" or "tar.gz", "x86_64", and a name that can be part of a path
    std::uint64_t bytes = 0;
    core::Hash sha256;
};

struct Release {
    Version version;
    Version floor; ///< nothing below it may be installed any more
    std::uint64_t issued_s = 0, expires_s = 0;
    std::uint32_t share_ppm = 0; ///< of the nodes that may have it now
    std::string notes;
    std::vector<ReleaseFile> files;

    /// Null: there is none of that kind.
    const ReleaseFile* file(const std::string& kind, const std::string& machine) const;
    /// Path below the server's folder.
    std::string place(const ReleaseFile& file) const { return version.text() + "/" + file.name; }
};

inline constexpr std::size_t most_manifest_bytes = std::size_t{256} << 10;
/// A server's clock and this one may differ by so much.
inline constexpr std::uint64_t clock_tolerance_s = 600;

/// Nothing but the signature is looked at before it holds. Errors: refused (another key, a signature that does not
/// hold), corrupt.
core::Result<Release> open_release(core::ByteView manifest, const core::PublicKey& key);

/// The part of it that is signed, bounded; whether it is, is not looked at. Errors: corrupt, unsupported (a later
/// form).
core::Result<Release> read_release(core::ByteView body);

/// What a home knows when a release is shown to it.
struct ReleaseFacts {
    Version running;
    Version floor;              ///< the highest that it was ever shown
    std::uint64_t newest_s = 0; ///< when the newest was issued that it was ever shown
    std::uint64_t now_s = 0;
};
/// Errors: refused: of the future or no longer valid by this clock, older than what was shown before, below the floor,
/// below what runs.
core::Status check_release(const Release& release, const ReleaseFacts& facts);

/// Whether a release is for this node by now: the same answer for the same share, and never no after a yes while the
/// share grows. Other nodes come first at each version.
bool is_drawn(const Release& release, const core::PublicKey& node_key);

} // namespace hearth::node
