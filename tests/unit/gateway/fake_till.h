// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wallet.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

namespace hearth::test {

/// What a node keeps in its database.
class MemoryBook final : public gateway::pay::Book {
public:
    using Payment = gateway::pay::Payment;
    using Record = gateway::pay::Record;
    using Stage = gateway::pay::Stage;

    core::Result<gateway::pay::Entry> reserve(const Payment& payment) override {
        const std::lock_guard lock(m_mutex);
        if (m_entries.contains(payment.id)) return gateway::pay::Entry::nonce_used;
        int open = 0;
        for (const auto& [id, entry] : m_entries) {
            if (entry.record.payer != payment.payer) continue;
            if (entry.record.stage == Stage::refused) return gateway::pay::Entry::not_paid;
            open += is_open(entry) ? 1 : 0;
        }
        if (open >= gateway::pay::most_open) return gateway::pay::Entry::many_open;
        Entry entry{payment, {}, 0};
        entry.record.id = payment.id;
        entry.record.payer = payment.payer;
        entry.record.scheme = name_of(payment.scheme);
        m_entries.emplace(payment.id, std::move(entry));
        return gateway::pay::Entry::reserved;
    }
    core::Status forget(const core::Hash& id) override {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(id);
        if (found != m_entries.end() && found->second.record.stage == Stage::reserved) m_entries.erase(found);
        return {};
    }
    core::Status owe(const core::Hash& id, core::Uint128 amount, const gateway::pay::Used& used) override {
        const std::lock_guard lock(m_mutex);
        Entry& entry = m_entries.at(id);
        entry.amount = amount;
        entry.record.stage = Stage::owed;
        entry.record.amount = gateway::pay::Uint256::of(amount).text();
        entry.record.prompt_tokens = used.prompt_tokens;
        entry.record.completion_tokens = used.completion_tokens;
        return {};
    }
    core::Status settle(const core::Hash& id, const std::string& transaction) override {
        const std::lock_guard lock(m_mutex);
        m_entries.at(id).record.stage = Stage::settled;
        m_entries.at(id).record.transaction = transaction;
        return {};
    }
    core::Status refuse(const core::Hash& id, const std::string& reason) override {
        const std::lock_guard lock(m_mutex);
        m_entries.at(id).record.stage = Stage::refused;
        m_entries.at(id).record.reason = reason;
        return {};
    }
    core::Status lose(const core::Hash& id, const std::string& reason) override {
        const std::lock_guard lock(m_mutex);
        m_entries.at(id).record.stage = Stage::lost;
        m_entries.at(id).record.reason = reason;
        return {};
    }
    core::Result<std::vector<gateway::pay::Owed>> owed() override {
        const std::lock_guard lock(m_mutex);
        std::vector<gateway::pay::Owed> all;
        for (const auto& [id, entry] : m_entries)
            if (entry.record.stage == Stage::owed) all.push_back({entry.payment, entry.amount});
        return all;
    }
    core::Result<std::optional<Record>> find(const core::Hash& id) override {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(id);
        return found == m_entries.end() ? std::optional<Record>() : found->second.record;
    }
    /// Under way or not settled yet.
    int open() const {
        const std::lock_guard lock(m_mutex);
        return static_cast<int>(
            std::count_if(m_entries.begin(), m_entries.end(), [](const auto& one) { return is_open(one.second); }));
    }
    std::size_t size() const {
        const std::lock_guard lock(m_mutex);
        return m_entries.size();
    }
    /// Of the only payment, once it is there.
    std::string only_stage() const {
        const std::lock_guard lock(m_mutex);
        return m_entries.size() == 1 ? std::string(name_of(m_entries.begin()->second.record.stage)) : std::string();
    }
    std::string only_amount() const {
        const std::lock_guard lock(m_mutex);
        return m_entries.size() == 1 ? m_entries.begin()->second.record.amount : std::string();
    }

private:
    struct Entry {
        Payment payment;
        Record record;
        core::Uint128 amount;
    };
    static bool is_open(const Entry& entry) {
        return entry.record.stage == Stage::reserved || entry.record.stage == Stage::owed;
    }
    mutable std::mutex m_mutex;
    std::map<core::Hash, Entry> m_entries;
};

/// Says what a test wants.
class ScriptedFacilitator final : public gateway::pay::Facilitator {
public:
    core::Result<gateway::pay::Verdict> verify(const gateway::pay::Payment&) override {
        ++verified;
        if (unreachable) return core::fail(core::Code::unavailable, "It is not reached.");
        return gateway::pay::Verdict{refusal.empty(), refusal};
    }
    core::Result<gateway::pay::Settlement> settle(const gateway::pay::Payment&, core::Uint128) override {
        ++settled;
        for (int i = 0; held && i < 1000; ++i) // a caller that gives up leaves no test hanging
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (settles_later) return core::fail(core::Code::timed_out, "It does not answer.");
        if (!failure.empty()) return gateway::pay::Settlement{false, {}, failure};
        return gateway::pay::Settlement{true, "0xfeed", {}};
    }
    std::atomic<int> verified{0}, settled{0};
    std::atomic<bool> unreachable{false}, settles_later{false}, held{false};
    std::string refusal, failure; ///< set before anybody pays
};

} // namespace hearth::test
