// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// A disk under SQLite that fails when a test wants it to.
namespace hearth::test {

/// As long as it lives every database that is opened lies on it: in the files of the real file system, beside which it
/// remembers what of them was synced. Operations are what changes a file: a write, a sync, a truncation, a deletion,
/// the making of a file; they are counted from the last of the calls below that name one. Temporary files are not
/// watched. One disk at a time, of one folder, from before the first database is opened until after the last is closed;
/// the databases may be used by several threads.
class FailingDisk {
public:
    /// What is lost of what was written and not synced when the power goes.
    enum class Loss {
        nothing, ///< as when only the program is killed
        all,
        some, ///< sectors of 512 bytes, drawn by the operation's number
    };
    FailingDisk();
    ~FailingDisk();
    FailingDisk(const FailingDisk&) = delete;
    FailingDisk& operator=(const FailingDisk&) = delete;

    /// Before the operation the power goes: it and every later one fails.
    void cut_before(std::uint64_t operation, Loss loss);
    /// Only this one fails.
    void fail_once(std::uint64_t operation);
    void work();
    /// Whether what cut_before() or fail_once() said has happened.
    bool has_failed() const;
    std::uint64_t operations() const;
    /// Once every database is closed: the files become what the disk held when the power went. It works from now on.
    void power_on();
};

} // namespace hearth::test
