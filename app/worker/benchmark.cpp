// SPDX-License-Identifier: Apache-2.0
#include "compute/loaded_model.h"
#include "exact/cpu/device.h"
#include "exact/cpu/team_size.h"
#include "exact/measure/conformance.h"
#include "exact/measure/speed.h"
#include "exact/measure/synthetic_model.h"
#include "exact/memory.h"
#include "exact/profile/registry.h"
#include "session.h"

#include <algorithm>

namespace hearth::app {

namespace {

using namespace exact;

constexpr double phase_s = 4.0;          // three phases and loading, twice: below a minute
constexpr std::uint64_t stages_each = 6; // of making the model, and of measure_speed()

std::uint64_t milli(double value) {
    return static_cast<std::uint64_t>(value * 1000.0);
}

} // namespace

void Session::handle(worker::Benchmark message) {
    if (!m_hello.problem.empty()) return fail(0, core::fail(core::Code::unavailable, m_hello.problem));
    if (!message.prove.empty()) return prove(message.prove);
    const ModelClass* const chosen = model_class(message.model_class);
    if (chosen == nullptr)
        return fail(0, core::fail(core::Code::invalid_argument, core::say("no_model_size", {message.model_class}),
                                  core::say("use_m_b_b")));
    ThreadTeam team(usable_processors());
    CpuDevice processor(team, best_kernels());
    Device& device = m_gpu.device ? *m_gpu.device : processor;
    const model::Progress report = progress();
    std::uint64_t stages = 0;
    core::Sentence last;
    const Stage stage = [&](const core::Sentence& what) {
        if (!last.empty() && what != last) ++stages;
        last = what;
        return report(what, stages, 2 * stages_each);
    };
    const auto limit = available_memory();
    std::uint64_t room = limit ? limit->bytes : 0;
    if (m_gpu.device) {
        compute::LoadOptions loading;
        loading.gpu_memory_bytes = m_gpu.memory_bytes;
        loading.gpu_reserve_bytes = m_gpu.reserve_bytes;
        const auto free = compute::gpu_room(*m_gpu.device, loading);
        if (!free) return fail(0, free.error());
        room = *free;
    }
    std::map<Profile, SpeedReport> measured;
    worker::Benchmarked answer;
    for (const Profile profile : exact_profiles()) {
        if (const auto proven = self_test(profile, device); !proven) return fail(0, proven.error());
        const auto model = SyntheticModel::make(chosen->shape(profile, 1024), 1, [&](std::uint64_t, std::uint64_t) {
            return stage(core::say("making_model"));
        });
        if (!model) return fail(0, model.error());
        SpeedOptions options;
        options.seconds = phase_s;
        if (m_gpu.device) options.memory_bytes = room;
        const auto speed = measure_speed(device, model->view(), options, stage);
        if (!speed) return fail(0, speed.error());
        measured[profile] = *speed;
        answer.read_bytes_per_s =
            std::max(answer.read_bytes_per_s, static_cast<std::uint64_t>(speed->read_bytes_per_s));
        answer.profiles.push_back({exact_profile_name(profile), milli(speed->prefill_tokens_per_s),
                                   milli(speed->decode_tokens_per_s), milli(speed->streams_tokens_per_s),
                                   static_cast<std::uint32_t>(speed->decode_over_bandwidth() * 1e6)});
    }
    if (const auto advice = advise(room, measured)) {
        answer.advised_class = advice->model_class;
        answer.advised_profile = exact_profile_name(advice->profile);
        answer.advised_millitokens_per_s = milli(advice->decode_tokens_per_s);
    }
    send(answer);
}

/// Before it serves a profile the device proves it anyhow; here somebody wants to know.
void Session::prove(const std::string& name) {
    const auto profile = exact_profile(name);
    if (!profile) return fail(0, core::fail(core::Code::invalid_argument, core::say("no_exact_profile", {name})));
    progress()(core::say("proving_profile", {name}), 0, 1);
    ThreadTeam team(usable_processors());
    CpuDevice processor(team, best_kernels());
    Device& device = m_gpu.device ? *m_gpu.device : processor;
    if (const auto proven = self_test(*profile, device); !proven) return fail(0, proven.error());
    send(worker::Benchmarked{});
}

} // namespace hearth::app
