// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

namespace hearth::desktop::fake {

using core::say;

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

control::FirstRun some_first_run(const std::string& step, const std::string& home) {
    control::FirstRun run;
    run.step = step;
    run.home = home;
    run.disk_free_bytes = 178 * gibibyte;
    run.disk_total_bytes = 468 * gibibyte;
    run.model = control::ModelAtHand{"smollm2-135m-instruct", "SmolLM2 135M Instruct, Q4_1", "Apache-2.0", 98'362'432,
                                     "/usr/share/hearth/models/SmolLM2-135M-Instruct.Q4_1.gguf"};
    run.autostart_can_change = true;
    run.autostart_reason = say("autostart_off");
    return run;
}

control::BenchmarkReport some_benchmark(const std::string& device, const std::string& model_class) {
    control::BenchmarkReport report;
    report.device = device;
    report.model_class = model_class;
    if (device == "cpu") {
        report.name = "processor";
        report.read_bytes_per_s = 38'000'000'000;
        report.profiles = {{"ci8.1", 210'000, 28'400, 96'000, 810'000}, {"ci4.1", 198'000, 44'100, 121'000, 700'000}};
        report.advised_class = "3b";
        report.advised_profile = "ci4.1";
        report.advised_millitokens_per_s = 15'200;
    } else {
        report.name = graphics_card().name;
        report.read_bytes_per_s = 540'000'000'000;
        report.profiles = {{"ci8.1", 5'100'000, 310'000, 2'900'000, 760'000},
                           {"ci4.1", 4'800'000, 455'000, 3'300'000, 690'000}};
        report.advised_class = "13b";
        report.advised_profile = "ci4.1";
        report.advised_millitokens_per_s = 39'000;
    }
    return report;
}

Story onboarding(Story story, core::Nanoseconds now, const std::string& step) {
    control::DeviceStatus card = busy_card(now);
    card.state = control::DeviceState::idle;
    card.load_ppm = 10'000;
    card.memory_used_bytes = 512'000'000;
    card.power_milliwatts = 21'000;
    card.power_limit_milliwatts = card.power_limit_default_milliwatts;
    card.throttle = "";
    card.processes.emplace();
    card.limits = {};
    card.limits_revert_at.reset();
    control::WorkerStatus on_card = story.status.workers.front();
    on_card.device = on_card.placement = "vulkan:0";
    on_card.pci_address = card.pci_address;
    story.status.workers.push_back(on_card);
    story.status.devices.push_back(card);
    story.status.lamps.gpu = {control::LampState::on, control::LampReason::computes, say("computes", {card.name})};
    story.first_run = some_first_run(step, story.status.home);
    story.downloads.clear();
    return story;
}

Story onboarding_paused(Story story, core::Nanoseconds now) {
    const std::vector<control::Download> stopped = story.downloads;
    story = onboarding(std::move(story), now, "benchmark");
    story.downloads = stopped;
    return story;
}

Story onboarding_failing(Story story, core::Nanoseconds now) {
    story = onboarding(std::move(story), now, "devices");
    story.wrong_device = "vulkan:0";
    return story;
}

Story onboarding_no_disk(Story story, core::Nanoseconds now) {
    story = onboarding(std::move(story), now, "place");
    story.first_run.disk_free_bytes = 61'000'000;
    story.first_run.model->path.clear();
    story.first_run.autostart_can_change = false;
    story.first_run.autostart_reason = say("autostart_no_unit");
    return story;
}

} // namespace hearth::desktop::fake
