// SPDX-License-Identifier: Apache-2.0
#include "core/thread.h"

#include "core/expect.h"
#include "core/log.h"

#include <algorithm>
#include <chrono>
#include <exception>

namespace hearth::core {
namespace {

using Pause = std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr Pause first_pause{1}, longest_pause{100};
constexpr std::chrono::seconds good_run{1};

void note_thrown(const char* name, const char* what) noexcept {
    try {
        log::error("thread", "threw", {{"thread", name}, {"what", what}});
    } catch (...) { // there is no memory to say so, and nobody else to tell
    }
}

void run_again_and_again(const char* name, const std::function<void()>& body) {
    Pause pause = first_pause;
    while (true) {
        const auto began = SteadyClock::now();
        if (guarded(name, body)) return;
        if (SteadyClock::now() - began > good_run) pause = first_pause;
        std::this_thread::sleep_for(pause);
        pause = std::min(2 * pause, longest_pause);
    }
}

} // namespace

bool guarded(const char* name, const std::function<void()>& body) noexcept {
    try {
        body();
        return true;
    } catch (const std::exception& error) {
        note_thrown(name, error.what());
    } catch (...) {
        note_thrown(name, "no std::exception");
    }
    return false;
}

Thread begun(std::function<void()> body) {
    Thread thread;
    thread.m_thread = std::thread(std::move(body));
    return thread;
}

Thread run_thread(const char* name, Thrown then, std::function<void()> body) {
    return begun([name, then, body = std::move(body)] {
        if (then == Thrown::begins_again) return run_again_and_again(name, body);
        HEARTH_EXPECT(guarded(name, body), "A thread for whose work others wait has thrown.");
    });
}

Thread run_thread(const char* name, std::function<void()> body, std::function<void()> after) {
    return begun([name, body = std::move(body), after = std::move(after)] {
        if (!guarded(name, body)) guarded(name, after);
    });
}

} // namespace hearth::core
