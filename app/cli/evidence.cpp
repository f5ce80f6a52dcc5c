// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "gateway/evidence/examine.h"
#include "gateway/evidence/hearth.h"
#include "gateway/evidence/pins.h"
#include "gateway_verbs.h"
#include "output.h"
#include "receipt_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>

namespace hearth::cli {
namespace {

using control::Check;
using gateway::evidence::Envelope;
using Json = nlohmann::ordered_json;

constexpr std::size_t max_bytes = std::size_t{64} << 20;

/// One result for whatever kind of evidence the file is.
struct Found {
    std::string kind, level;
    bool valid = false, claimed = false; ///< claimed: by the pins of the gateway that wrote it
    std::vector<Check> checks;
    std::vector<std::pair<std::string, std::string>> fields;
};

Found of_receipt(const control::ReceiptView& view) {
    return {"hearth", view.level,  view.valid,
            false,    view.checks, {{"receipt_id", view.receipt_id}, {"model", view.job.model_name}}};
}

Found of_envelope(const gateway::evidence::Examination& examined) {
    Found found;
    found.level = proof::level_name(examined.level);
    found.valid = examined.valid;
    for (const proof::CheckRow& row : examined.rows)
        found.checks.push_back({row.name, proof::outcome_name(row.outcome), row.detail});
    if (!examined.file) return found;
    const Envelope& envelope = examined.file->envelope;
    found.kind = envelope.kind;
    found.fields = {{"evidence_id", envelope.evidence_id},
                    {"network", envelope.network},
                    {"url", envelope.url},
                    {"model", envelope.model},
                    {"relation", envelope.rewrites.empty() ? "identical-bytes" : "rewritten"},
                    {"request_sha256", envelope.request_hash.hex()},
                    {"response_sha256", envelope.response_hash.hex()},
                    {"gateway_key", envelope.gateway_key.hex()}};
    if (!examined.pins.empty()) found.fields.emplace_back("pins", examined.pins);
    found.claimed = examined.pins == "gateway" && examined.level > proof::Level::none;
    return found;
}

core::Result<std::optional<core::Bytes>> read_copy(const std::string& file) {
    if (file.empty()) return std::optional<core::Bytes>();
    HEARTH_TRY(core::Bytes bytes, core::read_file(file, max_bytes));
    return std::optional(std::move(bytes));
}

/// Of this home, where its service runs; else no gateway's word is taken for this one's.
std::vector<std::string> keys_of_home(Context& context) {
    std::vector<std::string> keys;
    const auto node = context.reach();
    if (!node) return keys;
    if (const auto all = (*node)->keys())
        for (const control::KeyInfo& one : *all)
            keys.push_back(one.public_key);
    return keys;
}

gateway::evidence::ReaderPins own_pins(const control::UpstreamWish& wish) {
    gateway::evidence::ReaderPins own{wish.signers, wish.measurements, {}};
    for (auto* const pinned : {&own.signers, &own.measurements})
        for (std::string& one : *pinned)
            std::transform(one.begin(), one.end(), one.begin(), [](unsigned char c) { return std::tolower(c); });
    return own;
}

/// A file and what it says without a service.
struct Examined {
    Found found;
    std::optional<control::ReceiptView> receipt; ///< where it is one
    std::optional<gateway::evidence::SignedEnvelope> envelope;
    proof::Level level = proof::Level::none; ///< of the envelope
    bool tied = false;                       ///< the receipt inside, to the answer
};

core::Result<control::ReceiptView> replay_inside(Context& context, const std::filesystem::path& receipt) {
    HEARTH_TRY(const control::ReceiptView view, examine_receipt_file(receipt));
    return replay_receipt_file(context, view, receipt);
}

core::Status can_be_replayed(const Examined& examined) {
    if (examined.receipt) return {};
    if (const auto& file = examined.envelope)
        if (const auto& proof = file->envelope.proof; proof && proof->format == gateway::evidence::hearth_format)
            return {};
    return core::fail(core::Code::invalid_argument,
                      "There is no receipt in it, and nothing else can be computed again.", "Leave --replay out.");
}

/// The receipt inside is computed again. A level comes of that only where a key that is trusted signed it with the
/// bytes, and it is of the model that was asked for and of as many tokens as the answer counts.
core::Status replay_envelope(Context& context, Examined& examined) {
    HEARTH_TRY(const core::Bytes receipt, gateway::evidence::receipt_in(examined.envelope->envelope.proof->document));
    HEARTH_TRY(const core::Home home, context.home());
    const std::filesystem::path path = home.cache() / ("replay-" + core::random_hash().hex() + ".receipt");
    std::error_code ignored; // of a folder that cannot be made the writing tells
    std::filesystem::create_directories(path.parent_path(), ignored);
    HEARTH_CHECK(core::write_file_atomic(path, receipt, 0600));
    const auto replayed = replay_inside(context, path);
    std::filesystem::remove(path, ignored);
    if (!replayed) return replayed.error();
    Found& found = examined.found;
    for (const Check& row : replayed->checks) {
        const auto known =
            std::find_if(found.checks.begin(), found.checks.end(), [&](const Check& c) { return c.name == row.name; });
        if (row.name == "replay" && known != found.checks.end())
            *known = row;
        else if (row.result == "failed")
            found.checks.push_back(row); // what only the service could see
    }
    found.valid = replayed->valid;
    const bool raises = examined.tied && examined.level >= proof::Level::signature;
    if (!replayed->valid)
        found.level = "E0";
    else if (raises)
        found.level = std::max(found.level, replayed->level);
    return {};
}

core::Status add_replay(Context& context, const std::string& file, Examined& examined) {
    if (!examined.receipt) return replay_envelope(context, examined);
    HEARTH_TRY(const control::ReceiptView replayed, replay_receipt_file(context, *examined.receipt, file));
    examined.found = of_receipt(replayed);
    return {};
}

/// A receipt is told from an envelope by its own format.
core::Result<Examined> examine_file(Context& context, const std::string& file, const std::string& request,
                                    const std::string& response, const control::UpstreamWish& pins) {
    HEARTH_TRY(const core::Bytes content, core::read_file(file, max_bytes));
    HEARTH_TRY(const core::Bytes bytes, gateway::evidence::file_in(content));
    HEARTH_TRY(const auto asked, read_copy(request));
    HEARTH_TRY(const auto answered, read_copy(response));
    gateway::evidence::ReaderPins own = own_pins(pins);
    auto examined = gateway::evidence::examine(bytes, asked, answered, gateway::evidence::hardware_makers(), own);
    if (examined.file)
        HEARTH_CHECK(gateway::evidence::check_pins(examined.file->envelope.kind, own.signers, own.measurements));
    const bool seen_by_a_gateway = examined.file && gateway::evidence::is_witnessed(examined.file->envelope.kind);
    if (examined.pins == "gateway" || seen_by_a_gateway) {
        own.home_keys = keys_of_home(context);
        examined = gateway::evidence::examine(bytes, asked, answered, gateway::evidence::hardware_makers(), own);
    }
    if (!examined.file && proof::ReceiptFile::decode_bytes(bytes)) {
        if (asked || answered)
            return core::fail(core::Code::invalid_argument, "A receipt commits to tokens, not to the bytes of HTTP.",
                              "Leave --request and --response out.");
        HEARTH_TRY(const control::ReceiptView view, examine_receipt_file(file));
        return Examined{of_receipt(view), view, {}, {}, false};
    }
    return Examined{
        of_envelope(examined), {}, examined.file, examined.level, gateway::evidence::ties_receipt(examined.rows)};
}

void print_found(const Context& context, const Found& found) {
    if (context.json) {
        Json json{{"kind", found.kind}, {"level", found.level}, {"valid", found.valid}};
        for (const auto& [name, value] : found.fields)
            json[name] = value;
        json["checks"] = Json::array();
        for (const Check& check : found.checks)
            json["checks"].push_back({{"name", check.name}, {"result", check.result}, {"detail", check.detail}});
        print_json(json);
        return;
    }
    std::cout << (found.valid ? "Nothing in it is wrong" : "NOT VALID") << ", level " << found.level
              << (found.claimed ? " as the gateway that wrote it claims" : "") << "\n\n";
    Table table;
    for (const auto& [name, value] : found.fields)
        table.row({printable(name), printable(value)});
    table.print("  ");
    if (!found.fields.empty()) std::cout << "\n";
    print_checks(found.checks);
}

core::Error not_valid(const Found& found) {
    const auto failed =
        std::find_if(found.checks.begin(), found.checks.end(), [](const Check& c) { return c.result == "failed"; });
    const std::string why = failed == found.checks.end() ? "" : ": " + failed->name + ": " + failed->detail;
    return core::fail(core::Code::corrupt, "The evidence does not verify" + (why.empty() ? "." : why),
                      "Do not rely on it; get it again from whoever gave it to you.");
}

} // namespace

int verify_evidence(Context& context, const std::string& file, const std::string& request, const std::string& response,
                    const control::UpstreamWish& pins, bool replay) {
    auto examined = examine_file(context, file, request, response, pins);
    if (!examined) return context.fail(examined.error());
    if (replay && examined->found.valid) {
        if (const auto possible = can_be_replayed(*examined); !possible) return context.fail(possible.error());
        if (context.node() == nullptr) return context.connect_exit();
        if (const auto done = add_replay(context, file, *examined); !done) return context.fail(done.error());
    }
    print_found(context, examined->found);
    return examined->found.valid ? exit_done : context.fail(not_valid(examined->found), exit_check_failed);
}

} // namespace hearth::cli
