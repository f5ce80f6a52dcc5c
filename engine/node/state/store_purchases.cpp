// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"
#include "node/state/word_column.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr const char* purchase_columns =
    "SELECT job_id, caller, model_id, model_name, profile, created_at, state, reason, "
    "executor, escrow_id, charged, receipt_id FROM purchases ";

core::Error no_purchase(const std::string& job_id) {
    return fail(Code::not_found, core::say("nothing_asked_under_id", {job_id}));
}

/// `known`: corrupt where its state is none that this version knows; it is read as failed, for that reason.
PurchaseRecord read_purchase(const SQLite::Database& from, SQLite::Statement& row, Status& known) {
    PurchaseRecord purchase;
    purchase.job_id = row.getColumn(0).getString();
    purchase.caller = row.getColumn(1).getString();
    purchase.model_id = row.getColumn(2).getString();
    purchase.model_name = row.getColumn(3).getString();
    purchase.profile = row.getColumn(4).getString();
    purchase.created_at = row.getColumn(5).getInt64();
    known = take_word(from, row.getColumn(6), purchase.state);
    purchase.reason = known ? core::unkept(row.getColumn(7).getString()) : known.error().message;
    if (!known) purchase.state = control::PurchaseState::failed;
    purchase.executor = id_of<core::PublicKey>(row.getColumn(8));
    purchase.escrow = id_of<core::EscrowId>(row.getColumn(9));
    purchase.charged = core::Amount::from_units(from_column(row.getColumn(10).getInt64()));
    if (!row.getColumn(11).isNull()) purchase.receipt_id = row.getColumn(11).getString();
    return purchase;
}

} // namespace

Status Store::add_purchase(const PurchaseRecord& purchase) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database,
                                 "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, "
                                 "state, executor, escrow_id, charged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, purchase.job_id);
        insert.bind(2, purchase.caller);
        insert.bind(3, purchase.model_id);
        insert.bind(4, purchase.model_name);
        insert.bind(5, purchase.profile);
        insert.bind(6, purchase.created_at);
        insert.bind(7, control::name_of(purchase.state));
        bind_id(insert, 8, purchase.executor);
        bind_id(insert, 9, purchase.escrow);
        insert.bind(10, to_column(purchase.charged.units()));
        insert.exec();
        return {};
    });
}

Status Store::move_purchase(const PurchaseRecord& purchase) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement update(m_impl->database,
                                 "UPDATE purchases SET executor = ?, escrow_id = ?, charged = ? WHERE job_id = ?");
        bind_id(update, 1, purchase.executor);
        bind_id(update, 2, purchase.escrow);
        update.bind(3, to_column(purchase.charged.units()));
        update.bind(4, purchase.job_id);
        if (update.exec() == 0) return no_purchase(purchase.job_id);
        return {};
    });
}

Status Store::end_purchase(const PurchaseRecord& purchase, core::ByteView file, const Settings& with) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement update(m_impl->database, "UPDATE purchases SET state = ?, reason = ?, charged = ?, "
                                                   "receipt_id = ?, file = ? WHERE job_id = ?");
        update.bind(1, control::name_of(purchase.state));
        update.bind(2, core::kept(purchase.reason));
        update.bind(3, to_column(purchase.charged.units()));
        if (!purchase.receipt_id.empty()) update.bind(4, purchase.receipt_id);
        if (!file.empty()) update.bind(5, file.data(), static_cast<int>(file.size()));
        update.bind(6, purchase.job_id);
        if (update.exec() == 0) return no_purchase(purchase.job_id);
        for (const auto& [name, value] : with)
            m_impl->put_setting(name, value);
        return {};
    });
}

core::Result<PurchaseRecord> Store::Impl::find_purchase(const char* column, const std::string& value) const {
    return read([&](SQLite::Database& from) -> core::Result<PurchaseRecord> {
        SQLite::Statement query(from, std::string(purchase_columns) + "WHERE " + column + " = ?");
        query.bind(1, value);
        if (!query.executeStep()) return no_purchase(value);
        Status known;
        PurchaseRecord found = read_purchase(from, query, known);
        HEARTH_CHECK(known);
        return found;
    });
}

core::Result<PurchaseRecord> Store::purchase(const std::string& job_id) const {
    return m_impl->find_purchase("job_id", job_id);
}

core::Result<std::vector<PurchaseRecord>> Store::purchases(std::uint32_t limit, const std::string& before) const {
    return m_impl->guarded([&]() -> core::Result<std::vector<PurchaseRecord>> {
        SQLite::Statement query(m_impl->database,
                                std::string(purchase_columns) +
                                    "WHERE ?1 = '' OR number < (SELECT number FROM purchases WHERE job_id = ?1) "
                                    "ORDER BY number DESC LIMIT ?2");
        query.bind(1, before);
        query.bind(2, static_cast<std::int64_t>(limit));
        std::vector<PurchaseRecord> found;
        Status known; // one whose state is not keeps no other out of the list
        while (query.executeStep())
            found.push_back(read_purchase(m_impl->database, query, known));
        return found;
    });
}

core::Result<PurchaseRecord> Store::purchase_of_receipt(const std::string& receipt_id) const {
    return m_impl->find_purchase("receipt_id", receipt_id);
}

core::Result<std::vector<PurchaseRecord>> Store::open_purchases() const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<PurchaseRecord>> {
        SQLite::Statement query(from, std::string(purchase_columns) + "WHERE state = 'open' ORDER BY number");
        std::vector<PurchaseRecord> found;
        Status known; // "open" is
        while (query.executeStep())
            found.push_back(read_purchase(from, query, known));
        return found;
    });
}

core::Result<core::Bytes> Store::purchase_file(const std::string& job_id) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<core::Bytes> {
        SQLite::Statement query(from, "SELECT file FROM purchases WHERE job_id = ?");
        query.bind(1, job_id);
        if (!query.executeStep()) return no_purchase(job_id);
        const auto column = query.getColumn(0);
        if (column.isNull()) return core::Bytes();
        const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
        return core::Bytes(data, data + column.getBytes());
    });
}

} // namespace hearth::node
