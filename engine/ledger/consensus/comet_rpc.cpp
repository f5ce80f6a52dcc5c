// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_rpc.h"

#include "core/base64.h"
#include "core/json_guard.h"
#include "ledger/consensus/engine_answers.h"
#include "ledger/consensus/light_answers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using nlohmann::json;

namespace {

constexpr int answer_timeout_s = 15;
constexpr std::size_t most_pages = 10; ///< of validators
constexpr std::size_t max_answer_bytes = std::size_t{16} << 20;

json call(const char* method, json params, std::size_t id) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

} // namespace

CometRpc::~CometRpc() {
    close();
}

core::Result<std::vector<Status>> CometRpc::broadcast(const std::vector<core::Bytes>& transactions) {
    json batch = json::array();
    for (std::size_t i = 0; i < transactions.size(); ++i)
        batch.push_back(call("broadcast_tx_sync", {{"tx", core::to_base64(transactions[i])}}, i));
    HEARTH_TRY(const std::string text, post(batch.dump()));
    return read_broadcast(text, transactions.size());
}

core::Result<CometStatus> CometRpc::status() {
    HEARTH_TRY(const std::string text,
               post(json::array({call("status", json::object(), 0), call("net_info", json::object(), 1)}).dump()));
    return read_status(text);
}

core::Result<LightBlock> CometRpc::light_block(core::Height height) {
    constexpr std::size_t page_size = 100; // the engine's own limit
    const std::string at = std::to_string(height);
    json commit;
    std::vector<json> pages;
    for (std::size_t total = 1; pages.size() * page_size < total;) {
        const std::string page = std::to_string(pages.size() + 1);
        const json wanted = {{"height", at}, {"page", page}, {"per_page", std::to_string(page_size)}};
        HEARTH_TRY(const std::string text,
                   post(json::array({call("commit", {{"height", at}}, 0), call("validators", wanted, 1)}).dump()));
        const json answers = core::json_or_discarded<json>(text);
        if (!answers.is_array() || answers.size() != 2) return no_engine();
        for (const json& answer : answers)
            if (!answer.is_object() || !answer.contains("result"))
                return fail(Code::not_found, core::say("consensus_engine_does_not_block", {at}),
                            core::say("name_later_block_older"));
        commit = answers[0]["result"];
        pages.push_back(answers[1]["result"]);
        const json count = pages.back().is_object() ? pages.back().value("total", json()) : json();
        total = count.is_string() ? std::strtoull(count.get<std::string>().c_str(), nullptr, 10) : 0;
        if (pages.size() > most_pages) break;
    }
    return read_light_block(commit, pages);
}

core::Result<CometMembers> CometRpc::members() {
    HEARTH_TRY(const std::string text,
               post(json::array({call("status", json::object(), 0), call("net_info", json::object(), 1),
                                 call("commit", json::object(), 2), call("dump_consensus_state", json::object(), 3)})
                        .dump()));
    return read_members(text);
}

core::Result<std::string> CometRpc::post(const std::string& body) {
    const std::string request = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                "Content-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body;
    // A kept connection may have ended with the engine before.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const bool fresh = m_fd < 0;
        std::string answer;
        if ((!fresh || connect()) && exchange(request, answer)) return answer;
        close();
        if (fresh) break;
    }
    return no_engine();
}

bool CometRpc::exchange(const std::string& request, std::string& answer) {
    for (std::size_t sent = 0; sent < request.size();) {
        const ssize_t wrote = ::send(m_fd, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        sent += static_cast<std::size_t>(wrote);
    }
    std::string line;
    if (!read_line(line) || line.rfind("HTTP/1.1 200", 0) != 0) return false;
    std::size_t length = 0;
    bool chunked = false;
    while (read_line(line) && !line.empty()) {
        for (char& c : line)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (line.rfind("content-length:", 0) == 0) length = std::strtoull(line.c_str() + 15, nullptr, 10);
        if (line.rfind("transfer-encoding:", 0) == 0) chunked = line.find("chunked") != std::string::npos;
    }
    if (!line.empty()) return false;
    if (!chunked) return read_bytes(length, answer);
    while (read_line(line)) {
        const std::size_t size = std::strtoull(line.c_str(), nullptr, 16);
        if (answer.size() + std::min(size, max_answer_bytes) > max_answer_bytes || !read_bytes(size, answer) ||
            !read_line(line))
            return false;
        if (size == 0) return true;
    }
    return false;
}

bool CometRpc::connect() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = m_socket.string();
    if (path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.data(), path.size());
    m_fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_fd < 0) return false;
    const timeval limit{answer_timeout_s, 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(m_fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    m_in.clear();
    return ::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

void CometRpc::close() {
    if (m_fd >= 0) ::close(m_fd);
    m_fd = -1;
}

bool CometRpc::fill() {
    std::array<char, 16384> piece;
    ssize_t got = 0;
    do
        got = ::recv(m_fd, piece.data(), piece.size(), 0);
    while (got < 0 && errno == EINTR);
    if (got > 0) m_in.append(piece.data(), static_cast<std::size_t>(got));
    return got > 0 && m_in.size() <= max_answer_bytes;
}

bool CometRpc::read_line(std::string& line) {
    for (;;) {
        const std::size_t end = m_in.find("\r\n");
        if (end != std::string::npos) {
            line = m_in.substr(0, end);
            m_in.erase(0, end + 2);
            return true;
        }
        if (!fill()) return false;
    }
}

bool CometRpc::read_bytes(std::size_t count, std::string& out) {
    if (count > max_answer_bytes) return false;
    while (m_in.size() < count)
        if (!fill()) return false;
    out += m_in.substr(0, count);
    m_in.erase(0, count);
    return true;
}

} // namespace hearth::ledger
