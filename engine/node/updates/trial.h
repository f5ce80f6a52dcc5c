// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "core/home.h"
#include "node/updates/installed_as.h"

#include <optional>

namespace hearth::node {

/// A version that was put in place is on trial until its service was there once; where it is not, the link leads to the
/// version before again. It is told by a note beside the link: nothing here opens a home. Where the trial is over, by
/// serves() or with this object, the next start may have it.
class Trial {
public:
    /// Of the program that runs; none: it is not on trial, or another start of it is, and has not served yet.
    static std::optional<Trial> of(const InstalledAs& installed);
    /// Whether that version stepped back, and has not served since.
    static bool gave_way(const InstalledAs& installed, const std::string& version);

    /// It was started before, and neither served nor said why not.
    bool failed_silently() const { return m_note.tried; }
    /// Whether an error may be this version's own, and not one of the machine or of another program that runs.
    static bool is_its_own(const core::Error& error);
    void begins() const { note(true); }
    /// It ended in words, for a reason that is not its own: it may try again.
    void goes_on() const { note(false); }
    void serves();

    struct StepBack {
        bool moved = false;
        core::Sentence sentence;
    };
    /// The link is moved only if the version before starts and finds what it needs of this home whole.
    StepBack step_back(const core::Home& home) const;

private:
    Trial(std::filesystem::path link, TrialNote note, core::FileLock lock)
        : m_link(std::move(link)), m_note(std::move(note)), m_lock(std::move(lock)) {}
    bool is_noted() const;
    void note(bool tried) const;
    void remove_note() const;
    bool reads(const core::Home& home) const;

    std::filesystem::path m_link;
    TrialNote m_note;
    std::optional<core::FileLock> m_lock;
};

} // namespace hearth::node
