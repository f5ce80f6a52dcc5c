// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::core {

/// Tells standard error and the log which invariant broke, and ends the process as abort() does.
[[noreturn]] void broken_expectation(const char* condition, const char* sentence, const char* file, int line);

} // namespace hearth::core

/// An invariant that the code behind it relies on, whatever comes from outside: it holds, or this program has a defect
/// and must not go on. Also in release builds, so it must be cheap. `sentence` says what broke: "An answer came for
/// nobody."
#define HEARTH_EXPECT(condition, sentence)                                                                             \
    ((condition) ? static_cast<void>(0) : ::hearth::core::broken_expectation(#condition, sentence, __FILE__, __LINE__))
