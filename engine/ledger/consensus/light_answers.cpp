// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/light_answers.h"

#include "core/base64.h"

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using nlohmann::json;

/// Thrown inside of this file only, like nlohmann's own.
[[noreturn]] void malformed(const char* what) {
    throw std::runtime_error(what);
}

template <typename Number>
Number number_in(std::string_view text) {
    Number value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) malformed("a number");
    return value;
}
/// 64-bit numbers are texts.
template <typename Number>
Number number(const json& value) {
    return number_in<Number>(value.get<std::string>());
}

core::Bytes hex(const json& value) {
    auto bytes = core::from_hex(value.get<std::string>());
    if (!bytes) malformed("a hash");
    return std::move(*bytes);
}

core::Hash hash(const json& value) {
    const auto id = core::Hash::from_view(hex(value));
    if (!id) malformed("a hash of 32 bytes");
    return *id;
}

template <typename Target>
void copy_to(const core::Bytes& bytes, Target& target, const char* what) {
    if (bytes.size() != target.size()) malformed(what);
    std::copy(bytes.begin(), bytes.end(), target.begin());
}

core::Bytes base64(const json& value) {
    auto bytes = core::from_base64(value.get<std::string>());
    if (!bytes) malformed("base64");
    return std::move(*bytes);
}

core::Nanoseconds time(const json& value) {
    const auto at = read_time(value.get<std::string>());
    if (!at) malformed("a time");
    return *at;
}

BlockPointer pointer(const json& value) {
    const json& parts = value.at("parts");
    return {hex(value.at("hash")), parts.at("total").get<std::uint32_t>(), hex(parts.at("hash"))};
}

LightHeader header(const json& value) {
    LightHeader h;
    h.block_version = number<std::uint64_t>(value.at("version").at("block"));
    const json& version = value.at("version");
    if (version.contains("app")) h.app_version = number<std::uint64_t>(version.at("app"));
    h.chain_id = value.at("chain_id").get<std::string>();
    h.height = number<std::uint64_t>(value.at("height"));
    h.time = time(value.at("time"));
    h.previous = pointer(value.at("last_block_id"));
    h.last_commit = hash(value.at("last_commit_hash"));
    h.data = hash(value.at("data_hash"));
    h.validators = hash(value.at("validators_hash"));
    h.next_validators = hash(value.at("next_validators_hash"));
    h.consensus = hash(value.at("consensus_hash"));
    h.app = hash(value.at("app_hash"));
    h.last_results = hash(value.at("last_results_hash"));
    h.evidence = hash(value.at("evidence_hash"));
    copy_to(hex(value.at("proposer_address")), h.proposer, "an address");
    return h;
}

CommitVote vote(const json& value) {
    CommitVote v;
    const int kind = value.at("block_id_flag").get<int>();
    if (kind < 1 || kind > 3) malformed("a vote");
    v.kind = static_cast<CommitVote::Kind>(kind);
    if (v.kind == CommitVote::Kind::absent) return v;
    copy_to(hex(value.at("validator_address")), v.validator, "an address");
    v.time = time(value.at("timestamp"));
    copy_to(base64(value.at("signature")), v.signature, "a signature");
    return v;
}

ValidatorPower validator(const json& value) {
    const json& key = value.at("pub_key");
    if (key.at("type") != "tendermint/PubKeyEd25519") malformed("a key of another kind");
    ValidatorPower v;
    copy_to(base64(key.at("value")), v.key.bytes, "a key");
    v.power = number<std::int64_t>(value.at("voting_power"));
    return v;
}

} // namespace

core::Result<core::Nanoseconds> read_time(std::string_view text) {
    const core::Error wrong = fail(Code::corrupt, "The consensus engine names a time in another form.");
    constexpr std::string_view form = "0000-00-00T00:00:00";
    if (text.size() < form.size() + 1 || text.size() > form.size() + 11 || text.back() != 'Z') return wrong;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return wrong;
    const auto part = [&](std::size_t at, std::size_t size) {
        std::int64_t value = 0;
        for (std::size_t i = at; i < at + size; ++i)
            value = value * 10 + (text[i] - '0');
        return value;
    };
    std::int64_t nanoseconds = 0, unit = 1'000'000'000;
    if (text.size() > form.size() + 1) {
        if (text[form.size()] != '.' || text.size() == form.size() + 2) return wrong;
        for (std::size_t i = form.size() + 1; i + 1 < text.size(); ++i) {
            if (text[i] < '0' || text[i] > '9') return wrong;
            unit /= 10;
            nanoseconds += (text[i] - '0') * unit;
        }
    }
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(part(0, 4))),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    const std::int64_t hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
    // Outside of these years nanoseconds do not fit 64 bits.
    if (!day.ok() || part(0, 4) < 1970 || part(0, 4) > 2200 || hour > 23 || minute > 59 || second > 59) return wrong;
    const std::int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1'000'000'000 + nanoseconds;
}

core::Result<LightBlock> read_light_block(const json& commit, const std::vector<json>& validators) {
    try {
        LightBlock block;
        const json& signed_header = commit.at("signed_header");
        block.header = header(signed_header.at("header"));
        const json& votes = signed_header.at("commit");
        block.commit.height = number<std::uint64_t>(votes.at("height"));
        block.commit.round = votes.at("round").get<std::int32_t>();
        block.commit.block = pointer(votes.at("block_id"));
        for (const json& each : votes.at("signatures"))
            block.commit.votes.push_back(vote(each));
        for (const json& page : validators)
            for (const json& each : page.at("validators"))
                block.validators.push_back(validator(each));
        return block;
    } catch (const std::exception& problem) {
        return fail(Code::corrupt,
                    "The consensus engine shows a block in another form: " + std::string(problem.what()) + ".",
                    "Use the version of CometBFT that Hearth names.");
    }
}

} // namespace hearth::ledger
