// SPDX-License-Identifier: Apache-2.0
#include "compute/script.h"
#include "core/clock.h"
#include "proof/receipt.h"
#include "proof/tensors.h"
#include "session.h"

#include <string_view>

namespace hearth::app {
namespace {

constexpr core::Nanoseconds longest_run = 20'000'000'000; // the service gives up on a silent worker later
constexpr core::Nanoseconds queue_interval = 10'000'000;

std::uint32_t ran_ms(core::Nanoseconds start) {
    return static_cast<std::uint32_t>((core::monotonic() - start) / 1'000'000);
}

/// A model that takes these inputs no more, or gives what no answer can hold, contradicts every answer to them. What an
/// operator refuses may be a lack of this machine alone: no verdict follows from it.
bool contradicts(const core::Error& error) {
    if (std::string_view(error.message.id()) == "script_operator_refused") return false;
    return error.code == core::Code::invalid_argument || error.code == core::Code::too_large ||
           error.code == core::Code::unsupported;
}

} // namespace

/// Whether the service wants no answer to this job any more; its frame is still read in its turn.
bool Session::is_cancelled(std::uint64_t job) {
    const std::lock_guard lock(m_mutex);
    if (m_closed) return true;
    for (const worker::Message& message : m_queue) {
        const auto* const cancel = std::get_if<worker::Cancel>(&message);
        if (cancel != nullptr && cancel->job == job) return true;
    }
    return false;
}

/// The words of what the model makes of the tensors in `words`. The model asks on its way whether it may go on.
core::Result<std::vector<std::uint32_t>> Session::run_script(std::uint64_t job,
                                                             const std::vector<std::uint32_t>& words) {
    HEARTH_TRY(const std::vector<proof::Tensor> inputs, proof::unpack_tensors(words));
    const core::Nanoseconds start = core::monotonic();
    const auto goes_on = [&, looked = start - queue_interval]() mutable -> core::Status {
        const core::Nanoseconds now = core::monotonic();
        if (now - start > longest_run)
            return core::fail(core::Code::timed_out,
                              core::say("script_ran_too_long", {core::figure(longest_run / 1'000'000'000)}),
                              core::say("send_smaller_tensors"));
        if (now - looked < queue_interval) return {};
        looked = now;
        if (is_cancelled(job)) return core::fail(core::Code::cancelled, core::say("request_cancelled"));
        return {};
    };
    HEARTH_TRY(std::vector<proof::Tensor> outputs, m_script->run(inputs, goes_on));
    auto packed = proof::pack_tensors(std::move(outputs));
    if (!packed) return compute::gives_unfit(packed.error());
    return packed;
}

void Session::run(const worker::Generate& message) {
    const core::Nanoseconds start = core::monotonic();
    auto words = run_script(message.job, message.prompt_ids);
    if (!words) return fail(message.job, words.error());
    send(worker::Started{message.job, message.prompt_ids});
    worker::Finished finished;
    finished.job = message.job;
    finished.stop_reason = static_cast<std::uint8_t>(proof::StopReason::length);
    finished.output_ids = std::move(*words);
    finished.prefill_ms = finished.total_ms = ran_ms(start);
    send(finished);
}

void Session::run_again(const worker::Replay& message) {
    const core::Nanoseconds start = core::monotonic();
    const auto words = run_script(message.job, message.prompt_ids);
    const bool refused = !words && contradicts(words.error());
    if (!words && !refused) return fail(message.job, words.error());
    const std::vector<std::uint32_t> none;
    const auto found = proof::compare_tensors(message.output_ids, words ? *words : none);
    worker::Replayed replayed;
    replayed.job = message.job;
    replayed.compared = found.compared;
    replayed.equal = found.equal;
    replayed.first_difference = found.first;
    replayed.worst_score = found.worst;
    replayed.total_ms = ran_ms(start);
    send(replayed);
}

} // namespace hearth::app
