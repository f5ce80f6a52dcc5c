// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake/scripted_set_up.h"

#include <mutex>
#include <optional>

namespace hearth::desktop::fake {

/// The part of a scripted node that models come from: a catalogue, a hub with a few repositories, and downloads that
/// somebody stopped. A newer version of the program is there, too. Nothing is asked on any network.
class ScriptedHub : public ScriptedSetUp {
public:
    ScriptedHub(const Story& story, const core::Clock& clock)
        : ScriptedSetUp(story, clock), m_downloads(story.downloads) {}

    core::Result<std::vector<control::ModelOffer>> find_models(const std::string& words,
                                                               const control::OnProgress& progress) override;
    core::Result<std::vector<control::ModelOffer>> model_files(const std::string& reference,
                                                               const control::OnProgress& progress) override;
    core::Result<control::ModelInfo> pull_model(const std::string& reference, const std::string& name,
                                                const std::string& profile, const control::OnProgress& progress,
                                                bool keep_source) override;
    core::Result<std::vector<control::Download>> downloads() override;
    core::Status drop_download(const std::string& reference) override;
    core::Result<control::UpdateView> update_status() override;
    core::Result<control::UpdateView> check_update(const control::OnProgress& progress) override;
    core::Result<control::UpdateView> download_update(const control::OnProgress& progress) override;
    core::Result<control::UpdateView> apply_update(const control::OnProgress& progress) override;

protected:
    virtual core::Result<control::ModelInfo> take_in(const std::string& name, const std::string& profile,
                                                     std::uint64_t source_bytes) = 0;

private:
    core::Result<control::UpdateView> tell_update(std::optional<control::UpdateState> state,
                                                  core::Nanoseconds checked_at);
    void stop_at(const std::string& reference, std::uint64_t done, std::uint64_t total);

    std::mutex m_hub_mutex;
    control::UpdateState m_update_state = control::UpdateState::offered;
    std::optional<core::Nanoseconds> m_update_checked_at;
    std::vector<control::Download> m_downloads;
};

} // namespace hearth::desktop::fake
