// SPDX-License-Identifier: Apache-2.0
#include "worker/messages.h"

namespace hearth::worker {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

namespace {

constexpr std::size_t max_profiles = 8;

core::Result<ProfileSpeed> read_speed(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "speed"));
    ProfileSpeed speed;
    HEARTH_TRY(speed.profile, f.text(0, "profile", 32));
    HEARTH_TRY(speed.prefill_millitokens_per_s, f.uint(1, "prefill"));
    HEARTH_TRY(speed.decode_millitokens_per_s, f.uint(2, "decode"));
    HEARTH_TRY(speed.streams_millitokens_per_s, f.uint(3, "streams"));
    HEARTH_TRY(const std::uint64_t share, f.uint(4, "share", UINT32_MAX));
    speed.decode_over_bandwidth_ppm = static_cast<std::uint32_t>(share);
    HEARTH_CHECK(f.finish());
    return speed;
}

} // namespace

Map body_of(const Benchmark& m) {
    return {{0, m.model_class}, {1, m.prove}};
}

core::Status read_body(Fields& f, Benchmark& m) {
    HEARTH_TRY(m.model_class, f.text(0, "model_class", 16));
    HEARTH_TRY(m.prove, f.text(1, "prove", 16));
    return {};
}

Map body_of(const Benchmarked& m) {
    Array profiles;
    for (const ProfileSpeed& speed : m.profiles)
        profiles.push_back(Value(Map{{0, speed.profile},
                                     {1, speed.prefill_millitokens_per_s},
                                     {2, speed.decode_millitokens_per_s},
                                     {3, speed.streams_millitokens_per_s},
                                     {4, speed.decode_over_bandwidth_ppm}}));
    return {{0, m.read_bytes_per_s},
            {1, std::move(profiles)},
            {2, m.advised_class},
            {3, m.advised_profile},
            {4, m.advised_millitokens_per_s}};
}

core::Status read_body(Fields& f, Benchmarked& m) {
    HEARTH_TRY(m.read_bytes_per_s, f.uint(0, "read_bytes_per_s"));
    HEARTH_TRY(const Array* profiles, f.array(1, "profiles", max_profiles));
    for (const Value& value : *profiles) {
        HEARTH_TRY(ProfileSpeed speed, read_speed(value));
        m.profiles.push_back(std::move(speed));
    }
    HEARTH_TRY(m.advised_class, f.text(2, "advised_class", 16));
    HEARTH_TRY(m.advised_profile, f.text(3, "advised_profile", 32));
    HEARTH_TRY(m.advised_millitokens_per_s, f.uint(4, "advised_millitokens_per_s"));
    return {};
}

} // namespace hearth::worker
