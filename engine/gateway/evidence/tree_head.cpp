// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/tree_head.h"

#include "core/cbor.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "proof/merkle.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway::evidence {
namespace {

using core::Code;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;
using Json = nlohmann::ordered_json;
using Outcome = proof::CheckRow::Outcome;

constexpr std::uint64_t version = 1;
constexpr std::size_t max_entry_bytes = 256, max_path = 64, max_json_bytes = std::size_t{1} << 20;
enum EntryKey : std::uint64_t { e_version = 0, e_envelope = 1, e_at = 2, e_level = 3 };
enum HeadKey : std::uint64_t { h_version = 0, h_size = 1, h_root = 2, h_at = 3, h_key = 4 };

core::Hash digest(const TreeHead& head) {
    return core::tagged_hash("tree-head/1", {core::cbor::encode(Map{{h_version, version},
                                                                    {h_size, head.size},
                                                                    {h_root, head.root},
                                                                    {h_at, static_cast<std::uint64_t>(head.at)},
                                                                    {h_key, head.log_key}})});
}

Json head_json(const TreeHead& head) {
    return {{"object", "tree_head"},
            {"v", version},
            {"size", head.size},
            {"root", head.root.hex()},
            {"at", head.at},
            {"log_key", head.log_key.hex()},
            {"signature", core::to_hex(head.signature)}};
}

Json path_json(const std::vector<core::Hash>& path) {
    Json list = Json::array();
    for (const core::Hash& hash : path)
        list.push_back(hash.hex());
    return list;
}

core::Error wrong() {
    return core::fail(Code::corrupt, "This is no proof of a log of evidence.",
                      "Give what GET /v1/log/… or hearthctl evidence prove ID gave.");
}

core::Result<Json> read_object(const std::string& text, const char* object) {
    auto parsed = core::parse_json<Json>(text, {.max_bytes = max_json_bytes, .max_depth = 8});
    if (!std::holds_alternative<Json>(parsed)) return wrong();
    Json json = std::move(std::get<Json>(parsed));
    if (!json.is_object() || !json.contains("object") || json["object"] != object) return wrong();
    return json;
}

core::Result<std::uint64_t> number(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_unsigned()) return wrong();
    return found->get<std::uint64_t>();
}

core::Result<std::string> text(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string()) return wrong();
    return found->get<std::string>();
}

core::Result<TreeHead> head_of(const Json& json) {
    if (!json.is_object()) return wrong();
    TreeHead head;
    HEARTH_TRY(head.size, number(json, "size"));
    HEARTH_TRY(const std::string root, text(json, "root"));
    HEARTH_TRY(head.root, core::Hash::parse(root));
    HEARTH_TRY(const std::uint64_t at, number(json, "at"));
    if (at > INT64_MAX) return wrong();
    head.at = static_cast<core::Nanoseconds>(at);
    HEARTH_TRY(const std::string key, text(json, "log_key"));
    HEARTH_TRY(head.log_key, core::PublicKey::parse(key));
    HEARTH_TRY(const std::string signature, text(json, "signature"));
    HEARTH_TRY(const core::Bytes raw, core::from_hex(signature));
    if (raw.size() != head.signature.size()) return wrong();
    std::copy(raw.begin(), raw.end(), head.signature.begin());
    return head;
}

Json anchor_json(const LedgerAnchor& anchor) {
    return {{"chain_id", anchor.chain_id},       {"epoch", anchor.epoch}, {"height", anchor.height},
            {"node_key", anchor.node_key.hex()}, {"size", anchor.size},   {"root", anchor.root.hex()},
            {"path", path_json(anchor.path)}};
}

core::Result<std::vector<core::Hash>> path_of(const Json& json) {
    const auto found = json.find("path");
    if (found == json.end() || !found->is_array() || found->size() > max_path) return wrong();
    std::vector<core::Hash> path;
    for (const Json& item : *found) {
        if (!item.is_string()) return wrong();
        HEARTH_TRY(const core::Hash hash, core::Hash::parse(item.get_ref<const std::string&>()));
        path.push_back(hash);
    }
    return path;
}

core::Result<TreeHead> inner_head(const Json& json) {
    const auto found = json.find("head");
    if (found == json.end()) return wrong();
    return head_of(*found);
}

core::Result<std::optional<LedgerAnchor>> anchor_of(const Json& json) {
    const auto found = json.find("anchor");
    if (found == json.end() || found->is_null()) return std::optional<LedgerAnchor>();
    if (!found->is_object()) return wrong();
    LedgerAnchor anchor;
    HEARTH_TRY(anchor.chain_id, text(*found, "chain_id"));
    if (anchor.chain_id.size() > 64) return wrong();
    HEARTH_TRY(anchor.epoch, number(*found, "epoch"));
    HEARTH_TRY(anchor.height, number(*found, "height"));
    HEARTH_TRY(const std::string key, text(*found, "node_key"));
    HEARTH_TRY(anchor.node_key, core::PublicKey::parse(key));
    HEARTH_TRY(anchor.size, number(*found, "size"));
    HEARTH_TRY(const std::string root, text(*found, "root"));
    HEARTH_TRY(anchor.root, core::Hash::parse(root));
    HEARTH_TRY(anchor.path, path_of(*found));
    return std::optional(std::move(anchor));
}

proof::CheckRow row(Check check, bool passed, const char* yes, const char* no) {
    return judged(check, passed, core::say(passed ? yes : no));
}

proof::CheckRow check_head(const TreeHead& head) {
    return row(Check::tree_head, head.signature_fits(), "head_signed", "head_signed_by_other");
}

proof::CheckRow check_anchor(const InclusionProof& proof) {
    if (!proof.anchor) return unchecked(Check::anchor, core::say("head_unanchored"));
    const LedgerAnchor& anchor = *proof.anchor;
    if (!proof::merkle_consistent(anchor.size, anchor.root, proof.head.size, proof.head.root, anchor.path))
        return judged(Check::anchor, false, core::say("anchor_of_other_log"));
    const core::Sentence height = core::figure(anchor.height);
    if (proof.index >= anchor.size)
        return unchecked(Check::anchor, core::say("anchor_from_before", {height, anchor.chain_id}));
    return judged(Check::anchor, true, core::say("anchored", {height, anchor.chain_id, anchor.record_name()}));
}

} // namespace

std::string LedgerAnchor::record_name() const {
    return "root:" + std::to_string(epoch) + "/" + node_key.hex();
}

core::Bytes LogEntry::encode() const {
    core::Bytes bytes;
    bytes.reserve(core::Hash::size + 16);
    core::cbor::Writer writer(bytes);
    writer.map(4);
    writer.uint(e_version);
    writer.uint(version);
    writer.uint(e_envelope);
    writer.bytes(envelope_hash.view());
    writer.uint(e_at);
    writer.uint(static_cast<std::uint64_t>(std::max<core::Nanoseconds>(0, at)));
    writer.uint(e_level);
    writer.uint(static_cast<std::uint64_t>(level));
    return bytes;
}

core::Result<LogEntry> LogEntry::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {.max_bytes = max_entry_bytes, .max_depth = 2}));
    HEARTH_TRY(auto fields, Fields::of(value, "log entry"));
    HEARTH_TRY(const std::uint64_t found, fields.uint(e_version, "version"));
    if (found != version) return core::fail(Code::unsupported, "The entry has another version.", "Update Hearth.");
    LogEntry entry;
    HEARTH_TRY(entry.envelope_hash, fields.id<core::Hash>(e_envelope, "envelope_hash"));
    HEARTH_TRY(const std::uint64_t at, fields.uint(e_at, "at", INT64_MAX));
    entry.at = static_cast<core::Nanoseconds>(at);
    HEARTH_TRY(const std::uint64_t level,
               fields.uint(e_level, "level", static_cast<std::uint64_t>(proof::Level::exact)));
    entry.level = static_cast<proof::Level>(level);
    HEARTH_CHECK(fields.finish());
    return entry;
}

TreeHead TreeHead::sign(std::uint64_t size, const core::Hash& root, core::Nanoseconds at, const core::SigningKey& key) {
    TreeHead head{size, root, std::max<core::Nanoseconds>(0, at), key.public_key(), {}};
    head.signature = key.sign(digest(head).view());
    return head;
}

bool TreeHead::signature_fits() const {
    return core::verify(log_key, digest(*this).view(), signature);
}

std::string TreeHead::to_json() const {
    return head_json(*this).dump();
}

std::string InclusionProof::to_json() const {
    Json json{{"object", "inclusion_proof"}, {"v", version},           {"index", index}, {"entry", core::to_hex(entry)},
              {"path", path_json(path)},     {"head", head_json(head)}};
    if (anchor) json["anchor"] = anchor_json(*anchor);
    return json.dump();
}

std::string ConsistencyProof::to_json() const {
    return Json{{"object", "consistency_proof"},
                {"v", version},
                {"first", first},
                {"path", path_json(path)},
                {"head", head_json(head)}}
        .dump();
}

core::Result<TreeHead> read_tree_head(const std::string& json) {
    HEARTH_TRY(const Json tree, read_object(json, "tree_head"));
    return head_of(tree);
}

core::Result<InclusionProof> read_inclusion(const std::string& json) {
    HEARTH_TRY(const Json tree, read_object(json, "inclusion_proof"));
    InclusionProof proof;
    HEARTH_TRY(proof.index, number(tree, "index"));
    HEARTH_TRY(const std::string entry, text(tree, "entry"));
    HEARTH_TRY(proof.entry, core::from_hex(entry));
    HEARTH_TRY(proof.path, path_of(tree));
    HEARTH_TRY(proof.head, inner_head(tree));
    HEARTH_TRY(proof.anchor, anchor_of(tree));
    return proof;
}

core::Result<ConsistencyProof> read_consistency(const std::string& json) {
    HEARTH_TRY(const Json tree, read_object(json, "consistency_proof"));
    ConsistencyProof proof;
    HEARTH_TRY(proof.first, number(tree, "first"));
    HEARTH_TRY(proof.path, path_of(tree));
    HEARTH_TRY(proof.head, inner_head(tree));
    return proof;
}

std::vector<proof::CheckRow> examine_inclusion(const InclusionProof& proof,
                                               const std::optional<core::Hash>& envelope_hash) {
    std::vector<proof::CheckRow> rows{check_head(proof.head)};
    const bool stands = proof::merkle_verify(proof::merkle_leaf(proof.entry), proof.index, proof.head.size, proof.path,
                                             proof.head.root);
    rows.push_back(row(Check::inclusion, stands, "entry_included", "entry_not_included"));
    const auto entry = LogEntry::decode(proof.entry);
    if (!entry)
        rows.push_back(judged(Check::envelope, false, core::say("entry_is_none")));
    else if (!envelope_hash)
        rows.push_back(unchecked(Check::envelope, core::say("entry_not_compared")));
    else
        rows.push_back(row(Check::envelope, entry->envelope_hash == *envelope_hash, "entry_of_envelope",
                           "entry_of_other_envelope"));
    rows.push_back(check_anchor(proof));
    return rows;
}

std::vector<proof::CheckRow> examine_consistency(const ConsistencyProof& proof, const TreeHead& earlier) {
    std::vector<proof::CheckRow> rows{check_head(proof.head)};
    rows.push_back(row(Check::earlier_head, earlier.signature_fits() && earlier.log_key == proof.head.log_key,
                       "earlier_head_same", "earlier_head_other"));
    const bool grown =
        proof.first == earlier.size &&
        proof::merkle_consistent(earlier.size, earlier.root, proof.head.size, proof.head.root, proof.path);
    rows.push_back(row(Check::consistency, grown, "log_has_grown", "log_was_changed"));
    return rows;
}

} // namespace hearth::gateway::evidence
