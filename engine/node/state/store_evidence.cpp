// SPDX-License-Identifier: Apache-2.0
#include "node/state/short_id.h"
#include "node/state/store_impl.h"
#include "node/state/upstream_store.h"
#include "proof/merkle.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr std::int64_t pruned_at_once = 500; ///< answers or a few more, so that nobody waits long for the file
constexpr std::size_t size_digits = 8;       ///< of each number in sizes
constexpr std::size_t alike = 11;            ///< digits of an id that all of a row share
constexpr std::size_t most_candidates = 6;   ///< of a beginning; one more than are named

core::ByteView view_of(const SQLite::Column& column) {
    return {static_cast<const std::uint8_t*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

std::string_view text_of(const SQLite::Column& column) {
    const char* const text = column.getText();
    return {text, static_cast<std::size_t>(column.getBytes())};
}

/// Calls `each(line)` until it answers false.
template <typename Each>
void for_each_line(std::string_view text, const Each& each) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (!each(text.substr(0, end)) || end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

/// Of lines that may be empty.
std::string_view line_at(std::string_view text, std::size_t line) {
    for (; line > 0; --line) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

/// Steps through rows whose first column is `ids` to the one that holds it: which of that row's lines it is.
std::optional<std::size_t> step_to(SQLite::Statement& rows, const std::string& evidence_id) {
    rows.bind(1, evidence_id.substr(0, alike));
    while (rows.executeStep()) {
        std::size_t line = 0;
        bool found = false;
        for_each_line(text_of(rows.getColumn(0)), [&](std::string_view id) {
            found = id == evidence_id;
            if (!found) ++line;
            return !found;
        });
        if (found) return line;
    }
    return {};
}

/// The entries or the files of a row, as they lie in its blob. Empty where the row is damaged.
std::vector<core::ByteView> pieces(std::string_view sizes, core::ByteView blob, bool files) {
    std::vector<core::ByteView> all;
    for (std::size_t at = files ? size_digits : 0; at + size_digits <= sizes.size(); at += 2 * size_digits) {
        std::uint32_t size = 0;
        const char* const digits = sizes.data() + at;
        const auto read = std::from_chars(digits, digits + size_digits, size, 16);
        if (read.ptr != digits + size_digits || size > blob.size()) return {};
        all.push_back(blob.first(size));
        blob = blob.subspan(size);
    }
    return all;
}

core::Error damaged(const std::filesystem::path& file) {
    return fail(Code::corrupt, core::say("the_file_is_damaged", {file.string(), "evidence_batches"}),
                core::say("restore_backup_move_away"));
}

core::Result<core::Bytes> piece(const SQLite::Column& sizes, const SQLite::Column& blob, bool file, std::size_t line,
                                const std::filesystem::path& path) {
    const auto all = pieces(text_of(sizes), view_of(blob), file);
    if (line >= all.size()) return damaged(path);
    return core::to_bytes(all[line]);
}

/// A row of evidence_batches on its way in.
struct Together {
    core::Nanoseconds newest = 0;
    std::int64_t count = 0;
    std::string sizes, ids, callers;
    core::Bytes hashes, entries, files;

    void add(const EvidenceRecord& record) {
        add_size(record.entry.size());
        add_size(record.file.size());
        if (count > 0) {
            ids += '\n';
            callers += '\n';
        }
        ids += record.evidence_id;
        callers += record.caller;
        core::append(hashes, proof::merkle_leaf(record.entry).view());
        core::append(entries, record.entry);
        core::append(files, record.file);
        newest = std::max(newest, record.at);
        ++count;
    }

private:
    void add_size(std::size_t size) {
        for (std::size_t digit = size_digits; digit-- > 0;)
            sizes += "0123456789abcdef"[(size >> (4 * digit)) & 0xF];
    }
};

/// Those of them that stand here already: a write whose end nobody learned of is tried again. Reads what began alike.
std::set<std::string_view> known(SQLite::Database& database, const std::map<std::string, Together>& rows,
                                 const std::vector<EvidenceRecord>& records) {
    std::set<std::string_view> ours, found;
    for (const EvidenceRecord& record : records)
        ours.insert(record.evidence_id);
    SQLite::Statement query(database, "SELECT ids FROM evidence_batches WHERE begins = ?");
    for (const auto& [begins, row] : rows) {
        query.bindNoCopy(1, begins);
        while (query.executeStep())
            for_each_line(text_of(query.getColumn(0)), [&](std::string_view id) {
                if (const auto one = ours.find(id); one != ours.end()) found.insert(*one);
                return true;
            });
        query.reset();
    }
    return found;
}

/// The same bytes, or they went because they were old.
bool holds(SQLite::Database& database, const EvidenceRecord& record) {
    SQLite::Statement query(database, "SELECT ids, sizes, files FROM evidence_batches WHERE begins = ?");
    const auto line = step_to(query, record.evidence_id);
    if (!line) return false;
    if (query.getColumn(2).isNull()) return true;
    const auto files = pieces(text_of(query.getColumn(1)), view_of(query.getColumn(2)), true);
    return *line < files.size() &&
           std::equal(files[*line].begin(), files[*line].end(), record.file.begin(), record.file.end());
}

constexpr const char* next_leaf = "SELECT COALESCE((SELECT leaf + count FROM evidence_batches WHERE leaf IS NOT NULL "
                                  "ORDER BY leaf DESC LIMIT 1), 0)";

void insert(SQLite::Database& database, const std::map<std::string, Together>& rows) {
    std::int64_t leaf = database.execAndGet(next_leaf).getInt64();
    SQLite::Statement row(database,
                          "INSERT INTO evidence_batches (leaf, begins, count, newest, sizes, ids, hashes, entries, "
                          "files, callers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto put = [&row](int index, const core::Bytes& bytes) {
        row.bindNoCopy(index, bytes.data(), static_cast<int>(bytes.size()));
    };
    for (const auto& [begins, together] : rows) {
        if (together.count == 0) continue;
        row.bind(1, leaf);
        row.bindNoCopy(2, begins);
        row.bind(3, together.count);
        row.bind(4, together.newest);
        row.bindNoCopy(5, together.sizes);
        row.bindNoCopy(6, together.ids);
        put(7, together.hashes);
        put(8, together.entries);
        put(9, together.files);
        row.bindNoCopy(10, together.callers);
        row.exec();
        row.reset();
        leaf += together.count;
    }
}

} // namespace

Status UpstreamStore::put_evidence(const std::vector<EvidenceRecord>& records,
                                   const std::vector<ForeignCharge>& charges) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Database& database = m_store.m_impl->database;
        std::map<std::string, Together> rows;
        for (const EvidenceRecord& record : records)
            rows.try_emplace(record.evidence_id.substr(0, alike));
        const std::set<std::string_view> here = known(database, rows, records);
        std::map<std::string_view, const EvidenceRecord*> taken; // of these, so that each is kept once
        for (const EvidenceRecord& record : records) {
            const auto [first, is_first] = taken.try_emplace(record.evidence_id, &record);
            if (is_first && !here.contains(record.evidence_id))
                rows[record.evidence_id.substr(0, alike)].add(record);
            else if (is_first ? !holds(database, record) : first->second->file != record.file)
                return fail(Code::internal, core::say("evidence_not_kept_defect"));
        }
        insert(database, rows);
        SQLite::Statement charge(database, "INSERT INTO foreign_charges (evidence_id, at, caller, charged) "
                                           "VALUES (?, ?, ?, ?) ON CONFLICT (evidence_id) DO NOTHING");
        for (const ForeignCharge& one : charges) {
            charge.bindNoCopy(1, one.evidence_id);
            charge.bind(2, one.at);
            charge.bindNoCopy(3, one.caller);
            charge.bind(4, to_column(one.charged.units()));
            charge.exec();
            charge.reset();
        }
        return {};
    });
}

core::Result<core::Bytes> UpstreamStore::evidence(const std::string& evidence_id, const std::string& caller) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<core::Bytes> {
        SQLite::Statement query(from, "SELECT ids, sizes, files, callers FROM evidence_batches WHERE begins = ?");
        const auto line = step_to(query, evidence_id);
        if (!line || query.getColumn(2).isNull() ||
            (!caller.empty() && caller != line_at(text_of(query.getColumn(3)), *line)))
            return fail(Code::not_found, core::say("no_evidence", {evidence_id}));
        return piece(query.getColumn(1), query.getColumn(2), true, *line, m_store.m_impl->path);
    });
}

core::Result<std::vector<core::Bytes>> UpstreamStore::evidence_files(std::uint32_t limit,
                                                                     const std::string& before) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<core::Bytes>> {
        SQLite::Statement place(from, "SELECT ids, number FROM evidence_batches WHERE begins = ?");
        const auto line = step_to(place, before);
        const std::int64_t last = line ? place.getColumn(1).getInt64() : INT64_MAX;
        SQLite::Statement query(from, "SELECT number, sizes, files FROM evidence_batches WHERE number <= ? "
                                      "AND files IS NOT NULL ORDER BY number DESC");
        query.bind(1, last);
        std::vector<core::Bytes> files;
        while (files.size() < limit && query.executeStep()) {
            const auto all = pieces(text_of(query.getColumn(1)), view_of(query.getColumn(2)), true);
            if (all.empty()) return damaged(m_store.m_impl->path);
            std::size_t end = all.size();
            if (line && query.getColumn(0).getInt64() == last) end = std::min(end, *line);
            while (end > 0 && files.size() < limit)
                files.push_back(core::to_bytes(all[--end]));
        }
        return files;
    });
}

core::Result<std::uint64_t> UpstreamStore::prune_evidence(core::Nanoseconds at) {
    std::int64_t gone = 0;
    HEARTH_CHECK(m_store.m_impl->transaction([&]() -> Status {
        SQLite::Database& database = m_store.m_impl->database;
        std::vector<std::int64_t> old;
        SQLite::Statement query(database, "SELECT number, count FROM evidence_batches "
                                          "WHERE files IS NOT NULL AND newest < ? ORDER BY newest");
        query.bind(1, at);
        while (gone < pruned_at_once && query.executeStep()) {
            old.push_back(query.getColumn(0).getInt64());
            gone += query.getColumn(1).getInt64();
        }
        query.reset();
        SQLite::Statement remove(database, "UPDATE evidence_batches SET files = NULL WHERE number = ?");
        for (const std::int64_t number : old) {
            remove.bind(1, number);
            remove.exec();
            remove.reset();
        }
        database.exec("DELETE FROM evidence_batches WHERE leaf IS NULL AND files IS NULL");
        return {};
    }));
    return static_cast<std::uint64_t>(gone);
}

core::Result<std::uint64_t> UpstreamStore::log_size() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::uint64_t> {
        SQLite::Statement query(from, next_leaf);
        query.executeStep();
        return from_column(query.getColumn(0).getInt64());
    });
}

core::Result<std::vector<core::Hash>> UpstreamStore::log_leaves(std::uint64_t first, std::uint64_t end) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<core::Hash>> {
        SQLite::Statement query(from, "SELECT leaf, hashes FROM evidence_batches WHERE leaf >= COALESCE((SELECT "
                                      "MAX(leaf) FROM evidence_batches WHERE leaf <= ?1), 0) AND leaf < ?2 "
                                      "ORDER BY leaf");
        query.bind(1, to_column(first));
        query.bind(2, to_column(end));
        std::vector<core::Hash> leaves;
        while (query.executeStep()) {
            const std::uint64_t leaf = from_column(query.getColumn(0).getInt64()), next = first + leaves.size();
            const core::ByteView hashes = view_of(query.getColumn(1));
            const std::uint64_t behind = leaf + hashes.size() / core::Hash::size;
            if (next < leaf || next >= behind) break;
            for (std::uint64_t i = next; i < std::min(behind, end); ++i)
                leaves.push_back(
                    core::Hash::from_view(hashes.subspan((i - leaf) * core::Hash::size, core::Hash::size)).value());
        }
        if (leaves.size() != end - first)
            return fail(Code::corrupt, core::say("log_has_gap", {m_store.m_impl->path.string()}),
                        core::say("restore_log"));
        return leaves;
    });
}

core::Result<std::string> UpstreamStore::logged_id(const std::string& text) const {
    const std::string id = as_id(text);
    if (id.empty()) return text;
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::string> {
        const std::string first = id.substr(0, alike), behind = first + "g"; // the letter after the last digit
        SQLite::Statement query(from, "SELECT ids FROM evidence_batches WHERE begins >= ? AND begins < ? "
                                      "AND leaf IS NOT NULL ORDER BY begins");
        query.bind(1, first);
        query.bind(2, behind);
        std::vector<std::string> candidates;
        while (candidates.size() < most_candidates && query.executeStep())
            for_each_line(text_of(query.getColumn(0)), [&](std::string_view one) {
                if (one.starts_with(id)) candidates.emplace_back(one);
                return candidates.size() < most_candidates;
            });
        return only_one(candidates, text, logged_ids);
    });
}

core::Result<LogPlace> UpstreamStore::log_place(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<LogPlace> {
        SQLite::Statement query(from, "SELECT ids, leaf, sizes, entries FROM evidence_batches WHERE begins = ?");
        const auto line = step_to(query, evidence_id);
        if (!line || query.getColumn(1).isNull())
            return fail(Code::not_found, core::say("not_in_log", {evidence_id}), core::say("see_evidence_list"));
        HEARTH_TRY(core::Bytes entry,
                   piece(query.getColumn(2), query.getColumn(3), false, *line, m_store.m_impl->path));
        return LogPlace{from_column(query.getColumn(1).getInt64()) + *line, std::move(entry)};
    });
}

} // namespace hearth::node
