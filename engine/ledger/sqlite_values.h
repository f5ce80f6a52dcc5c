// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <SQLiteCpp/SQLiteCpp.h>

/// What the ledger's files share. Internal to ledger.
namespace hearth::ledger {

/// The exception as a value that says what to do.
core::Error explain(const SQLite::Exception& problem, const std::string& file);
core::Bytes blob(const SQLite::Column& column);
void bind_bytes(SQLite::Statement& statement, int index, core::ByteView bytes);

/// Runs `work`, turning SQLite's exceptions into values.
template <typename Work>
auto guarded(const std::string& file, Work work) -> core::Result<decltype(work())> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception& problem) {
        return explain(problem, file);
    }
}

} // namespace hearth::ledger
