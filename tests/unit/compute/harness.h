// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"

#include <functional>
#include <map>
#include <optional>

namespace hearth::test {

using Ids = std::vector<std::uint32_t>;

/// What came of one job.
struct Answer {
    std::string text; ///< pieces and tail
    std::vector<compute::TokenOut> tokens;
    std::optional<compute::SequenceEnd> end;
    std::optional<core::Error> failure;
};

/// Keeps every answer by job and runs the engine to the end.
class Collector final : public compute::EngineSink {
public:
    explicit Collector(compute::Engine& engine) : m_engine(engine) {}

    void on_token(const compute::TokenOut& token) override;
    void on_end(const compute::SequenceEnd& end) override;
    void on_failed(std::uint64_t job, const core::Error& error) override;

    /// Submits; the job's number is the count of earlier ones. Fails the test's expectation by returning an
    /// error.
    core::Status submit(compute::SequenceRequest request);
    /// Steps until nothing is left, at most `limit` times.
    void run(int limit = 100000);
    Answer& operator[](std::uint64_t job) { return m_answers[job]; }

    std::function<void(const compute::TokenOut&)> token_hook;

private:
    compute::Engine& m_engine;
    std::map<std::uint64_t, Answer> m_answers;
    std::uint64_t m_next = 0;
};

/// Ids that look random and are the same every time.
Ids some_ids(std::size_t count, std::uint32_t vocab, std::uint32_t seed = 5);
/// Greedy, ignoring end tokens.
compute::SequenceRequest greedy(Ids prompt, std::uint32_t max_tokens);
/// Drawn with temperature 0.8 under a key made from `seed`.
compute::SequenceRequest drawn(Ids prompt, std::uint32_t max_tokens, const std::string& seed);

/// A model's weights file in an exact profile, made once: calibration takes longer than most tests. Null, with a test
/// warning, if that fails.
const core::Bytes* exact_weights(const std::string& path, const std::string& profile);
std::string tiny_model(const std::string& name);
std::string smollm2();
/// Null, with a test warning, if the model cannot be loaded.
std::unique_ptr<compute::Engine> open_engine(const std::string& path, const std::string& profile,
                                             std::uint64_t kv_budget = 0);
std::unique_ptr<compute::Engine> open_engine(const std::string& path, const compute::LoadOptions& options);

struct Golden {
    Ids prompt, greedy;
    std::vector<std::vector<std::pair<std::uint32_t, double>>> top; ///< per step
};
/// Continuations that Transformers computed; see tests/vectors/model/make_goldens.py.
std::vector<Golden> read_goldens(const std::string& name);

} // namespace hearth::test
