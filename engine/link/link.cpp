// SPDX-License-Identifier: Apache-2.0
#include "link/link.h"

#include "link/credential.h"
#include "link/job_codec.h"

#include <utility>

namespace hearth::link {
namespace {

core::Error link_is_over() {
    return core::fail(core::Code::unavailable, core::say("link_down"), core::say("try_another_link"));
}

/// What is sealed may be a question; only whoever opens it knows.
bool begins_work(const Arrival& arrival) {
    const auto* plain = std::get_if<JobMessage>(&arrival.content);
    return arrival.opens && (plain == nullptr || std::holds_alternative<Ask>(*plain));
}

} // namespace

Room::~Room() {
    if (const auto link = m_link.lock(); link && m_cost > 0) link->consumed(m_job, m_cost);
}

Room::Room(Room&& other) noexcept
    : m_link(std::move(other.m_link)), m_job(other.m_job), m_cost(std::exchange(other.m_cost, 0)) {}

Room& Room::operator=(Room&& other) noexcept {
    std::swap(m_link, other.m_link);
    std::swap(m_job, other.m_job);
    std::swap(m_cost, other.m_cost);
    return *this;
}

Link::Link(Side side, core::PublicKey peer, LinkEvents events, LaneLimits limits)
    : m_side(side), m_peer(peer), m_events(std::move(events)), m_session(side, limits) {}

Capability Link::capability() const {
    const std::lock_guard lock(m_mutex);
    return m_capability;
}

std::size_t Link::open_jobs() const {
    const std::lock_guard lock(m_mutex);
    return m_session.lanes().open_jobs();
}

bool Link::settled() const {
    const std::lock_guard lock(m_mutex);
    return m_session.settled();
}

bool Link::over() const {
    const std::lock_guard lock(m_mutex);
    return m_over;
}

core::Result<JobId> Link::open_job(Opens what) {
    const std::lock_guard lock(m_mutex);
    if (m_over) return link_is_over();
    if (m_capability.draining)
        return core::fail(core::Code::unavailable, core::say("link_full"), core::say("use_another_link"));
    if (m_expired && what == Opens::work) return credential_is_over();
    return m_session.lanes().open();
}

core::Status Link::send(JobId job, const JobMessage& message) {
    return enqueue(job, encode(message), false, is_last(message));
}

core::Status Link::send_sealed(JobId job, core::Bytes sealed, bool last) {
    return enqueue(job, std::move(sealed), true, last);
}

core::Status Link::enqueue(JobId job, core::Bytes message, bool sealed, bool last) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_over) return link_is_over();
        HEARTH_CHECK(m_session.lanes().send(job, std::move(message), sealed, last));
    }
    wake();
    return {};
}

void Link::forget_job(JobId job) {
    const std::lock_guard lock(m_mutex);
    m_session.lanes().close(job);
}

void Link::announce(Capability mine) {
    say(std::move(mine));
}

void Link::drain() {
    say(Drain{});
}

void Link::expire(bool ended) {
    const std::lock_guard lock(m_mutex);
    m_expired = ended;
}

bool Link::expired() const {
    const std::lock_guard lock(m_mutex);
    return m_expired;
}

void Link::say(Frame frame) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_over) return;
        m_session.say(std::move(frame));
    }
    wake();
}

bool Link::carried() const {
    const std::lock_guard lock(m_mutex);
    return m_wake != nullptr;
}

std::optional<core::Nanoseconds> Link::heard_at() const {
    const std::lock_guard lock(m_mutex);
    return m_heard_at;
}

void Link::heard(core::Nanoseconds now) {
    const std::lock_guard lock(m_mutex);
    m_heard_at = now;
}

void Link::set_wake(std::function<void()> wake) {
    const std::lock_guard lock(m_mutex);
    m_wake = std::move(wake);
}

void Link::wake() {
    std::function<void()> call;
    {
        const std::lock_guard lock(m_mutex);
        call = m_wake;
    }
    if (call) call();
}

std::optional<core::Bytes> Link::next_frame() {
    const std::lock_guard lock(m_mutex);
    return m_session.next();
}

std::uint64_t Link::received() const {
    const std::lock_guard lock(m_mutex);
    return m_session.received();
}

core::Status Link::resume(std::uint64_t theirs) {
    const std::lock_guard lock(m_mutex);
    return m_session.resume(theirs);
}

void Link::consumed(JobId job, std::uint64_t cost) {
    {
        const std::lock_guard lock(m_mutex);
        m_session.lanes().consumed(job, cost);
    }
    wake();
}

core::Status Link::arrived(core::ByteView frame) {
    Session::Event event;
    bool changed = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_over) return link_is_over();
        HEARTH_TRY(event, m_session.receive(frame));
        if (auto* capability = std::get_if<Capability>(&event)) {
            m_capability = std::move(*capability);
            m_capability.draining |= m_drains;
            changed = true;
        } else if (std::holds_alternative<Drain>(event)) {
            m_drains = m_capability.draining = changed = true;
        } else if (auto* goodbye = std::get_if<Goodbye>(&event)) {
            m_farewell = goodbye->error;
        }
    }
    if (changed && m_events.capability) m_events.capability(shared_from_this());
    if (const auto* pong = std::get_if<Pong>(&event); pong != nullptr && m_on_pong) m_on_pong(pong->nonce);
    if (auto* delivery = std::get_if<Delivery>(&event)) deliver(std::move(*delivery));
    wake();
    return {};
}

std::optional<core::Error> Link::farewell() const {
    const std::lock_guard lock(m_mutex);
    return m_farewell;
}

/// A message that does not hold ends its job, not the link.
void Link::deliver(Delivery delivery) {
    Arrival arrival{
        delivery.job, delivery.opens, delivery.last, {}, Room(weak_from_this(), delivery.job, delivery.cost)};
    if (delivery.sealed) {
        arrival.content = std::move(delivery.message);
    } else {
        auto message = decode_job_message(delivery.message);
        if (message && is_last(*message) != delivery.last)
            message = core::fail(core::Code::corrupt, "A message of a job ends it, or not, against what it says.");
        if (!message) {
            if (!delivery.last) (void)send(delivery.job, Failed{message.error()});
            if (delivery.opens) return;
            arrival.last = true;
            message = JobMessage(Failed{message.error()});
        }
        arrival.content = std::move(message).value();
    }
    if (begins_work(arrival) && expired()) {
        if (!delivery.last) (void)send(delivery.job, Failed{credential_is_over()});
        return;
    }
    if (m_events.job) m_events.job(shared_from_this(), std::move(arrival));
}

void Link::begin() {
    if (m_events.up) m_events.up(shared_from_this());
}

void Link::end(const core::Error& error) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_over) return;
        m_over = true;
        for (const JobId job : m_session.lanes().jobs())
            m_session.lanes().close(job);
        m_wake = nullptr;
    }
    if (m_events.down) m_events.down(shared_from_this(), error);
}

} // namespace hearth::link
