// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

#include <map>

namespace hearth::test {

/// A decoder of any shape with weights drawn from a seed, held in memory. It has no text assets.
class SyntheticModel final : public model::Source {
public:
    /// Completes `config`: arch, vocab and context are set if they are not.
    explicit SyntheticModel(model::ModelConfig config, std::uint32_t seed = 1);

    const model::ModelConfig& config() const override { return m_config; }
    const std::vector<model::TensorInfo>& tensors() const override { return m_tensors; }
    const model::TextAssets& text() const override { return m_text; }
    std::string license() const override { return {}; }
    std::vector<std::filesystem::path> files() const override { return {}; }

    const std::vector<float>& values(const std::string& name) const { return m_values.at(name); }
    void remove(const std::string& name);

protected:
    std::uint64_t stored_row(const model::TensorInfo&, std::uint64_t row) const override { return row; }

private:
    void add(const std::string& name, std::vector<std::uint64_t> shape, float scale, float centre = 0.0F);

    model::ModelConfig m_config;
    std::vector<model::TensorInfo> m_tensors;
    std::map<std::string, std::vector<float>> m_values;
    model::TextAssets m_text;
    std::uint32_t m_state;
};

/// A small config that tests change: 2 layers, hidden 48, 6 heads over 2 key heads, vocabulary 96.
model::ModelConfig small_config();

/// Logits after every id, straight from the definition, in double precision and without a cache.
std::vector<std::vector<double>> reference_logits(const SyntheticModel& model, const std::vector<std::uint32_t>& ids);
/// The states that they are made of, after the last norm.
std::vector<std::vector<double>> reference_states(const SyntheticModel& model, const std::vector<std::uint32_t>& ids);

} // namespace hearth::test
