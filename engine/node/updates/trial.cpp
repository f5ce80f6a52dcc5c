// SPDX-License-Identifier: Apache-2.0
#include "node/updates/trial.h"

#include "control/json.h"
#include "core/file.h"
#include "core/log.h"
#include "node/workers/subprocess.h"

#include <algorithm>
#include <sstream>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;

constexpr std::size_t longest_note = 1024;
constexpr unsigned reading_patience_s = 60;

fs::path note_of(const fs::path& link) {
    return link.parent_path() / trial_note;
}

/// "hearth-0.2.0-linux-x86_64" is "0.2.0".
std::string version_in(const std::string& folder) {
    const std::size_t from = folder.find('-') + 1;
    return folder.substr(from, folder.find("-linux-") - from);
}

} // namespace

std::optional<Trial> Trial::of(const InstalledAs& installed) {
    if (installed.form != InstalledAs::Form::archive) return std::nullopt;
    const fs::path link = installed.link();
    std::error_code problem;
    if (!fs::exists(note_of(link), problem) || !is_own_folder(link.parent_path())) return std::nullopt;
    const auto bytes = core::read_file(note_of(link), longest_note);
    if (!bytes) return std::nullopt;
    std::istringstream words(std::string(bytes->begin(), bytes->end()));
    std::string before, name, tried;
    words >> before >> name >> tried;
    const std::string here = installed.top.filename().string();
    const bool shown = fs::read_symlink(link, problem) == fs::path(here) && !problem;
    if (name != here || !shown || before == name || !is_version_folder(before)) return std::nullopt;
    return Trial(link, before, name, tried == "tried");
}

bool Trial::is_its_own(const core::Error& error) {
    constexpr Code own[] = {Code::internal, Code::corrupt, Code::unsupported, Code::not_found, Code::invalid_argument};
    return std::find(std::begin(own), std::end(own), error.code) != std::end(own);
}

void Trial::note(bool tried) const {
    const core::Status kept = write_trial_note(m_link, m_before, m_name, tried);
    if (!kept) core::log::warning("updates", "the trial cannot be noted", {{"reason", kept.error().message}});
}

void Trial::serves() const {
    std::error_code ignored; // a note that stays says the same again at the next start
    fs::remove(note_of(m_link), ignored);
}

/// As it says itself: what a newer version has made of a home an older one may not understand.
bool Trial::reads(const core::Home& home) const {
    const fs::path folder = m_link.parent_path() / m_before;
    if (!is_own_folder(folder)) return false;
    const auto said =
        run_and_capture({(folder / "bin" / "hearthd").string(), "--home", home.root.string(), "--check-home"},
                        {"LC_ALL=C", "PATH=/usr/bin:/bin"}, reading_patience_s);
    if (!said || said->exit_code != 0) return false;
    const auto checks = control::from_json<std::vector<control::DoctorCheck>>(said->output, "checks");
    return checks && std::none_of(checks->begin(), checks->end(),
                                  [](const control::DoctorCheck& check) { return check.result == "failed"; });
}

core::Sentence Trial::step_back(const core::Home& home) const {
    if (!reads(home)) {
        goes_on();
        return core::say("update_no_way_back", {version_in(m_name), version_in(m_before)});
    }
    if (const core::Status led = lead_back(m_link, m_before); !led) return led.error().message;
    serves(); // its trial is over
    return core::say("update_stepped_back", {version_in(m_name), version_in(m_before)});
}

} // namespace hearth::node
