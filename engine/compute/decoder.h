// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kv_pool.h"
#include "compute/rotary.h"
#include "compute/thread_team.h"
#include "compute/weights.h"

#include <atomic>
#include <span>
#include <vector>

namespace hearth::compute {

/// One token at one position of one sequence. `pages` are the sequence's, enough for `position`.
struct Row {
    std::uint32_t token = 0;
    std::uint32_t position = 0;
    const std::vector<std::uint8_t*>* pages = nullptr;
};

/// The forward pass of a Llama-family decoder over a batch of rows, fp32 throughout but for the stored
/// weights and the stored keys and values. Rows of one sequence stand together, positions ascending. Every
/// result is the same to the bit whatever else is in the batch, however a prompt is cut into chunks and
/// however many threads work, unless libtorch may compute batches of more than exact_rows rows. One caller at
/// a time.
class Decoder {
public:
    static constexpr std::size_t max_rows = 160;
    static constexpr std::size_t max_outputs = 32;
    static constexpr std::size_t exact_rows = 16;

    Decoder(const model::ModelConfig& config, const Weights& weights, const KvLayout& layout,
            ThreadTeam& team, const Kernels& kernels, bool large_with_libtorch);

    static std::uint64_t workspace_bytes(const model::ModelConfig& config, unsigned threads);

    /// Writes the rows' keys and values and leaves their last hidden states for project().
    core::Status forward(std::span<const Row> rows);
    /// Logits of up to max_outputs rows of the last forward(), one after the other; valid until the next
    /// call. Errors: corrupt, if the model produces values that are not numbers.
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows);

private:
    struct Tile {
        std::uint32_t first = 0, count = 0; ///< rows
    };
    using Member = ThreadTeam::Member;

    void plan_tiles();
    void embed(std::uint32_t row);
    void layer(Member& me, std::size_t index);
    const float* normalised(Member& me, const float* gain);
    void attention(Member& me, std::size_t index);
    void place_heads(std::size_t index, std::uint32_t row, std::size_t kv_head);
    void attend(std::size_t index, const Tile& tile, std::size_t kv_head);
    void store_key(const float* key, std::uint8_t* page, std::size_t offset, std::size_t slot) const;
    void store_value(const float* value, std::uint8_t* page, std::size_t offset, std::size_t slot) const;
    /// output rows = input × matrixᵀ (+ bias) for matrix rows [first, last).
    void linear(unsigned thread, const Matrix& matrix, const float* input, std::size_t first,
                std::size_t last, float* output, std::size_t output_stride, bool add);
    std::uint32_t slices(const Matrix& matrix) const;
    void sliced(Member& me, const Matrix& matrix, const float* input, float* output, bool add);

    const model::ModelConfig m_config;
    const Weights& m_weights;
    const KvLayout& m_layout;
    ThreadTeam& m_team;
    const Kernels& m_kernels;
    const bool m_large_with_libtorch;
    const Rotary m_rotary;
    const std::size_t m_q_width, m_qkv_width;

    std::span<const Row> m_rows;
    std::size_t m_count = 0; ///< rows of the products that run now
    std::vector<Tile> m_tiles;
    bool m_single_rows = true; ///< every tile is one row
    std::vector<float> m_hidden, m_normed, m_qkv, m_mixed, m_gate, m_up, m_cosine, m_sine, m_logits;
    std::vector<std::vector<float>> m_thread_normed, m_thread_weights;
    std::atomic<bool> m_failed = false;
};

} // namespace hearth::compute
