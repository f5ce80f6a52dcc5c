// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"
#include "node/state/records.h"

#include <functional>

/// What can happen to a job, one function each: the only code that changes the state and the stages of a record.
/// `now` may stand still or go back, as a wall clock does.
namespace hearth::node::progress {

void begin(JobRecord& job);
void start(JobRecord& job, const core::Sentence& locked, core::Nanoseconds now);
enum class Read { scored, embedded, run };
/// Its answer is signed. One that its caller cut short counts, and is paid, as far as it goes. `read`: the tokens of
/// a prompt that was not continued, or the words of tensors; what became of them says `what`.
void answer(JobRecord& job, bool cancelled, std::uint32_t tokens, std::uint32_t took_ms, core::Nanoseconds now,
            std::uint32_t read = 0, Read what = Read::scored);
/// It ended without a token: there is nothing to sign.
void answer_nothing(JobRecord& job, bool cancelled, core::Nanoseconds now);
/// It ended without a receipt, in the stage `at`.
void end(JobRecord& job, control::JobStage at, const core::Error& error, core::Nanoseconds now);
void interrupt(JobRecord& job);

/// What the ledger says of its reward.
void settle(JobRecord& job, const ledger::Reward& reward, const ledger::Params& params, core::Nanoseconds now);
void replay(JobRecord& job, const VerdictRecord& verdict);
/// After settle(): what other homes found that the ledger drew to replay it. `own`: whose node keys are this home's.
void check_elsewhere(JobRecord& job, const ledger::Reward& reward,
                     const std::function<bool(const core::PublicKey&)>& own, core::Nanoseconds now);
/// The audit that the ledger waits for could not run yet.
void delay_replay(JobRecord& job, const core::Error& error);
/// After settle() and replay(): whether the beacon drew it.
void draw(JobRecord& job, const ledger::Reward& reward, bool replayed, core::Nanoseconds now);
/// The ledger keeps nothing of it any more; `lost` says how it came to rest.
void forget(JobRecord& job, bool lost);
/// Its escrow is gone: it can never be paid.
void give_up(JobRecord& job, const core::Sentence& why);

} // namespace hearth::node::progress
