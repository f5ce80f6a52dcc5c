// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/state/archive.h"
#include "node/state/store_impl.h"

#include <cstdio>

namespace hearth::node {

using control::MoneyState;
using core::Code;
using core::fail;
using core::Status;

namespace {

core::Bytes bytes_of(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return data == nullptr ? core::Bytes() : core::Bytes(data, data + column.getBytes());
}

bool rests(MoneyState state) {
    return state == MoneyState::paid || state == MoneyState::lost || state == MoneyState::refunded;
}

core::Result<core::Bytes> part_of(const std::filesystem::path& archive, std::uint64_t offset, std::uint64_t length) {
    const auto mapped = core::MappedFile::open(archive);
    if (mapped && offset <= mapped->bytes().size() && length <= mapped->bytes().size() - offset)
        return core::to_bytes(mapped->bytes().subspan(offset, length));
    return fail(mapped ? Code::corrupt : mapped.error().code,
                mapped ? core::say("archive_too_short", {archive.string()})
                       : core::say("archive_unread", {archive.string(), mapped.error().message}),
                core::say("restore_file_backup"));
}

} // namespace

std::filesystem::path Archive::file_of(const std::filesystem::path& database, std::uint64_t number) {
    char name[32];
    std::snprintf(name, sizeof name, "%08llu.receipts", static_cast<unsigned long long>(number));
    return database.parent_path() / "archive" / name;
}

std::filesystem::path Store::archive_file(std::uint64_t number) const {
    return Archive::file_of(m_impl->path, number);
}

core::Result<core::Bytes> Store::receipt_file(const std::string& receipt_id) const {
    struct Place {
        std::uint64_t archive, offset, length;
    };
    std::optional<Place> place;
    auto here = m_impl->read([&](SQLite::Database& from) -> core::Result<core::Bytes> {
        SQLite::Statement query(from, "SELECT file, archive, archive_offset, archive_length FROM receipts "
                                      "WHERE receipt_id = ?");
        query.bind(1, receipt_id);
        if (!query.executeStep())
            return fail(Code::not_found, core::say("there_is_no_receipt", {receipt_id}),
                        core::say("see_hearthctl_receipt_list"));
        if (query.getColumn(1).isNull()) return bytes_of(query.getColumn(0));
        place = {from_column(query.getColumn(1).getInt64()), from_column(query.getColumn(2).getInt64()),
                 from_column(query.getColumn(3).getInt64())};
        return core::Bytes();
    });
    if (!here || !place) return here;
    return part_of(archive_file(place->archive), place->offset, place->length);
}

/// Receipts are signed in order: behind one that is too young there is none that is old enough.
core::Result<std::vector<OldReceipt>> Store::old_receipts(core::Epoch epoch, std::size_t receipts,
                                                          std::size_t bytes) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<OldReceipt>> {
        SQLite::Statement query(from, "SELECT receipts.number, epoch, money_state, file FROM receipts "
                                      "JOIN jobs ON jobs.receipt_id = receipts.receipt_id "
                                      "WHERE archive IS NULL ORDER BY receipts.number");
        std::vector<OldReceipt> old;
        std::size_t held = 0;
        bool goes_on = true; // to one more than was asked for
        while (goes_on && query.executeStep()) {
            const core::Epoch settled = from_column(query.getColumn(1).getInt64());
            if (settled >= epoch) break;
            const auto money = control::from_name<MoneyState>(query.getColumn(2).getString());
            if (!money || !rests(*money)) continue;
            goes_on = old.size() < receipts && held < bytes;
            old.push_back({query.getColumn(0).getInt64(), settled, bytes_of(query.getColumn(3))});
            held += old.back().file.size();
        }
        return old;
    });
}

Status Store::add_archive(const ArchiveRecord& archive, const std::vector<OldReceipt>& receipts) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database, "INSERT INTO archives (number, first_epoch, last_epoch, receipts, "
                                                   "bytes, hash) VALUES (?, ?, ?, ?, ?, ?)");
        insert.bind(1, to_column(archive.number));
        insert.bind(2, to_column(archive.first_epoch));
        insert.bind(3, to_column(archive.last_epoch));
        insert.bind(4, std::int64_t{archive.receipts});
        insert.bind(5, to_column(archive.bytes));
        bind_id(insert, 6, archive.hash);
        insert.exec();
        SQLite::Statement move(m_impl->database, "UPDATE receipts SET file = x'', archive = ?, archive_offset = ?, "
                                                 "archive_length = ? WHERE number = ? AND archive IS NULL");
        for (const OldReceipt& receipt : receipts) {
            move.bind(1, to_column(archive.number));
            move.bind(2, to_column(receipt.offset));
            move.bind(3, to_column(receipt.file.size()));
            move.bind(4, receipt.number);
            if (move.exec() != 1)
                return fail(Code::conflict, core::say("receipt_archived_twice"), core::say("report_both_copies_whole"));
            move.reset();
        }
        return {};
    });
}

core::Result<std::vector<ArchiveRecord>> Store::archives() const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<ArchiveRecord>> {
        std::vector<ArchiveRecord> found;
        HEARTH_TRY(const int version, m_impl->version(from));
        if (version < first_with_archives) return found;
        SQLite::Statement query(from, "SELECT number, first_epoch, last_epoch, receipts, bytes, hash FROM archives "
                                      "ORDER BY number");
        while (query.executeStep())
            found.push_back({from_column(query.getColumn(0).getInt64()), from_column(query.getColumn(1).getInt64()),
                             from_column(query.getColumn(2).getInt64()), query.getColumn(3).getUInt(),
                             from_column(query.getColumn(4).getInt64()), id_of<core::Hash>(query.getColumn(5))});
        return found;
    });
}

} // namespace hearth::node
