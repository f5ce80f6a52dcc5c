// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace hearth::node {

/// Whether the home that the service opened is still where it was: the drive that holds it may be taken out, and
/// another one put in its place. Told by a file that the service holds open as long as it runs. For one thread.
class HomeWatch {
public:
    enum class Place {
        here,
        away,   ///< nothing is there, or nothing that can be read
        another ///< such a file, but not the one that was opened
    };
    explicit HomeWatch(std::filesystem::path file);
    /// Where it is now; true if that is another answer than before.
    bool look();
    Place place() const { return m_place; }

private:
    using Identity = std::pair<std::uint64_t, std::uint64_t>; ///< device and number
    static std::optional<Identity> identity(const std::filesystem::path& file);

    const std::filesystem::path m_file;
    const std::optional<Identity> m_opened;
    Place m_place = Place::here;
};

/// Nothing is written, and above all no folder is made, below a place of the home that is gone. Errors: io, in the
/// words for a drive that was taken out.
core::Status check_still_there(const std::filesystem::path& place);
/// The same error for a home.
core::Error home_away(const std::filesystem::path& home);
core::Error home_replaced(const std::filesystem::path& home);

} // namespace hearth::node
