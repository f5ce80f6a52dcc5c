// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/call_memory.h"

#include <chrono>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace hearth::test {

using gateway::CallMemory;

/// What a node keeps in its database.
class Memory final : public CallMemory {
public:
    core::Result<Recall> recall(const gateway::RepeatKey& call) override {
        auto found = look_up(call);
        std::this_thread::sleep_for(takes);
        return found;
    }
    core::Result<Recall> look_up(const gateway::RepeatKey& call) {
        const std::lock_guard lock(mutex);
        if (throws) throw std::runtime_error("a defect");
        if (full) return core::fail(core::Code::io, "The disk that holds the home is full.");
        const auto [found, fresh] = calls.try_emplace({call.caller, call.key}, Entry{call.request, {}, true});
        if (fresh) return Recall{};
        if (found->second.request != call.request) return Recall{Known::other, {}};
        if (found->second.running) return Recall{Known::lost, {}};
        if (!found->second.answer) return Recall{Known::unkept, {}};
        return Recall{Known::kept, found->second.answer};
    }
    core::Status keep(const gateway::RepeatKey& call, const std::optional<gateway::KeptAnswer>& answer) override {
        const std::lock_guard lock(mutex);
        if (throws || throws_at_end) throw std::runtime_error("a defect");
        calls[{call.caller, call.key}] = {call.request, answer, false};
        return {};
    }
    core::Status forget(const gateway::RepeatKey& call) override {
        const std::lock_guard lock(mutex);
        calls.erase({call.caller, call.key});
        return {};
    }
    std::size_t size() {
        const std::lock_guard lock(mutex);
        return calls.size();
    }

    bool running(const std::string& key) {
        const std::lock_guard lock(mutex);
        const auto found = calls.find({{}, key});
        return found != calls.end() && found->second.running;
    }

    struct Entry {
        core::Hash request;
        std::optional<gateway::KeptAnswer> answer;
        bool running = false;
    };
    std::mutex mutex;
    std::map<std::pair<std::string, std::string>, Entry> calls;
    std::chrono::milliseconds takes{0}; ///< to look something up
    bool full = false, throws = false, throws_at_end = false;
};

} // namespace hearth::test
