// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/kernels.h"
#include "exact/cpu/team_size.h"
#include "exact/cpu/weights.h"

#include <atomic>

namespace hearth::exact {

/// CI8.1 and CI4.1 on the processor. Batch, chunks, threads and pages cannot change a bit: all long sums are integers.
class CpuRunner final : public PartRunner {
public:
    /// Everything but the weights and the cache.
    static std::uint64_t workspace_bytes(const Shape& shape, unsigned threads);
    static std::size_t page_bytes_for(const Shape& shape);

    /// `cache` is cut into pages. `team` must outlive the runner.
    CpuRunner(Shape shape, CpuWeights weights, PageBuffer cache, ThreadTeam& team, const Kernels& kernels);

    std::uint32_t page_count() const override { return m_page_count; }
    std::size_t page_bytes() const override { return m_page_bytes; }
    core::Status pass(std::span<const Row> rows, std::span<float> hidden) override;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override;
    core::ByteView final_row(std::size_t index) const override;
    /// project() without the product: for who observes.
    core::Status quantise_final(std::span<const std::uint32_t> rows);

    /// Hears of the quantised rows that go into (0) q, k and v, (1) o, (2) gate and up, (3) down of every layer, and,
    /// with the number of layers and 0, into the output matrix. On one thread, in order.
    using Observer = std::function<void(std::size_t layer, std::size_t site, std::size_t columns, const RowsView&)>;
    void observe(Observer observer) { m_observer = std::move(observer); }

private:
    using Member = ThreadTeam::Member;
    struct Tile {
        std::uint32_t first = 0, count = 0; ///< rows
    };
    /// Quantised rows of one width.
    struct Rows {
        std::vector<std::int8_t> values;
        std::vector<float> scales;
        std::vector<std::int32_t> sums;
        std::vector<RowGroup> groups;
        std::size_t stride = 0;

        void resize(std::size_t rows, std::size_t width);
        RowsView view(std::size_t count) const {
            return {values.data(), scales.data(), sums.data(), stride, count, groups.data()};
        }
    };
    /// One thread's own scratch.
    struct Scratch {
        Rows rows, queries;
        std::vector<float> normed;
        std::vector<std::int32_t> scores;
        std::vector<std::int64_t> sums;
        std::vector<const std::uint8_t*> pages;
    };

    void plan_tiles();
    void embed(std::uint32_t row);
    /// Cosines and sines of the row's position.
    void turn(std::uint32_t row);
    void layer(Member& me, std::size_t index);
    /// Largest value of a row to be quantised; nullopt, and an empty row of zeros, if there is nothing to quantise.
    std::optional<float> largest_or_clear(const float* x, std::size_t n, Rows& into, std::size_t row);
    void quantise_row(const float* x, std::size_t n, bool normalise, Rows& into, std::size_t row);
    void quantise_groups(const float* x, std::size_t n, Rows& into, std::size_t row);
    /// All rows of `x`, quantised: each thread for itself if they are few, shared otherwise. Rows of the residual
    /// stream are normalised; `gain` is theirs in CI4.1.
    RowsView quantised(Member& me, const float* x, std::size_t n, bool normalise, const float* gain, std::size_t layer,
                       std::size_t site);
    void linear(Member& me, const PackedMatrix& matrix, RowsView input, float* output, std::size_t stride, bool add);
    void place(std::size_t index, std::uint32_t row, std::size_t kv_head);
    void attend(Member& me, std::size_t index, const Tile& tile, std::size_t kv_head);
    /// out[i] = (x[i] / root mean square) × gain[i]
    void normalise_by(const float* x, std::size_t n, const float* gain, float* out);
    void store_head(const float* head, bool key, std::uint8_t* page, const HeadLayout& at, std::size_t slot);
    float inverse_rms(const float* x, std::size_t n, float largest) const;
    bool grouped() const { return m_shape.profile == Profile::ci41; }
    HeadLayout layout(std::size_t layer, std::size_t head) const;
    std::uint8_t* page(std::uint32_t number) const { return m_cache.data() + number * m_page_bytes; }

    const Shape m_shape;
    const CpuWeights m_weights;
    const PageBuffer m_cache;
    ThreadTeam& m_team;
    TeamSize m_team_size;
    const Kernels& m_kernels;
    const std::size_t m_padded_dim, m_head_bytes, m_page_bytes, m_qkv_width;
    const std::uint32_t m_page_count, m_tile_rows;

    std::span<const Row> m_rows;
    std::size_t m_count = 0; ///< rows of the products that run now
    std::vector<Tile> m_tiles;
    bool m_single_rows = true; ///< every tile is one row
    std::vector<float> m_hidden, m_qkv, m_mixed, m_gate, m_up, m_cosine, m_sine, m_logits;
    Rows m_shared, m_final;
    std::vector<core::Bytes> m_final_rows;
    std::vector<Scratch> m_scratch;
    std::atomic<bool> m_fault = false;
    Observer m_observer;
};

} // namespace hearth::exact
