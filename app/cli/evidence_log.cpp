// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/cbor.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/hash.h"
#include "gateway/evidence/examine.h"
#include "gateway/evidence/tree_head.h"
#include "gateway_verbs.h"
#include "ledger/light/proof_examination.h"
#include "long_call.h"
#include "output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace hearth::cli {
namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<proof::CheckRow>;
namespace evidence = gateway::evidence;

constexpr std::size_t max_log_bytes = std::size_t{1} << 20;

std::vector<control::Check> checks_of(const Rows& rows) {
    std::vector<control::Check> checks;
    for (const proof::CheckRow& row : rows)
        checks.push_back({row.name, proof::outcome_name(row.outcome), row.detail});
    return checks;
}

/// What the service says about its log is examined here, not believed.
int report(Context& context, const std::string& proof, const Rows& rows) {
    const bool valid = std::none_of(rows.begin(), rows.end(),
                                    [](const auto& row) { return row.outcome == proof::CheckRow::Outcome::failed; });
    if (context.json) {
        Json json = Json::parse(proof);
        json["valid"] = valid;
        json["checks"] = Json::array();
        for (const control::Check& check : checks_of(rows))
            json["checks"].push_back({{"name", check.name}, {"result", check.result}, {"detail", check.detail}});
        print_json_line(json.dump());
    } else {
        std::cout << (valid ? "Nothing in it is wrong\n\n" : "NOT VALID\n\n");
        print_checks(checks_of(rows));
    }
    if (valid) return exit_done;
    return context.fail(core::fail(core::Code::corrupt, "The log of evidence does not verify.",
                                   "Do not rely on it; ask whoever runs this gateway."),
                        exit_check_failed);
}

/// Whether the record of the ledger's state says what the proof says of it.
bool holds(const ledger::StateProof& proof, const evidence::LedgerAnchor& anchor) {
    if (proof.chain_id != anchor.chain_id || proof.records.size() != 1 || !proof.records.front().record) return false;
    if (proof.records.front().key.text() != anchor.record_name()) return false;
    const auto value = core::cbor::decode(*proof.records.front().record);
    if (!value) return false;
    auto fields = core::cbor::Fields::of(*value, "epoch root");
    if (!fields) return false;
    const auto size = fields->uint(4, "log_size"), height = fields->uint(6, "height");
    const auto root = fields->id<core::Hash>(5, "log_root");
    return size && root && height && *size == anchor.size && *root == anchor.root && *height == anchor.height;
}

/// The ledger is asked for a proof of its own, which is examined here, too.
proof::CheckRow check_ledger(Context& context, control::SocketNode& node, const evidence::LedgerAnchor& anchor) {
    using Outcome = proof::CheckRow::Outcome;
    LongCall call(context, node);
    const auto bytes = node.prove_state({anchor.record_name()}, 0);
    if (!bytes)
        return {"ledger", Outcome::not_checked, "The ledger shows nothing now: " + std::string(bytes.error().message)};
    const auto shown = ledger::StateProof::decode(*bytes);
    const bool fits =
        shown && holds(*shown, anchor) && ledger::examine_proof(*shown, {}, core::system_clock().now()).valid;
    if (!fits) return {"ledger", Outcome::failed, "The ledger does not hold that head."};
    return {"ledger", Outcome::passed,
            "The ledger proves that it holds that head: of " + std::to_string(anchor.size) + " entries, in block " +
                std::to_string(anchor.height) + "."};
}

core::Result<std::string> read_text(const std::string& file) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, max_log_bytes));
    return std::string(bytes.begin(), bytes.end());
}

core::Result<std::string> ask(Context& context, control::SocketNode& node, const std::string& id, std::uint64_t first) {
    LongCall call(context, node);
    return node.evidence_log(id, first);
}

} // namespace

int list_evidence(Context& context, std::uint32_t limit) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto found = node->network_evidence(limit, {});
    if (!found) return context.fail(found.error());
    if (context.json) {
        print_json_line("{\"evidence\":" + control::to_json(*found) + "}");
        return exit_done;
    }
    if (found->empty()) {
        std::cout << "No other network has answered yet, or its evidence is no longer kept.\n";
        return exit_done;
    }
    Table table({"EVIDENCE", "NETWORK", "KIND", "MODEL", "LEVEL", "ANSWER"});
    for (const control::NetworkEvidence& one : *found)
        table.row({printable(one.evidence_id), printable(one.network), printable(one.kind), printable(one.model),
                   printable(one.level), one.whole ? "whole" : "not whole: " + printable(one.reason)});
    table.print();
    return exit_done;
}

int show_evidence_log(Context& context, const std::string& earlier) {
    std::optional<evidence::TreeHead> kept;
    if (!earlier.empty()) {
        const auto text = read_text(earlier);
        if (!text) return context.fail(text.error());
        const auto head = evidence::read_tree_head(*text);
        if (!head) return context.fail(head.error());
        kept = *head;
    }
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const bool grows = kept && kept->size > 0;
    const auto json = ask(context, *node, {}, grows ? kept->size : 0);
    if (!json) return context.fail(json.error());
    if (grows) {
        const auto proof = evidence::read_consistency(*json);
        if (!proof) return context.fail(proof.error(), exit_check_failed);
        return report(context, *json, evidence::examine_consistency(*proof, *kept));
    }
    const auto head = evidence::read_tree_head(*json);
    if (!head) return context.fail(head.error(), exit_check_failed);
    if (context.json) {
        print_json_line(*json);
        return exit_done;
    }
    std::cout << "The log holds evidence of " << head->size << (head->size == 1 ? " answer" : " answers")
              << " of other networks.\n\n";
    Table table;
    table.row({"root", head->root.hex()});
    table.row({"signed by", head->log_key.hex()});
    table.print("  ");
    std::cout << "\nKeep it: hearthctl --json evidence log > HEAD; later: hearthctl evidence log --since HEAD\n";
    return exit_done;
}

int prove_evidence(Context& context, const std::string& evidence_id, const std::string& file) {
    std::optional<core::Hash> held;
    if (!file.empty()) {
        const auto text = core::read_file(file, max_log_bytes);
        if (!text) return context.fail(text.error());
        const auto bytes = evidence::file_in(*text);
        if (!bytes) return context.fail(bytes.error());
        held = core::sha256(*bytes);
    }
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto json = ask(context, *node, evidence_id, 0);
    if (!json) return context.fail(json.error());
    const auto proof = evidence::read_inclusion(*json);
    if (!proof) return context.fail(proof.error(), exit_check_failed);
    Rows rows = evidence::examine_inclusion(*proof, held);
    if (proof->anchor) rows.push_back(check_ledger(context, *node, *proof->anchor));
    return report(context, *json, rows);
}

} // namespace hearth::cli
