// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_file.h"
#include "compute/loaded_model.h"
#include "core/log.h"
#include "exact/conformance.h"
#include "exact/cpu_runner.h"

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
    return core::fail(core::Code::unsupported, "This processor does not run the exact kernels \"" + isa + "\".",
                      "It runs: " + names + ".");
}

} // namespace

core::Result<LoadedModel> load_exact(const model::Source& source, core::ByteView weights, const LoadOptions& options,
                                     const model::Progress& progress) {
    LoadedModel loaded;
    loaded.config = source.config();
    const exact::Profile profile = *exact_profile(options.profile);
    HEARTH_TRY(const exact::Kernels* kernels, kernels_for(profile, options.isa));
    HEARTH_TRY(const exact::ModelView view, exact_view(loaded.config, profile, weights));
    const unsigned threads = options.threads > 0 ? options.threads : exact::usable_processors();
    const std::uint64_t cache =
        cache_bytes(exact::CpuRunner::page_bytes_for(view.shape), loaded.config.context, options.kv_budget_bytes);
    HEARTH_CHECK(check_memory(exact::CpuWeights::bytes_for(view), cache,
                              exact::CpuRunner::workspace_bytes(view.shape, threads)));
    HEARTH_TRY(loaded.text, ModelText::load(source));
    HEARTH_TRY(exact::PageBuffer pages, exact::PageBuffer::allocate(cache));
    loaded.team = std::make_unique<exact::ThreadTeam>(threads);
    HEARTH_TRY(exact::CpuWeights packed,
               exact::CpuWeights::load(view, kernels->offset, *loaded.team, [&](std::uint64_t done, std::uint64_t all) {
                   return !progress || progress("Loading weights", done, all);
               }));
    loaded.weight_bytes = packed.bytes;
    loaded.isa = kernels->name;
    loaded.runner = std::make_unique<exact::CpuRunner>(view.shape, std::move(packed), std::move(pages), *loaded.team, *kernels);
    return loaded;
}

} // namespace hearth::compute
