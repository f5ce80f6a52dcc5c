// SPDX-License-Identifier: Apache-2.0
#include "node/updates/updates.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"
#include "node/policy/home_watch.h"
#include "node/updates/server_error.h"
#include "node/updates/trial.h"

#include <algorithm>
#include <charconv>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using control::OnProgress;
using control::UpdateView;
using core::Code;
using core::fail;
using core::Status;

constexpr const char* newest_kept_as = "updates.newest";
constexpr const char* floor_kept_as = "updates.floor";
constexpr const char* checked_kept_as = "updates.checked_at";
constexpr const char* manifest_name = "manifest.cbor";
constexpr core::Nanoseconds tell_every = 200'000'000;

std::uint64_t stored_number(const std::string& text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

template <class T, class Parse>
std::optional<T> or_none(const std::string& text, Parse parse) {
    auto value = parse(text);
    return value ? std::optional<T>(*value) : std::nullopt;
}

} // namespace

/// That one of the calls is at work.
class Updates::Turn {
public:
    explicit Turn(Updates& updates) : m_updates(updates) {
        const std::lock_guard lock(m_updates.m_mutex);
        m_mine = !m_updates.m_at_work;
        m_updates.m_at_work = true;
    }
    ~Turn() {
        const std::lock_guard lock(m_updates.m_mutex);
        if (m_mine) m_updates.m_at_work = m_updates.m_downloading = false;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool is_mine() const { return m_mine; }

private:
    Updates& m_updates;
    bool m_mine = false;
};

Updates::Updates(Parts parts, UpdateSettings settings)
    : m_parts(std::move(parts)),
      m_running(or_none<Version>(m_parts.version, [](const auto& text) { return Version::parse(text); })),
      m_key(or_none<core::PublicKey>(m_parts.key, [](const auto& text) { return core::PublicKey::parse(text); })),
      m_settings(std::move(settings)) {}

void Updates::set(const UpdateSettings& settings) {
    {
        const std::lock_guard lock(m_mutex);
        m_settings = settings;
    }
    m_parts.changed();
}

UpdateSettings Updates::settings() const {
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

Status Updates::ready() const {
    if (!m_key || !m_running)
        return fail(Code::unsupported, core::say("update_none_in_build"), core::say("update_get_it_yourself"));
    if (m_parts.server.endpoint.empty())
        return fail(Code::unsupported, core::say("update_no_server"), core::say("update_name_server"));
    return {};
}

bool Updates::applies_by_itself(const std::string& version) const {
    return m_parts.installed.form == InstalledAs::Form::archive && !Trial::gave_way(m_parts.installed, version);
}

core::Result<ReleaseFacts> Updates::facts() const {
    ReleaseFacts known;
    known.running = *m_running;
    known.now_s = static_cast<std::uint64_t>(std::max<core::Nanoseconds>(m_parts.clock.now(), 0) / core::second);
    HEARTH_TRY(const std::string floor, m_parts.store.setting(floor_kept_as));
    HEARTH_TRY(const std::string newest, m_parts.store.setting(newest_kept_as));
    if (!floor.empty()) {
        HEARTH_TRY(known.floor, Version::parse(floor));
    }
    known.newest_s = stored_number(newest);
    return known;
}

/// The manifest comes first: a crash in between only leaves a floor that is lower than it could be.
Status Updates::keep(const core::Bytes& manifest, const Release& release) {
    HEARTH_CHECK(check_still_there(m_parts.store.file()));
    std::error_code error;
    fs::create_directories(m_parts.folder, error);
    if (error) return fail(Code::io, core::say("folder_cannot_made", {m_parts.folder.string(), error.message()}));
    HEARTH_CHECK(core::write_file_atomic(m_parts.folder / manifest_name, manifest));
    HEARTH_TRY(const ReleaseFacts before, facts());
    HEARTH_CHECK(m_parts.store.set_setting(floor_kept_as, std::max(before.floor, release.floor).text()));
    HEARTH_CHECK(m_parts.store.set_setting(newest_kept_as, std::to_string(release.issued_s)));
    // Packages of other versions are of no use any more.
    for (fs::directory_iterator it(m_parts.folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_directory(ignored) && it->path().filename() != release.version.text())
            fs::remove_all(it->path(), ignored);
    }
    return {};
}

core::Result<Release> Updates::shown() const {
    HEARTH_CHECK(ready());
    HEARTH_TRY(const core::Bytes manifest, core::read_file(m_parts.folder / manifest_name, most_manifest_bytes));
    HEARTH_TRY(Release release, open_release(manifest, *m_key));
    HEARTH_TRY(const ReleaseFacts known, facts());
    HEARTH_CHECK(check_release(release, known));
    return release;
}

core::Result<Release> Updates::wanted() const {
    auto last = shown();
    if (!last && last.error().code == Code::not_found)
        return fail(Code::conflict, core::say("update_never_looked"), core::say("update_check_first"));
    if (!last) return last.error();
    Release& release = *last;
    if (release.version <= *m_running)
        return fail(Code::conflict, core::say("update_current", {m_parts.version}), core::say("update_nothing_to_do"));
    if (!is_drawn(release, m_parts.node_key))
        return fail(Code::conflict, core::say("update_not_drawn", {release.version.text()}),
                    core::say("update_comes_by_itself"));
    if (package(release) == nullptr)
        return fail(Code::unsupported, core::say("update_no_package", {release.version.text()}),
                    core::say("update_get_it_yourself"));
    return last;
}

core::Result<core::Bytes> Updates::fetch_manifest(const hub::Client& client, const OnProgress& progress) const {
    core::Bytes manifest;
    hub::Sink sink;
    sink.takes = [&](core::ByteView bytes) -> Status {
        if (manifest.size() + bytes.size() > most_manifest_bytes)
            return fail(Code::corrupt, core::say("update_manifest_unreadable"), core::say("update_tell_packager"));
        core::append(manifest, bytes);
        return {};
    };
    sink.goes_on = [&] { return goes_on(progress, {core::say("update_asking"), 0, 0}); };
    const auto answered = client.read(0, {{}, manifest_name, {}}, {}, sink);
    if (!answered) return of_server(answered.error());
    if (answered->reply.status == 200) return manifest;
    return fail(Code::unavailable, core::say("update_server_status", {std::to_string(answered->reply.status)}),
                core::say("update_look_at_url"));
}

Status Updates::check_once(const OnProgress& progress) {
    HEARTH_CHECK(ready());
    HEARTH_TRY(const hub::Client client, hub::Client::open(m_parts.server));
    HEARTH_TRY(const core::Bytes manifest, fetch_manifest(client, progress));
    HEARTH_TRY(const Release release, open_release(manifest, *m_key));
    HEARTH_TRY(const ReleaseFacts known, facts());
    HEARTH_CHECK(check_release(release, known));
    HEARTH_CHECK(keep(manifest, release));
    return m_parts.store.set_setting(checked_kept_as, std::to_string(m_parts.clock.now()));
}

const ReleaseFile* Updates::package(const Release& release) const {
    return release.file(m_parts.installed.kind(), this_machine());
}

hub::PartialFile Updates::part(const Release& release, const ReleaseFile& file) const {
    return {m_parts.folder, {release.place(file), file.bytes, file.sha256, {}}};
}

Status Updates::download_once(const OnProgress& progress) {
    HEARTH_TRY(const Release release, wanted());
    const ReleaseFile& file = *package(release);
    HEARTH_TRY(const hub::Client client, hub::Client::open(m_parts.server));
    {
        const std::lock_guard lock(m_mutex);
        m_downloading = true;
    }
    m_parts.changed();
    core::Nanoseconds reported = 0;
    const auto report = [&](std::uint64_t done, std::uint64_t total) {
        const core::Nanoseconds now = m_parts.clock.monotonic();
        if (reported != 0 && now - reported < tell_every) return !m_stopping;
        reported = now;
        m_parts.changed();
        return goes_on(progress, {core::say(done == total ? "hub_examining" : "hub_fetching"), done, total});
    };
    const hub::PartialFile here = part(release, file);
    const Status came = here.download(client, {{}, release.place(file), {}}, report);
    if (!came) return of_server(came.error());
    if (m_parts.installed.form == InstalledAs::Form::package) HEARTH_CHECK(examine(here.place(), file, progress));
    core::log::info("updates", "downloaded", {{"version", release.version.text()}});
    return {};
}

bool Updates::goes_on(const OnProgress& progress, const control::Progress& now) const {
    return !m_stopping && (!progress || progress(now));
}

/// Looked at before its bytes are read: what is written to it meanwhile gives it another time.
Status Updates::examine(const fs::path& place, const ReleaseFile& file, const OnProgress& progress) {
    const auto seen = FileState::of(place);
    HEARTH_CHECK(compare(place, file, [&] { return goes_on(progress, {core::say("hub_examining"), 0, file.bytes}); }));
    const std::lock_guard lock(m_mutex);
    m_examined = seen;
    return {};
}

/// It may have lain here for long: nothing reads it before its bytes are compared once more.
Status Updates::apply_once(const OnProgress& progress) {
    if (settings().apply == "never")
        return fail(Code::refused, core::say("update_apply_never"), core::say("update_allow_applying"));
    HEARTH_TRY(const Release release, wanted());
    const ReleaseFile& file = *package(release);
    const hub::PartialFile here = part(release, file);
    if (!here.is_whole())
        return fail(Code::conflict, core::say("update_not_whole", {release.version.text()}),
                    core::say("update_download_first"));
    HEARTH_CHECK(examine(here.place(), file, progress));
    if (m_parts.installed.form == InstalledAs::Form::package)
        return fail(Code::unsupported, core::say("update_needs_root"),
                    core::say("update_run_command", {here.place().string()}));
    if (!m_parts.idle()) return fail(Code::busy, core::say("update_not_idle"), core::say("update_wait_or_pause"));
    const auto wanted = [&] { return goes_on(progress, {core::say("update_placing"), 0, 0}); };
    const auto step = [this](const char* name) {
        if (m_parts.on_step) m_parts.on_step(name);
    };
    HEARTH_CHECK(
        put_beside(m_parts.installed, {here.place(), release.version, file.sha256}, m_parts.store, wanted, step));
    core::log::info("updates", "applied", {{"version", release.version.text()}});
    return {};
}

/// What it was about is told, and the same sentence stays on show until the next call ends.
core::Result<UpdateView> Updates::in_turn(const std::function<Status()>& work) {
    Status status;
    {
        const Turn turn(*this);
        if (!turn.is_mine()) return fail(Code::busy, core::say("update_at_work"), core::say("wait_until_done"));
        status = work();
        const std::lock_guard lock(m_mutex);
        m_problem = status || status.error().code == Code::cancelled ? core::Sentence() : status.error().message;
    }
    m_parts.changed();
    if (status) return view();
    core::log::info("updates", "not done", {{"reason", status.error().message}});
    return status.error();
}

core::Result<UpdateView> Updates::check(const OnProgress& progress) {
    return in_turn([&] { return check_once(progress); });
}

core::Result<UpdateView> Updates::download(const OnProgress& progress) {
    return in_turn([&] { return download_once(progress); });
}

core::Result<UpdateView> Updates::apply(const OnProgress& progress) {
    return in_turn([&] { return apply_once(progress); });
}

} // namespace hearth::node
