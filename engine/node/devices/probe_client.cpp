// SPDX-License-Identifier: Apache-2.0
#include "node/devices/probe_client.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr unsigned kill_patience_ms = 500;
constexpr core::Nanoseconds glance_ms = 100; ///< between looks at whether anybody still waits
constexpr std::size_t longest_answer = std::size_t{1} << 20;

core::Error answered_error(const std::string& text) {
    const std::size_t first = text.find('\t'), later = text.find('\t', first + 1);
    if (first == std::string::npos || later == std::string::npos)
        return fail(Code::internal, core::say("gpu_probe_answered_unreadable"));
    const auto code = core::code_from_name(text.substr(0, first));
    return fail(code.value_or(Code::internal), core::unkept(text.substr(first + 1, later - first - 1)),
                core::unkept(text.substr(later + 1)));
}

} // namespace

ProbeClient::~ProbeClient() {
    if (m_socket >= 0) ::close(m_socket);
    for (auto* process : {m_process.get(), m_stuck.get()})
        if (process != nullptr && !process->kill(kill_patience_ms)) process->abandon();
}

core::Status ProbeClient::start() {
    if (m_stuck) {
        if (!m_stuck->kill(0))
            return fail(Code::busy, core::say("gpu_driver_hangs_last"), core::say("restart_computer"));
        m_stuck.reset();
    }
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(Code::io, core::say("no_socket_pair"), std::strerror(errno));
    std::vector<std::string> words{m_launch.program.string(), "--fd", std::to_string(ends[1])};
    words.insert(words.end(), m_launch.arguments.begin(), m_launch.arguments.end());
    auto process = Subprocess::start(words, ends[1], m_launch.stderr_file);
    ::close(ends[1]);
    if (!process) {
        ::close(ends[0]);
        return process.error();
    }
    m_process = std::move(*process);
    m_socket = ends[0];
    m_received.clear();
    return {};
}

core::Error ProbeClient::end(Code code, const core::Sentence& what) {
    ::close(m_socket);
    m_socket = -1;
    // A crash has ended by itself; how must be read before it is killed.
    const auto how = m_process->kill(code == Code::corrupt ? 0 : kill_patience_ms);
    const auto ended = how ? how : m_process->kill(kill_patience_ms);
    if (!ended) m_stuck = std::move(m_process);
    m_process.reset();
    return fail(code,
                code == Code::corrupt && ended ? core::say("ended_so", {what, *ended}) : core::say("stop", {what}));
}

core::Result<std::string> ProbeClient::receive() {
    const core::Nanoseconds deadline = m_launch.clock->monotonic() + m_launch.deadline;
    while (true) {
        const std::size_t line = m_received.find('\n');
        if (line != std::string::npos) {
            std::string answer = m_received.substr(0, line);
            m_received.erase(0, line + 1);
            return answer;
        }
        if (m_received.size() > longest_answer) return end(Code::corrupt, core::say("gpu_probe_says_too"));
        const core::Nanoseconds left = deadline - m_launch.clock->monotonic();
        pollfd waiting{m_socket, POLLIN, 0};
        if (m_given_up) return end(Code::cancelled, core::say("service_stopping"));
        const bool patient = left > 0;
        const int ready =
            patient ? ::poll(&waiting, 1, static_cast<int>(std::min(left / 1'000'000 + 1, glance_ms))) : 0;
        if (patient && (ready == 0 || (ready < 0 && errno == EINTR))) continue;
        if (ready <= 0) return end(Code::timed_out, core::say("driver_did_not_answer"));
        char buffer[4096];
        const ssize_t got = ::recv(m_socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (got <= 0) return end(Code::corrupt, core::say("reading_ended_measuring_process"));
        m_received.append(buffer, static_cast<std::size_t>(got));
    }
}

core::Result<std::string> ProbeClient::ask(const std::string& line) {
    if (!m_process) HEARTH_CHECK(start());
    const std::string text = line + "\n";
    // A line is far shorter than the socket's buffer, so this does not wait.
    if (::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) != static_cast<ssize_t>(text.size()))
        return end(Code::corrupt, core::say("measuring_process_had_ended"));
    HEARTH_TRY(const std::string answer, receive());
    if (answer.starts_with("ok ")) return answer.substr(3);
    if (answer.starts_with("error ")) return answered_error(answer.substr(6));
    return end(Code::corrupt, core::say("gpu_probe_answered_something"));
}

} // namespace hearth::node
