// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/state_proof.h"

#include "core/hash.h"

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t format = 1;
constexpr std::size_t max_chain_id_bytes = 64;
constexpr std::size_t max_primary_bytes = 256;
constexpr std::size_t max_record_bytes = std::size_t{1} << 20;
constexpr std::size_t max_header_bytes = 1024;
constexpr std::size_t max_trail = 64;
constexpr unsigned max_depth = 12;

enum : std::uint64_t { k_format = 0, k_chain = 1, k_height = 2, k_records = 3, k_solo = 4, k_network = 5 };
enum : std::uint64_t { r_kind = 0, r_primary = 1, r_record = 2, r_proof = 3 };
enum : std::uint64_t { s_header = 0, s_signature = 1, s_sequencer = 2 };
enum : std::uint64_t { n_record = 0, n_trail = 1 };

Value from_record(const ProvenRecord& r) {
    Map map{{r_kind, static_cast<std::uint64_t>(r.key.kind)}, {r_primary, r.key.primary}, {r_proof, r.proof.to_cbor()}};
    if (r.record) map.emplace_back(r_record, *r.record);
    return map;
}

Result<ProvenRecord> to_record(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "record"));
    ProvenRecord r;
    HEARTH_TRY(const std::uint64_t kind, f.uint(r_kind, "kind", UINT8_MAX));
    r.key.kind = static_cast<RecordKind>(kind);
    HEARTH_TRY(r.key.primary, f.bytes(r_primary, "primary", max_primary_bytes));
    if (const auto fits = r.key.check(); !fits) return fail(Code::corrupt, fits.error().message);
    if (f.has(r_record)) {
        HEARTH_TRY(r.record, f.bytes(r_record, "record", max_record_bytes));
    }
    HEARTH_TRY(const Value* proof, f.any(r_proof, "proof"));
    HEARTH_TRY(r.proof, MapProof::from_cbor(*proof));
    HEARTH_CHECK(f.finish());
    return r;
}

Result<SoloWitness> to_solo(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "sequencer's word"));
    SoloWitness w;
    HEARTH_TRY(const core::Bytes header, f.bytes(s_header, "header", max_header_bytes));
    HEARTH_TRY(w.header, BlockHeader::decode(header));
    HEARTH_TRY(const core::Bytes signature, f.bytes(s_signature, "signature", w.signature.size()));
    if (signature.size() != w.signature.size()) return fail(Code::corrupt, "The signature has another length.");
    std::copy(signature.begin(), signature.end(), w.signature.begin());
    HEARTH_TRY(w.sequencer, f.id<core::PublicKey>(s_sequencer, "sequencer"));
    HEARTH_CHECK(f.finish());
    return w;
}

Result<NetworkWitness> to_network(const Value& value) {
    HEARTH_TRY(auto f, Fields::of(value, "network's word"));
    NetworkWitness w;
    HEARTH_TRY(w.record_hash, f.id<core::Hash>(n_record, "record_hash"));
    HEARTH_TRY(const Array* trail, f.array(n_trail, "trail", max_trail));
    for (const Value& item : *trail) {
        HEARTH_TRY(LightBlock block, LightBlock::from_cbor(item));
        w.trail.push_back(std::move(block));
    }
    HEARTH_CHECK(f.finish());
    if (w.trail.empty()) return fail(Code::corrupt, "The file holds no block of the network.");
    return w;
}

Value from_witness(const SoloWitness& w) {
    return Map{{s_header, w.header.encode()}, {s_signature, core::ByteView(w.signature)}, {s_sequencer, w.sequencer}};
}

Value from_witness(const NetworkWitness& w) {
    Array trail;
    for (const LightBlock& block : w.trail)
        trail.push_back(block.to_cbor());
    return Map{{n_record, w.record_hash}, {n_trail, std::move(trail)}};
}

} // namespace

core::Hash network_app_hash(const core::Hash& state, const core::Hash& record_hash) {
    return core::tagged_hash("chain/1", {state.view(), record_hash.view()});
}

core::Bytes StateProof::encode() const {
    Array list;
    for (const ProvenRecord& record : records)
        list.push_back(from_record(record));
    const bool solo = std::holds_alternative<SoloWitness>(witness);
    return core::cbor::encode(
        Map{{k_format, format},
            {k_chain, chain_id},
            {k_height, height},
            {k_records, std::move(list)},
            {solo ? k_solo : k_network, std::visit([](const auto& w) { return from_witness(w); }, witness)}});
}

Result<StateProof> StateProof::decode(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_proof_bytes, max_depth}));
    HEARTH_TRY(auto f, Fields::of(value, "proof"));
    HEARTH_TRY(const std::uint64_t found, f.uint(k_format, "format"));
    if (found != format) return fail(Code::unsupported, "The proof was written by another version.", "Update Hearth.");
    StateProof proof;
    HEARTH_TRY(proof.chain_id, f.text(k_chain, "chain_id", max_chain_id_bytes));
    HEARTH_TRY(proof.height, f.uint(k_height, "height", INT64_MAX));
    HEARTH_TRY(const Array* list, f.array(k_records, "records", max_proven_records));
    for (const Value& item : *list) {
        HEARTH_TRY(ProvenRecord record, to_record(item));
        proof.records.push_back(std::move(record));
    }
    if (f.has(k_solo)) {
        HEARTH_TRY(const Value* solo, f.any(k_solo, "sequencer's word"));
        HEARTH_TRY(proof.witness, to_solo(*solo));
    } else {
        HEARTH_TRY(const Value* network, f.any(k_network, "network's word"));
        HEARTH_TRY(proof.witness, to_network(*network));
    }
    HEARTH_CHECK(f.finish());
    if (proof.records.empty()) return fail(Code::corrupt, "The proof is about no record.");
    return proof;
}

} // namespace hearth::ledger
