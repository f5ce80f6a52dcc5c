// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/device.h"

#include <map>
#include <optional>

namespace hearth::exact {

struct SpeedOptions {
    std::uint32_t prompt = 512; ///< tokens before the first decoded one; a slow device reads fewer for its figure
    std::uint32_t decode = 64;  ///< tokens at most, of one sequence
    std::uint32_t streams = 16; ///< sequences that decode together
    double seconds = 10.0;      ///< spent on each of the three phases at most
    std::optional<std::uint64_t> memory_bytes; ///< that the model may take; nullopt = what is free
};

/// What a device does with a model, without any scheduler.
struct SpeedReport {
    double read_bytes_per_s = 0; ///< of a kernel that only reads
    double prefill_tokens_per_s = 0, decode_tokens_per_s = 0, streams_tokens_per_s = 0;
    std::uint64_t token_bytes = 0; ///< weights that one decoded token reads
    double load_s = 0;

    /// Share of the bandwidth that decoding reads weights with.
    double decode_over_bandwidth() const {
        return decode_tokens_per_s * static_cast<double>(token_bytes) / read_bytes_per_s;
    }
};

/// Hears what is being measured, again and again; false cancels.
using Stage = std::function<bool(const core::Sentence& stage)>;

/// Cancelled between two steps of the device, or between two layers that it loads. Errors: those of Device,
/// out_of_memory with both numbers, cancelled.
core::Result<SpeedReport> measure_speed(Device& device, const ModelView& model, const SpeedOptions& options,
                                        const Stage& stage);

/// A size of model that a device can serve.
struct Advice {
    std::string model_class;
    Profile profile = Profile::ci81;
    double decode_tokens_per_s = 0; ///< to be expected
};

/// The largest class, in the finer profile where both will do, that fits into `memory_bytes` with a cache and decodes
/// at `least` tokens a second, going by what was measured of each profile; nullopt: none.
std::optional<Advice> advise(std::uint64_t memory_bytes, const std::map<Profile, SpeedReport>& measured,
                             double least = 10.0);

} // namespace hearth::exact
