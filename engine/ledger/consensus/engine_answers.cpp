// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/engine_answers.h"

#include "core/json_guard.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;
using nlohmann::json;

namespace {

/// What is not there, or in something that is no object, is null.
const json& member(const json& object, const char* name) {
    static const json nothing;
    const auto at = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && at != object.end() ? *at : nothing;
}

const json& answer_at(const json& answers, std::size_t place) {
    static const json nothing;
    return answers.is_array() && place < answers.size() ? member(answers[place], "result") : nothing;
}

std::optional<std::string> text_of(const json& value) {
    return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
}

std::optional<bool> flag_of(const json& value) {
    return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
}

/// The engine writes 64-bit numbers as texts, others not; digits and nothing else.
std::optional<std::uint64_t> figure_of(const json& value) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    const auto text = text_of(value);
    if (!text) return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (problem != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return number;
}

/// The code is our application's, which knows what it means.
Status from_result(const json& result) {
    const json& shown = member(result, "code");
    const std::uint64_t code = shown.is_null() ? 0 : figure_of(shown).value_or(UINT64_MAX);
    if (code == 0) return {};
    const auto log = text_of(member(result, "log"));
    return fail(static_cast<Code>(std::min(code - 1, static_cast<std::uint64_t>(Code::internal))),
                log ? core::unkept(*log) : core::say("transaction_refused"));
}

Status from_answer(const json& answer) {
    if (const json& result = member(answer, "result"); result.is_object()) return from_result(result);
    const std::string why = text_of(member(member(answer, "error"), "data")).value_or(std::string());
    if (why.find("already exists in cache") != std::string::npos) return {};
    if (why.find("mempool is full") != std::string::npos)
        return fail(Code::busy, core::say("too_many_wait"), core::say("try_again_later"));
    return fail(Code::unavailable, core::say("consensus_engine_did_not", {why}));
}

/// The last block of each peer by its id, from what the peers say they are working on. An engine that still catches up
/// keeps none.
std::map<std::string, core::Height> heights_of(const json& state) {
    std::map<std::string, core::Height> heights;
    for (const json& peer : member(state, "peers")) {
        const auto address = text_of(member(peer, "node_address"));
        const auto next = figure_of(member(member(member(peer, "peer_state"), "round_state"), "height"));
        if (address && next && *next > 0) heights[address->substr(0, address->find('@'))] = *next - 1;
    }
    return heights;
}

std::optional<CometPeer> peer_of(const json& peer, const std::map<std::string, core::Height>& heights) {
    const json& node = member(peer, "node_info");
    const auto id = text_of(member(node, "id")), name = text_of(member(node, "moniker"));
    const auto address = text_of(member(peer, "remote_ip")), listens = text_of(member(node, "listen_addr"));
    const auto dialled = flag_of(member(peer, "is_outbound"));
    if (!id || !name || !address || !listens || !dialled) return std::nullopt;
    CometPeer found{*id, *name, *address, *dialled, std::nullopt};
    // Whoever called comes from a port of its own; where it listens it says itself.
    if (const auto colon = listens->rfind(':'); colon != std::string::npos) found.address += listens->substr(colon);
    if (const auto height = heights.find(found.id); height != heights.end()) found.height = height->second;
    return found;
}

/// Before the first block there are none.
void read_signers(const json& answer, CometMembers& members) {
    constexpr std::uint64_t for_block = 2;
    const json& commit = member(member(answer, "signed_header"), "commit");
    const auto height = figure_of(member(commit, "height"));
    if (!height) return;
    members.signed_height = *height;
    for (const json& signature : member(commit, "signatures")) {
        const auto validator = text_of(member(signature, "validator_address"));
        if (validator && figure_of(member(signature, "block_id_flag")) == for_block)
            members.signers.push_back(*validator);
    }
}

} // namespace

core::Error no_engine() {
    return fail(Code::unavailable, core::say("consensus_engine_does_not"), core::say("started_again_itself_log"));
}

std::vector<Status> read_broadcast(std::string_view text, std::size_t transactions) {
    const json answers = core::json_or_discarded<json>(text);
    std::vector<Status> statuses(transactions, no_engine());
    // A batch of one is answered without its list.
    const json list = answers.is_array() ? answers : json::array({answers});
    for (const json& answer : list)
        if (const auto id = figure_of(member(answer, "id")); id && *id < statuses.size())
            statuses[static_cast<std::size_t>(*id)] = from_answer(answer);
    return statuses;
}

core::Result<CometStatus> read_status(std::string_view text) {
    const json answers = core::json_or_discarded<json>(text);
    const json& sync = member(answer_at(answers, 0), "sync_info");
    const auto height = figure_of(member(sync, "latest_block_height"));
    const auto catching_up = flag_of(member(sync, "catching_up"));
    const auto peers = figure_of(member(answer_at(answers, 1), "n_peers"));
    if (!height || !catching_up || !peers) return no_engine();
    return CometStatus{*height, *catching_up, static_cast<unsigned>(std::min<std::uint64_t>(*peers, UINT32_MAX))};
}

core::Result<CometMembers> read_members(std::string_view text) {
    const json answers = core::json_or_discarded<json>(text);
    const auto catching_up = flag_of(member(member(answer_at(answers, 0), "sync_info"), "catching_up"));
    const json& net = answer_at(answers, 1);
    // An engine that cannot say who is there does not say that nobody is.
    if (!catching_up || !net.is_object()) return no_engine();
    CometMembers members;
    members.catching_up = *catching_up;
    const std::map<std::string, core::Height> heights = heights_of(answer_at(answers, 3));
    for (const json& each : member(net, "peers"))
        if (auto peer = peer_of(each, heights)) members.peers.push_back(std::move(*peer));
    read_signers(answer_at(answers, 2), members);
    std::sort(members.peers.begin(), members.peers.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return members;
}

} // namespace hearth::ledger
