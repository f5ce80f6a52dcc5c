// SPDX-License-Identifier: Apache-2.0
#include "node/updates/trial.h"

#include "control/json.h"
#include "core/file.h"
#include "core/log.h"
#include "node/workers/subprocess.h"

#include <algorithm>
#include <sstream>
#include <string_view>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;

constexpr std::size_t longest_note = 1024;
constexpr unsigned reading_patience_s = 60;
constexpr const char* trial_lock = ".update-on-trial.lock";
constexpr const char* gave_way_note = ".update-gave-way";

fs::path next_to(const fs::path& link, const char* name) {
    return link.parent_path() / name;
}

/// "hearth-0.2.0-linux-x86_64" is "0.2.0".
std::string version_in(const std::string& folder) {
    const std::size_t from = folder.find('-') + 1;
    return folder.substr(from, folder.find("-linux-") - from);
}

std::istringstream words_of(const fs::path& file) {
    const auto bytes = core::read_file(file, longest_note);
    return std::istringstream(bytes ? std::string(bytes->begin(), bytes->end()) : std::string());
}

TrialNote read_note(const fs::path& link) {
    std::istringstream words = words_of(next_to(link, trial_note));
    TrialNote note;
    std::string tried;
    words >> note.before >> note.name >> tried;
    note.tried = tried == "tried";
    return note;
}

/// The folder's name; empty: none did.
std::string that_gave_way(const fs::path& link) {
    std::string name;
    words_of(next_to(link, gave_way_note)) >> name;
    return is_version_folder(name) ? name : std::string();
}

/// Of the program that runs, where the link shows it and the note is this user's own.
std::optional<TrialNote> note_for(const InstalledAs& installed) {
    const fs::path link = installed.link();
    std::error_code problem;
    if (!fs::exists(next_to(link, trial_note), problem) || !is_own_folder(link.parent_path())) return std::nullopt;
    const TrialNote note = read_note(link);
    const std::string here = installed.top.filename().string();
    const bool shown = fs::read_symlink(link, problem) == fs::path(here) && !problem;
    if (note.name != here || !shown || note.before == here || !is_version_folder(note.before)) return std::nullopt;
    return note;
}

void tell(const char* what, const core::Status& status) {
    if (!status) core::log::warning("updates", what, {{"reason", status.error().message}});
}

/// What keeps a version from its start, or would have it lose something: not what is said of a model or of a folder.
bool is_fault_of_home(const control::DoctorCheck& check) {
    constexpr std::string_view needed[] = {"settings", "keys", "database", "ledger"};
    return check.result == "failed" && std::find(std::begin(needed), std::end(needed), check.name) != std::end(needed);
}

} // namespace

/// The start that had the lock before may have ended the trial: the note is read again under it.
std::optional<Trial> Trial::of(const InstalledAs& installed) {
    if (installed.form != InstalledAs::Form::archive || !note_for(installed)) return std::nullopt;
    auto lock = core::FileLock::acquire(next_to(installed.link(), trial_lock));
    if (!lock && lock.error().code != Code::conflict) tell("the trial cannot be locked", lock.error());
    if (!lock) return std::nullopt;
    auto note = note_for(installed);
    if (!note) return std::nullopt;
    return Trial(installed.link(), std::move(*note), std::move(*lock));
}

bool Trial::gave_way(const InstalledAs& installed, const std::string& version) {
    if (installed.form != InstalledAs::Form::archive) return false;
    const std::string name = that_gave_way(installed.link());
    return !name.empty() && version_in(name) == version;
}

bool Trial::is_its_own(const core::Error& error) {
    constexpr Code own[] = {Code::internal, Code::corrupt, Code::unsupported, Code::not_found, Code::invalid_argument};
    return std::find(std::begin(own), std::end(own), error.code) != std::end(own);
}

/// A version that was put in place meanwhile has its own note.
bool Trial::is_noted() const {
    return read_note(m_link).name == m_note.name;
}

void Trial::note(bool tried) const {
    if (is_noted()) tell("the trial cannot be noted", write_trial_note(m_link, {m_note.before, m_note.name, tried}));
}

void Trial::remove_note() const {
    std::error_code ignored; // a note that stays says the same again at the next start
    if (is_noted()) fs::remove(next_to(m_link, trial_note), ignored);
}

void Trial::serves() {
    std::error_code ignored;
    remove_note();
    if (that_gave_way(m_link) == m_note.name) fs::remove(next_to(m_link, gave_way_note), ignored);
    m_lock.reset();
}

/// As it says itself: what a newer version has made of a home an older one may not understand.
bool Trial::reads(const core::Home& home) const {
    const fs::path folder = m_link.parent_path() / m_note.before;
    if (!is_own_folder(folder)) return false;
    const auto said =
        run_and_capture({(folder / "bin" / "hearthd").string(), "--home", home.root.string(), "--check-home"},
                        {"LC_ALL=C", "PATH=/usr/bin:/bin"}, reading_patience_s);
    if (!said || said->exit_code != 0) return false;
    const auto checks = control::from_json<std::vector<control::DoctorCheck>>(said->output, "checks");
    return checks && !checks->empty() && std::none_of(checks->begin(), checks->end(), is_fault_of_home);
}

/// What gave way is kept before the link is moved: a kill in between must not have it applied again and again.
Trial::StepBack Trial::step_back(const core::Home& home) const {
    if (!reads(home)) {
        goes_on();
        return {false, core::say("update_no_way_back", {version_in(m_note.name), version_in(m_note.before)})};
    }
    tell("what gave way cannot be kept",
         core::write_file_atomic(next_to(m_link, gave_way_note), core::as_bytes(m_note.name + "\n"), 0600));
    if (const core::Status led = lead_back(m_link, m_note.before); !led) return {false, led.error().message};
    remove_note(); // its trial is over
    return {true, core::say("update_stepped_back", {version_in(m_note.name), version_in(m_note.before)})};
}

} // namespace hearth::node
