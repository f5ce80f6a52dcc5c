// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_rpc.h"

#include "core/base64.h"
#include "ledger/consensus/light_answers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
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

core::Error no_engine() {
    return fail(Code::unavailable, core::say("consensus_engine_does_not"), core::say("started_again_itself_log"));
}

/// The code is our application's, which knows what it means.
Status from_result(const json& result) {
    const auto code = result.value("code", std::uint32_t{0});
    if (code == 0) return {};
    return fail(static_cast<Code>(std::min(code - 1, static_cast<std::uint32_t>(Code::internal))),
                result.contains("log") ? core::unkept(result.value("log", std::string()))
                                       : core::say("transaction_refused"));
}

Status from_answer(const json& answer) {
    if (answer.contains("result") && answer["result"].is_object()) return from_result(answer["result"]);
    const json error = answer.value("error", json::object());
    const std::string why = error.is_object() ? error.value("data", std::string()) : std::string();
    if (why.find("already exists in cache") != std::string::npos) return {};
    if (why.find("mempool is full") != std::string::npos)
        return fail(Code::busy, core::say("too_many_wait"), core::say("try_again_later"));
    return fail(Code::unavailable, core::say("consensus_engine_did_not", {why}));
}

json call(const char* method, json params, std::size_t id) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

/// The last block of each peer by its id, from what the peers say they are working on. An engine that still catches up
/// keeps none.
std::map<std::string, core::Height> heights_of(const json& answer) {
    std::map<std::string, core::Height> heights;
    if (!answer.contains("result")) return heights;
    for (const json& peer : answer["result"].value("peers", json::array())) {
        const std::string address = peer.at("node_address").get<std::string>();
        const json& state = peer.at("peer_state");
        if (!state.is_object()) continue;
        const json& height = state.at("round_state").at("height");
        const core::Height next =
            height.is_string() ? std::stoull(height.get<std::string>()) : height.get<core::Height>();
        if (next > 0) heights[address.substr(0, address.find('@'))] = next - 1;
    }
    return heights;
}

CometPeer peer_of(const json& peer, const std::map<std::string, core::Height>& heights) {
    const json& node = peer.at("node_info");
    CometPeer found;
    found.id = node.at("id").get<std::string>();
    found.name = node.at("moniker").get<std::string>();
    found.dialled = peer.at("is_outbound").get<bool>();
    found.address = peer.at("remote_ip").get<std::string>();
    // Whoever called comes from a port of its own; where it listens it says itself.
    const std::string listens = node.at("listen_addr").get<std::string>();
    if (const auto colon = listens.rfind(':'); colon != std::string::npos) found.address += listens.substr(colon);
    if (const auto height = heights.find(found.id); height != heights.end()) found.height = height->second;
    return found;
}

/// Before the first block there are none.
void read_signers(const json& answer, CometMembers& members) {
    constexpr int for_block = 2;
    if (!answer.contains("result")) return;
    const json& commit = answer["result"].at("signed_header").at("commit");
    if (!commit.is_object()) return;
    members.signed_height = std::stoull(commit.at("height").get<std::string>());
    for (const json& signature : commit.at("signatures"))
        if (signature.at("block_id_flag").get<int>() == for_block)
            members.signers.push_back(signature.at("validator_address").get<std::string>());
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
    const json answers = json::parse(text, nullptr, false);
    std::vector<Status> statuses(transactions.size(), no_engine());
    // A batch of one is answered without its list.
    const json list = answers.is_array() ? answers : json::array({answers});
    for (const json& answer : list) {
        if (!answer.is_object() || !answer.contains("id") || !answer["id"].is_number_unsigned()) continue;
        const auto id = answer["id"].get<std::size_t>();
        if (id < statuses.size()) statuses[id] = from_answer(answer);
    }
    return statuses;
}

core::Result<CometStatus> CometRpc::status() {
    HEARTH_TRY(const std::string text,
               post(json::array({call("status", json::object(), 0), call("net_info", json::object(), 1)}).dump()));
    const json answers = json::parse(text, nullptr, false);
    CometStatus status;
    try {
        const json& sync = answers.at(0).at("result").at("sync_info");
        status.height = std::stoull(sync.at("latest_block_height").get<std::string>());
        status.catching_up = sync.at("catching_up").get<bool>();
        status.peers = static_cast<unsigned>(std::stoul(answers.at(1).at("result").at("n_peers").get<std::string>()));
    } catch (const std::exception&) {
        return no_engine();
    }
    return status;
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
        const json answers = json::parse(text, nullptr, false);
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
    const json answers = json::parse(text, nullptr, false);
    CometMembers members;
    try {
        members.catching_up = answers.at(0).at("result").at("sync_info").at("catching_up").get<bool>();
        const std::map<std::string, core::Height> heights = heights_of(answers.at(3));
        for (const json& peer : answers.at(1).at("result").at("peers"))
            members.peers.push_back(peer_of(peer, heights));
        read_signers(answers.at(2), members);
    } catch (const std::exception&) {
        return no_engine();
    }
    std::sort(members.peers.begin(), members.peers.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return members;
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
        if (!read_bytes(size, answer) || !read_line(line)) return false;
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
