// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/decoder.h"
#include "compute/embedder.h"
#include "compute/text_assets.h"

namespace hearth::compute {

/// A decoder whose states after the last norm become one vector: that of the last token, or the mean of all. Each token
/// sees those before it alone. Sums are in an order that depends on the processor's instructions alone.
class PooledDecoder final : public Embedder {
public:
    /// Straight from a model's own files, which must say how to pool. Errors as load_embedder().
    static core::Result<std::unique_ptr<PooledDecoder>> of(const model::Source& source, const EmbedderOptions& options,
                                                           const model::Progress& progress);
    /// For tests, of a model without texts.
    PooledDecoder(const model::ModelConfig& config, std::optional<ModelText> text,
                  std::unique_ptr<exact::ThreadTeam> team, std::unique_ptr<Decoder> decoder,
                  std::uint64_t weight_bytes);

    const text::Tokenizer& tokenizer() const override { return m_text->tokenizer(); }
    std::uint32_t longest() const override;
    std::uint64_t weight_bytes() const override { return m_weight_bytes; }
    core::Result<std::vector<float>> embed(std::span<const std::uint32_t> ids) override;

private:
    const model::ModelConfig m_config;
    const std::optional<ModelText> m_text;
    const std::unique_ptr<exact::ThreadTeam> m_team;
    const std::unique_ptr<Decoder> m_decoder;
    const std::uint64_t m_weight_bytes;
    std::vector<std::uint32_t> m_pages; ///< all of them: one text at a time
};

} // namespace hearth::compute
