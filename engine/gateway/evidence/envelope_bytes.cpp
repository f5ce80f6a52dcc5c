// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/envelope_bytes.h"

#include "core/cbor.h"

#include <algorithm>

namespace hearth::gateway::evidence {
namespace {

/// Sentences may quote what a server said; the file holds no more of it than fits, in whole characters.
std::string_view cut(std::string_view text, std::size_t most) {
    if (text.size() > most) {
        std::size_t end = most;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
            --end;
        text = text.substr(0, end);
    }
    return core::is_utf8(text) ? text : std::string_view("(not readable)");
}

std::uint64_t since_1970(core::Nanoseconds at) {
    return static_cast<std::uint64_t>(std::max<core::Nanoseconds>(0, at));
}

/// A map whose members are put in the order of their keys.
class Members : public core::cbor::Writer {
public:
    Members(core::Bytes& out, std::uint64_t count) : Writer(out) { map(count); }
    void put(std::uint64_t key, std::uint64_t value) {
        uint(key);
        uint(value);
    }
    void put(std::uint64_t key, std::string_view value) {
        uint(key);
        text(value);
    }
    void put(std::uint64_t key, core::ByteView value) {
        uint(key);
        bytes(value);
    }
    void begin(std::uint64_t key, std::uint64_t items) { ///< a list
        uint(key);
        array(items);
    }
};

void write_proof(const NetworkProof& proof, core::Bytes& out) {
    Members members(out, proof.measurements.empty() ? 3 : 4);
    members.put(p_format, proof.format);
    members.put(p_document, core::ByteView(proof.document));
    members.put(p_pinned, proof.pinned);
    if (proof.measurements.empty()) return;
    members.begin(p_measurements, proof.measurements.size());
    for (const std::string& one : proof.measurements)
        members.text(one);
}

void write_lists(const Envelope& e, Members& members, core::Bytes& out) {
    members.begin(k_rewrites, e.rewrites.size());
    for (const Rewrite& one : e.rewrites) {
        Members rewrite(out, 3);
        rewrite.put(r_offset, one.offset);
        rewrite.put(r_from, core::as_bytes(one.from));
        rewrite.put(r_to, core::as_bytes(one.to));
    }
    members.put(k_level, static_cast<std::uint64_t>(e.level));
    members.begin(k_checks, e.checks.size());
    for (const proof::CheckRow& row : e.checks) {
        Members check(out, 3);
        check.put(c_name, cut(row.name, max_name));
        check.put(c_outcome, static_cast<std::uint64_t>(row.outcome));
        check.put(c_detail, cut(row.detail, max_sentence));
    }
}

} // namespace

std::uint64_t version_of(const Envelope& e, bool in_batch) {
    if (in_batch) return batch_version;
    if (!e.proof) return plain_version;
    return e.proof->measurements.empty() ? proof_version : measured_version;
}

core::Bytes encoded(const Envelope& e, bool in_batch) {
    constexpr std::uint64_t always = 20;
    constexpr std::size_t usual = 1024;
    core::Bytes out;
    out.reserve(usual);
    Members members(out, always + (e.answered_as ? 1 : 0) + (e.proof ? 1 : 0));
    members.put(k_version, version_of(e, in_batch));
    members.put(k_id, e.evidence_id);
    members.put(k_network, e.network);
    members.put(k_kind, e.kind);
    members.put(k_url, e.url);
    members.put(k_path, e.path);
    members.put(k_model, cut(e.model, max_model));
    if (e.answered_as) members.put(k_answered_as, cut(*e.answered_as, max_model));
    members.put(k_request_hash, e.request_hash.view());
    members.put(k_request_bytes, e.request_bytes);
    members.put(k_response_hash, e.response_hash.view());
    members.put(k_response_bytes, e.response_bytes);
    members.put(k_status, std::uint64_t{e.status});
    members.put(k_asked_at, since_1970(e.asked_at));
    members.put(k_ended_at, since_1970(e.ended_at));
    members.uint(k_whole);
    members.boolean(e.whole);
    members.put(k_reason, cut(e.reason, max_sentence));
    write_lists(e, members, out);
    members.put(k_gateway, e.gateway_key.view());
    if (!e.proof) return out;
    members.uint(k_proof);
    write_proof(*e.proof, out);
    return out;
}

core::Bytes wrap(core::ByteView envelope, const core::Signature& signature, const std::optional<BatchPlace>& batch) {
    constexpr std::size_t head = 160; // all beside envelope and path
    core::Bytes file;
    file.reserve(envelope.size() + head + (batch ? batch->path.size() * (core::Hash::size + 2) : 0));
    Members members(file, batch ? 3 : 2);
    members.uint(s_envelope);
    core::append(file, envelope);
    members.put(s_signature, core::ByteView(signature));
    if (!batch) return file;
    members.uint(s_batch);
    Members place(file, 3);
    place.put(b_size, batch->size);
    place.put(b_index, batch->index);
    place.begin(b_path, batch->path.size());
    for (const core::Hash& one : batch->path)
        place.bytes(one.view());
    return file;
}

} // namespace hearth::gateway::evidence
