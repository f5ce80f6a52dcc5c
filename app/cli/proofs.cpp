// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/clock.h"
#include "core/file.h"
#include "duration.h"
#include "ledger/consensus/network_place.h"
#include "ledger/light/proof_examination.h"
#include "long_call.h"
#include "new_file.h"
#include "output.h"
#include "verbs.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace hearth::cli {
namespace {

using control::Check;
using core::Code;
using core::cbor::Value;
using ledger::ProofExamination;
using ledger::StateProof;
using Json = nlohmann::ordered_json;

/// Diagnostic notation of RFC 8949 §8.
std::string diagnostic(const Value& value) {
    std::string text;
    if (const bool* flag = value.as_bool()) return *flag ? "true" : "false";
    if (const std::uint64_t* number = value.as_uint()) return std::to_string(*number);
    if (const std::int64_t* number = value.as_negative()) return std::to_string(*number);
    if (const core::Bytes* bytes = value.as_bytes()) return "h'" + core::to_hex(*bytes) + "'";
    if (const std::string* words = value.as_text()) return Json(*words).dump();
    if (const core::cbor::Array* array = value.as_array()) {
        for (const Value& item : *array)
            text += (text.empty() ? "" : ", ") + diagnostic(item);
        return "[" + text + "]";
    }
    const core::cbor::Map* map = value.as_map();
    if (map == nullptr) return "null";
    for (const auto& [key, item] : *map)
        text += (text.empty() ? "" : ", ") + std::to_string(key) + ": " + diagnostic(item);
    return "{" + text + "}";
}

std::string record_text(const ledger::ProvenRecord& shown) {
    if (!shown.record) return "not there";
    const auto value = core::cbor::decode(*shown.record);
    if (!value) return "h'" + core::to_hex(*shown.record) + "'";
    const core::cbor::Map* map = value->as_map();
    if (shown.key.kind == ledger::RecordKind::account && map != nullptr && map->size() == 3 &&
        (*map)[1].second.as_uint() != nullptr && (*map)[2].second.as_uint() != nullptr)
        return money_text(std::to_string(*(*map)[1].second.as_uint())) + ", next sequence number " +
               std::to_string(*(*map)[2].second.as_uint());
    return diagnostic(*value);
}

/// For a column.
std::string shortened(std::string text) {
    constexpr std::size_t most = 160;
    if (text.size() <= most) return text;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // not within a character
    return text.substr(0, end) + "… (whole with --json)";
}

Json head_of(const StateProof& proof, const core::Hash& app_hash) {
    return {{"chain_id", proof.chain_id}, {"height", proof.height}, {"app_hash", app_hash.hex()}};
}

Json records_of(const StateProof& proof) {
    Json records = Json::array();
    for (const ledger::ProvenRecord& shown : proof.records) {
        Json one{{"key", shown.key.text()}, {"present", shown.record.has_value()}, {"value", record_text(shown)}};
        one["record"] = shown.record ? Json(core::to_hex(*shown.record)) : Json();
        records.push_back(std::move(one));
    }
    return records;
}

void print_records(const StateProof& proof) {
    Table table;
    for (const ledger::ProvenRecord& shown : proof.records)
        table.row({printable(shown.key.text()), printable(shortened(record_text(shown)))});
    table.print("  ");
}

/// A hash or a key, an invitation, or a file that holds one.
core::Result<ledger::ProofTrust> trust_in(const std::string& text) {
    ledger::ProofTrust trust;
    if (text.empty()) return trust;
    if (const auto anchor = core::Hash::parse(text)) {
        trust.anchor = *anchor;
        return trust;
    }
    auto invitation = ledger::Invitation::parse(text);
    if (!invitation) {
        const auto content = core::read_file(text, ledger::max_invitation_bytes);
        if (!content)
            return core::fail(Code::invalid_argument, "What is to be trusted is neither a hash nor an invitation.",
                              "Give the 64 digits of a header's hash or of a solo ledger's key, the text of an "
                              "invitation, or a file that holds one.");
        invitation = ledger::Invitation::parse(std::string(content->begin(), content->end()));
    }
    if (!invitation) return invitation.error();
    HEARTH_TRY(const auto genesis, ledger::ChainGenesis::decode(invitation->genesis));
    for (const ledger::ChainValidator& validator : genesis.validators)
        trust.founders.push_back({validator.key, validator.power});
    return trust;
}

core::Error not_proven(const ProofExamination& found) {
    const auto failed = std::find_if(found.rows.begin(), found.rows.end(),
                                     [](const auto& row) { return row.outcome == proof::CheckRow::Outcome::failed; });
    const std::string why = failed == found.rows.end() ? "." : ": " + failed->name + ": " + failed->detail;
    return core::fail(Code::corrupt, "The proof does not hold" + why,
                      "Do not rely on it; get another one from whoever gave it to you.");
}

std::vector<Check> checks_of(const ProofExamination& found) {
    std::vector<Check> checks{{"format", "passed", "The file is a proof in its one encoding."}};
    for (const proof::CheckRow& row : found.rows)
        checks.push_back({row.name, proof::outcome_name(row.outcome), row.detail});
    return checks;
}

void print_examination(const StateProof& proof, const ProofExamination& found) {
    std::cout << (found.valid ? "It holds" : "IT DOES NOT HOLD") << ": the state of " << printable(proof.chain_id)
              << " after block " << proof.height << ", " << time_text(found.time) << "\n\n";
    print_records(proof);
    std::cout << "\n";
    print_checks(checks_of(found));
    std::cout << "\nTrusted: " << printable(found.trusted) << "\n";
}

} // namespace

int show_transaction(Context& context, const std::string& hash) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    LongCall call(context, *node);
    const auto found = node->ledger_transaction(hash);
    if (!found)
        return context.fail(found.error(), found.error().code == Code::invalid_argument ? exit_usage : exit_failed);
    if (context.json) {
        print_json_line(control::to_json(*found));
        return exit_done;
    }
    Table table;
    table.row({"transaction", printable(found->tx)});
    table.row({"block", std::to_string(found->height) + ", number " + std::to_string(found->position) + " in it"});
    table.row({"effect", found->applied ? "applied" : "none but its fee: " + printable(found->reason)});
    if (found->kind.empty()) {
        table.row({"content", "not kept any more"});
    } else {
        table.row({"kind", printable(found->kind)});
        table.row({"sender", printable(found->sender)});
        if (found->sequence) table.row({"sequence", std::to_string(*found->sequence)});
        table.row({"fee", money_text(found->fee)});
        if (found->time) table.row({"time", time_text(*found->time)});
    }
    table.print();
    return exit_done;
}

int prove_records(Context& context, const std::vector<std::string>& keys, const ProofWish& wish) {
    if (wish.out.empty() && !context.json)
        return context.fail(core::fail(Code::invalid_argument, "A proof needs a place.",
                                       "Name a file with --out FILE, or ask for --json, which holds it."),
                            exit_usage);
    if (!wish.out.empty())
        if (const auto free = check_new_file(wish.out, wish.force); !free) return context.fail(free.error());
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    LongCall call(context, *node);
    const auto bytes = node->prove_state(keys, wish.from);
    if (!bytes)
        return context.fail(bytes.error(), bytes.error().code == Code::invalid_argument ? exit_usage : exit_failed);
    const auto proof = StateProof::decode(*bytes);
    if (!proof) return context.fail(proof.error());
    const ProofExamination found = examine_proof(*proof, {}, core::system_clock().now());
    if (!wish.out.empty())
        if (const auto written = write_new_file(wish.out, *bytes, wish.force); !written)
            return context.fail(written.error());
    if (context.json) {
        Json json = head_of(*proof, found.app_hash);
        json["anchor"] = found.anchor.hex();
        json["records"] = records_of(*proof);
        json["proof"] = core::to_hex(*bytes);
        print_json(json);
        return exit_done;
    }
    print_records(*proof);
    std::cout << "\nShown in " << printable(wish.out) << ", as of block " << proof->height
              << ". Whoever has the file needs no ledger:\n  hearthctl "
              << "ledger verify-proof " << shell_word(wish.out) << " --trust " << found.anchor.hex() << "\n";
    return exit_done;
}

int verify_proof(Context& context, const std::string& file, const std::string& trusted, const std::string& period) {
    auto trust = trust_in(trusted);
    if (!trust) return context.fail(trust.error(), exit_usage);
    const auto seconds = parse_duration(period);
    if (!seconds) return context.fail(seconds.error(), exit_usage);
    trust->options.trusting_period = static_cast<core::Nanoseconds>(*seconds) * 1'000'000'000;
    const auto bytes = core::read_file(file, ledger::max_proof_bytes);
    if (!bytes) return context.fail(bytes.error(), exit_failed);
    const auto proof = StateProof::decode(*bytes);
    if (!proof) {
        const auto& error = proof.error();
        return context.fail(core::fail(Code::corrupt, "This is no proof. " + error.message, error.hint),
                            exit_check_failed);
    }
    const ProofExamination found = examine_proof(*proof, *trust, core::system_clock().now());
    if (context.json) {
        Json json{{"valid", found.valid}};
        json.update(head_of(*proof, found.app_hash));
        json["time"] = found.time;
        json["trusted"] = found.trusted;
        json["anchor"] = found.anchor.hex();
        if (found.anchor_height != 0) json["anchor_height"] = found.anchor_height;
        json["records"] = records_of(*proof);
        json["checks"] = Json::array();
        for (const Check& check : checks_of(found))
            json["checks"].push_back({{"name", check.name}, {"result", check.result}, {"detail", check.detail}});
        print_json(json);
    } else {
        print_examination(*proof, found);
    }
    return found.valid ? exit_done : context.fail(not_proven(found), exit_check_failed);
}

} // namespace hearth::cli
