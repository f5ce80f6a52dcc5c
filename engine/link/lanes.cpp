// SPDX-License-Identifier: Apache-2.0
#include "link/lanes.h"

#include "core/expect.h"

#include <algorithm>

namespace hearth::link {
namespace {

/// What a part counts besides its data, so that empty ones are not free.
constexpr std::uint64_t part_overhead = 64;
/// A message is not cut smaller than this only because credit is short.
constexpr std::size_t least_part = 4096;

core::Error violation(core::Code code, std::string sentence) {
    return core::fail(code, std::move(sentence), core::say("link_cut_other_side"));
}

} // namespace

JobId Lanes::open() {
    const JobId job = 2 * ++m_opened + (m_side == Side::dialer ? 1 : 0);
    add(job);
    return job;
}

Lanes::Lane& Lanes::add(JobId job) {
    Lane& lane = m_lanes[job];
    lane.may_send = lane.granted = m_limits.window;
    return lane;
}

void Lanes::close(JobId job) {
    if (const auto at = m_lanes.find(job); at != m_lanes.end()) forget(at);
}

void Lanes::forget(Iterator at) {
    HEARTH_EXPECT(at->second.backlog <= m_backlog && at->second.received - at->second.read <= m_held,
                  "A lane of a link ends with more bytes than all lanes have.");
    m_backlog -= at->second.backlog;
    m_held -= at->second.received - at->second.read;
    m_lanes.erase(at);
}

std::vector<JobId> Lanes::jobs() const {
    std::vector<JobId> ids;
    for (const auto& [id, lane] : m_lanes)
        ids.push_back(id);
    return ids;
}

core::Status Lanes::send(JobId job, core::Bytes message, bool sealed, bool last) {
    const auto at = m_lanes.find(job);
    if (at == m_lanes.end()) return core::fail(core::Code::not_found, core::say("job_over"));
    Lane& lane = at->second;
    if (!lane.outgoing.empty() && lane.outgoing.back().last)
        return core::fail(core::Code::not_found, core::say("job_over"));
    if (message.size() > m_limits.max_message_bytes)
        return core::fail(core::Code::too_large,
                          core::say("message_job_bytes_most",
                                    {std::to_string(message.size()), std::to_string(m_limits.max_message_bytes)}));
    if (lane.backlog + message.size() > m_limits.max_job_backlog_bytes ||
        m_backlog + message.size() > m_limits.max_link_backlog_bytes)
        return core::fail(core::Code::busy, core::say("other_side_link_does"), core::say("try_again_later_end"));
    lane.backlog += message.size();
    m_backlog += message.size();
    lane.outgoing.push_back({std::move(message), 0, sealed, last});
    return {};
}

std::optional<Frame> Lanes::next() {
    const auto first = m_lanes.upper_bound(m_turn);
    auto at = first;
    for (std::size_t tried = 0; tried < m_lanes.size(); ++tried) {
        if (at == m_lanes.end()) at = m_lanes.begin();
        m_turn = at->first;
        if (auto credit = credit_of(at->first, at->second)) return credit;
        if (auto part = part_of(at)) return part;
        ++at;
    }
    return std::nullopt;
}

std::optional<Frame> Lanes::credit_of(JobId job, Lane& lane) {
    // A message longer than the window must be able to arrive; but not while others wait to be read.
    const std::uint64_t unread = lane.received - lane.read - lane.assembling;
    const std::uint64_t more_of_one = unread == 0 && may_grow(job) ? lane.assembling : 0;
    const std::uint64_t target = m_limits.window + lane.read + more_of_one;
    if (target < lane.granted + m_limits.window / 4) return std::nullopt;
    const std::uint64_t more = target - lane.granted;
    lane.granted = target;
    return Credit{job, static_cast<std::uint32_t>(more)};
}

/// When much is held unread, one message after the other grows past its window, the oldest first.
bool Lanes::may_grow(JobId job) const {
    if (m_held < m_limits.max_held_bytes) return true;
    const auto oldest =
        std::find_if(m_lanes.begin(), m_lanes.end(), [](const auto& entry) { return entry.second.assembling > 0; });
    return oldest != m_lanes.end() && oldest->first == job;
}

std::optional<Frame> Lanes::part_of(Iterator at) {
    Lane& lane = at->second;
    if (lane.outgoing.empty() || lane.may_send <= lane.sent + part_overhead) return std::nullopt;
    Outgoing& out = lane.outgoing.front();
    const std::uint64_t room = lane.may_send - lane.sent - part_overhead;
    if (room < std::min(least_part, out.message.size() - out.sent)) return std::nullopt;
    const std::size_t size = std::min({max_part_bytes, out.message.size() - out.sent, static_cast<std::size_t>(room)});
    const auto from = out.message.begin() + static_cast<std::ptrdiff_t>(out.sent);
    JobPart part{at->first, out.sealed, false, false, core::Bytes(from, from + static_cast<std::ptrdiff_t>(size))};
    HEARTH_EXPECT(size <= lane.backlog && size <= m_backlog, "A lane of a link sends more than waits in it.");
    out.sent += size;
    lane.sent += size + part_overhead;
    lane.backlog -= size;
    m_backlog -= size;
    if (out.sent < out.message.size()) return part;
    part.ends = true;
    part.last = out.last;
    lane.outgoing.pop_front();
    if (part.last) forget(at);
    return part;
}

core::Result<Lanes::Lane*> Lanes::lane_of(JobId job) {
    if (const auto at = m_lanes.find(job); at != m_lanes.end()) return &at->second;
    if (ours(job)) {
        if (job / 2 > m_opened || job < 2)
            return violation(core::Code::corrupt, "A link frame is for a job that was never opened.");
        return static_cast<Lane*>(nullptr);
    }
    if (m_any_theirs && job <= m_last_theirs) return static_cast<Lane*>(nullptr);
    const auto theirs = std::count_if(m_lanes.begin(), m_lanes.end(), [&](const auto& l) { return !ours(l.first); });
    if (static_cast<std::size_t>(theirs) >= m_limits.max_jobs)
        return violation(core::Code::too_large, "The other side opened more jobs at once than this one takes.");
    m_any_theirs = true;
    m_last_theirs = job;
    return &add(job);
}

core::Result<std::optional<Delivery>> Lanes::receive(JobPart part) {
    HEARTH_TRY(Lane* const lane, lane_of(part.job));
    if (lane == nullptr) return std::optional<Delivery>();
    const std::uint64_t cost = part.data.size() + part_overhead;
    lane->received += cost;
    lane->assembling += cost;
    m_held += cost;
    if (lane->received > lane->granted)
        return violation(core::Code::too_large, "The other side sent more of a job than it may.");
    if (lane->message.size() + part.data.size() > m_limits.max_message_bytes)
        return violation(core::Code::too_large,
                         "A message of a job is longer than " + std::to_string(m_limits.max_message_bytes) + " bytes.");
    if (!lane->message.empty() && lane->sealed != part.sealed)
        return violation(core::Code::corrupt, "A message of a job is sealed in part only.");
    if (part.last && !part.ends) return violation(core::Code::corrupt, "A job ends in the middle of a message.");
    lane->sealed = part.sealed;
    core::append(lane->message, part.data);
    if (!part.ends) return std::optional<Delivery>();
    Delivery whole{part.job,  !lane->begun && !ours(part.job), part.sealed,
                   part.last, std::move(lane->message),        lane->assembling};
    lane->begun = true;
    lane->assembling = 0;
    lane->message.clear();
    if (part.last) close(part.job);
    return std::optional<Delivery>(std::move(whole));
}

core::Status Lanes::receive(const Credit& credit) {
    const auto at = m_lanes.find(credit.job);
    if (at == m_lanes.end()) {
        HEARTH_TRY(const Lane* lane, ours(credit.job) ? lane_of(credit.job) : core::Result<Lane*>(nullptr));
        (void)lane;
        return {};
    }
    at->second.may_send += credit.bytes;
    return {};
}

void Lanes::consumed(JobId job, std::uint64_t cost) {
    const auto at = m_lanes.find(job);
    if (at == m_lanes.end()) return;
    Lane& lane = at->second;
    cost = std::min(cost, lane.received - lane.assembling - lane.read);
    lane.read += cost;
    m_held -= cost;
}

} // namespace hearth::link
