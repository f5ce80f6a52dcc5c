// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"
#include "core/units.h"
#include "model/default_profile.h"
#include "report.h"

#include <optional>

namespace hearth::app {

struct BenchOptions {
    std::filesystem::path model;
    std::string profile = model::default_profile, isa;
    std::string device = "cpu";
    std::uint64_t device_memory_mb = 0; ///< 0 = what is free
    unsigned threads = 0;
    int runs = 5;
    bool onednn = false;        ///< multiplies large batches of bf16
    bool prompt_lookup = false; ///< off: what is measured is the cost of a token, not how repetitive it is
};

/// An engine and the memory that its weights are read from.
struct Bench {
    std::shared_ptr<exact::Device> gpu; ///< null: the processor computes
    std::unique_ptr<compute::Engine> engine;

    /// GB/s that can be read from that memory at this moment. Errors: out_of_memory, unavailable.
    core::Result<double> probe() const;
};

/// Loads the model of a bench with a cache for `tokens` tokens at least.
core::Result<Bench> load_bench(const BenchOptions& options, std::uint64_t tokens);
/// The same where no bandwidth is asked for.
core::Result<std::unique_ptr<compute::Engine>> load_engine(const BenchOptions& options, std::uint64_t tokens);

/// A report that names the engine and has no figures yet.
Report report_of(const char* name, const compute::Engine& engine, int runs);

/// Token ids that no tokenizer was asked for: any text costs the same to compute.
std::vector<std::uint32_t> filler_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed);

/// Runs several generations at once to their end and remembers when their tokens came.
class Generations final : public compute::EngineSink {
public:
    explicit Generations(compute::Engine& engine) : m_engine(engine) {}

    core::Status add(std::vector<std::uint32_t> prompt, const proof::DecodeParams& params, const core::Hash& key = {});
    core::Status run();

    core::Nanoseconds started = 0, first_token = 0; ///< when the last of them got its first token
    core::Nanoseconds ended = 0;
    std::size_t tokens_after_first = 0;    ///< drawn after first_token
    std::vector<std::uint32_t> output_ids; ///< of the first generation

    void on_token(const compute::TokenOut& token) override;
    void on_end(const compute::SequenceEnd& end) override;
    void on_failed(std::uint64_t job, const core::Error& error) override;

private:
    compute::Engine& m_engine;
    std::vector<std::size_t> m_tokens; ///< per job
    std::size_t m_begun = 0;
    std::optional<core::Error> m_error;
};

} // namespace hearth::app
