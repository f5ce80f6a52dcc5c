// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"

#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace hearth::test {

/// What an exchange needs of a server, whose I/O thread is the test's own.
struct Room {
    Room() {
        services.post = [this](std::function<void()> step) {
            const std::lock_guard lock(mutex);
            posted.push_back(std::move(step));
        };
        services.pool = &pool;
        services.tolls = &tolls;
        services.settlements = &settlements;
    }
    /// Runs what was posted until `done`; false after five seconds.
    template <typename Done>
    bool run_until(const Done& done) {
        for (int i = 0; i < 1000 && !done(); ++i) {
            std::deque<std::function<void()>> steps;
            {
                const std::lock_guard lock(mutex);
                steps.swap(posted);
            }
            for (const auto& step : steps)
                step();
            if (steps.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return done();
    }

    gateway::Services services;
    std::mutex mutex;
    std::deque<std::function<void()>> posted;
    core::TaskQueue settlements{"settlements"}, tolls{"tolls"},
        pool{"HTTP pool"}; ///< the last ones post to the first one
};

/// Does at a tick what a test wants.
class ScriptedExchange final : public gateway::Exchange {
public:
    explicit ScriptedExchange(std::function<void()> at_tick) : m_at_tick(std::move(at_tick)) {}
    void tick(core::Nanoseconds) override { m_at_tick(); }
    void stop() override {}
    void detach() override {}

private:
    const std::function<void()> m_at_tick;
};

/// Notes what it is told; throws in place of noting an answer, where it is to.
class NotingReply final : public gateway::Reply {
public:
    void answer(gateway::HttpAnswer answer) override {
        if (throws) throw std::runtime_error("a defect");
        answers.push_back(std::move(answer));
    }
    void begin(gateway::HttpAnswer) override {}
    void stream(const std::string&) override {}
    void end(bool) override {}
    void abort() override {}
    void broke() override { ++times_broken; }
    std::size_t unsent() const override { return 0; }
    std::string header(const std::string& name) const {
        for (const auto& [key, value] : answers.front().headers)
            if (key == name) return value;
        return {};
    }

    std::vector<gateway::HttpAnswer> answers;
    int times_broken = 0;
    bool throws = false;
};

} // namespace hearth::test
