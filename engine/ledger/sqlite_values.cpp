// SPDX-License-Identifier: Apache-2.0
#include "ledger/sqlite_values.h"

#include <sqlite3.h>

namespace hearth::ledger {

using core::Code;
using core::fail;

core::Error explain(const SQLite::Exception& problem, const std::string& file) {
    switch (problem.getErrorCode()) {
    case SQLITE_FULL:
        return fail(Code::io, core::say("disk_full_ledger_could", {file}), core::say("free_some_space_nothing"));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(Code::corrupt, core::say("ledger_damaged", {file}), core::say("restore_folder_backup_move_away"));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(Code::busy, core::say("another_program_uses_ledger", {file}), core::say("close_try_again"));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return fail(Code::io, core::say("ledger_not_opened_writing", {file}), core::say("check_permissions"));
    default:
        return fail(Code::io, core::say("ledger_could_not_read", {file, problem.what()}),
                    core::say("check_disk_free_space"));
    }
}

core::Bytes blob(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return data == nullptr ? core::Bytes() : core::Bytes(data, data + column.getBytes());
}

void bind_bytes(SQLite::Statement& statement, int index, core::ByteView bytes) {
    // SQLite takes a null pointer for NULL.
    static constexpr std::uint8_t nothing = 0;
    statement.bind(index, bytes.empty() ? &nothing : bytes.data(), static_cast<int>(bytes.size()));
}

} // namespace hearth::ledger
