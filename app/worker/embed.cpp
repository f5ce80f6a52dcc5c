// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "proof/receipt.h"
#include "session.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hearth::app {
namespace {

std::uint32_t since_ms(core::Nanoseconds start) {
    return static_cast<std::uint32_t>((core::monotonic() - start) / 1'000'000);
}

} // namespace

/// One text is a step of its own: whatever else was asked waits as long as it would for a step of an answer.
void Session::embed(worker::Generate message) {
    const core::Nanoseconds start = core::monotonic();
    std::vector<std::uint32_t> ids = std::move(message.prompt_ids);
    if (ids.empty()) {
        auto read = prompt_ids({std::move(message.messages_json), std::move(message.prompt), {}, {}, {}});
        if (!read) return fail(message.job, read.error());
        ids = std::move(*read);
    }
    const auto vector = m_embedder->embed(ids);
    if (!vector) return fail(message.job, vector.error());
    send(worker::Started{message.job, std::move(ids)});
    worker::Finished finished;
    finished.job = message.job;
    finished.stop_reason = static_cast<std::uint8_t>(proof::StopReason::length);
    for (const float value : *vector)
        finished.output_ids.push_back(std::bit_cast<std::uint32_t>(value));
    finished.prefill_ms = finished.total_ms = since_ms(start);
    send(finished);
}

void Session::embed_again(const worker::Replay& message) {
    const core::Nanoseconds start = core::monotonic();
    const auto vector = m_embedder->embed(message.prompt_ids);
    if (!vector) return fail(message.job, vector.error());
    worker::Replayed replayed;
    replayed.job = message.job;
    const bool as_long = vector->size() == message.output_ids.size();
    for (std::size_t i = 0; i < message.output_ids.size(); ++i) {
        constexpr double millionth = 1e6, most = 1e12; // more than any tolerance: no number, or another length
        const double made = as_long ? static_cast<double>((*vector)[i]) : HUGE_VAL;
        const auto claimed = static_cast<double>(std::bit_cast<float>(message.output_ids[i]));
        const double apart = std::abs(made - claimed) * millionth;
        ++replayed.compared;
        if (as_long && message.output_ids[i] == std::bit_cast<std::uint32_t>((*vector)[i]))
            ++replayed.equal;
        else if (!replayed.first_difference)
            replayed.first_difference = static_cast<std::uint32_t>(i);
        const double counted = std::isfinite(apart) ? std::min(std::ceil(apart), most) : most;
        replayed.worst_score = std::max(replayed.worst_score, static_cast<std::int64_t>(counted));
    }
    replayed.total_ms = since_ms(start);
    send(replayed);
}

} // namespace hearth::app
