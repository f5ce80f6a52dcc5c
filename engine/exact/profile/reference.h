// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"

#include <optional>
#include <span>

/// The normative reference of CI8.1 and CI4.1, op by op in the order of resources/profiles/ci8.1.md, section 3, and
/// ci4.1.md. Plain and slow on purpose; every kernel must give the same bytes. Pure functions.
namespace hearth::exact::reference {

/// int8 row and its scale; a row below zero_limit is all zero with scale 0.
struct QuantisedRow {
    std::vector<std::int8_t> values;
    float scale = 0.0F;
    std::vector<int> exponents = {}; ///< CI4.1: of each group of 32
};

/// Largest magnitude; nullopt if it is a fault: ≥ fault_limit or not a number.
std::optional<float> largest(std::span<const float> x);
/// [QUANT]
std::optional<QuantisedRow> quantise(std::span<const float> x);
/// [GROUPQUANT] Groups of 32 values, enlarged by powers of two.
std::optional<QuantisedRow> quantise_groups(std::span<const float> x);
/// [RMS] 1 / √(mean(x²) + eps), given the largest magnitude ≥ zero_limit.
float inverse_rms(std::span<const float> x, float largest, float eps);
/// [NORMQUANT]
std::optional<QuantisedRow> normalise(std::span<const float> x, float eps);
/// [HEADNORM] in place, of a head or, as [NORM] of CI4.1, of a whole row; false at a fault.
bool normalise_by(std::span<float> x, const float* gain, float eps);
/// [LINEAR], or [GROUPLINEAR] for a matrix with factors: rows [0, matrix.rows) into `out`.
void linear(const QuantisedRow& x, const MatrixView& matrix, float* out);
/// [ROPE] in place.
void rotate(std::span<float> head, const Shape& shape, std::uint32_t position);

/// Keys and values of one head, position by position.
struct HeadCache {
    std::vector<QuantisedRow> keys, values;
};
/// [ATTEND] of one query head over positions [first, last].
void attend(const QuantisedRow& query, const HeadCache& cache, std::uint32_t first, std::uint32_t last,
            float attention_scale, std::span<float> out);

/// A whole decoder, one sequence, one token at a time.
class Decoder {
public:
    explicit Decoder(const ModelView& model);

    /// Appends a token; false at a fault.
    bool push(std::uint32_t token);
    /// After push(): the final row that the chain commits to, and the logits.
    const QuantisedRow& final_row() const { return m_final; }
    std::vector<float> logits() const;

private:
    bool layer(std::size_t index, std::vector<float>& x);
    /// Residual row as the matrices read it.
    std::optional<QuantisedRow> normed(std::vector<float> x, const float* gain) const;
    /// Any other row.
    std::optional<QuantisedRow> inner(std::span<const float> x) const;
    bool grouped() const { return m_model.shape.profile == Profile::ci41; }

    const ModelView& m_model;
    std::vector<std::vector<HeadCache>> m_cache; ///< layer, key/value head
    std::uint32_t m_position = 0;
    QuantisedRow m_final;
};

} // namespace hearth::exact::reference
