// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/updates.h"
#include "core/clock.h"
#include "hub/download.h"
#include "node/state/settings.h"
#include "node/state/store.h"
#include "node/updates/installed_as.h"
#include "node/updates/release.h"
#include "node/updates/server_error.h"

#include <atomic>
#include <functional>
#include <mutex>

namespace hearth::node {

/// New versions of the program: shown by a server, examined, fetched, put in place. See control::UpdateCalls. What the
/// server showed and what came of a package lie in a folder that may be deleted; the highest floor and the newest date
/// that were ever shown are kept with the node's state, so that nobody can lead this home back. Thread-safe; one of
/// check(), download() and apply() at a time.
class Updates {
public:
    struct Parts {
        Store& store;
        std::string key;     ///< Ed25519, hex; empty: this build takes none
        hub::Options server; ///< without an endpoint there is none
        std::filesystem::path folder;
        std::string version; ///< that runs
        InstalledAs installed;
        core::PublicKey node_key;
        std::function<bool()> idle; ///< nothing is being computed
        std::function<void()> changed;
        OnStep on_step; ///< for tests: after each durable step of applying
        const core::Clock& clock;
    };
    Updates(Parts parts, UpdateSettings settings);

    /// The server's address stays the one of the start.
    void set(const UpdateSettings& settings);
    UpdateSettings settings() const;
    /// What is at work ends soon, with cancelled, and nothing begins any more; from any thread.
    void stop() { m_stopping = true; }
    bool idle() const { return m_parts.idle(); }
    /// False: a package manager does, or a person, who may try again what did not start here.
    bool applies_by_itself(const std::string& version) const;

    core::Result<control::UpdateView> view() const;
    core::Result<control::UpdateView> check(const control::OnProgress& progress);
    core::Result<control::UpdateView> download(const control::OnProgress& progress);
    core::Result<control::UpdateView> apply(const control::OnProgress& progress);

private:
    class Turn;

    core::Status ready() const;
    core::Result<core::Bytes> fetch_manifest(const hub::Client& client, const control::OnProgress& progress) const;
    core::Result<ReleaseFacts> facts() const;
    core::Status keep(const core::Bytes& manifest, const Release& release);
    /// What the server showed last and what still may be had; none with the reason.
    core::Result<Release> shown() const;
    /// The same, where it is newer, drawn and has a package for this installation.
    core::Result<Release> wanted() const;
    core::Status check_once(const control::OnProgress& progress);
    core::Status download_once(const control::OnProgress& progress);
    core::Status apply_once(const control::OnProgress& progress);
    bool goes_on(const control::OnProgress& progress, const control::Progress& now) const;
    core::Status examine(const std::filesystem::path& place, const ReleaseFile& file,
                         const control::OnProgress& progress);
    const ReleaseFile* package(const Release& release) const;
    hub::PartialFile part(const Release& release, const ReleaseFile& file) const;
    void describe(const Release& release, control::UpdateView& view) const;
    core::Result<control::UpdateView> in_turn(const std::function<core::Status()>& work);

    const Parts m_parts;
    const std::optional<Version> m_running;
    const std::optional<core::PublicKey> m_key;
    std::atomic<bool> m_stopping{false};
    mutable std::mutex m_mutex;          ///< of what follows
    std::optional<FileState> m_examined; ///< whose bytes this process found to be the signed ones
    UpdateSettings m_settings;
    core::Sentence m_problem;
    bool m_at_work = false, m_downloading = false;
};

} // namespace hearth::node
