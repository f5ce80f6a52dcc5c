// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/repeat.h"

#include "core/log.h"

#include <algorithm>
#include <exception>

namespace hearth::gateway {

namespace {

constexpr std::size_t longest_kept = std::size_t{8} << 20;
/// What is written ahead of a slow reader, and how far it may stay behind where its answer is not kept.
constexpr std::size_t high_water_bytes = 256 * 1024, furthest_behind = 2 * longest_kept;

/// One of those who wait.
class RepeatExchange final : public Exchange {
public:
    explicit RepeatExchange(std::shared_ptr<SharedCall> call) : m_call(std::move(call)) {}
    ~RepeatExchange() override { m_call->leave(this); }
    void writable() override { m_call->writable(this); }
    void tick(core::Nanoseconds now) override { m_call->tick(now); }
    bool probe() override { return m_call->probe(); }
    void stop() override { m_call->stop(); }
    void detach() override { m_call->leave(this); }

private:
    const std::shared_ptr<SharedCall> m_call;
};

ApiError not_again(int status, const char* code, std::string message) {
    ApiError error = http_error(status, code, std::move(message));
    error.param = "Idempotency-Key";
    return error;
}

ApiError another_request() {
    return not_again(422, "idempotency_key_reused",
                     "This Idempotency-Key was sent before with another request. Use a new key for a new request.");
}

/// What is thrown on the pool would take the process along.
template <typename Result, typename Act>
Result guarded(const Act& act) {
    try {
        return act();
    } catch (const std::exception& error) {
        core::log::error("gateway", "call_memory_threw", {{"what", error.what()}});
        return core::fail(core::Code::internal, core::say("kept_calls_defect"));
    }
}

ApiError too_long() {
    return not_again(
        409, "idempotency_not_kept",
        "This call was answered, and its answer is not kept: it was too long, or the caller's other answers take "
        "all the room. See the receipts of this node.");
}

/// They go on without their callers, so that no bound on connections holds for them.
ApiError too_many() {
    ApiError error = http_error(429, "too_many_calls", "Too many calls with an Idempotency-Key run; try again soon.");
    error.retry_after_s = 1;
    return error;
}

} // namespace

std::shared_ptr<Exchange> RepeatBook::enter(const Services& services, Reply& reply, RepeatKey key, Start start) {
    const std::pair place(key.caller, key.key);
    const auto found = m_calls.find(place);
    if (found != m_calls.end() && found->second->key().request != key.request) {
        reply.answer(error_answer(another_request()));
        return nullptr;
    }
    const bool fresh = found == m_calls.end();
    if (fresh && m_calls.size() >= services.options.max_connections) {
        reply.answer(error_answer(too_many()));
        return nullptr;
    }
    const auto call =
        fresh ? std::make_shared<SharedCall>(services, *this, std::move(key), std::move(start)) : found->second;
    if (fresh) m_calls.emplace(place, call);
    auto exchange = std::make_shared<RepeatExchange>(call);
    if (fresh) call->recall();
    call->join(exchange.get(), reply);
    return exchange;
}

void RepeatBook::close() {
    for (const auto& [place, call] : std::exchange(m_calls, {}))
        call->let_go();
}

SharedCall::SharedCall(const Services& services, RepeatBook& book, RepeatKey key, RepeatBook::Start start)
    : m_services(services), m_book(book), m_key(std::move(key)), m_start(std::move(start)) {}

/// On the pool: the memory is a disk.
void SharedCall::recall() {
    m_services.pool->post([self = shared_from_this(), &services = m_services] {
        using Found = core::Result<CallMemory::Recall>;
        const auto found =
            std::make_shared<Found>(guarded<Found>([&] { return services.options.memory->recall(self->m_key); }));
        self->m_written = *found && (*found)->known == CallMemory::Known::nothing;
        if (self->m_written && self->m_given_up) self->undo();
        services.post([self, found] { guarded_step(*self, [&] { self->recalled(*found); }); });
    });
}

/// Before anything was begun: either this or recall() sees that the other one came first, or both do.
void SharedCall::give_up() {
    m_given_up = true;
    if (m_written) m_services.pool->post([self = shared_from_this()] { self->undo(); });
}

/// On the pool.
void SharedCall::undo() const {
    const auto undone = guarded<core::Status>([&] { return m_services.options.memory->forget(m_key); });
    if (!undone) core::log::error("gateway", "call_not_forgotten", {{"reason", undone.error().message}});
}

void SharedCall::recalled(const core::Result<CallMemory::Recall>& found) {
    if (m_state != State::recalling) return;
    if (!found) return refuse(from_backend(found.error(), {}));
    switch (found->known) {
    case CallMemory::Known::nothing:
        m_state = State::running;
        m_inner = std::exchange(m_start, nullptr)(*this);
        return;
    case CallMemory::Known::kept:
        break;
    case CallMemory::Known::other:
        return refuse(another_request());
    case CallMemory::Known::lost:
        return refuse(not_again(409, "idempotency_outcome_unknown",
                                "This call was under way when the service stopped, and may have been charged. See the "
                                "receipts of this node; use a new key to ask again."));
    case CallMemory::Known::unkept:
        return refuse(too_long());
    }
    const KeptAnswer& kept = *found->answer;
    m_head = HttpAnswer{kept.status, kept.content_type, kept.headers, kept.stream ? "" : kept.body, m_key.events};
    if (kept.stream) m_body = kept.body;
    m_stream = kept.stream;
    m_kept_before = true;
    finish();
}

/// Told to all who wait and written down nowhere. Clients try a conflict again, unless they are told not to.
void SharedCall::refuse(const ApiError& error) {
    m_head = error_answer(error);
    if (error.status == 409) m_head->headers.emplace_back("X-Should-Retry", "false");
    m_stream = false;
    finish();
}

void SharedCall::join(Exchange* who, Reply& reply) {
    m_listeners.push_back({who, &reply, 0, false, std::exchange(m_joined, true)});
    deliver();
}

void SharedCall::leave(Exchange* who) {
    const std::size_t left = std::erase_if(m_listeners, [&](const Listener& one) { return one.who == who; });
    if (left == 0 || m_state != State::running) return;
    // It may be the one whose slowness held the answer up, and nobody else tells the answer to go on.
    m_services.post([weak = weak_from_this()] {
        if (const auto self = weak.lock()) guarded_step(*self, [&] { self->go_on(); });
    });
}

void SharedCall::writable(Exchange* who) {
    for (std::size_t i = 0; i < m_listeners.size(); ++i)
        if (m_listeners[i].who == who) give(m_listeners[i]);
    go_on();
}

void SharedCall::go_on() {
    if (m_inner && m_state == State::running) guarded_step(*this, [this] { m_inner->writable(); });
}

void SharedCall::tick(core::Nanoseconds now) {
    if (m_inner && m_state == State::running) guarded_step(*this, [&] { m_inner->tick(now); });
}

bool SharedCall::probe() {
    return m_inner && m_state == State::running && m_inner->probe();
}

void SharedCall::stop() {
    if (m_state == State::running && m_inner) return m_inner->stop();
    if (m_state != State::recalling) return;
    give_up();
    refuse(http_error(503, "stopping", "The service is stopping; try again when it is back."));
}

void SharedCall::let_go() {
    if (m_state == State::recalling) give_up();
    m_state = State::over;
    m_listeners.clear();
    if (m_inner) m_inner->detach();
    m_inner.reset();
}

void SharedCall::answer(HttpAnswer answer) {
    m_head = std::move(answer);
    m_unkept = m_head->body.size() > longest_kept;
    remember();
}

void SharedCall::begin(HttpAnswer head) {
    m_head = std::move(head);
    m_stream = true;
    deliver();
}

/// Past the bound nothing is kept: those who wait are given all that came.
void SharedCall::stream(const std::string& bytes) {
    m_body += bytes;
    m_numbers.pass(bytes, m_head->events);
    m_unkept = m_unkept || m_body.size() > longest_kept;
    deliver();
    if (!m_unkept) return;
    m_body.clear();
    for (Listener& one : m_listeners)
        one.given = 0;
}

void SharedCall::end(bool last) {
    m_last = last;
    remember();
}

void SharedCall::abort() {
    m_aborted = m_unkept = true;
    remember();
}

/// An answer that ends is whole: it goes out. Of one that is out only those hear who have not got all of it.
void SharedCall::broke() {
    if (m_state == State::ending) return;
    const auto held = shared_from_this();
    try {
        if (m_state != State::over) return break_off();
    } catch (const std::exception& error) {
        core::log::error("gateway", "shared_call_threw", {{"what", error.what()}});
        m_state = State::over;
        leave_book();
    }
    for (const Listener& one : std::exchange(m_listeners, {}))
        if (!one.over) one.reply->broke();
}

/// To all who wait. What had begun may have cost something: its end is kept, so that the same key does not pay again.
void SharedCall::break_off() {
    const bool began = m_inner != nullptr;
    if (began) m_inner->detach();
    if (m_state == State::recalling) give_up();
    if (m_stream) m_body += defect_event(m_head->events, m_numbers.next());
    if (!m_stream) m_head = error_answer(defect_error());
    if (!m_stream && began) m_head->headers.emplace_back("X-Should-Retry", "false");
    m_last = true;
    m_state == State::running ? remember() : finish();
}

/// As long as the answer is kept nobody holds it up; then the fastest reader says how fast it goes.
std::size_t SharedCall::unsent() const {
    std::optional<std::size_t> least;
    for (const Listener& one : m_listeners)
        if (m_unkept && !one.over) least = std::min(least.value_or(SIZE_MAX), one.reply->unsent());
    return least.value_or(0);
}

/// A stream that began has cost something; so has what says that it must not be sent again.
bool SharedCall::charged() const {
    if (m_stream || m_aborted || (m_head && m_head->status == 200)) return true;
    return m_head && std::any_of(m_head->headers.begin(), m_head->headers.end(), [](const auto& header) {
               return header.first == "X-Should-Retry" && header.second == "false";
           });
}

/// Before anybody hears of the end: whoever heard it may ask again at once.
void SharedCall::remember() {
    if (m_state != State::running) return;
    std::optional<KeptAnswer> kept;
    if (charged() && !m_unkept)
        kept = KeptAnswer{m_head->status, m_stream, m_head->content_type, m_head->headers,
                          m_stream ? m_body : m_head->body};
    m_services.pool->post(
        [self = shared_from_this(), &services = m_services, charged = charged(), kept = std::move(kept)] {
            CallMemory& memory = *services.options.memory;
            const auto noted = guarded<core::Status>(
                [&] { return charged ? memory.keep(self->m_key, kept) : memory.forget(self->m_key); });
            if (!noted) core::log::error("gateway", "answer_not_kept", {{"reason", noted.error().message}});
            services.post([self] {
                if (self->m_state == State::ending) guarded_step(*self, [&] { self->finish(); });
            });
        });
    m_state = State::ending;
}

void SharedCall::leave_book() {
    std::erase_if(m_book.m_calls, [this](const auto& one) { return one.second.get() == this; });
}

void SharedCall::finish() {
    const auto held = shared_from_this();
    m_state = State::over;
    leave_book();
    deliver();
    if (m_inner) m_inner->detach();
    m_inner.reset();
}

void SharedCall::deliver() {
    for (std::size_t i = 0; i < m_listeners.size(); ++i)
        give(m_listeners[i]);
}

void SharedCall::give(Listener& listener) {
    if (listener.over || !m_head) return;
    const bool over = m_state == State::over, late = m_unkept && !listener.begun && m_stream;
    HttpAnswer head = *m_head;
    if (listener.repeats || m_kept_before) head.headers.emplace_back("Idempotent-Replayed", "true");
    const bool lost = late || (over && m_aborted && !listener.begun);
    if (!m_stream && !over) return;
    if (!m_stream || lost) {
        listener.reply->answer(lost ? error_answer(too_long()) : std::move(head));
        listener.over = true;
        return;
    }
    if (!std::exchange(listener.begun, true)) listener.reply->begin(std::move(head));
    const std::size_t unsent = listener.reply->unsent();
    if (m_unkept && unsent > furthest_behind) {
        core::log::warning("gateway", "slow_reader_dropped");
        listener.over = true;
        return listener.reply->abort();
    }
    const std::size_t most = m_unkept ? m_body.size() : unsent < high_water_bytes ? high_water_bytes : 0;
    const std::string piece = m_body.substr(listener.given, most);
    listener.given += piece.size();
    if (!piece.empty()) listener.reply->stream(piece);
    if (!over || listener.given < m_body.size()) return;
    m_aborted ? listener.reply->abort() : listener.reply->end(m_last);
    listener.over = true;
}

} // namespace hearth::gateway
