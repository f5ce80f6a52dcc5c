// SPDX-License-Identifier: Apache-2.0
#include "node/policy/policy.h"

#include "telemetry/gpu_state.h"

#include <algorithm>

namespace hearth::node {
namespace {

using control::LampReason;
using control::LampState;
using control::WorkerState;
using core::Nanoseconds;

constexpr Nanoseconds minute = 60'000'000'000;
constexpr Nanoseconds recent_earning = 10 * minute;

struct Verdict {
    std::string state, sentence, action;
    bool takes_work = false;
};

std::string plural(std::uint32_t count, const std::string& noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string minutes_left(Nanoseconds until, Nanoseconds now) {
    const auto minutes = static_cast<std::uint32_t>(std::max<Nanoseconds>((until - now + minute - 1) / minute, 1));
    return plural(minutes, "minute");
}

std::string next_step(const std::string& action) {
    if (action == "resume") return "Go on with: hearthctl node resume";
    if (action == "import a model") return "Import one: hearthctl model import PATH";
    return "Try again later.";
}

std::string with_stop(std::string text) {
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    return text + ".";
}

/// Why the node rests although nothing is wrong; nullopt = it does not rest.
std::optional<Verdict> resting(const Facts& f) {
    const bool drains = f.jobs_running > 0;
    const std::string ends = drains ? "finishing " + plural(f.jobs_running, "answer") : "";
    if (f.stopping)
        return Verdict{drains ? "draining" : "paused", "Stopping" + (drains ? ": " + ends : std::string()) + ".", "",
                       false};
    if (f.paused && drains) return Verdict{"draining", "Pausing: " + ends + ", taking no more.", "resume", false};
    if (f.paused) return Verdict{"paused", "Paused by you; it takes no requests until you resume it.", "resume", false};
    if (f.snoozed_until && *f.snoozed_until > f.now)
        return Verdict{drains ? "draining" : "snoozed",
                       "Snoozed; it goes on by itself in " + minutes_left(*f.snoozed_until, f.now) +
                           (drains ? ", " + ends + " first." : "."),
                       "resume", false};
    if (!f.heat.empty()) return Verdict{drains ? "draining" : "paused", "Too hot: " + f.heat, "", false};
    return std::nullopt;
}

/// What keeps the node from working although it should; nullopt = nothing.
std::optional<Verdict> hindered(const Facts& f) {
    if (!f.problem.empty())
        return Verdict{"problem", with_stop(f.problem) + (f.repair.empty() ? "" : " " + with_stop(f.repair)), "resume",
                       false};
    if (f.starting) return Verdict{"starting", "Starting.", "", false};
    if (const core::Error& trouble = f.ledger_trouble; !trouble.message.empty())
        return Verdict{"problem", with_stop(trouble.message) + " " + trouble.hint, "", false};
    if (!f.executor_role)
        return Verdict{"idle", "The executor role is switched off in the settings; nothing is computed here.", "",
                       false};
    if (f.models == 0)
        return Verdict{"idle", "Ready, but there is no model yet; import one to begin.", "import a model", false};
    if (!f.default_disabled.empty())
        return Verdict{"problem",
                       "The model " + f.default_model + " is disabled. " + with_stop(f.default_disabled) +
                           " Resume tries it again.",
                       "resume", true};
    return std::nullopt;
}

Verdict working(const Facts& f) {
    if (f.jobs_running > 0) {
        const std::string wait = f.worker_state == WorkerState::backing_off
                                     ? " The worker is being restarted: " + with_stop(f.worker_reason)
                                 : f.worker_state == WorkerState::starting ? " The model is being loaded."
                                                                           : "";
        return {"serving", "Serving " + plural(f.jobs_running, "answer") + " with " + f.default_model + "." + wait,
                "pause", true};
    }
    if (f.worker_state == WorkerState::backing_off)
        return {"problem", "The worker is being restarted: " + with_stop(f.worker_reason), "", true};
    if (f.worker_state == WorkerState::starting) return {"starting", "Loading " + f.default_model + ".", "", true};
    if (f.worker_state == WorkerState::failed)
        return {"problem", "The model " + f.default_model + " does not load: " + with_stop(f.worker_reason), "resume",
                true};
    return {"idle", "Ready with " + f.default_model + "; waiting for requests.", "pause", true};
}

Verdict decide(const Facts& facts) {
    if (auto verdict = resting(facts)) return *verdict;
    if (auto verdict = hindered(facts)) return *verdict;
    return working(facts);
}

control::Lamp service_lamp(const Facts& f) {
    if (f.stopping) return {LampState::warning, LampReason::stopping, "The service is stopping."};
    if (!f.problem.empty()) return {LampState::error, LampReason::problem, with_stop(f.problem)};
    if (!f.ledger_trouble.message.empty())
        return {LampState::warning, LampReason::problem, with_stop(f.ledger_trouble.message)};
    if (!f.serves_api) return {LampState::warning, LampReason::no_endpoint, "The OpenAI endpoint does not serve yet."};
    return {LampState::on, LampReason::answers, "The service runs and answers."};
}

control::Lamp gpu_lamp(const Facts& f) {
    if (f.gpu_used) return {LampState::on, LampReason::computes, f.device_name + " computes."};
    if (f.has_gpu)
        return {LampState::warning, LampReason::gpu_unused,
                with_stop(f.device_reason.empty() ? f.device_name + " is not used" : f.device_reason)};
    return {LampState::off, LampReason::no_gpu, telemetry::advice(telemetry::GpuState::no_gpu, {})};
}

control::Lamp eligible_lamp(const Facts& f, const Verdict& verdict) {
    if (f.needs_key && !f.registered)
        return {LampState::warning, LampReason::unregistered, "The ledger does not know this node's key yet."};
    if (verdict.takes_work && f.default_disabled.empty() && verdict.state != "problem")
        return {LampState::on, LampReason::takes_work, "Registered, with a model, taking requests."};
    return {verdict.state == "problem" ? LampState::error : LampState::off, LampReason::as_stated, verdict.sentence};
}

control::Lamp earning_lamp(const Facts& f) {
    if (!f.last_earned_at) return {LampState::off, LampReason::nothing_yet, "Nothing was earned yet."};
    if (f.now - *f.last_earned_at <= recent_earning)
        return {LampState::on, LampReason::settled_lately, "An answer was settled in the last ten minutes."};
    return {LampState::off, LampReason::nothing_lately, "No answer was settled in the last ten minutes."};
}

} // namespace

Judgement judge(const Facts& facts) {
    const Verdict verdict = decide(facts);
    return {verdict.state,
            verdict.sentence,
            verdict.action,
            {service_lamp(facts), gpu_lamp(facts), eligible_lamp(facts, verdict), earning_lamp(facts)}};
}

core::Status may_work(const Facts& facts) {
    const Verdict verdict = decide(facts);
    if (verdict.takes_work) return {};
    return core::fail(core::Code::unavailable, verdict.sentence, next_step(verdict.action));
}

} // namespace hearth::node
