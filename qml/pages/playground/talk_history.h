// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "exchange_list_model.h"

#include <filesystem>
#include <mutex>
#include <vector>

/// Conversations of the playground in a file of their own, which nobody but this user may read, and for people. Blocks:
/// not for the GUI thread.
namespace hearth::desktop::history {

/// The newest ones; older ones fall out.
inline constexpr std::size_t most_exchanges = 200;
inline constexpr std::size_t most_bytes = std::size_t{8} << 20;

/// Nothing where there is no file. Errors: corrupt, too_large, io.
core::Result<std::vector<Exchange>> read(const std::filesystem::path& file);
/// Writes on whatever thread; what is older than what was written before is not written any more.
class Keeper {
public:
    /// Those that have ended; an empty list removes the file.
    core::Status write(std::uint64_t version, const std::filesystem::path& file,
                       const std::vector<Exchange>& exchanges);

private:
    std::mutex m_mutex;
    std::uint64_t m_written = 0;
};
/// As Markdown, with what each answer is worth.
QString markdown(const std::vector<Exchange>& exchanges);

} // namespace hearth::desktop::history
