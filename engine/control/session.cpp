// SPDX-License-Identifier: Apache-2.0
#include "control/session.h"

#include "control/calls.h"
#include "core/log.h"

#include <array>
#include <utility>

namespace hearth::control {
namespace {

using core::Code;

constexpr std::chrono::milliseconds progress_interval{50};

} // namespace

Session::Session(Socket socket, std::uint64_t number, const ServerOptions& options, Node& node,
                 std::function<void()> wake)
    : m_socket(std::move(socket)), m_number(number), m_options(options), m_node(node), m_wake(std::move(wake)),
      m_reader(options.max_message_bytes) {}

Session::~Session() {
    cancel_all();
    for (auto& [id, call] : m_calls)
        call->thread.join();
}

bool Session::wants_write() const {
    const std::lock_guard lock(m_mutex);
    return !m_out.empty();
}

void Session::on_readable() {
    std::array<char, 65536> buffer{};
    // Bounded, so that one busy client does not hold up the others.
    for (int round = 0; round < 16 && reading(); ++round) {
        const Step step = receive_some(m_socket, buffer.data(), buffer.size());
        if (step.outcome == Step::Outcome::later) return;
        if (step.outcome == Step::Outcome::ended) return close("left");
        m_reader.append({buffer.data(), step.bytes});
        while (reading()) {
            auto body = m_reader.next();
            if (!body) {
                send(error_text(std::nullopt, body.error(), RpcCode::request));
                return drain();
            }
            if (!body.value()) break;
            handle(*body.value());
        }
    }
}

void Session::on_writable() {
    const std::lock_guard lock(m_mutex);
    while (!m_out.empty()) {
        const std::string_view rest = std::string_view(m_out.front()).substr(m_out_begin);
        const Step step = send_some(m_socket, rest);
        // A broken connection shows up as end of file when it is waited for again.
        if (step.outcome == Step::Outcome::ended) m_overflowed = true;
        if (step.outcome != Step::Outcome::moved) return;
        m_out_bytes -= step.bytes;
        m_out_begin += step.bytes;
        if (m_out_begin < m_out.front().size()) return;
        m_out.pop_front();
        m_out_begin = 0;
    }
}

void Session::send(std::string_view body) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed || m_overflowed) return;
        if (m_out_bytes > m_options.max_unread_bytes) {
            m_overflowed = true;
        } else {
            m_out.push_back(make_frame(body));
            m_out_bytes += m_out.back().size();
        }
    }
    m_wake();
}

void Session::drain() {
    m_draining = true;
    cancel_all();
}

void Session::close(const char* reason) {
    if (!open()) return;
    core::log::info("control", "client_closed", {{"client", m_number}, {"reason", reason}});
    cancel_all();
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_out.clear();
    m_socket.reset();
}

void Session::settle() {
    if (!open()) return;
    bool overflowed = false, empty = false;
    {
        const std::lock_guard lock(m_mutex);
        overflowed = m_overflowed;
        empty = m_out.empty();
    }
    if (overflowed) return close("it does not read what it is sent");
    if (m_draining && empty && m_calls.empty()) close("done");
}

bool Session::reap() {
    for (auto at = m_calls.begin(); at != m_calls.end();) {
        if (!at->second->done) {
            ++at;
            continue;
        }
        at->second->thread.join();
        at = m_calls.erase(at);
    }
    return !m_calls.empty();
}

void Session::refuse(const core::Error& error) {
    send(error_text(std::nullopt, error));
    on_writable();
    close(error.message.c_str());
}

void Session::cancel_all() {
    for (auto& [id, call] : m_calls)
        call->cancelled = true;
}

void Session::handle(std::string_view text) {
    const auto message = parse_message(text, {m_options.max_message_bytes, core::JsonLimits{}.max_depth});
    if (!message) {
        send(error_text(std::nullopt, message.error(), RpcCode::parse));
        if (!m_greeted) drain();
        return;
    }
    if (!m_greeted) return handle_hello(*message);
    switch (message->kind) {
    case Message::Kind::request:
        return handle_request(*message);
    case Message::Kind::notification:
        return handle_notification(*message);
    case Message::Kind::result:
    case Message::Kind::error:
        return; // the server asks nothing, so an answer answers nothing
    }
}

void Session::handle_hello(const Message& message) {
    if (message.kind != Message::Kind::request || message.method != "hello") {
        send(error_text(message.id, core::fail(Code::invalid_argument, "A client has to begin with the call hello."),
                        RpcCode::request));
        return drain();
    }
    const auto hello = read_hello(*message.body);
    if (!hello) {
        send(error_text(message.id, hello.error(), RpcCode::params));
        return drain();
    }
    if (hello->protocol != protocol_version) {
        core::log::warning("control", "other_version", {{"client", m_number}, {"protocol", hello->protocol}});
        send(version_error_text(*message.id, hello->protocol));
        return drain();
    }
    m_greeted = true;
    core::log::info("control", "client_opened", {{"client", m_number}, {"name", hello->name.substr(0, 64)}});
    send(result_text(*message.id, hello_text({protocol_version, "hearthd", m_options.version})));
}

void Session::handle_request(const Message& message) {
    if (message.method == "subscribe" || message.method == "unsubscribe") {
        m_subscribed = message.method == "subscribe";
        return send(result_text(*message.id, to_json(Done{})));
    }
    const CallKind kind = kind_of(message.method);
    if (kind == CallKind::unknown)
        return send(error_text(
            message.id,
            core::fail(Code::unsupported, core::say("service_does_not_know"), core::say("bring_program_service_same")),
            RpcCode::method));
    start_call(message, kind);
}

void Session::handle_notification(const Message& message) {
    if (message.method != "cancel") return; // JSON-RPC: an unknown notification is passed over
    const auto params = from_tree<CancelParams>(*message.body, "params");
    if (!params) return send(error_text(std::nullopt, params.error(), RpcCode::params));
    const auto found = m_calls.find(params->id);
    if (found != m_calls.end()) found->second->cancelled = true;
}

std::size_t Session::count_calls(CallKind kind) const {
    std::size_t count = 0;
    for (const auto& [id, call] : m_calls)
        if (call->kind == kind && !call->done) ++count;
    return count;
}

void Session::start_call(const Message& message, CallKind kind) {
    reap();
    if (m_calls.count(*message.id) != 0)
        return send(error_text(message.id, core::fail(Code::conflict, "A call with this id is still running."),
                               RpcCode::request));
    if (count_calls(kind) >= m_options.max_calls)
        return send(error_text(
            message.id, core::fail(Code::busy, core::say("too_many_calls_client"), core::say("wait_until_one_them"))));
    auto call = std::make_unique<Call>();
    call->id = *message.id;
    call->kind = kind;
    call->method = message.method;
    call->document = message.document;
    call->params = message.body;
    Call& started = *call;
    m_calls.emplace(started.id, std::move(call));
    const auto threw = [this, &started] {
        if (started.done) return m_wake(); // it threw while its answer went out
        end(started, error_text(started.id, core::fail(Code::internal, core::say("control_call_defect"),
                                                       core::say("report_this"))));
    };
    try {
        started.thread = core::run_thread(
            "control call", [this, &started] { run(started); }, threw);
    } catch (const std::exception&) { // the machine gives no more threads
        started.done = true;
        send(error_text(message.id,
                        core::fail(Code::busy, core::say("too_many_calls_client"), core::say("wait_until_one_them"))));
    }
}

void Session::run(Call& call) {
    CallSinks sinks;
    Time next_progress{};
    std::string stage;
    sinks.progress = [&](const Progress& progress) {
        const Time now = std::chrono::steady_clock::now();
        const bool complete = progress.total != 0 && progress.done == progress.total;
        if (now >= next_progress || progress.stage != stage || complete) {
            next_progress = now + progress_interval;
            stage = progress.stage;
            send(notification_text("progress",
                                   to_json(ProgressNote{call.id, progress.stage, progress.done, progress.total})));
        }
        return !call.cancelled;
    };
    sinks.text = [&](const std::string& text) {
        // A node may ask with an empty piece whether it is to go on; nobody needs to hear that.
        if (!text.empty()) send(notification_text("text", to_json(TextNote{call.id, text})));
        return !call.cancelled;
    };
    auto answer = dispatch(m_node, call.method, *call.params, sinks);
    if (answer && answer->size() + 256 > m_options.max_message_bytes)
        answer = core::fail(Code::too_large, core::say("answer_longer_than_message"), core::say("ask_fewer_rows"));
    end(call, answer ? result_text(call.id, *answer) : error_text(call.id, answer.error()));
}

/// Done before the answer goes out: whoever has it may use the id again.
void Session::end(Call& call, const std::string& answer) {
    call.done = true;
    send(answer);
    m_wake();
}

} // namespace hearth::control
