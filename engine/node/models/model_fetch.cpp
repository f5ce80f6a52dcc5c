// SPDX-License-Identifier: Apache-2.0
#include "node/models/model_fetch.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"
#include "node/models/model_room.h"
#include "node/models/model_store.h"
#include "node/models/pull_record.h"

#include <algorithm>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr core::Nanoseconds report_every = 200'000'000;
constexpr const char* aside_ending = ".removed";

std::uint64_t bytes_there(const PullRecord& record, const fs::path& folder) {
    std::uint64_t bytes = 0;
    for (const hub::RepositoryFile& file : record.files)
        bytes += std::min(hub::PartialFile(record.place(folder), file).bytes(), file.bytes);
    return bytes;
}

/// Put aside first: half a folder would still be a download. What is left is removed at the next start.
Status discard(const fs::path& folder) {
    std::error_code error;
    fs::path aside = folder;
    if (folder.extension() != aside_ending) {
        aside += aside_ending;
        fs::remove_all(aside, error);
        fs::rename(folder, aside, error);
        if (error) return fail(Code::io, core::say("some_files_model_left", {folder.string()}), error.message());
    }
    fs::remove_all(aside, error);
    if (!error) return {};
    return fail(Code::io, core::say("some_files_model_left", {aside.string()}), error.message());
}

/// Whether a model was made of just these files. What the hub said of one was looked at when it was fetched.
bool is_imported(const PullRecord& record, const fs::path& folder, const std::vector<StoredModel>& models) {
    std::map<std::string, core::Hash> known;
    for (const hub::RepositoryFile& file : record.files) {
        if (!hub::PartialFile(record.place(folder), file).is_whole()) return false;
        if (file.sha256) known[file.path] = *file.sha256;
    }
    auto print = source_print(record.imported_from(folder), {}, {}, known);
    if (!print) return false;
    return std::any_of(models.begin(), models.end(), [&](const StoredModel& model) {
        std::vector<std::string> profiles = model.manifest->profiles;
        profiles.emplace_back(); // whoever named none
        return std::any_of(profiles.begin(), profiles.end(), [&](const std::string& profile) {
            print->set_profile(profile);
            return has_source_print(model.folder, *print);
        });
    });
}

/// The catalogue promises certain bytes; a hub that lists others is not asked for one of them.
Status check_promise(const hub::CatalogueEntry& entry, const std::vector<hub::RepositoryFile>& files) {
    if (!entry.sha256 || (files.size() == 1 && files.front().sha256 == entry.sha256)) return {};
    return fail(Code::corrupt, core::say("hub_not_the_catalogues", {entry.name}),
                core::say("hub_pull_by_reference", {"hf:" + entry.place.repository}));
}

} // namespace

struct ModelFetch::Plan {
    PullRecord record;
    fs::path folder;
    bool keep_source = false;
};

/// That a model is being fetched.
class ModelFetch::Running {
public:
    Running(ModelFetch& fetch, std::string reference) : m_fetch(fetch), m_reference(std::move(reference)) {
        const std::lock_guard lock(m_fetch.m_mutex);
        m_first = m_fetch.m_running.insert(m_reference).second;
    }
    ~Running() {
        const std::lock_guard lock(m_fetch.m_mutex);
        if (m_first) m_fetch.m_running.erase(m_reference);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    bool is_first() const { return m_first; }

private:
    ModelFetch& m_fetch;
    const std::string m_reference;
    bool m_first = false;
};

core::Result<std::unique_ptr<ModelFetch>> ModelFetch::open(Parts parts) {
    hub::Options hub = parts.hub;
    std::unique_ptr<ModelFetch> made(new ModelFetch(std::move(parts)));
    HEARTH_CHECK(made->set_hub(std::move(hub)));
    return made;
}

std::shared_ptr<const hub::Client> ModelFetch::client() const {
    const std::lock_guard lock(m_mutex);
    return m_client;
}

Status ModelFetch::set_hub(hub::Options options) {
    HEARTH_TRY(hub::Client client, hub::Client::open(std::move(options)));
    auto made = std::make_shared<const hub::Client>(std::move(client));
    const std::lock_guard lock(m_mutex);
    m_client = std::move(made);
    return {};
}

fs::path ModelFetch::folder_of(const std::string& reference) const {
    return m_parts.folder / core::sha256(core::as_bytes(reference)).hex().substr(0, 16);
}

bool ModelFetch::is_running(const std::string& reference) const {
    const std::lock_guard lock(m_mutex);
    return m_running.contains(reference);
}

core::Result<ModelFetch::Plan> ModelFetch::plan(const hub::Client& client, const std::string& reference,
                                                const std::string& name, bool keep_source,
                                                const hub::GoesOn& goes_on) const {
    Plan plan{{}, folder_of(reference), keep_source};
    if (auto before = PullRecord::read(plan.folder); before && before->reference == reference) {
        plan.record = std::move(*before);
        if (!name.empty()) plan.record.name = name;
        return plan;
    }
    plan.record.reference = reference;
    plan.record.name = name;
    std::optional<hub::CatalogueEntry> entry;
    hub::Reference place;
    if (hub::Reference::is_meant(reference)) {
        HEARTH_TRY(place, hub::Reference::parse(reference));
    } else {
        HEARTH_TRY(entry, hub::find_in_catalogue(reference));
        place = entry->place;
        if (name.empty()) plan.record.name = entry->name;
    }
    HEARTH_TRY(hub::Repository repository, client.repository(place, goes_on));
    HEARTH_TRY(plan.record.files, hub::needed_files(repository, place.file));
    if (entry) HEARTH_CHECK(check_promise(*entry, plan.record.files));
    plan.record.repository = place.repository;
    plan.record.revision = repository.revision;
    HEARTH_CHECK(check_room(plan));
    std::error_code error;
    fs::create_directories(plan.folder, error);
    if (error) return fail(Code::io, core::say("folder_cannot_made", {plan.folder.string(), error.message()}));
    HEARTH_CHECK(plan.record.write(plan.folder));
    return plan;
}

/// An import copies what was fetched before that is deleted, so twice the room is needed for a while; for ever where
/// the source is kept.
Status ModelFetch::check_room(const Plan& plan) const {
    const std::uint64_t total = plan.record.bytes();
    if (const std::uint64_t quota = m_parts.quota(); quota > 0) {
        HEARTH_TRY(const std::vector<control::Download> others, downloads());
        std::uint64_t used = m_parts.model_bytes();
        for (const control::Download& other : others)
            used += other.reference == plan.record.reference ? 0 : other.done;
        HEARTH_CHECK(check_quota(used, plan.keep_source ? 2 * total : total, quota));
    }
    std::error_code error;
    fs::create_directories(m_parts.folder, error);
    const std::uint64_t there = bytes_there(plan.record, plan.folder);
    return check_space(m_parts.folder, 2 * total - std::min(there, total));
}

core::Result<ModelFetch::Fetched> ModelFetch::fetch(const std::string& reference, const std::string& name,
                                                    const control::OnProgress& progress, bool keep_source) {
    const auto running = std::make_shared<Running>(*this, reference);
    if (!running->is_first())
        return fail(Code::busy, core::say("hub_runs_already", {reference}), core::say("wait_until_done"));
    const auto tell = [&](const char* stage, std::uint64_t done, std::uint64_t total) {
        return !progress || progress({core::say(stage), done, total});
    };
    const std::shared_ptr<const hub::Client> from = client();
    HEARTH_TRY(const Plan plan,
               this->plan(*from, reference, name, keep_source, [&] { return tell("hub_asking", 0, 0); }));
    HEARTH_CHECK(check_room(plan));
    const std::uint64_t total = plan.record.bytes();
    core::log::info("models", "fetching", {{"reference", reference}, {"bytes", total}});
    std::uint64_t before = 0;
    core::Nanoseconds told = 0;
    for (const hub::RepositoryFile& file : plan.record.files) {
        const auto report = [&](std::uint64_t done, std::uint64_t size) {
            const core::Nanoseconds now = m_parts.clock.monotonic();
            if (told != 0 && now - told < report_every) return true;
            told = now;
            return tell(done == size ? "hub_examining" : "hub_fetching", before + done, total);
        };
        const hub::Reference source{plan.record.repository, file.path, plan.record.revision};
        const hub::PartialFile part(plan.record.place(plan.folder), file);
        if (const Status came = part.download(*from, source, report); !came) {
            core::log::warning("models", "not fetched",
                               {{"reference", reference}, {"reason", core::code_name(came.error().code)}});
            return came.error();
        }
        before += file.bytes;
    }
    core::log::info("models", "fetched", {{"reference", reference}});
    return Fetched{plan.record.imported_from(plan.folder), plan.record.name, running};
}

core::Result<std::vector<control::Download>> ModelFetch::downloads() const {
    std::vector<control::Download> found;
    std::error_code error;
    for (fs::directory_iterator it(m_parts.folder, error), end; !error && it != end; it.increment(error)) {
        const auto record = PullRecord::read(it->path());
        if (!record || it->path() != folder_of(record->reference)) continue;
        found.push_back({record->reference, record->title(), bytes_there(*record, it->path()), record->bytes(),
                         is_running(record->reference)});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.reference < b.reference; });
    return found;
}

void ModelFetch::drop_imported(const std::vector<StoredModel>& models) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator it(m_parts.folder, error), end; !error && it != end; it.increment(error))
        folders.push_back(it->path());
    for (const fs::path& folder : folders) {
        const bool left = folder.extension() == aside_ending;
        if (!left) {
            const auto record = PullRecord::read(folder);
            if (!record || !is_imported(*record, folder, models)) continue;
        }
        const Status gone = discard(folder);
        if (!gone)
            core::log::warning("models", "a fetched copy is not deleted",
                               {{"folder", folder.string()}, {"reason", gone.error().hint}});
        else if (!left)
            core::log::info("models", "a fetched copy of a model that is here is deleted",
                            {{"folder", folder.string()}});
    }
}

Status ModelFetch::drop(const std::string& reference) {
    const Running running(*this, reference);
    if (!running.is_first())
        return fail(Code::busy, core::say("hub_runs_already", {reference}), core::say("hub_cancel_first"));
    const fs::path folder = folder_of(reference);
    std::error_code error;
    if (!fs::exists(folder, error))
        return fail(Code::not_found, core::say("hub_no_download", {reference.substr(0, 128)}),
                    core::say("hub_list_downloads"));
    return discard(folder);
}

} // namespace hearth::node
