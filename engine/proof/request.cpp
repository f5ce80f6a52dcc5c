// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "proof/codec.h"

#include <algorithm>

namespace hearth::proof {
namespace {

using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

constexpr std::uint64_t request_version = 1;
constexpr std::size_t max_request_bytes = 4096;
constexpr std::size_t max_ids = std::size_t{1} << 20;

enum DecodeKey : std::uint64_t {
    d_temperature = 0,
    d_top_k = 1,
    d_top_p = 2,
    d_min_p = 3,
    d_repetition = 4,
    d_frequency = 5,
    d_presence = 6,
    d_max_tokens = 7,
    d_stop_hash = 8
};

enum RequestKey : std::uint64_t {
    r_version = 0,
    r_model = 1,
    r_profile = 2,
    r_decode = 3,
    r_in_commit = 4,
    r_price_cap = 5,
    r_nonce = 6,
    r_client = 7,
    r_expires = 8,
    r_seed = 9,
    r_scores = 10,
    r_begun = 11,
    r_constraint = 12,
    r_embed = 13,
    r_run = 14
};

enum BegunKey : std::uint64_t { b_tokens = 0, b_key = 1 };

} // namespace

namespace codec {

core::Result<std::uint32_t> read_u32(Fields& fields, std::uint64_t key, const char* name) {
    HEARTH_TRY(const std::uint64_t value, fields.uint(key, name, UINT32_MAX));
    return static_cast<std::uint32_t>(value);
}

core::Result<std::string> read_profile(Fields& fields, std::uint64_t key) {
    HEARTH_TRY(std::string profile, fields.text(key, "profile", max_profile_bytes));
    const bool plain = std::all_of(profile.begin(), profile.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
    if (profile.empty() || !plain)
        return core::fail(core::Code::corrupt, "The field \"profile\" holds something that is not a profile name.");
    return profile;
}

core::Bytes pack_ids(const std::vector<std::uint32_t>& ids) {
    core::Bytes out;
    out.reserve(ids.size() * 4);
    for (const std::uint32_t id : ids)
        core::append_u32(out, id);
    return out;
}

core::Result<std::vector<std::uint32_t>> read_ids(Fields& fields, std::uint64_t key, const char* name) {
    HEARTH_TRY(const core::Bytes raw, fields.bytes(key, name, 4 * max_ids));
    if (raw.size() % 4 != 0)
        return core::fail(core::Code::corrupt, "The field \"" + std::string(name) + "\" must hold whole 32-bit ids.");
    std::vector<std::uint32_t> ids(raw.size() / 4);
    for (std::size_t i = 0; i < raw.size(); ++i)
        ids[i / 4] |= std::uint32_t{raw[i]} << (8 * (i % 4));
    return ids;
}

core::Status check_version(Fields& fields, std::uint64_t version, const char* what) {
    HEARTH_TRY(const std::uint64_t found, fields.uint(0, "version"));
    if (found != version)
        return core::fail(core::Code::unsupported,
                          "The " + std::string(what) + " has version " + std::to_string(found) +
                              "; this program reads " + std::to_string(version) + ".",
                          "Update Hearth, or ask for a file of an older version.");
    return {};
}

Value from_decode(const DecodeParams& p) {
    return Map{{d_temperature, p.temperature_q16},
               {d_top_k, p.top_k},
               {d_top_p, p.top_p_q16},
               {d_min_p, p.min_p_q16},
               {d_repetition, p.repetition_penalty_q16},
               {d_frequency, p.frequency_penalty_q16},
               {d_presence, p.presence_penalty_q16},
               {d_max_tokens, p.max_tokens},
               {d_stop_hash, p.stop_hash}};
}

core::Result<DecodeParams> to_decode(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "decoding parameters"));
    DecodeParams p;
    HEARTH_TRY(p.temperature_q16, read_u32(fields, d_temperature, "temperature"));
    HEARTH_TRY(p.top_k, read_u32(fields, d_top_k, "top_k"));
    HEARTH_TRY(p.top_p_q16, read_u32(fields, d_top_p, "top_p"));
    HEARTH_TRY(p.min_p_q16, read_u32(fields, d_min_p, "min_p"));
    HEARTH_TRY(p.repetition_penalty_q16, read_u32(fields, d_repetition, "repetition_penalty"));
    HEARTH_TRY(p.frequency_penalty_q16, read_u32(fields, d_frequency, "frequency_penalty"));
    HEARTH_TRY(p.presence_penalty_q16, read_u32(fields, d_presence, "presence_penalty"));
    HEARTH_TRY(p.max_tokens, read_u32(fields, d_max_tokens, "max_tokens"));
    HEARTH_TRY(p.stop_hash, fields.id<core::Hash>(d_stop_hash, "stop_hash"));
    HEARTH_CHECK(fields.finish());
    return p;
}

Value from_request(const Request& r) {
    Map map{{r_version, request_version},      {r_model, r.model_id},      {r_profile, r.profile},
            {r_decode, from_decode(r.decode)}, {r_in_commit, r.in_commit}, {r_price_cap, r.price_cap.units()},
            {r_nonce, r.client_nonce},         {r_client, r.client_key},   {r_expires, r.expires_at}};
    if (r.seed) map.emplace_back(r_seed, *r.seed);
    if (r.scores) map.emplace_back(r_scores, *r.scores);
    if (r.begun) map.emplace_back(r_begun, Map{{b_tokens, r.begun->tokens}, {b_key, r.begun->key}});
    if (r.constraint) map.emplace_back(r_constraint, *r.constraint);
    if (r.embed) map.emplace_back(r_embed, true);
    if (r.run) map.emplace_back(r_run, true);
    return map;
}

core::Result<Begun> to_begun(const Value& value, const Request& request) {
    HEARTH_TRY(auto fields, Fields::of(value, "begun answer"));
    Begun begun;
    HEARTH_TRY(begun.tokens, read_u32(fields, b_tokens, "tokens"));
    HEARTH_TRY(begun.key, fields.id<core::Hash>(b_key, "key"));
    HEARTH_CHECK(fields.finish());
    if (begun.tokens == 0)
        return core::fail(core::Code::corrupt, "A begun answer of a request must hold at least one token.");
    if (request.scores)
        return core::fail(core::Code::corrupt, "A request for the prompt's scores cannot go on with a begun answer.");
    if (request.seed && begun.key != seed_commitment(request, {}))
        return core::fail(core::Code::corrupt, "The key of a begun answer does not follow from the request's seed.");
    return begun;
}

core::Result<Request> to_request(const Value& value) {
    HEARTH_TRY(auto fields, Fields::of(value, "request"));
    HEARTH_CHECK(check_version(fields, request_version, "request"));
    Request r;
    HEARTH_TRY(r.model_id, fields.id<core::ModelId>(r_model, "model_id"));
    HEARTH_TRY(r.profile, read_profile(fields, r_profile));
    HEARTH_TRY(const Value* decode, fields.any(r_decode, "decode"));
    HEARTH_TRY(r.decode, to_decode(*decode));
    HEARTH_TRY(r.in_commit, fields.id<core::Hash>(r_in_commit, "in_commit"));
    HEARTH_TRY(const std::uint64_t cap, fields.uint(r_price_cap, "price_cap"));
    r.price_cap = core::Amount::from_units(cap);
    HEARTH_TRY(r.client_nonce, fields.id<core::Hash>(r_nonce, "client_nonce"));
    HEARTH_TRY(r.client_key, fields.id<core::PublicKey>(r_client, "client_key"));
    HEARTH_TRY(r.expires_at, fields.integer(r_expires, "expires_at"));
    if (fields.has(r_seed)) {
        HEARTH_TRY(r.seed, fields.uint(r_seed, "seed"));
    }
    if (fields.has(r_scores)) {
        HEARTH_TRY(const std::uint64_t scores, fields.uint(r_scores, "scores", max_score_alternatives));
        r.scores = static_cast<std::uint32_t>(scores);
    }
    if (fields.has(r_begun)) {
        HEARTH_TRY(const Value* begun, fields.any(r_begun, "begun"));
        HEARTH_TRY(r.begun, to_begun(*begun, r));
    }
    if (fields.has(r_constraint)) {
        HEARTH_TRY(r.constraint, fields.id<core::Hash>(r_constraint, "constraint"));
    }
    if (fields.has(r_embed)) {
        HEARTH_TRY(r.embed, fields.boolean(r_embed, "embed"));
    }
    if (fields.has(r_run)) {
        HEARTH_TRY(r.run, fields.boolean(r_run, "run"));
    }
    const bool none_is_false = r.embed == fields.has(r_embed) && r.run == fields.has(r_run);
    const bool something_else = (r.embed && r.run) || r.scores || r.begun || r.constraint || r.decode.max_tokens != 0;
    if (!none_is_false || (r.asks_values() && something_else))
        return core::fail(core::Code::corrupt, "A request for a vector or for tensors must ask for nothing else.");
    HEARTH_CHECK(fields.finish());
    return r;
}

} // namespace codec

core::Hash constraint_hash(std::string_view grammar) {
    return core::tagged_hash("constraint/1", {core::as_bytes(grammar)});
}

core::Bytes Request::encode() const {
    return core::cbor::encode(codec::from_request(*this));
}

core::Result<Request> Request::decode_bytes(core::ByteView bytes) {
    HEARTH_TRY(const Value value, core::cbor::decode(bytes, {max_request_bytes, 4}));
    return codec::to_request(value);
}

core::Hash Request::hash() const {
    return core::tagged_hash("req/1", {encode()});
}

} // namespace hearth::proof
