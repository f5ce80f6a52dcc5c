// SPDX-License-Identifier: Apache-2.0
#include "long_call.h"

#include "core/clock.h"
#include "output.h"

#include <iostream>
#include <unistd.h>

namespace hearth::cli {
namespace {

constexpr core::Nanoseconds quick = 1'000'000'000, interval = 10'000'000'000;
constexpr const char* line_start = "\r\x1b[K";

std::string progress_text(const control::Progress& progress, std::optional<std::uint64_t> seconds_left) {
    std::string text = printable(progress.stage);
    if (progress.total > 0)
        text += " " + std::to_string(std::min<std::uint64_t>(100, progress.done * 100 / progress.total)) + " %";
    if (seconds_left) text += ", about " + std::to_string(*seconds_left) + " s left";
    return text;
}

} // namespace

LongCall::LongCall(Context& context, control::SocketNode& node)
    : m_shows(context.json                   ? Shows::nothing
              : ::isatty(STDERR_FILENO) == 1 ? Shows::one_line
                                             : Shows::lines),
      m_began(core::monotonic()), m_scope(context.interrupt(), [&node] { node.cancel_calls(); }) {}

LongCall::~LongCall() {
    if (m_shows == Shows::one_line && m_told) std::cerr << line_start << std::flush;
}

control::OnProgress LongCall::progress() {
    return [this](const control::Progress& progress) {
        if (m_shows != Shows::nothing) tell(progress);
        return true;
    };
}

void LongCall::tell(const control::Progress& progress) {
    const core::Nanoseconds now = core::monotonic();
    const std::string text = progress_text(progress, m_left.after(progress, now));
    if (m_shows == Shows::one_line) {
        std::cerr << line_start + text << std::flush;
    } else if (now - m_began >= quick && (progress.stage != m_stage || now - m_told.value_or(0) >= interval)) {
        std::cerr << text + "\n" << std::flush; // in one piece, whoever else writes there
    } else {
        return;
    }
    m_stage = progress.stage;
    m_told = now;
}

} // namespace hearth::cli
