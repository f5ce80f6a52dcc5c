// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "fake/scripted_home.h"

#include <filesystem>
#include <mutex>

namespace hearth::desktop::fake {

/// The part of a scripted node that is set up and measured. Thread-safe. Its figures are made up.
class ScriptedSetUp : public ScriptedHome {
public:
    ScriptedSetUp(const Story& story, const core::Clock& clock);

    core::Result<control::FirstRun> first_run() override;
    core::Result<control::FirstRun> move_first_run(const std::string& step) override;
    core::Result<control::FirstRun> set_autostart(bool on) override;
    core::Result<std::vector<control::Check>> test_device(const std::string& device,
                                                          const control::OnProgress& progress) override;
    core::Result<control::BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                                     const control::OnProgress& progress) override;
    core::Result<std::vector<control::BenchmarkRecord>> benchmarks() override;
    core::Result<control::Bundle> bundle() override;
    core::Result<control::LogTail> log_tail(const std::string& level, std::uint32_t limit) override;

protected:
    /// The file that a new home begins with is nowhere, and is imported all the same.
    bool is_at_hand(const std::filesystem::path& path) const;

private:
    const core::Clock& m_time;
    const std::string m_wrong_device;
    const std::vector<control::LogLine> m_log;
    mutable std::mutex m_set_up_mutex; ///< of what follows
    control::FirstRun m_first_run;
    std::vector<control::BenchmarkRecord> m_benchmarks;
};

} // namespace hearth::desktop::fake
