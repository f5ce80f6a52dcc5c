// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"
#include "compute/loaded_model.h"

#include <algorithm>

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
    return fail(Code::unsupported, "This processor does not run the kernels \"" + isa + "\".",
                "It runs: " + names + ".");
}

} // namespace

core::Status check_memory(std::uint64_t weights, std::uint64_t cache, std::uint64_t workspace) {
    using exact::bytes_text;
    const auto limit = exact::available_memory();
    const std::uint64_t need = weights + cache + workspace;
    if (!limit || need <= limit->bytes) return {};
    return fail(Code::out_of_memory,
                "The model needs " + bytes_text(need) + " of memory (" + bytes_text(weights) + " weights, " +
                    bytes_text(cache) + " cache, " + bytes_text(workspace) + " workspace), but only " +
                    bytes_text(limit->bytes) + " are available (" + limit->source + ").",
                "Close other programs, give the model a smaller cache or choose a smaller model.");
}

std::uint64_t cache_bytes(std::uint64_t page_bytes, std::uint32_t context, std::uint64_t budget) {
    const std::uint64_t whole = (std::uint64_t{context} + exact::page_tokens - 1) / exact::page_tokens;
    return page_bytes * (budget == 0 ? whole : std::max<std::uint64_t>(budget / page_bytes, 1));
}

core::Result<LoadedModel> load_floating(const model::Source& source, const LoadOptions& options,
                                        const model::Progress& progress) {
    if (options.gpu != nullptr)
        return core::fail(core::Code::unsupported,
                          "The profile \"" + options.profile + "\" runs on the processor only, not on " + options.gpu->info().id + ".",
                          "Use \"ci8.1\" or \"ci4.1\", or the device \"cpu\".");
    const Precision precision = options.profile == "fp32" ? Precision::fp32 : Precision::bf16;
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
    auto decoder = std::make_unique<Decoder>(loaded.config, std::move(weights), std::move(pages), *loaded.team, *kernels);
    if (options.large_batches_with_onednn) HEARTH_CHECK(decoder->use_onednn());
    loaded.runner = std::move(decoder);
    return loaded;
}

} // namespace hearth::compute
