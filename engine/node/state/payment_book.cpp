// SPDX-License-Identifier: Apache-2.0
#include "node/state/payment_book.h"

#include "node/state/store_impl.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;
using PaidStage = gateway::pay::Stage;
using gateway::pay::Entry;
using gateway::pay::Owed;
using gateway::pay::Payment;
using gateway::pay::Record;
using gateway::pay::Scheme;
using gateway::pay::Uint256;

constexpr int most_settled = 20; ///< settled by one tick
constexpr char record_columns[] =
    "SELECT id, stage, payer, scheme, amount, prompt_tokens, completion_tokens, tx, reason, at FROM payments ";

std::string stage_text(PaidStage stage) {
    return std::string(gateway::pay::name_of(stage));
}

PaidStage payment_stage(const std::string& text) {
    for (const PaidStage stage : {PaidStage::reserved, PaidStage::owed, PaidStage::settled, PaidStage::refused})
        if (text == gateway::pay::name_of(stage)) return stage;
    return PaidStage::lost;
}

Record payment_record(SQLite::Statement& row) {
    Record record;
    record.id = id_of<core::Hash>(row.getColumn(0));
    record.stage = payment_stage(row.getColumn(1).getString());
    record.payer = row.getColumn(2).getString();
    record.scheme = row.getColumn(3).getString();
    record.amount = row.getColumn(4).getString();
    record.prompt_tokens = from_column(row.getColumn(5).getInt64());
    record.completion_tokens = from_column(row.getColumn(6).getInt64());
    record.transaction = row.getColumn(7).getString();
    record.reason = row.getColumn(8).getString();
    record.at = row.getColumn(9).getInt64();
    return record;
}

core::Uint128 smallest_amount(const std::string& text) {
    const auto number = Uint256::parse(text);
    return number ? number->narrow().value_or(0) : 0;
}

Owed owed_payment(SQLite::Statement& row) {
    Owed owed;
    owed.payment.id = id_of<core::Hash>(row.getColumn(0));
    owed.payment.version = static_cast<unsigned>(row.getColumn(1).getInt());
    owed.payment.scheme = row.getColumn(2).getString() == "exact" ? Scheme::exact : Scheme::upto;
    owed.payment.payer = row.getColumn(3).getString();
    owed.payment.amount = smallest_amount(row.getColumn(4).getString());
    owed.payment.expires_s = row.getColumn(5).getInt64();
    owed.payment.voucher = row.getColumn(6).getString();
    owed.payment.requirements = row.getColumn(7).getString();
    owed.amount = smallest_amount(row.getColumn(8).getString());
    return owed;
}

} // namespace

core::Result<std::shared_ptr<PaymentBook>> PaymentBook::open(Store& store, const core::Clock& clock) {
    HEARTH_CHECK(store.m_impl->transaction([&]() -> Status {
        SQLite::Statement lost(store.m_impl->database, "UPDATE payments SET stage = 'lost' WHERE stage = 'reserved'");
        lost.exec();
        return {};
    }));
    return std::shared_ptr<PaymentBook>(new PaymentBook(store, clock));
}

Entry PaymentBook::entry_of(const Payment& payment) const {
    SQLite::Database& database = m_store.m_impl->database;
    SQLite::Statement same(database, "SELECT 1 FROM payments WHERE id = ?");
    bind_id(same, 1, payment.id);
    if (same.executeStep()) return Entry::nonce_used;
    SQLite::Statement open(database, "SELECT count(*) FROM payments WHERE stage IN ('reserved', 'owed') AND payer = ?");
    open.bind(1, payment.payer);
    open.executeStep();
    if (open.getColumn(0).getInt() >= gateway::pay::most_open) return Entry::many_open;
    SQLite::Statement refused(database,
                              "SELECT 1 FROM payments WHERE stage = 'refused' AND owed_at > ? AND payer = ? LIMIT 1");
    refused.bind(1, m_clock.now() - gateway::pay::rest_of_payer);
    refused.bind(2, payment.payer);
    return refused.executeStep() ? Entry::not_paid : Entry::reserved;
}

core::Result<Entry> PaymentBook::reserve(const Payment& payment) {
    Entry entry = Entry::reserved;
    HEARTH_CHECK(m_store.m_impl->transaction([&]() -> Status {
        entry = entry_of(payment);
        if (entry != Entry::reserved) return {};
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO payments (id, at, stage, version, scheme, payer, most, expires_s, "
                                 "voucher, requirements) VALUES (?, ?, 'reserved', ?, ?, ?, ?, ?, ?, ?)");
        bind_id(insert, 1, payment.id);
        insert.bind(2, m_clock.now());
        insert.bind(3, static_cast<int>(payment.version));
        insert.bind(4, std::string(name_of(payment.scheme)));
        insert.bind(5, payment.payer);
        insert.bind(6, Uint256::of(payment.amount).text());
        insert.bind(7, payment.expires_s);
        insert.bind(8, payment.voucher);
        insert.bind(9, payment.requirements);
        insert.exec();
        return {};
    }));
    return entry;
}

Status PaymentBook::forget(const core::Hash& id) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_store.m_impl->database, "DELETE FROM payments WHERE id = ? AND stage = 'reserved'");
        bind_id(remove, 1, id);
        remove.exec();
        return {};
    });
}

Status PaymentBook::owe(const core::Hash& id, core::Uint128 amount, const gateway::pay::Used& used) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement update(m_store.m_impl->database,
                                 "UPDATE payments SET stage = 'owed', amount = ?, owed_at = ?, prompt_tokens = ?, "
                                 "completion_tokens = ? WHERE id = ? AND stage = 'reserved'");
        update.bind(1, Uint256::of(amount).text());
        update.bind(2, m_clock.now());
        update.bind(3, to_column(used.prompt_tokens));
        update.bind(4, to_column(used.completion_tokens));
        bind_id(update, 5, id);
        if (update.exec() == 1) return {};
        return fail(Code::not_found, core::say("no_such_payment"), core::say("see_payment_id"));
    });
}

Status PaymentBook::change(const core::Hash& id, PaidStage to, const char* column, const std::string& value) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement update(m_store.m_impl->database, "UPDATE payments SET stage = ?, " + std::string(column) +
                                                               " = ? WHERE id = ? AND stage = 'owed'");
        update.bind(1, stage_text(to));
        update.bind(2, value);
        bind_id(update, 3, id);
        update.exec();
        return {};
    });
}

Status PaymentBook::settle(const core::Hash& id, const std::string& transaction) {
    return change(id, PaidStage::settled, "tx", transaction);
}

Status PaymentBook::refuse(const core::Hash& id, const std::string& reason) {
    return change(id, PaidStage::refused, "reason", reason);
}

Status PaymentBook::lose(const core::Hash& id, const std::string& reason) {
    return change(id, PaidStage::lost, "reason", reason);
}

core::Result<std::vector<Owed>> PaymentBook::owed() {
    return m_store.m_impl->read([&](SQLite::Database& database) -> core::Result<std::vector<Owed>> {
        SQLite::Statement query(database, "SELECT id, version, scheme, payer, most, expires_s, voucher, requirements, "
                                          "amount FROM payments WHERE stage = 'owed' AND owed_at < ? "
                                          "ORDER BY owed_at LIMIT ?");
        query.bind(1, m_clock.now() - first_try);
        query.bind(2, most_settled);
        std::vector<Owed> all;
        while (query.executeStep())
            all.push_back(owed_payment(query));
        return all;
    });
}

core::Result<std::optional<Record>> PaymentBook::find(const core::Hash& id) {
    return m_store.m_impl->read([&](SQLite::Database& database) -> core::Result<std::optional<Record>> {
        SQLite::Statement query(database, std::string(record_columns) + "WHERE id = ?");
        bind_id(query, 1, id);
        if (!query.executeStep()) return std::optional<Record>();
        return std::optional(payment_record(query));
    });
}

core::Result<std::vector<Record>> PaymentBook::newest(const Store& store, std::uint32_t limit) {
    return store.m_impl->read([&](SQLite::Database& database) -> core::Result<std::vector<Record>> {
        SQLite::Statement query(database, std::string(record_columns) + "ORDER BY at DESC LIMIT ?");
        query.bind(1, static_cast<std::int64_t>(limit));
        std::vector<Record> all;
        while (query.executeStep())
            all.push_back(payment_record(query));
        return all;
    });
}

} // namespace hearth::node
