// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <exception>
#include <string_view>

namespace hearth::gateway {

/// What a caller is told whose request met a defect of ours: reason, sentence, what to do.
ApiError defect_error();
/// The event that ends a stream so; `number` as in error_event().
std::string defect_event(EventForm form, std::optional<std::uint64_t> number);

/// Which number a further event of a stream would have, read off what went out of it.
class EventNumbers {
public:
    void pass(std::string_view bytes, EventForm form);
    std::optional<std::uint64_t> next() const { return m_next; }

private:
    std::string m_tail; ///< a number may go out in two pieces
    std::optional<std::uint64_t> m_next;
};

/// Logs what was thrown; `reply`, where there is one, gives its caller the answer above.
void step_threw(Reply* reply, const char* what);

/// Runs what the I/O thread does for one caller: what it throws costs that caller the answer and nobody else theirs.
template <typename Step>
void guarded_step(Reply& reply, const Step& step) {
    try {
        step();
    } catch (const std::exception& error) {
        step_threw(&reply, error.what());
    }
}
/// The same of an exchange, whose reply may be gone when it throws.
template <typename Step>
void guarded_step(Reply* const& reply, const Step& step) {
    try {
        step();
    } catch (const std::exception& error) {
        step_threw(reply, error.what());
    }
}

} // namespace hearth::gateway
