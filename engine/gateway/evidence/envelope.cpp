// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/envelope.h"

#include "core/cbor.h"
#include "core/hash.h"
#include "gateway/evidence/envelope_bytes.h"
#include "proof/merkle.h"

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

using core::Code;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t longest_batch = 4096; // that is read
constexpr std::size_t longest_path = 12;
constexpr std::size_t max_file_bytes = std::size_t{256} << 10, max_document = std::size_t{192} << 10, max_pinned = 128;
constexpr std::size_t id_digits = 32, max_url = 2048;
constexpr std::size_t max_rewrites = 16, max_checks = 32, max_measurements = 64;

enum RootKey : std::uint64_t { t_size = 0, t_root = 1 };

core::Result<NetworkProof> to_proof(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "proof"));
    NetworkProof proof;
    HEARTH_TRY(proof.format, fields.text(p_format, "format", max_name));
    HEARTH_TRY(proof.document, fields.bytes(p_document, "document", max_document));
    HEARTH_TRY(proof.pinned, fields.text(p_pinned, "pinned", max_pinned));
    if (fields.has(p_measurements)) {
        HEARTH_TRY(const Array* pinned, fields.array(p_measurements, "measurements", max_measurements));
        if (pinned->empty()) return core::fail(core::Code::corrupt, core::say("att_pin_unread"));
        for (const Value& one : *pinned) {
            const std::string* const text = one.as_text();
            if (text == nullptr || text->size() > max_pinned)
                return core::fail(core::Code::corrupt, core::say("att_pin_unread"));
            proof.measurements.push_back(*text);
        }
    }
    HEARTH_CHECK(fields.finish());
    return proof;
}

core::Result<Rewrite> to_rewrite(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "rewrite"));
    Rewrite one;
    HEARTH_TRY(one.offset, fields.uint(r_offset, "offset"));
    HEARTH_TRY(const core::Bytes from, fields.bytes(r_from, "from", 4 * max_model));
    HEARTH_TRY(const core::Bytes to, fields.bytes(r_to, "to", 4 * max_model));
    HEARTH_CHECK(fields.finish());
    one.from.assign(from.begin(), from.end());
    one.to.assign(to.begin(), to.end());
    return one;
}

core::Result<proof::CheckRow> to_check(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "check"));
    proof::CheckRow row;
    HEARTH_TRY(row.name, fields.text(c_name, "name", max_name));
    HEARTH_TRY(const std::uint64_t outcome,
               fields.uint(c_outcome, "outcome", static_cast<std::uint64_t>(proof::CheckRow::Outcome::not_checked)));
    row.outcome = static_cast<proof::CheckRow::Outcome>(outcome);
    HEARTH_TRY(const std::string detail, fields.text(c_detail, "detail", max_sentence));
    row.detail = core::evidence_sentence(detail);
    HEARTH_CHECK(fields.finish());
    return row;
}

core::Status read_names(Fields& fields, Envelope& e, bool in_batch) {
    HEARTH_TRY(const std::uint64_t found, fields.uint(k_version, "version"));
    const bool known = in_batch              ? found == batch_version
                       : fields.has(k_proof) ? found == proof_version || found == measured_version
                                             : found == plain_version;
    if (!known)
        return core::fail(Code::unsupported, "The evidence has version " + std::to_string(found) + ".",
                          core::say("update_hearth"));
    HEARTH_TRY(e.evidence_id, fields.text(k_id, "evidence_id", id_digits));
    const bool is_id =
        e.evidence_id.size() == id_digits && e.evidence_id.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_id) return core::fail(Code::corrupt, "The id of the evidence has not 32 digits.");
    HEARTH_TRY(e.network, fields.text(k_network, "network", max_name));
    HEARTH_TRY(e.kind, fields.text(k_kind, "kind", max_name));
    HEARTH_TRY(e.url, fields.text(k_url, "url", max_url));
    HEARTH_TRY(e.path, fields.text(k_path, "path", max_name));
    HEARTH_TRY(e.model, fields.text(k_model, "model", max_model));
    if (fields.has(k_answered_as)) {
        HEARTH_TRY(e.answered_as, fields.text(k_answered_as, "answered_as", max_model));
    }
    HEARTH_TRY(e.reason, fields.text(k_reason, "reason", max_sentence));
    return {};
}

core::Status read_numbers(Fields& fields, Envelope& e) {
    HEARTH_TRY(e.request_hash, fields.id<core::Hash>(k_request_hash, "request_hash"));
    HEARTH_TRY(e.request_bytes, fields.uint(k_request_bytes, "request_bytes"));
    HEARTH_TRY(e.response_hash, fields.id<core::Hash>(k_response_hash, "response_hash"));
    HEARTH_TRY(e.response_bytes, fields.uint(k_response_bytes, "response_bytes"));
    HEARTH_TRY(const std::uint64_t status, fields.uint(k_status, "status", 999));
    e.status = static_cast<std::uint32_t>(status);
    HEARTH_TRY(const std::uint64_t asked, fields.uint(k_asked_at, "asked_at", INT64_MAX));
    HEARTH_TRY(const std::uint64_t ended, fields.uint(k_ended_at, "ended_at", INT64_MAX));
    e.asked_at = static_cast<core::Nanoseconds>(asked);
    e.ended_at = static_cast<core::Nanoseconds>(ended);
    HEARTH_TRY(e.whole, fields.boolean(k_whole, "whole"));
    HEARTH_TRY(const std::uint64_t level,
               fields.uint(k_level, "level", static_cast<std::uint64_t>(proof::Level::exact)));
    e.level = static_cast<proof::Level>(level);
    HEARTH_TRY(e.gateway_key, fields.id<core::PublicKey>(k_gateway, "gateway_key"));
    return {};
}

core::Result<Envelope> to_envelope(const Value& value, bool in_batch) {
    HEARTH_TRY(auto fields, Fields::of(value, "evidence"));
    Envelope e;
    HEARTH_CHECK(read_names(fields, e, in_batch));
    HEARTH_CHECK(read_numbers(fields, e));
    HEARTH_TRY(const Array* rewrites, fields.array(k_rewrites, "rewrites", max_rewrites));
    for (const Value& item : *rewrites) {
        HEARTH_TRY(Rewrite one, to_rewrite(item));
        e.rewrites.push_back(std::move(one));
    }
    HEARTH_TRY(const Array* checks, fields.array(k_checks, "checks", max_checks));
    for (const Value& item : *checks) {
        HEARTH_TRY(proof::CheckRow row, to_check(item));
        e.checks.push_back(std::move(row));
    }
    if (fields.has(k_proof)) {
        HEARTH_TRY(const Value* proof, fields.any(k_proof, "proof"));
        HEARTH_TRY(e.proof, to_proof(*proof));
    }
    HEARTH_CHECK(fields.finish());
    HEARTH_TRY(const std::uint64_t version, fields.uint(k_version, "version"));
    if (version != version_of(e, in_batch)) return core::fail(core::Code::corrupt, core::say("att_pin_unread"));
    return e;
}

core::Hash digest(core::ByteView encoded) {
    return core::tagged_hash("evidence/1", {encoded});
}

core::Hash root_digest(std::uint64_t size, const core::Hash& root) {
    return core::tagged_hash("evidence-batch/1", {core::cbor::encode(Map{{t_size, size}, {t_root, root}})});
}

core::Result<BatchPlace> to_place(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "batch"));
    BatchPlace place;
    HEARTH_TRY(place.size, fields.uint(b_size, "size", longest_batch));
    HEARTH_TRY(place.index, fields.uint(b_index, "index", longest_batch));
    HEARTH_TRY(const Array* path, fields.array(b_path, "path", longest_path));
    for (const Value& one : *path) {
        const core::Bytes* const raw = one.as_bytes();
        if (raw == nullptr || raw->size() != core::Hash::size)
            return core::fail(Code::corrupt, core::say("evidence_place_wrong"));
        place.path.push_back(core::Hash::from_view(*raw).value());
    }
    HEARTH_CHECK(fields.finish());
    const bool stands = place.size > 1 && place.index < place.size &&
                        proof::merkle_root_of(core::Hash{}, place.index, place.size, place.path);
    if (!stands) return core::fail(Code::corrupt, core::say("evidence_place_wrong"));
    return place;
}

/// All of a group under one signature; alone it is signed in the form that every reader knows.
void sign_group(std::vector<Envelope>& envelopes, std::size_t first, std::size_t end, const core::SigningKey& key,
                std::vector<core::Bytes>& files) {
    const bool in_batch = end - first > 1;
    std::vector<core::Bytes> written;
    std::vector<core::Hash> leaves;
    for (std::size_t i = first; i < end; ++i) {
        envelopes[i].gateway_key = key.public_key();
        written.push_back(encoded(envelopes[i], in_batch));
        const core::Hash own = digest(written.back());
        leaves.push_back(in_batch ? proof::merkle_leaf(own.view()) : own);
    }
    if (!in_batch) return files.push_back(wrap(written.front(), key.sign(leaves.front().view()), std::nullopt));
    std::vector<std::vector<core::Hash>> paths = proof::merkle_paths(leaves);
    const core::Signature signature = key.sign(root_digest(leaves.size(), proof::merkle_root(leaves)).view());
    for (std::size_t i = 0; i < leaves.size(); ++i)
        files.push_back(wrap(written[i], signature, BatchPlace{leaves.size(), i, std::move(paths[i])}));
}

} // namespace

SignedEnvelope SignedEnvelope::sign(Envelope envelope, const core::SigningKey& key) {
    SignedEnvelope made{std::move(envelope), {}, {}};
    made.envelope.gateway_key = key.public_key();
    made.signature = key.sign(digest(encoded(made.envelope, false)).view());
    return made;
}

std::vector<core::Bytes> SignedEnvelope::sign_all(std::vector<Envelope>& envelopes, const core::SigningKey& key) {
    std::vector<core::Bytes> files;
    files.reserve(envelopes.size());
    for (std::size_t first = 0; first < envelopes.size(); first += most_signed_at_once)
        sign_group(envelopes, first, std::min<std::size_t>(envelopes.size(), first + most_signed_at_once), key, files);
    return files;
}

bool SignedEnvelope::signature_fits() const {
    const core::Hash own = digest(encoded(envelope, batch.has_value()));
    if (!batch) return core::verify(envelope.gateway_key, own.view(), signature);
    const auto root = proof::merkle_root_of(proof::merkle_leaf(own.view()), batch->index, batch->size, batch->path);
    return batch->size > 1 && root &&
           core::verify(envelope.gateway_key, root_digest(batch->size, *root).view(), signature);
}

core::Bytes SignedEnvelope::encode() const {
    return wrap(encoded(envelope, batch.has_value()), signature, batch);
}

core::Result<SignedEnvelope> SignedEnvelope::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {.max_bytes = max_file_bytes, .max_depth = 6}));
    HEARTH_TRY(auto fields, Fields::of(value, "signed evidence"));
    SignedEnvelope read;
    if (fields.has(s_batch)) {
        HEARTH_TRY(const Value* place, fields.any(s_batch, "batch"));
        HEARTH_TRY(read.batch, to_place(*place));
    }
    HEARTH_TRY(const Value* envelope, fields.any(s_envelope, "envelope"));
    HEARTH_TRY(read.envelope, to_envelope(*envelope, read.batch.has_value()));
    HEARTH_TRY(const core::Bytes signature, fields.bytes(s_signature, "signature", read.signature.size()));
    if (signature.size() != read.signature.size())
        return core::fail(Code::corrupt, "The signature of the evidence has not 64 bytes.");
    std::copy(signature.begin(), signature.end(), read.signature.begin());
    HEARTH_CHECK(fields.finish());
    return read;
}

} // namespace hearth::gateway::evidence
