// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "core/hash.h"
#include "node/workers/supervisor.h"
#include "support.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

namespace hearth::test {

/// What the fake worker takes for a model: its folder below `place`, with how it is to behave.
inline node::WorkerTarget fake_target(const std::filesystem::path& place, const std::string& name,
                                      const std::string& behaviour, const std::string& profile) {
    const auto folder = place / name;
    std::filesystem::create_directories(folder);
    must(core::write_file_atomic(folder / "manifest.cbor", core::as_bytes(name)));
    must(core::write_file_atomic(folder / "behaviour", core::as_bytes(behaviour)));
    const auto id = core::id_cast<core::ModelId>(core::tagged_hash("model/1", {core::as_bytes(name)}));
    return {id, profile, folder};
}

/// Generates once and remembers what came.
class ScriptedJob final : public node::WorkerJob {
public:
    explicit ScriptedJob(const std::string& prompt, std::uint32_t max_tokens = 8) {
        for (const unsigned char c : prompt)
            m_prompt.push_back(c);
        m_max_tokens = max_tokens;
    }

    void on_ready(std::shared_ptr<node::Lease> lease) override {
        worker::Generate generate;
        generate.job = lease->number();
        generate.prompt_ids = m_prompt;
        generate.params.max_tokens = m_max_tokens;
        (void)lease->send(generate, 0);
        const std::lock_guard lock(m_mutex);
        m_lease = std::move(lease);
        ready = true;
        m_changed.notify_all();
    }
    void on_message(worker::Message message) override {
        const std::lock_guard lock(m_mutex);
        if (std::holds_alternative<worker::Token>(message)) ++tokens;
        if (auto* end = std::get_if<worker::Finished>(&message)) {
            finished = std::move(*end);
            m_lease.reset();
        }
        m_changed.notify_all();
    }
    void on_failed(const core::Error& failure) override {
        const std::lock_guard lock(m_mutex);
        error = failure;
        m_lease.reset();
        m_changed.notify_all();
    }

    bool wait(std::function<bool()> until, int milliseconds = 10'000) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::milliseconds(milliseconds), until);
    }
    bool ended() {
        return wait([this] { return finished || error; });
    }
    void cancel() {
        const std::lock_guard lock(m_mutex);
        if (m_lease) m_lease->cancel();
    }
    void give_up() {
        const std::lock_guard lock(m_mutex);
        m_lease.reset();
    }

    std::optional<worker::Finished> finished;
    std::optional<core::Error> error;
    int tokens = 0;
    bool ready = false;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::shared_ptr<node::Lease> m_lease;
    std::vector<std::uint32_t> m_prompt;
    std::uint32_t m_max_tokens = 0;
};

} // namespace hearth::test
