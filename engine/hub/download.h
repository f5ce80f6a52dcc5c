// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hub/client.h"

#include <filesystem>

namespace hearth::hub {

/// Where a file of a download is: under its name once it is whole and what the hub said, before that in
/// NAME.part, with the sender's mark of its content (ETag) in NAME.etag. After a crash the next download() goes on.
class PartialFile {
public:
    PartialFile(std::filesystem::path folder, const RepositoryFile& file);

    const std::filesystem::path& place() const { return m_place; }
    bool is_whole() const;
    std::uint64_t bytes() const; ///< that are there

    /// Whole afterwards. Goes on where it stopped, waits where it is asked to, fetches expired links anew, turns to
    /// mirrors. Bytes that are not what the hub said are removed before anything reads them. Errors: corrupt (both
    /// hashes), cancelled (what is there stays), io (no space), those of Client.
    core::Status download(const Client& client, const Reference& reference, const OnBytes& progress) const;

private:
    class Attempt;
    core::Status fetch(const Client& client, const Reference& reference, const OnBytes& progress) const;
    core::Status fetch_from(const Client& client, std::size_t from, const Reference& reference,
                            const OnBytes& progress) const;
    core::Status verify(const OnBytes& progress) const;
    core::Status keep_mark(const std::string& etag) const;
    std::string mark() const;
    void discard() const;

    RepositoryFile m_file;
    std::filesystem::path m_place, m_part, m_mark;
};

} // namespace hearth::hub
