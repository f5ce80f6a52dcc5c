// SPDX-License-Identifier: Apache-2.0
#include "long_call.h"

#include "output.h"

#include <iostream>
#include <unistd.h>

namespace hearth::cli {

LongCall::LongCall(Context& context, control::SocketNode& node)
    : m_shows(!context.json && ::isatty(STDERR_FILENO) == 1),
      m_scope(context.interrupt(), [&node] { node.cancel_calls(); }) {}

LongCall::~LongCall() {
    if (m_dirty) std::cerr << "\r\x1b[K" << std::flush;
}

control::OnProgress LongCall::progress() {
    return [this](const control::Progress& progress) {
        if (!m_shows) return true;
        std::cerr << "\r\x1b[K" << printable(progress.stage);
        if (progress.total > 0)
            std::cerr << " " << std::min<std::uint64_t>(100, progress.done * 100 / progress.total) << " %";
        std::cerr << std::flush;
        m_dirty = true;
        return true;
    };
}

} // namespace hearth::cli
