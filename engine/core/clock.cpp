// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"

#include <chrono>

namespace hearth::core {
namespace {

class SystemClock final : public Clock {
public:
    Nanoseconds now() const override { return since_start<std::chrono::system_clock>(); }
    Nanoseconds monotonic() const override { return since_start<std::chrono::steady_clock>(); }

private:
    template <typename Source>
    static Nanoseconds since_start() {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(Source::now().time_since_epoch()).count();
    }
};

} // namespace

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

Nanoseconds monotonic() {
    return system_clock().monotonic();
}

} // namespace hearth::core
