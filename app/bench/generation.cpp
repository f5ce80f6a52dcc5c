// SPDX-License-Identifier: Apache-2.0
#include "generation.h"

#include "core/clock.h"
#include "exact/cpu/bandwidth_probe.h"
#include "exact/devices.h"

#include <algorithm>
#include <utility>

namespace hearth::app {

core::Result<double> Bench::probe() const {
    if (gpu == nullptr) return exact::BandwidthProbe(engine->threads()).measure();
    HEARTH_TRY(const double bytes_per_s, gpu->read_bandwidth());
    return bytes_per_s * 1e-9;
}

core::Result<Bench> load_bench(const BenchOptions& options, std::uint64_t tokens) {
    // An imported model's folder holds a single GGUF file or is a Hugging Face folder: a source like any other.
    HEARTH_TRY(auto source, model::open_source(options.model));
    const model::ModelConfig& config = source->config();
    compute::LoadOptions load;
    load.profile = options.profile;
    load.threads = options.threads;
    load.isa = options.isa;
    HEARTH_TRY(const auto device, exact::DeviceName::parse(options.device));
    if (device.kind != "cpu") {
        HEARTH_TRY(load.gpu, exact::open_gpu(device, {}));
        load.gpu_memory_bytes = options.device_memory_mb << 20;
    }
    load.large_batches_with_onednn = options.onednn;
    load.prompt_lookup = options.prompt_lookup;
    const std::uint64_t needed = std::max<std::uint64_t>(tokens, std::min(config.context, 4096U)) + 64;
    load.kv_budget_bytes = needed * config.layers * config.kv_heads * config.head_dim * 2 * 4;
    std::error_code error;
    Bench bench{load.gpu, {}};
    if (std::filesystem::exists(options.model / "manifest.cbor", error)) {
        HEARTH_TRY(bench.engine, compute::Engine::load(options.model, load, {}));
    } else {
        HEARTH_TRY(bench.engine, compute::Engine::load_source(*source, load, {}));
    }
    return bench;
}

core::Result<std::unique_ptr<compute::Engine>> load_engine(const BenchOptions& options, std::uint64_t tokens) {
    HEARTH_TRY(Bench bench, load_bench(options, tokens));
    return std::move(bench.engine);
}

Report report_of(const char* name, const compute::Engine& engine, int runs) {
    const std::string where = engine.device() == "cpu" ? "" : engine.device() + " ";
    return {name, where + engine.isa(), engine.threads(), runs, {}, {}, {}, {}};
}

std::vector<std::uint32_t> filler_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed) {
    std::vector<std::uint32_t> ids;
    for (std::size_t i = 0; i < count; ++i) {
        seed = seed * 1664525U + 1013904223U;
        ids.push_back((seed >> 8) % vocab);
    }
    return ids;
}

core::Status Generations::add(std::vector<std::uint32_t> prompt, const proof::DecodeParams& params,
                              const core::Hash& key) {
    compute::SequenceRequest request;
    request.job = m_tokens.size();
    request.prompt_ids = std::move(prompt);
    request.params = params;
    request.key = key;
    request.ignore_eos = true;
    m_tokens.push_back(0);
    return m_engine.submit(std::move(request), *this);
}

core::Status Generations::run() {
    started = core::monotonic();
    while (m_engine.step() && !m_error) {
    }
    ended = core::monotonic();
    if (m_error) return *m_error;
    return {};
}

void Generations::on_token(const compute::TokenOut& token) {
    if (m_begun == m_tokens.size()) ++tokens_after_first;
    if (m_tokens[token.job]++ == 0 && ++m_begun == m_tokens.size()) first_token = core::monotonic();
}

void Generations::on_end(const compute::SequenceEnd& end) {
    if (end.job == 0) output_ids = end.output_ids;
}

void Generations::on_failed(std::uint64_t, const core::Error& error) {
    m_error = error;
}

} // namespace hearth::app
