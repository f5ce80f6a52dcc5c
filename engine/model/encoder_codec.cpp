// SPDX-License-Identifier: Apache-2.0
#include "model/encoder_codec.h"

namespace hearth::model {

using core::cbor::Array;
using core::cbor::Fields;
using core::cbor::Map;
using core::cbor::Value;

Value encoder_value(const EncoderShape& encoder) {
    Map map{{0, static_cast<std::uint64_t>(encoder.pooling)},
            {1, encoder.normalised},
            {2, encoder.positions},
            {3, encoder.segments}};
    Array shorter;
    for (const std::uint32_t length : encoder.shorter)
        shorter.emplace_back(length);
    if (!shorter.empty()) map.emplace_back(4, std::move(shorter));
    return Value(std::move(map));
}

core::Result<EncoderShape> read_encoder_shape(const Value& value) {
    HEARTH_TRY(Fields f, Fields::of(value, "encoder"));
    EncoderShape encoder;
    HEARTH_TRY(const std::uint64_t pooling, f.uint(0, "pooling", 3));
    encoder.pooling = static_cast<Pooling>(pooling);
    HEARTH_TRY(encoder.normalised, f.boolean(1, "normalised"));
    HEARTH_TRY(const std::uint64_t positions, f.uint(2, "positions", UINT32_MAX));
    HEARTH_TRY(const std::uint64_t segments, f.uint(3, "segments", UINT32_MAX));
    encoder.positions = static_cast<std::uint32_t>(positions);
    encoder.segments = static_cast<std::uint32_t>(segments);
    if (f.has(4)) {
        HEARTH_TRY(const Array* lengths, f.array(4, "shorter", most_shorter));
        for (const Value& length : *lengths) {
            if (length.as_uint() == nullptr || *length.as_uint() > UINT32_MAX)
                return core::fail(core::Code::corrupt, core::say("manifest_shorter_wrong"));
            encoder.shorter.push_back(static_cast<std::uint32_t>(*length.as_uint()));
        }
        // None are left out: one manifest has one encoding.
        if (encoder.shorter.empty()) return core::fail(core::Code::corrupt, core::say("manifest_shorter_wrong"));
    }
    HEARTH_CHECK(f.finish());
    return encoder;
}

} // namespace hearth::model
