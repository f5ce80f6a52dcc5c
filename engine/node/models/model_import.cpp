// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "core/log.h"
#include "core/size_text.h"
#include "node/models/made_file.h"
#include "node/models/model_room.h"
#include "node/models/model_store.h"
#include "node/models/model_trial.h"

#include <algorithm>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

/// Of a file without its ending; a folder has none, whatever follows its last dot.
std::string default_name(const fs::path& source) {
    std::error_code error;
    std::string name;
    for (const char each : (fs::is_directory(source, error) ? source.filename() : source.stem()).string())
        if (const auto c = static_cast<unsigned char>(each); std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-')
            name.push_back(static_cast<char>(std::tolower(c)));
    while (!name.empty() && (name.front() == '.' || name.front() == '-'))
        name.erase(0, 1);
    return name.empty() ? "model" : name.substr(0, 80);
}

/// A link to a file is a name that somebody chose, as in the cache of a hub, whose files are called by their contents.
const fs::path& asked_name(const fs::path& source, const fs::path& asked) {
    std::error_code error;
    return fs::is_directory(source, error) ? source : asked;
}

/// A folder that is removed unless it was kept.
struct Scratch {
    fs::path path;
    ~Scratch() {
        std::error_code ignored;
        if (!path.empty()) fs::remove_all(path, ignored);
    }
};

/// Copies one file of the source and looks whether it still is the one that the model was made of.
Status copy_checked(const fs::path& from, const fs::path& to, const model::ManifestFile& wanted,
                    const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
    HEARTH_CHECK(core::copy_file(from, to, progress));
    HEARTH_TRY(const core::MappedFile copied, core::MappedFile::open(to));
    if (copied.bytes().size() == wanted.bytes && core::sha256(copied.bytes()) == wanted.sha256) return {};
    return fail(Code::corrupt, core::say("model_file_changed_while", {from.string()}), core::say("import_model_again"));
}

/// Of a model that is here already; a source that is kept stays as it is.
struct KeptBeside {
    const fs::path &source, &asked;
    const SourcePrint& print;
    KeepSource how;

    bool wanted(const StoredModel& model) const {
        return how != KeepSource::no && kept_source_bytes(model.folder) == 0;
    }
    /// Before anything is changed.
    Status check_room(const ModelStore& models, const StoredModel& model) const {
        if (!wanted(model)) return {};
        const std::uint64_t bytes = source_bytes(source, print);
        HEARTH_CHECK(check_quota(models.total_bytes(), bytes, models.quota()));
        return check_space(model.folder, how == KeepSource::copied ? bytes : 0);
    }
    Status keep(StoredModel& model, const control::OnProgress& progress) const {
        if (!wanted(model)) return {};
        HEARTH_CHECK(keep_source(source, asked, print, model.folder, how, progress));
        const bool same = model.note.id() == std::string_view("already_here");
        const core::Sentence here = same ? core::say("already_here_alone", {model.record.name}) : model.note;
        model.note = core::say("source_kept_now", {here, core::size_text(kept_source_bytes(model.folder))});
        return {};
    }
};

/// One count for all parts of an import, each of which counts for itself; it never goes back.
control::OnProgress in_one_count(const control::OnProgress& progress) {
    if (!progress) return {};
    return [progress, furthest = std::uint64_t{0}](const control::Progress& part) mutable {
        constexpr std::uint64_t fine = 1000, total = 100 * fine;
        const std::string_view stage = part.stage.id();
        std::uint64_t from = 5, to = 75; // what the importer does
        if (stage == "comparing_models") from = 0, to = 5;
        if (stage == "copying_files") from = 75, to = 85;
        if (stage == "trying_it") from = 85, to = 100;
        const double share = part.total == 0 ? 0 : static_cast<double>(part.done) / static_cast<double>(part.total);
        const auto came = static_cast<std::uint64_t>(std::min(share, 1.0) * static_cast<double>((to - from) * fine));
        furthest = std::max(furthest, from * fine + came);
        return progress({part.stage, furthest, total});
    };
}

} // namespace

Status check_model_name(const std::string& name) {
    const bool good = !name.empty() && name.size() <= 96 && name.front() != '.' && name.front() != '-' &&
                      std::all_of(name.begin(), name.end(), [](unsigned char c) {
                          return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == ':' || c == '/';
                      });
    if (good) return {};
    return fail(Code::invalid_argument, core::say("cannot_name_model", {name.substr(0, 96)}),
                core::say("use_letters_digits_most"));
}

void ModelStore::step(const char* name) const {
    if (m_on_step) m_on_step(name);
}

std::shared_ptr<void> ModelStore::arrival() {
    ++m_arriving;
    return {this, [this](void*) { --m_arriving; }};
}

core::Result<StoredModel> ModelStore::import(const fs::path& path, const std::string& name, const std::string& profile,
                                             const control::OnProgress& of_parts, KeepSource how) {
    const control::OnProgress progress = in_one_count(of_parts);
    const std::unique_lock one_at_a_time(m_importing, std::try_to_lock);
    if (!one_at_a_time)
        return fail(Code::busy, core::say("another_model_being_imported"), core::say("wait_until_done"));
    if (!name.empty()) HEARTH_CHECK(check_model_name(name));
    HEARTH_CHECK(check_place());
    std::error_code error;
    const fs::path source = fs::canonical(path, error);
    if (error)
        return fail(Code::not_found, core::say("there_is_no_model_at", {path.string()}),
                    core::say("give_gguf_file_hugging"));
    const auto report = [&](const worker::ProgressReport& r) {
        return !progress || progress({r.stage, r.done, r.total});
    };
    HEARTH_TRY(const SourcePrint print, source_print(source, profile, progress));
    for (const StoredModel& present : all())
        if (has_source_print(present.folder, print)) {
            const KeptBeside beside{source, path, print, how};
            HEARTH_CHECK(beside.check_room(*this, present));
            HEARTH_TRY(StoredModel found, again(present, name, profile));
            HEARTH_CHECK(beside.keep(found, progress));
            return found;
        }
    core::log::info("models", "import begins", {{"path", source.string()}});
    const Scratch made{m_folder / ".import-made"};
    fs::remove_all(made.path, error);
    MadeFile file(made.path);
    auto encoded = run_import(
        source, profile, m_importer(), *m_sandbox, [&](const worker::FileData& piece) { return file.append(piece); },
        report);
    HEARTH_CHECK(file.close());
    step("import made");
    auto kept = encoded ? keep(source, path, file, print, *encoded, name, profile, how, progress) : encoded.error();
    if (kept) return kept;
    core::log::warning("models", "import refused", {{"reason", kept.error().message}});
    return under_asked_path(kept.error(), source, path);
}

core::Result<StoredModel> ModelStore::again(const StoredModel& present, const std::string& name,
                                            const std::string& profile) {
    ModelRecord record = present.record;
    if (!name.empty() && name != record.name)
        return fail(Code::conflict, core::say("model_already_called", {record.name}),
                    core::say("use_name_remove_model", {record.name}));
    const bool usable = !record.disabled.empty(), other = !profile.empty() && profile != record.profile;
    record.disabled.clear();
    if (!profile.empty()) record.profile = profile;
    if (usable || other) HEARTH_CHECK(put(record, present.manifest));
    HEARTH_TRY(StoredModel found, find(present.id()));
    found.note = core::say(usable ? (other ? "usable_other_default" : "usable_again")
                                  : (other ? "other_default" : "already_here"),
                           {record.name, profile});
    return found;
}

core::Result<StoredModel> ModelStore::keep(const fs::path& source, const fs::path& asked, const MadeFile& made,
                                           const SourcePrint& print, core::ByteView encoded, const std::string& name,
                                           const std::string& profile, KeepSource how,
                                           const control::OnProgress& progress) {
    HEARTH_TRY(auto decoded, model::Manifest::decode(encoded));
    const auto manifest = std::make_shared<const model::Manifest>(std::move(decoded));
    const std::string id = manifest->id().hex();
    StoredModel probe{{}, manifest, {}};
    if (!profile.empty() && !probe.has_profile(profile))
        return fail(Code::invalid_argument, core::say("the_model_has_no_profile", {profile}));
    if (auto present = find(id)) {
        if (print.describes(*manifest)) HEARTH_CHECK(keep_source_print(present->folder, print));
        const KeptBeside beside{source, asked, print, how};
        HEARTH_CHECK(beside.check_room(*this, *present));
        HEARTH_TRY(StoredModel found, again(*present, name, profile));
        HEARTH_CHECK(beside.keep(found, progress));
        return found;
    }
    const std::uint64_t kept = how == KeepSource::no ? 0 : source_bytes(source, print);
    HEARTH_CHECK(check_quota(total_bytes(), manifest->total_bytes() + kept, m_quota));
    HEARTH_CHECK(check_space(m_folder, manifest->total_bytes() + (how == KeepSource::copied ? kept : 0)));
    HEARTH_TRY(const std::string free,
               free_name(name.empty() ? default_name(asked_name(source, asked)) : name, !name.empty()));
    Scratch scratch{m_folder / (".import-" + id.substr(0, 16))};
    HEARTH_CHECK(copy_in(source, made, scratch.path, encoded, *manifest, progress));
    step("model copied");
    const std::string chosen = profile.empty() ? manifest->profiles.front() : profile;
    HEARTH_CHECK(
        try_model(scratch.path, *manifest, chosen, m_importer(), *m_sandbox, [&](const worker::ProgressReport& r) {
            return !progress || progress({core::say("trying_it", {r.stage}), r.done, r.total});
        }));
    if (print.describes(*manifest)) HEARTH_CHECK(keep_source_print(scratch.path, print));
    if (how != KeepSource::no) HEARTH_CHECK(keep_source(source, asked, print, scratch.path, how, progress));
    HEARTH_CHECK(core::write_file_atomic(scratch.path / wanted_file, core::as_bytes(free + "\n" + chosen + "\n")));
    step("model tried");
    std::error_code error;
    fs::rename(scratch.path, m_folder / id, error);
    if (error) return fail(Code::io, core::say("model_folder_cannot_moved", {error.message()}));
    scratch.path.clear();
    step("model moved");
    HEARTH_CHECK(put({id, free, chosen, m_clock.now(), {}}, manifest));
    fs::remove(m_folder / id / wanted_file, error); // of no meaning any more
    step("model named");
    core::log::info("models", "imported", {{"model", id}, {"bytes", manifest->total_bytes()}});
    return find(id);
}

Status ModelStore::copy_in(const fs::path& source, const MadeFile& made, const fs::path& into, core::ByteView encoded,
                           const model::Manifest& manifest, const control::OnProgress& progress) const {
    std::error_code error;
    const fs::path root = fs::is_directory(source, error) ? source : source.parent_path();
    fs::remove_all(into, error);
    fs::create_directories(into, error);
    if (error) return fail(Code::io, core::say("folder_cannot_made", {into.string(), error.message()}));
    const auto is_made = [&](const model::ManifestFile& file) {
        return manifest.exact && manifest.exact->file == file.path;
    };
    std::uint64_t before = 0, total = 0;
    for (const model::ManifestFile& file : manifest.files)
        total += is_made(file) ? 0 : file.bytes;
    for (const model::ManifestFile& file : manifest.files) {
        if (!stays_inside(file.path)) return fail(Code::corrupt, core::say("manifest_names_file_outside"));
        fs::create_directories((into / file.path).parent_path(), error);
        if (is_made(file)) {
            HEARTH_CHECK(made.move_to(into / file.path, file));
            continue;
        }
        const auto report = [&](std::uint64_t done, std::uint64_t) {
            return !progress || progress({core::say("copying_files"), before + done, total});
        };
        HEARTH_CHECK(copy_checked(root / file.path, into / file.path, file, report));
        before += file.bytes;
    }
    return core::write_file_atomic(into / "manifest.cbor", encoded);
}

} // namespace hearth::node
