// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_set_up.h"

#include "core/log.h"
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::Code;
using core::fail;
using core::say;

ScriptedSetUp::ScriptedSetUp(const Story& story, const core::Clock& clock)
    : ScriptedHome(story, clock), m_time(clock),
      m_wrong_device(story.wrong_device), m_log{{clock.now(), "info", "service", "started  ·  version: 0.1.0"},
                                                {clock.now(), "warning", "hub", "away  ·  reason: timeout"},
                                                {clock.now(), "info", "node", "resumed"}},
      m_first_run(story.first_run), m_benchmarks(story.benchmarks) {}

bool ScriptedSetUp::is_at_hand(const std::filesystem::path& path) const {
    const std::lock_guard lock(m_set_up_mutex);
    return m_first_run.model && m_first_run.model->path == path.string();
}

core::Result<control::FirstRun> ScriptedSetUp::first_run() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_set_up_mutex);
    return m_first_run;
}

core::Result<control::FirstRun> ScriptedSetUp::move_first_run(const std::string& step) {
    HEARTH_CHECK(answers());
    if (!control::is_first_run_step(step))
        return fail(Code::invalid_argument, say("no_first_run_step", {step}), say("first_run_steps_are"));
    {
        const std::lock_guard lock(m_set_up_mutex);
        m_first_run.step = step;
    }
    publish("first_run", {});
    return first_run();
}

core::Result<control::FirstRun> ScriptedSetUp::set_autostart(bool on) {
    HEARTH_CHECK(answers());
    {
        const std::lock_guard lock(m_set_up_mutex);
        if (!m_first_run.autostart_can_change)
            return fail(Code::unsupported, m_first_run.autostart_reason, say("start_service_by_hand"));
        m_first_run.autostart = on;
        m_first_run.autostart_reason = say(on ? "autostart_on" : "autostart_off");
    }
    publish("first_run", {});
    return first_run();
}

core::Result<std::vector<control::Check>> ScriptedSetUp::test_device(const std::string& device,
                                                                     const control::OnProgress& progress) {
    HEARTH_CHECK(answers());
    std::vector<control::Check> checks;
    constexpr std::uint64_t parts = 10;
    for (const char* profile : {"ci8.1", "ci4.1"}) {
        for (std::uint64_t done = 0; done <= parts; ++done)
            if (!step(progress, say("proving_profile", {profile}), done, parts))
                return fail(Code::cancelled, say("self_test_cancelled"));
        const bool wrong = device == m_wrong_device && checks.empty();
        checks.push_back({profile, wrong ? "failed" : "passed",
                          wrong ? say("device_gave_no_sign", {device}) : say("self_test_passed", {profile})});
    }
    return checks;
}

core::Result<control::BenchmarkReport> ScriptedSetUp::benchmark(const std::string& device,
                                                                const std::string& model_class,
                                                                const control::OnProgress& progress) {
    HEARTH_CHECK(answers());
    constexpr std::uint64_t parts = 30;
    for (std::uint64_t done = 0; done <= parts; ++done)
        if (!step(progress, say("making_model"), done, parts)) return fail(Code::cancelled, say("benchmark_cancelled"));
    const control::BenchmarkReport report = some_benchmark(device, model_class);
    {
        const std::lock_guard lock(m_set_up_mutex);
        m_benchmarks.insert(m_benchmarks.begin(), {m_time.now(), report});
    }
    publish("benchmarks", device);
    return report;
}

core::Result<std::vector<control::BenchmarkRecord>> ScriptedSetUp::benchmarks() {
    HEARTH_CHECK(answers());
    const std::lock_guard lock(m_set_up_mutex);
    return m_benchmarks;
}

core::Result<control::Bundle> ScriptedSetUp::bundle() {
    HEARTH_CHECK(answers());
    return control::Bundle{m_time.now(),
                           {{"machine.json", "{\n  \"condition\": \"running\"\n}\n", {}},
                            {"hearth.toml", "[hub]\nproxy = \"[address]\"\n", {{"address", 1}}},
                            {"log.txt",
                             "{\"event\":\"started\",\"home\":\"~/.local/share/hearth\"}\n"
                             "{\"event\":\"refused\",\"reason\":\"Bearer [secret]\"}\n",
                             {{"secret", 1}, {"user", 1}}}}};
}

core::Result<control::LogTail> ScriptedSetUp::log_tail(const std::string& level, std::uint32_t limit) {
    HEARTH_CHECK(answers());
    HEARTH_TRY(const core::log::Level least, core::log::level_from_name(level));
    control::LogTail tail;
    tail.folder = "/home/anna/.local/share/hearth/logs";
    for (const control::LogLine& line : m_log)
        if (*core::log::level_from_name(line.level) >= least && tail.lines.size() < limit) tail.lines.push_back(line);
    return tail;
}

} // namespace hearth::desktop::fake
