// SPDX-License-Identifier: Apache-2.0
#include "control/connection.h"

#include "control/calls.h"

#include <array>

namespace hearth::control {
namespace {

using core::Code;
using Clock = std::chrono::steady_clock;

core::Error silent(std::chrono::milliseconds deadline) {
    const auto seconds = static_cast<double>(deadline.count()) / 1000.0;
    std::string shown = std::to_string(seconds);
    shown.resize(shown.find('.') + 2);
    return core::fail(Code::timed_out, core::say("service_did_not_answer", {shown}), core::say("may_busy_hang_look"));
}

core::Error gone() {
    return core::fail(Code::unavailable, core::say("service_closed_connection"), core::say("may_been_stopped_start"));
}

core::Error stranger() {
    return core::fail(Code::corrupt, core::say("something_else_than_hearth"), core::say("look_program_uses_socket"));
}

/// Stands in for the answer of a call whose text piled up.
Message too_slow() {
    Message message;
    message.kind = Message::Kind::error;
    message.error = core::fail(Code::too_large, core::say("answer_text_came_faster"));
    return message;
}

core::JsonLimits limits_of(const ConnectOptions& options) {
    return {options.max_message_bytes, core::JsonLimits{}.max_depth};
}

} // namespace

Connection::Connection(Socket socket, const ConnectOptions& options)
    : m_options(options), m_socket(std::move(socket)), m_reader(options.max_message_bytes) {}

Connection::~Connection() {
    shut_down(m_socket);
    m_thread.join();
}

core::Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& path,
                                                           const ConnectOptions& options) {
    const Time deadline = Clock::now() + options.deadline;
    HEARTH_TRY(Socket socket, connect_socket(path, deadline));
    if (!socket.peer_is_own_user())
        return core::fail(Code::refused, core::say("control_socket_belongs_another", {path.string()}),
                          core::say("run_user_who_runs"));
    std::unique_ptr<Connection> connection(new Connection(std::move(socket), options));
    HEARTH_CHECK(connection->greet(deadline));
    connection->m_thread = core::run_thread(
        "control answers", [raw = connection.get()] { raw->read_loop(); },
        [raw = connection.get()] { raw->lose(stranger()); });
    return connection;
}

core::Status Connection::greet(Time deadline) {
    const Hello hello{protocol_version, m_options.client, {}};
    // A service that refuses closes at once; its reason can still be read when sending fails.
    const core::Status sent = send(request_text(0, "hello", hello_text(hello)), deadline);
    auto answer = read_one(deadline);
    if (!answer) {
        const Code code = answer.error().code;
        if (code == Code::invalid_argument || code == Code::too_large) return stranger();
        return sent ? answer.error() : sent.error();
    }
    if (answer->kind == Message::Kind::error) {
        if (answer->peer_protocol && *answer->peer_protocol != protocol_version)
            return version_error(protocol_version, *answer->peer_protocol);
        return answer->error;
    }
    if (answer->kind != Message::Kind::result) return stranger();
    HEARTH_TRY(const Hello service, read_hello(*answer->body));
    if (service.protocol != protocol_version) return version_error(protocol_version, service.protocol);
    m_service_version = service.version;
    return {};
}

core::Result<Message> Connection::read_one(Time deadline) {
    std::array<char, 4096> buffer{};
    while (true) {
        HEARTH_TRY(const std::optional<std::string> body, m_reader.next());
        if (body) return parse_message(*body, limits_of(m_options));
        if (!wait_readable(m_socket, deadline)) return silent(m_options.deadline);
        const Step step = receive_some(m_socket, buffer.data(), buffer.size());
        if (step.outcome == Step::Outcome::later) continue;
        if (step.outcome == Step::Outcome::ended) return gone();
        m_reader.append({buffer.data(), step.bytes});
    }
}

core::Status Connection::send(std::string_view body, Time deadline) {
    if (body.size() > m_options.max_message_bytes)
        return core::fail(Code::too_large,
                          core::say("request_bytes_most_sent",
                                    {std::to_string(body.size()), std::to_string(m_options.max_message_bytes)}),
                          core::say("shorten_prompt"));
    const std::lock_guard lock(m_send_mutex);
    if (m_lost) return gone();
    const core::Status sent = send_all(m_socket, make_frame(body), deadline);
    // Half a frame on the wire cannot be taken back.
    if (!sent) shut_down(m_socket);
    return sent;
}

core::Result<Message> Connection::call(std::string_view method, std::string_view params, const Wishes& wishes) {
    Pending pending;
    pending.last_sign = Clock::now();
    std::unique_lock lock(m_mutex);
    if (m_lost) return core::fail(Code::unavailable, m_why_lost.message, m_why_lost.hint);
    const std::uint64_t id = m_next_id++;
    m_pending[id] = &pending;
    lock.unlock();
    const core::Status sent = send(request_text(id, method, params), Clock::now() + m_options.deadline);
    lock.lock();
    core::Result<Message> answer = sent ? wait(id, pending, wishes, lock) : core::Result<Message>(sent.error());
    m_pending.erase(id);
    if (!answer || answer->kind == Message::Kind::result) return answer;
    return answer->error;
}

core::Result<Message> Connection::wait(std::uint64_t id, Pending& pending, const Wishes& wishes,
                                       std::unique_lock<std::mutex>& lock) {
    bool stopped = false;
    while (true) {
        if (!stopped && (!pending.text.empty() || pending.progress)) {
            std::string text = std::exchange(pending.text, {});
            auto progress = std::exchange(pending.progress, std::nullopt);
            lock.unlock();
            stopped = !hand_on(std::move(text), std::move(progress), wishes);
            if (stopped) cancel(id);
            lock.lock();
            pending.cancelled = pending.cancelled || stopped;
            pending.last_sign = Clock::now();
            continue;
        }
        if (pending.answer) return std::move(*pending.answer);
        if (m_lost) return m_why_lost;
        const bool ending = pending.cancelled;
        const auto patience = wishes.is_long && !ending ? m_options.long_deadline : m_options.deadline;
        if (pending.changed.wait_until(lock, pending.last_sign + patience) == std::cv_status::no_timeout) continue;
        // The last sign may have been renewed while the old deadline ran out.
        if (pending.answer || m_lost || Clock::now() < pending.last_sign + patience) continue;
        lock.unlock();
        cancel(id);
        lock.lock();
        if (ending) return core::fail(Code::cancelled, core::say("call_cancelled_service_did"));
        return silent(patience);
    }
}

bool Connection::hand_on(std::string text, std::optional<Progress> progress, const Wishes& wishes) {
    if (!text.empty() && wishes.on_text && !wishes.on_text(text)) return false;
    return !progress || !wishes.on_progress || wishes.on_progress(*progress);
}

void Connection::cancel(std::uint64_t id) {
    // If this cannot be sent the connection is gone, and the call with it.
    static_cast<void>(send(notification_text("cancel", to_json(CancelParams{id})), Clock::now() + m_options.deadline));
}

void Connection::cancel_calls() {
    std::vector<std::uint64_t> ids;
    {
        const std::lock_guard lock(m_mutex);
        for (auto& [id, pending] : m_pending) {
            pending->cancelled = true;
            pending->last_sign = Clock::now();
            pending->changed.notify_all();
            ids.push_back(id);
        }
    }
    for (const std::uint64_t id : ids)
        cancel(id);
}

void Connection::read_loop() {
    std::array<char, 65536> buffer{};
    while (true) {
        wait_readable(m_socket, std::nullopt);
        const Step step = receive_some(m_socket, buffer.data(), buffer.size());
        if (step.outcome == Step::Outcome::later) continue;
        if (step.outcome == Step::Outcome::ended) return lose(gone());
        if (const core::Status taken = receive({buffer.data(), step.bytes}); !taken) {
            shut_down(m_socket);
            return lose(core::fail(Code::corrupt,
                                   core::say("service_sent_something_unreadable", {taken.error().message}),
                                   core::say("bring_program_service_same")));
        }
    }
}

core::Status Connection::receive(std::string_view bytes) {
    m_reader.append(bytes);
    while (true) {
        HEARTH_TRY(const std::optional<std::string> body, m_reader.next());
        if (!body) return {};
        HEARTH_TRY(Message message, parse_message(*body, limits_of(m_options)));
        take(std::move(message));
    }
}

void Connection::take(Message message) {
    if (message.kind == Message::Kind::notification) return take_note(message);
    if (!message.id) return;
    const std::lock_guard lock(m_mutex);
    const auto found = m_pending.find(*message.id);
    if (found == m_pending.end()) return; // its caller has given up
    found->second->answer = std::move(message);
    found->second->changed.notify_all();
}

void Connection::take_note(const Message& message) {
    if (message.method == "event") {
        if (auto event = from_tree<Event>(*message.body, "params")) m_events.post(*event);
        return;
    }
    const bool is_text = message.method == "text";
    auto text = is_text ? from_tree<TextNote>(*message.body, "params") : core::Result<TextNote>(TextNote{});
    auto progress =
        is_text ? core::Result<ProgressNote>(ProgressNote{}) : from_tree<ProgressNote>(*message.body, "params");
    if (!text || !progress) return;
    const std::lock_guard lock(m_mutex);
    const auto found = m_pending.find(is_text ? text->id : progress->id);
    if (found == m_pending.end()) return;
    Pending& pending = *found->second;
    if (pending.cancelled || pending.answer) return;
    pending.last_sign = Clock::now();
    if (is_text && pending.text.size() + text->text.size() > m_options.max_message_bytes)
        pending.answer = too_slow();
    else if (is_text)
        pending.text += text->text;
    else
        pending.progress = Progress{progress->stage, progress->done, progress->total};
    pending.changed.notify_all();
}

void Connection::lose(core::Error why) {
    const std::lock_guard lock(m_mutex);
    m_why_lost = std::move(why);
    m_lost = true;
    for (auto& [id, pending] : m_pending)
        pending->changed.notify_all();
}

} // namespace hearth::control
