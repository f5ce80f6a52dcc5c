// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/manifest.h"
#include "text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace hearth::compute {

/// A model that makes one vector of a text's token ids, pooled and normalised as its own files say; in fp32 on the
/// processor. Used from one thread.
class Embedder {
public:
    virtual ~Embedder() = default;
    virtual const text::Tokenizer& tokenizer() const = 0;
    virtual std::uint32_t longest() const = 0; ///< ids of one text
    virtual std::uint64_t weight_bytes() const = 0;
    /// hidden values. Errors: invalid_argument (no id, or one outside the vocabulary), too_large (both numbers),
    /// corrupt (the weights give no finite number), out_of_memory.
    virtual core::Result<std::vector<float>> embed(std::span<const std::uint32_t> ids) = 0;
};

struct EmbedderOptions {
    unsigned threads = 0;              ///< 0 = all that the process may use
    std::uint64_t kv_budget_bytes = 0; ///< of a decoder; 0 = one full context
};

/// `folder` as for Engine::load(); null if the model there makes no vectors. Errors: out_of_memory with both numbers
/// before anything is allocated, corrupt, unsupported (another profile than fp32), cancelled.
core::Result<std::unique_ptr<Embedder>> load_embedder(const std::filesystem::path& folder, const std::string& profile,
                                                      const EmbedderOptions& options, const model::Progress& progress);

/// The mean of some tokens' states, in double precision until it is a vector.
class PooledStates {
public:
    explicit PooledStates(std::size_t hidden) : m_sums(hidden) {}
    void add(const float* state);
    /// Of at least one state; divided by its length, if `normalised`.
    std::vector<float> vector(bool normalised) const;

private:
    std::vector<double> m_sums;
    std::size_t m_count = 0;
};

} // namespace hearth::compute
