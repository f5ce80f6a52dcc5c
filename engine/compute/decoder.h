// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kernels.h"
#include "compute/kv_layout.h"
#include "compute/large_products.h"
#include "compute/rotary.h"
#include "compute/weights.h"
#include "exact/cpu/team_size.h"
#include "inference/model_runner.h"

#include <atomic>
#include <span>
#include <vector>

namespace hearth::compute {

using exact::ThreadTeam;
using inference::Row;

/// The forward pass of a Llama-family decoder in floating point: fp32 throughout but for the stored weights
/// and the stored keys and values. Every result is the same to the bit whatever else is in the batch, however
/// a prompt is cut into chunks and however many threads work, unless oneDNN multiplies batches of more than few_rows
/// rows of a bf16 model.
class Decoder final : public inference::ModelRunner {
public:
    static constexpr std::size_t few_rows = 16; ///< up to here a product waits for the weights, not for the arithmetic

    /// `cache` is cut into pages. `team` must outlive the decoder.
    Decoder(model::ModelConfig config, Weights weights, exact::PageBuffer cache, ThreadTeam& team,
            const Kernels& kernels);

    /// From now on oneDNN multiplies batches of more than few_rows rows; bf16 models only. Errors: unsupported,
    /// those of torch_plugin().
    core::Status use_onednn();

    static std::uint64_t workspace_bytes(const model::ModelConfig& config, unsigned threads);

    std::uint32_t page_count() const override { return m_page_count; }
    std::size_t page_bytes() const override { return m_layout.page_bytes; }
    core::Status forward(std::span<const Row> rows) override;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override;
    core::ByteView final_row(std::size_t) const override { return {}; }
    /// Last states of a row of the last forward(), after the last norm: `hidden` values, valid until the next call.
    const float* state(std::size_t row);

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
    void attend(Member& me, std::size_t index, const Tile& tile, std::size_t kv_head);
    void store_key(const float* key, std::uint8_t* page, std::size_t offset, std::size_t slot) const;
    void store_value(const float* value, std::uint8_t* page, std::size_t offset, std::size_t slot) const;
    /// output rows = input × matrixᵀ (+ bias) for matrix rows [first, last).
    void linear(const Matrix& matrix, const float* input, std::size_t first, std::size_t last, float* output,
                std::size_t output_stride, bool add);
    /// Parts in which the threads take a matrix's rows.
    std::uint32_t slices(const Matrix& matrix, std::size_t rows) const;
    /// work(first, last) for each of them, on all threads.
    template <typename Work>
    void each_slice(Member& me, const Matrix& matrix, Work&& work);
    void sliced(Member& me, const Matrix& matrix, const float* input, float* output, bool add);

    const model::ModelConfig m_config;
    const Weights m_weights;
    const KvLayout m_layout;
    const exact::PageBuffer m_cache;
    const std::uint32_t m_page_count;
    ThreadTeam& m_team;
    exact::TeamSize m_team_size;
    const Kernels& m_kernels;
    std::unique_ptr<LargeProducts> m_onednn; ///< null: the kernels multiply everything
    const Rotary m_rotary;
    const std::size_t m_q_width, m_qkv_width;

    std::span<const Row> m_rows;
    std::size_t m_count = 0; ///< rows of the products that run now
    std::vector<Tile> m_tiles;
    bool m_single_rows = true; ///< every tile is one row
    std::vector<float> m_hidden, m_normed, m_qkv, m_mixed, m_gate, m_up, m_cosine, m_sine, m_logits;
    std::vector<std::vector<float>> m_thread_normed;
    std::vector<std::vector<const std::uint8_t*>> m_thread_pages;
    std::atomic<bool> m_failed = false;
};

} // namespace hearth::compute
