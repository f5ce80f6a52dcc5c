// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "node/updates/installed_as.h"

#include <optional>

namespace hearth::node {

/// A version that was put in place is on trial until its service was there once; where it is not, the link leads to the
/// version before again. It is told by a note beside the link: nothing here opens a home.
class Trial {
public:
    /// Of the program that runs; none: it is not on trial.
    static std::optional<Trial> of(const InstalledAs& installed);

    /// It was started before, and neither served nor said why not.
    bool failed_silently() const { return m_tried; }
    /// Whether an error may be this version's own, and not one of the machine or of another program that runs.
    static bool is_its_own(const core::Error& error);
    void begins() const { note(true); }
    /// It ended in words, for a reason that is not its own: it may try again.
    void goes_on() const { note(false); }
    void serves() const;
    /// What is said of it. The link is moved only if the version before starts and finds nothing wrong with this home.
    core::Sentence step_back(const core::Home& home) const;

private:
    Trial(std::filesystem::path link, std::string before, std::string name, bool tried)
        : m_link(std::move(link)), m_before(std::move(before)), m_name(std::move(name)), m_tried(tried) {}
    void note(bool tried) const;
    bool reads(const core::Home& home) const;

    std::filesystem::path m_link;
    std::string m_before, m_name; ///< folders beside the link
    bool m_tried;
};

} // namespace hearth::node
