// SPDX-License-Identifier: Apache-2.0
#include "node/models/model_fit.h"

#include "core/size_text.h"
#include "exact/cpu/bandwidth_probe.h"
#include "exact/memory.h"

#include <algorithm>
#include <thread>

namespace hearth::node {
namespace {

/// A byte for each weight and two for each group of 32 of them; then the cache and the batch, an eighth.
constexpr double bytes_per_weight = 1.0 + 2.0 / 32, beside_weights = 1.125;
/// Of the bandwidth that only reading reaches, decoding gets about so much.
constexpr double decoding_share = 0.6;
constexpr std::uint64_t probe_needs = std::uint64_t{1} << 30;

} // namespace

MachineFacts MachineLook::look() {
    MachineFacts facts;
    if (const std::uint64_t memory = exact::physical_memory(); memory > 0) facts.memory_bytes = memory;
    if (const auto free = exact::available_memory()) facts.free_bytes = free->bytes;
    const std::lock_guard lock(m_mutex);
    if (!m_read_bytes_per_s && facts.free_bytes.value_or(0) > probe_needs) {
        const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 32U);
        const double gigabytes = exact::BandwidthProbe(threads).measure();
        if (gigabytes > 0) m_read_bytes_per_s = static_cast<std::uint64_t>(gigabytes * 1e9);
    }
    facts.read_bytes_per_s = m_read_bytes_per_s;
    return facts;
}

ModelFit fit_of(std::optional<std::uint64_t> parameters, const MachineFacts& machine) {
    if (!parameters || *parameters == 0) return {std::nullopt, std::nullopt, core::say("fit_unknown")};
    const double weights = static_cast<double>(*parameters) * bytes_per_weight;
    const auto needed = static_cast<std::uint64_t>(weights * beside_weights);
    const core::Sentence size = core::size_text(needed);
    ModelFit fit;
    if (machine.read_bytes_per_s)
        fit.estimate_millitokens_per_s = static_cast<std::uint64_t>(static_cast<double>(*machine.read_bytes_per_s) *
                                                                    decoding_share / weights * 1000);
    if (!machine.memory_bytes || !machine.free_bytes) {
        fit.note = core::say("fit_memory_unknown", {size});
    } else if (needed <= *machine.free_bytes) {
        fit.fits = true;
        fit.note = core::say("fits_here", {size});
    } else if (needed <= *machine.memory_bytes / 100 * 85) {
        fit.note = core::say("fits_if_free", {size, core::size_text(*machine.free_bytes)});
    } else {
        fit.fits = false;
        fit.note = core::say("fits_not", {size, core::size_text(*machine.memory_bytes)});
    }
    if (fit.fits == false) fit.estimate_millitokens_per_s.reset();
    return fit;
}

} // namespace hearth::node
