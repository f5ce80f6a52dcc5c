// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/embedder.h"
#include "compute/kernels.h"
#include "compute/text_assets.h"
#include "exact/cpu/thread_team.h"
#include "exact/memory.h"
#include "model/manifest.h"

#include <memory>
#include <span>
#include <vector>

namespace hearth::compute {

/// A BERT encoder on the processor, in fp32: token ids to one vector, pooled and normalised as the model's files say.
/// Sums are in an order that depends on the processor's instructions alone, so that vectors of two machines differ by
/// rounding. Used from one thread.
class Encoder final : public Embedder {
public:
    /// Straight from a model's own files, which must be those of an encoder. `isa` as in LoadOptions. Errors as
    /// load_embedder().
    static core::Result<std::unique_ptr<Encoder>> of(const model::Source& source, unsigned threads,
                                                     const std::string& isa, const model::Progress& progress);

    const text::Tokenizer& tokenizer() const override { return m_text.tokenizer(); }
    std::uint32_t longest() const override { return m_config.context; }
    std::uint64_t weight_bytes() const override { return m_memory.size(); }
    core::Result<std::vector<float>> embed(std::span<const std::uint32_t> ids) override;

private:
    /// Rows in panels (kernels.h) and a bias.
    struct Linear {
        std::size_t rows = 0, columns = 0;
        float *panels = nullptr, *bias = nullptr;
    };
    struct Norm {
        float *gain = nullptr, *bias = nullptr;
    };
    struct Layer {
        Linear q, k, v, o, up, down;
        Norm attention, output;
    };
    class Loader;
    using Member = exact::ThreadTeam::Member;

    Encoder(model::ModelConfig config, ModelText text, unsigned threads, const Kernels& kernels);
    void place(Loader& loader);
    void look_up(std::span<const std::uint32_t> ids);
    void apply(Member& me, const Linear& linear, const std::vector<float>& in, std::vector<float>& out);
    void attend(Member& me, std::size_t head);
    void normalise(const Norm& norm, float* row) const;
    void add_and_normalise(Member& me, const Norm& norm);
    void run(Member& me, const Layer& layer);
    std::vector<float> pooled() const;

    /// Of one thread.
    struct Room {
        std::vector<float> keys, values, scores;
    };

    const model::ModelConfig m_config;
    const ModelText m_text;
    exact::PageBuffer m_memory;
    exact::ThreadTeam m_team;
    const Kernels& m_kernels;
    float *m_words = nullptr, *m_positions = nullptr, *m_segments = nullptr; ///< row by row
    Norm m_norm;
    std::vector<Layer> m_layers;
    std::size_t m_count = 0; ///< tokens at hand
    std::vector<float> m_state, m_q, m_k, m_v, m_mixed, m_added, m_inner;
    std::vector<Room> m_rooms;
};

} // namespace hearth::compute
