// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"
#include "compute/loaded_model.h"
#include "compute/torch_plugin.h"
#include "proof/profile.h"

namespace hearth::compute {

using core::Code;
using core::fail;

namespace {

core::Result<const Kernels*> kernels_for(const std::string& isa) {
    if (isa.empty()) return &best_kernels();
    if (const Kernels* const kernels = kernels_by_name(isa)) return kernels;
    std::string names;
    for (const auto name : available_kernels())
        names += (names.empty() ? "" : ", ") + std::string(name);
    return fail(Code::unsupported, core::say("processor_does_not_run_kernels", {isa}), core::say("it_runs", {names}));
}

core::Result<LoadedModel> load_on_gpu(const model::Source& source, const LoadOptions& options,
                                      const model::Progress& progress) {
    const std::string& id = options.gpu->info().id;
    if (!proof::is_named(proof::ProfileId::bf16, options.profile) || !id.starts_with("cuda:"))
        return fail(Code::unsupported, core::say("profile_does_not_run", {options.profile, id}),
                    core::say("nvidia_gpus_run_bf"));
    HEARTH_TRY(const TorchPlugin* torch, torch_plugin());
    HEARTH_TRY(const std::uint32_t number, torch->open_cuda(options.gpu->info()));
    HEARTH_TRY(const std::uint64_t room, gpu_room(*options.gpu, options));
    HEARTH_TRY(LoadedModel loaded, load_torch(source, options, {"cuda:" + std::to_string(number), room}, progress));
    loaded.gpu = options.gpu;
    loaded.device = id;
    return loaded;
}

} // namespace

core::Result<LoadedModel> load_torch(const model::Source& source, const LoadOptions& options, const TorchPlace& place,
                                     const model::Progress& progress) {
    HEARTH_TRY(const TorchPlugin* torch, torch_plugin());
    LoadedModel loaded;
    loaded.config = source.config();
    const KvLayout layout(loaded.config, Precision::bf16);
    const std::uint64_t cache = cache_bytes(layout.page_bytes, loaded.config.context, options.kv_budget_bytes);
    const auto pages = static_cast<std::uint32_t>(cache / layout.page_bytes);
    const std::uint64_t workspace = torch->workspace_bytes(loaded.config, pages);
    loaded.weight_bytes = torch->weight_bytes(loaded.config);
    loaded.device_bytes = loaded.weight_bytes + cache + workspace;
    HEARTH_CHECK(check_room(loaded.weight_bytes, cache, workspace, place.room, place.device,
                            core::say("smaller_cache_or_shared")));
    HEARTH_TRY(loaded.text, ModelText::load(source));
    const unsigned threads = options.threads > 0 ? options.threads : exact::usable_processors();
    HEARTH_TRY(loaded.runner, torch->load(source, place.device, pages, threads, progress));
    loaded.team = std::make_unique<exact::ThreadTeam>(threads);
    loaded.isa = "libtorch";
    loaded.device = place.device;
    return loaded;
}

core::Result<LoadedModel> load_floating(const model::Source& source, const LoadOptions& options,
                                        const model::Progress& progress) {
    if (options.gpu != nullptr) return load_on_gpu(source, options, progress);
    const Precision precision =
        proof::is_named(proof::ProfileId::fp32, options.profile) ? Precision::fp32 : Precision::bf16;
    LoadedModel loaded;
    loaded.config = source.config();
    HEARTH_TRY(const Kernels* kernels, kernels_for(options.isa));
    const unsigned threads = options.threads > 0 ? options.threads : exact::usable_processors();
    const KvLayout layout(loaded.config, precision);
    const std::uint64_t cache = cache_bytes(layout.page_bytes, loaded.config.context, options.kv_budget_bytes);
    const std::uint64_t copies = options.large_batches_with_onednn ? 2 : 1;
    HEARTH_CHECK(check_memory(copies * Weights::bytes_for(loaded.config, precision), cache,
                              Decoder::workspace_bytes(loaded.config, threads)));
    HEARTH_TRY(loaded.text, ModelText::load(source));
    HEARTH_TRY(exact::PageBuffer pages, exact::PageBuffer::allocate(cache));
    loaded.team = std::make_unique<exact::ThreadTeam>(threads);
    HEARTH_TRY(Weights weights, Weights::load(source, precision, *loaded.team, progress));
    loaded.weight_bytes = weights.bytes;
    loaded.isa = kernels->name;
    auto decoder =
        std::make_unique<Decoder>(loaded.config, std::move(weights), std::move(pages), *loaded.team, *kernels);
    if (options.large_batches_with_onednn) HEARTH_CHECK(decoder->use_onednn());
    loaded.runner = std::move(decoder);
    return loaded;
}

} // namespace hearth::compute
