// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_file.h"
#include "compute/loaded_model.h"
#include "core/log.h"
#include "exact/cpu/device.h"
#include "exact/measure/conformance.h"
#include "exact/memory.h"
#include "exact/placement.h"
#include "exact/split_runner.h"

namespace hearth::compute {

namespace {

/// The fastest variant that reproduces the profile: one faulty unit must not cost the machine the whole profile.
core::Result<const exact::Kernels*> best_proven(exact::Profile profile) {
    const auto names = exact::available_kernels();
    core::Error last;
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        const core::Status proven = exact::self_test(profile, *name);
        if (proven) return exact::kernels_by_name(*name);
        core::log::warning("exact", "self test failed", {{"kernels", std::string(*name)}});
        last = proven.error();
    }
    return last;
}

core::Result<const exact::Kernels*> kernels_for(exact::Profile profile, const std::string& isa) {
    if (isa.empty()) return best_proven(profile);
    if (const exact::Kernels* const kernels = exact::kernels_by_name(isa)) {
        HEARTH_CHECK(exact::self_test(profile, isa));
        return kernels;
    }
    std::string names;
    for (const auto name : exact::available_kernels())
        names += (names.empty() ? "" : ", ") + std::string(name);
    return core::fail(core::Code::unsupported, core::say("processor_does_not_run", {isa}),
                      core::say("it_runs", {names}));
}

/// The layers before the GPU's stay on the processor.
core::Status load_with_gpu(const exact::ModelView& view, std::uint32_t pages, const LoadOptions& options,
                           const exact::LoadProgress& progress, LoadedModel& into) {
    exact::Device& gpu = *options.gpu;
    HEARTH_TRY(const std::uint64_t room, gpu_room(gpu, options));
    HEARTH_CHECK(exact::self_test(view.shape.profile, gpu));
    const std::uint64_t cpu_room = into.processor->memory_free().value_or(UINT64_MAX);
    const exact::Rooms rooms{room, cpu_room, room_of_both(gpu.info(), cpu_room, exact::physical_memory())};
    HEARTH_TRY(const exact::Placement placed, place_layers(view, gpu, *into.processor, pages, rooms));
    const std::uint32_t first = placed.first_on_gpu, layers = view.shape.layers;
    into.gpu = options.gpu;
    into.device = gpu.info().id;
    if (first == 0) {
        into.weight_bytes = gpu.footprint(view).weights;
        into.device_bytes = gpu.footprint(view).total(pages);
        into.isa = gpu.info().kernels;
        HEARTH_TRY(into.runner, gpu.load(view, pages, progress));
        return {};
    }
    const exact::ModelView here = view.part(0, first), there = view.part(first, layers);
    std::vector<std::unique_ptr<exact::PartRunner>> parts(2);
    HEARTH_TRY(parts[0], into.processor->load(here, pages, progress));
    HEARTH_TRY(parts[1], gpu.load(there, pages, progress));
    into.weight_bytes = into.processor->footprint(here).weights + gpu.footprint(there).weights;
    into.device_bytes = gpu.footprint(there).total(pages);
    into.isa = gpu.info().kernels + " + " + into.processor->info().kernels;
    into.device += " (" + std::to_string(layers - first) + " of " + std::to_string(layers) + " layers)";
    into.runner = std::make_unique<exact::SplitRunner>(std::move(parts), view.shape.hidden);
    return {};
}

} // namespace

core::Result<LoadedModel> load_exact(const model::Source& source, core::ByteView weights, const LoadOptions& options,
                                     const model::Progress& progress) {
    LoadedModel loaded;
    loaded.config = source.config();
    const exact::Profile profile = *exact_profile(options.profile);
    HEARTH_TRY(const exact::Kernels* kernels, kernels_for(profile, options.isa));
    HEARTH_TRY(const exact::ModelView view, exact_view(loaded.config, profile, weights));
    loaded.team =
        std::make_unique<exact::ThreadTeam>(options.threads > 0 ? options.threads : exact::usable_processors());
    loaded.processor = std::make_unique<exact::CpuDevice>(*loaded.team, *kernels);
    const exact::Footprint here = loaded.processor->footprint(view);
    // The same number of pages wherever the model runs: a request that one device takes, every device takes.
    const auto pages =
        static_cast<std::uint32_t>(cache_bytes(here.page, loaded.config.context, options.kv_budget_bytes) / here.page);
    const exact::LoadProgress report = [&](std::uint64_t done, std::uint64_t all) {
        return !progress || progress(core::say("loading_weights"), done, all);
    };
    HEARTH_TRY(loaded.text, ModelText::load(source));
    if (options.gpu != nullptr) {
        HEARTH_CHECK(load_with_gpu(view, pages, options, report, loaded));
        return loaded;
    }
    HEARTH_CHECK(check_memory(here.weights, pages * here.page, here.workspace));
    HEARTH_TRY(loaded.runner, loaded.processor->load(view, pages, report));
    loaded.weight_bytes = here.weights;
    loaded.isa = kernels->name;
    return loaded;
}

} // namespace hearth::compute
