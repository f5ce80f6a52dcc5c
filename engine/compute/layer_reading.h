// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/calibration.h"
#include "compute/exact_file.h"

#include <map>
#include <string>

namespace hearth::compute {

/// Reads the texts that one form of a model wrote with another one, layer by layer as the weights of that come: no
/// layer is made that is not needed to know that its noise is too large.
class LayerReading {
public:
    /// Ends once noise() cannot come out below `enough` any more. All that is given must outlive this.
    LayerReading(const model::ModelConfig& config, const Calibration::Texts& texts, std::uint64_t enough,
                 exact::ThreadTeam& team);

    /// The next tensor of the weights file; false: no more are wanted.
    bool take(const ExactTensor& tensor, core::ByteView bytes);
    /// After the last tensor, or with what kept the others from coming. Errors: those, and as Calibration::write().
    core::Result<Calibration> end(core::Status made);

private:
    core::Status complete();
    core::Status read_layer(std::uint32_t index);
    void keep(std::size_t at, const exact::RowsView& rows);
    exact::MatrixView matrix(const std::string& name) const;
    const float* floats(const std::string& name) const;
    std::size_t total() const { return m_texts.size() * m_length; }

    const model::ModelConfig& m_config;
    const Calibration::Texts& m_texts;
    const std::uint64_t m_enough;
    exact::ThreadTeam& m_team;
    const std::uint32_t m_length;
    std::string m_part; ///< "embed", "layers.3" …, of which tensors come
    std::map<std::string, std::pair<ExactTensor, core::Bytes>> m_held; ///< of that part, and the embedding before it
    std::vector<float> m_hidden;                                       ///< the residual stream, in the order of reading
    core::Status m_status;
    bool m_loud = false;
    Calibration m_found;
};

} // namespace hearth::compute
