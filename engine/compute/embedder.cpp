// SPDX-License-Identifier: Apache-2.0
#include "compute/embedder.h"

#include "compute/encoder.h"
#include "compute/folder.h"
#include "compute/pooled_decoder.h"
#include "proof/profile.h"

#include <algorithm>
#include <cmath>

namespace hearth::compute {

core::Result<std::unique_ptr<Embedder>> load_embedder(const std::filesystem::path& folder, const std::string& profile,
                                                      const EmbedderOptions& options, const model::Progress& progress) {
    HEARTH_TRY(const ModelFolder opened, open_model_folder(folder));
    const model::ModelConfig& config = opened.source->config();
    if (!config.encoder) return std::unique_ptr<Embedder>();
    if (!proof::is_named(proof::ProfileId::fp32, profile))
        return core::fail(core::Code::unsupported, core::say("encoder_profile", {profile}),
                          core::say("ask_without_profile"));
    if (config.arch == "bert") {
        HEARTH_TRY(std::unique_ptr<Embedder> encoder, Encoder::of(*opened.source, options.threads, {}, progress));
        return encoder;
    }
    HEARTH_TRY(std::unique_ptr<Embedder> decoder, PooledDecoder::of(*opened.source, options, progress));
    return decoder;
}

void PooledStates::add(const float* state) {
    for (std::size_t i = 0; i < m_sums.size(); ++i)
        m_sums[i] += static_cast<double>(state[i]);
    ++m_count;
}

std::vector<float> PooledStates::vector(bool normalised) const {
    constexpr double least_length = 1e-12; // a vector shorter than that is divided by it
    std::vector<double> means = m_sums;
    double squares = 0.0;
    for (double& mean : means) {
        mean /= static_cast<double>(m_count);
        squares += mean * mean;
    }
    const double length = normalised ? std::max(std::sqrt(squares), least_length) : 1.0;
    std::vector<float> made(means.size());
    std::transform(means.begin(), means.end(), made.begin(),
                   [&](double mean) { return static_cast<float>(mean / length); });
    return made;
}

} // namespace hearth::compute
