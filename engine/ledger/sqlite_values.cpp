// SPDX-License-Identifier: Apache-2.0
#include "ledger/sqlite_values.h"

#include <sqlite3.h>

namespace hearth::ledger {

using core::Code;
using core::fail;

core::Error explain(const SQLite::Exception& problem, const std::string& file) {
    switch (problem.getErrorCode()) {
    case SQLITE_FULL:
        return fail(Code::io, "The disk is full: the ledger " + file + " could not be written.",
                    "Free some space; nothing that was stored before is lost.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(Code::corrupt, "The ledger " + file + " is damaged.",
                    "Restore the folder from a backup, or move it away to begin a new solo ledger.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(Code::busy, "Another program uses the ledger " + file + ".", "Close it and try again.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return fail(Code::io, "The ledger " + file + " can not be opened for writing.", "Check its permissions.");
    default:
        return fail(Code::io, "The ledger " + file + " could not be read or written: " + problem.what() + ".",
                    "Check the disk and its free space; nothing that was stored before is lost.");
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
