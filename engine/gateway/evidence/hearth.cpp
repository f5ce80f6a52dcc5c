// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/hearth.h"

#include "core/hash.h"
#include "core/json_guard.h"
#include "core/keys.h"
#include "gateway/evidence/attestation.h"
#include "gateway/evidence/document.h"
#include "proof/receipt.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using HomeJson = nlohmann::json;

/// Key and signature as the home gave them; none: they are no such things.
struct HomeSignature {
    core::PublicKey key;
    core::Signature signature{};

    static std::optional<HomeSignature> read(const HomeJson& document) {
        const auto key = core::PublicKey::parse(core::text_member(document, "signed_by"));
        const auto bytes = core::from_hex(core::text_member(document, "signature"));
        HomeSignature read;
        if (!key || !bytes || bytes->size() != read.signature.size()) return std::nullopt;
        read.key = *key;
        std::copy(bytes->begin(), bytes->end(), read.signature.begin());
        return read;
    }
};

/// Names the first thing that is wrong with it.
proof::CheckRow receipt_row(const proof::ReceiptFile& file) {
    for (const proof::CheckRow& row : proof::check_receipt_file(file))
        if (row.outcome == proof::CheckRow::Outcome::failed)
            return judged(Check::receipt, false, core::say("home_receipt_wrong", {row.name, row.detail}));
    return judged(Check::receipt, true, core::say("home_receipt", {file.signed_receipt.receipt.executor_key.hex()}));
}

/// By the hash that the home's own list gave to the name; the name in the file is a label that nobody signed.
proof::CheckRow model_row(const proof::ReceiptFile& file, const HomeJson& document, const std::string& asked) {
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    const std::string listed = core::text_member(document, "model_id"), computed = receipt.model_id.hex();
    if (listed.empty() && asked != computed)
        return unchecked(Check::receipt_model, core::say("home_model_unlisted", {computed}));
    const bool same = listed.empty() || listed == computed;
    return judged(Check::receipt_model, same,
                  same ? core::say("home_model", {computed, receipt.profile})
                       : core::say("home_model_other", {file.model_name, computed}));
}

std::optional<std::uint64_t> count_in(const HomeJson& usage, const char* name) {
    if (!usage.is_object()) return std::nullopt;
    const auto found = usage.find(name);
    return found != usage.end() && found->is_number_unsigned() ? std::optional(found->get<std::uint64_t>())
                                                               : std::nullopt;
}

/// Of a whole answer, or the last that a stream says.
HomeJson usage_in(std::string_view response) {
    if (const auto whole = read_object(response)) return whole->value("usage", HomeJson());
    while (!response.empty()) {
        const std::size_t end = response.rfind('\n');
        const std::string_view line = end == std::string_view::npos ? response : response.substr(end + 1);
        response = end == std::string_view::npos ? std::string_view() : response.substr(0, end);
        if (!line.starts_with("data:") || line.find("\"usage\"") == std::string_view::npos) continue;
        const auto event = read_object(line.substr(5));
        HomeJson usage = event ? event->value("usage", HomeJson()) : HomeJson();
        if (usage.is_object()) return usage;
    }
    return {};
}

/// What the answer says that it counted; a stream may say nothing.
proof::CheckRow count_row_of(const proof::Receipt& receipt, const std::optional<std::string_view>& response) {
    constexpr Check check = Check::receipt_tokens;
    const HomeJson usage = response ? usage_in(*response) : HomeJson();
    const auto in = count_in(usage, "prompt_tokens"), out = count_in(usage, "completion_tokens");
    const bool same = (!in || *in == receipt.n_in) && (!out || *out == receipt.n_out);
    if (same && (!in || !out)) return unchecked(check, core::say("home_tokens_unknown"));
    return judged(check, same, core::say(same ? "home_tokens_same" : "home_tokens_other"));
}

} // namespace

core::Hash answer_statement(const core::ReceiptId& receipt, const core::Hash& request, const core::Hash& response) {
    return core::tagged_hash("answer/1", {receipt.view(), request.view(), response.view()});
}

bool ties_receipt(const std::vector<proof::CheckRow>& rows) {
    return has_passed(rows, Check::receipt_tokens) && has_passed(rows, Check::receipt_model);
}

core::Result<core::Bytes> receipt_in(const core::Bytes& document) {
    const auto read = read_object(document);
    auto bytes = read ? base64_member(*read, "receipt") : std::nullopt;
    if (!bytes) return core::fail(core::Code::corrupt, core::say("home_no_receipt"));
    return std::move(*bytes);
}

ProofFindings examine_hearth(const NetworkProof& proof, const Transcript& transcript) {
    ProofFindings found;
    const auto document = read_object(proof.document);
    const auto signature = document ? HomeSignature::read(*document) : std::nullopt;
    const auto bytes = receipt_in(proof.document);
    const auto file = bytes ? proof::ReceiptFile::decode_bytes(*bytes) : bytes.error();
    const auto signs = [&](const core::Hash& request, const core::Hash& response) {
        const core::Hash statement = answer_statement(file->signed_receipt.receipt.id(), request, response);
        return core::verify(signature->key, statement.view(), signature->signature);
    };
    const bool fits = file && signature && signs(transcript.request_hash, transcript.response_hash);
    if (fits) found.signer = signature->key.hex();
    found.rows.push_back(judged(Check::network_signature, fits,
                                fits ? core::say("home_signed", {found.signer}) : core::say("home_signed_nothing")));
    found.rows.push_back(
        judged(Check::signed_request, fits, core::say(fits ? "home_signed_request" : "home_signed_other_bytes")));
    found.rows.push_back(
        judged(Check::signed_response, fits, core::say(fits ? "home_signed_response" : "home_signed_other_bytes")));
    if (!file) {
        found.rows.push_back(judged(Check::receipt, false, core::say("home_no_receipt")));
        return found;
    }
    found.rows.push_back(receipt_row(*file));
    found.rows.push_back(model_row(*file, *document, transcript.model));
    found.rows.push_back(count_row_of(file->signed_receipt.receipt, transcript.response));
    found.rows.push_back(unchecked(Check::answer_text, core::say("home_text")));
    found.rows.push_back(unchecked(Check::replay, core::say("home_not_replayed")));
    return found;
}

} // namespace hearth::gateway::evidence
