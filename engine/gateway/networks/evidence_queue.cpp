// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/evidence_queue.h"

#include "core/expect.h"
#include "core/log.h"

#include <algorithm>

namespace hearth::gateway {
namespace {

constexpr std::size_t memory_of_plain_one = 2048;
constexpr unsigned enough_in_a_row = 3; ///< that fail alone: then it is not for what is in them

std::size_t memory_of(const evidence::Envelope& envelope) {
    return memory_of_plain_one + (envelope.proof ? envelope.proof->document.size() : 0);
}

/// Later there may be room again; what is wrong with the envelope itself stays wrong. `others`: were kept meanwhile.
bool is_own_fault(const core::Error& error, bool others) {
    return error.code != core::Code::busy && (others || error.code != core::Code::io);
}

constexpr const char* evidence_thread = "evidence";

/// Whoever is told must not take the queue's thread along.
void tell_end(const EvidenceQueue::Then& then, const core::Status& kept) {
    if (then) core::guarded(evidence_thread, [&] { then(kept); });
}

core::Error not_kept_defect() {
    return core::fail(core::Code::internal, core::say("evidence_not_kept_defect"));
}

} // namespace

EvidenceQueue::EvidenceQueue(Keep keep, std::function<void(const std::string&)> settled, const Limits& limits)
    : m_keep(std::move(keep)), m_settled(std::move(settled)), m_limits(limits),
      m_thread(core::run_thread(evidence_thread, core::Thrown::begins_again, [this] { run(); })) {}

EvidenceQueue::~EvidenceQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_stops = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void EvidenceQueue::put(evidence::Envelope envelope, Then then) {
    const std::size_t bytes = memory_of(envelope);
    bool waits = false, wakes = false;
    Then of_who_waits;
    {
        const std::lock_guard lock(m_mutex);
        waits = m_failing || m_items.size() >= m_limits.most || m_bytes + bytes > m_limits.most_bytes;
        const bool was_due = is_due(), was_empty = m_items.empty();
        if (waits) of_who_waits.swap(then);
        m_items.push_back({std::move(envelope), std::move(of_who_waits), bytes});
        m_bytes += bytes;
        ++m_put;
        if (waits) ++m_callers;
        wakes = was_empty || (is_due() && !was_due);
    }
    if (wakes) m_wake.notify_one();
    if (!waits) tell_end(then, {});
}

bool EvidenceQueue::settle(std::optional<core::Nanoseconds> most) {
    std::unique_lock lock(m_mutex);
    const std::uint64_t wanted = m_put;
    const auto done = [this, wanted] { return m_tried >= wanted; };
    if (done()) return true;
    m_asked_for = std::max(m_asked_for, wanted);
    m_wake.notify_one();
    if (most) return m_tried_more.wait_for(lock, std::chrono::nanoseconds(*most), done);
    m_tried_more.wait(lock, done);
    return true;
}

/// Somebody waits, or there is enough for one write.
bool EvidenceQueue::is_due() const {
    return m_stops || m_callers > 0 || m_asked_for > m_tried || (!m_failing && m_items.size() >= m_limits.at_once);
}

void EvidenceQueue::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stops || !m_items.empty(); });
        if (m_items.empty()) return;
        const core::Nanoseconds most = m_failing ? m_limits.rests : m_limits.gathers;
        m_wake.wait_for(lock, std::chrono::nanoseconds(most), [this] { return is_due(); });
        std::vector<Item> items = take();
        lock.unlock();
        keep(std::move(items));
        lock.lock();
    }
}

std::vector<EvidenceQueue::Item> EvidenceQueue::take() {
    std::vector<Item> items;
    items.reserve(std::min(m_items.size(), m_limits.at_once));
    while (!m_items.empty() && items.size() < m_limits.at_once) {
        items.push_back(std::move(m_items.front()));
        m_items.pop_front();
        const bool waited = bool(items.back().then);
        HEARTH_EXPECT(items.back().bytes <= m_bytes && (!waited || m_callers > 0),
                      "More evidence left its queue than had come.");
        m_bytes -= items.back().bytes;
        if (waited) --m_callers;
    }
    return items;
}

/// Whatever is thrown, nobody waits for ever for one of them.
void EvidenceQueue::keep(std::vector<Item> items) {
    const auto fresh = std::count_if(items.begin(), items.end(), [](const Item& item) { return !item.tried; });
    if (!core::guarded(evidence_thread, [&] { try_to_keep(items); }))
        for (Item& item : items)
            if (!item.over) core::guarded(evidence_thread, [&] { conclude(item, not_kept_defect()); });
    {
        const std::lock_guard lock(m_mutex);
        m_tried += static_cast<std::uint64_t>(fresh);
    }
    m_tried_more.notify_all();
}

void EvidenceQueue::try_to_keep(std::vector<Item>& items) {
    const core::Status together = keep_together(items);
    if (!together && items.size() > 1) return conclude_or_leave(keep_each(items, together));
    std::vector<Tried> all;
    for (Item& item : items)
        all.push_back({&item, together, true});
    conclude_or_leave(all);
}

/// One that cannot be kept takes no other with it.
std::vector<EvidenceQueue::Tried> EvidenceQueue::keep_each(std::vector<Item>& items, const core::Status& together) {
    std::vector<Tried> all;
    unsigned in_a_row = 0;
    for (Item& item : items) {
        const bool alone = in_a_row < enough_in_a_row;
        core::Status kept = alone ? keep_one(item) : together;
        in_a_row = kept ? 0 : in_a_row + 1;
        all.push_back({&item, std::move(kept), alone});
    }
    return all;
}

/// What fails alone where others go in fails for itself, and would for ever. What was not tried alone comes first the
/// next time, so that no few in front of it keep it out; while others go in its caller waits for that.
void EvidenceQueue::conclude_or_leave(const std::vector<Tried>& all) {
    const bool some = std::any_of(all.begin(), all.end(), [](const Tried& one) { return one.kept.ok(); });
    std::vector<Item*> later;
    for (const bool alone : {false, true})
        for (const Tried& one : all) {
            if (one.alone != alone) continue;
            const bool waits = !one.kept && one.item->then && (alone || !some);
            const bool own_fault = alone && !one.kept && is_own_fault(one.kept.error(), some);
            if (one.kept || waits || own_fault)
                conclude(*one.item, one.kept);
            else
                later.push_back(one.item);
        }
    leave_for_later(later, !some);
}

core::Status EvidenceQueue::keep_together(std::vector<Item>& items) {
    std::vector<evidence::Envelope> envelopes;
    envelopes.reserve(items.size());
    for (Item& item : items)
        envelopes.push_back(std::move(item.envelope));
    core::Status kept = not_kept_defect();
    core::guarded(evidence_thread, [&] { kept = m_keep(envelopes); });
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].envelope = std::move(envelopes[i]);
    return kept;
}

core::Status EvidenceQueue::keep_one(Item& item) {
    std::vector<Item> alone;
    alone.push_back(std::move(item));
    core::Status kept = keep_together(alone);
    item = std::move(alone.front());
    return kept;
}

void EvidenceQueue::conclude(Item& item, const core::Status& kept) {
    item.over = true;
    const auto note = [&] {
        core::log::error("gateway", "evidence cannot be kept",
                         {{"evidence", item.envelope.evidence_id}, {"reason", kept.error().message}});
    };
    if (!kept) core::guarded(evidence_thread, note); // what cannot be logged is told all the same
    core::guarded(evidence_thread, [&] { m_settled(item.envelope.evidence_id); });
    tell_end(item.then, kept);
}

/// At the end there is no later, unless this time some were kept.
void EvidenceQueue::leave_for_later(const std::vector<Item*>& items, bool failed) {
    bool ends = false;
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failed;
        ends = m_stops && failed;
        for (Item* const item : items) {
            if (ends) break;
            const std::size_t bytes = item->bytes;
            const bool waits = bool(item->then);
            item->tried = true;
            m_items.push_back(std::move(*item));
            item->over = true;
            m_bytes += bytes;
            if (waits) ++m_callers;
        }
    }
    if (!ends) return;
    for (Item* const item : items)
        conclude(*item, core::fail(core::Code::io, core::say("evidence_lost_at_end")));
}

} // namespace hearth::gateway
