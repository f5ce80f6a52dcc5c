// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "core/log.h"
#include "gateway/networks/answer_parser.h"
#include "gateway/networks/http_call.h"

#include <algorithm>

namespace hearth::gateway {

namespace {

using core::Code;
using core::monotonic;

std::string seconds_text(core::Nanoseconds time) {
    return std::to_string(std::max<core::Nanoseconds>(1, time / 1'000'000'000)) + " s";
}

} // namespace

/// Where the sink has heard of the end already, whoever threw is behind it.
void HttpCall::broke(const char* what) {
    core::log::error("gateway", "call_threw", {{"what", what}});
    fail(core::fail(Code::internal, core::say("network_call_defect"), core::say("answer_end_defect_hint")));
}

core::Error HttpCall::stopping() {
    return core::fail(Code::cancelled, core::say("service_stops"), core::say("ask_again_when_back"));
}

core::Error HttpCall::late() const {
    const Deadlines& limits = m_call.deadlines;
    const core::Sentence hint = core::say("ask_operator");
    if (m_phase == Phase::connecting)
        return core::fail(Code::timed_out, core::say("network_could_not_reached", {seconds_text(limits.connect)}),
                          hint);
    if (monotonic() - m_began > limits.total)
        return core::fail(Code::timed_out, core::say("answer_not_whole_after", {seconds_text(limits.total)}), hint);
    if (m_progress == 0)
        return core::fail(Code::timed_out, core::say("network_did_not_begin", {seconds_text(limits.first_byte)}), hint);
    return core::fail(Code::timed_out, core::say("network_fell_silent_middle", {seconds_text(monotonic() - m_since)}),
                      hint);
}

core::Error HttpCall::lost(const core::Sentence& what, const Error& ec) const {
    return core::fail(Code::unavailable, core::say("network_at", {m_call.url.authority(), what, ec.message()}),
                      core::say("check_runs_address_right"));
}

} // namespace hearth::gateway
