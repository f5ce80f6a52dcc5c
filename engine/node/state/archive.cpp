// SPDX-License-Identifier: Apache-2.0
#include "node/state/archive.h"

#include "core/cbor.h"
#include "core/expect.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr std::uint64_t format_version = 1;

bool is_there(const fs::path& file) {
    std::error_code unknown;
    return fs::exists(file, unknown) || unknown;
}

bool has_hash(const fs::path& file, const core::Hash& hash) {
    const auto mapped = core::MappedFile::open(file);
    return mapped && core::sha256(mapped->bytes()) == hash;
}

/// A folder's entry is durable once the folder above it is.
Status sync(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (synced) return {};
    return fail(Code::io, core::say("folder_not_flushed", {folder.string()}), core::say("check_the_disk"));
}

/// How many of the first `most` there are before an epoch of which the others, too, hold some. All of them, where that
/// would be none: an epoch that is larger than a file.
std::size_t whole_epochs(const std::vector<OldReceipt>& receipts, std::size_t most) {
    if (most == receipts.size()) return most;
    core::Epoch behind = receipts[most].epoch; // the earliest that is left for later
    std::vector<core::Epoch> latest;           // of those before each
    for (core::Epoch last = 0; const OldReceipt& receipt : receipts)
        latest.push_back(last = std::max(last, receipt.epoch));
    for (std::size_t end = most; end > 0; --end) {
        if (latest[end - 1] < behind) return end;
        behind = std::min(behind, receipts[end - 1].epoch);
    }
    return most;
}

} // namespace

Archive::Archive(Store& store, Options options) : m_store(store), m_options(std::move(options)) {
    // A killed service leaves what it had not finished writing.
    std::error_code none;
    for (fs::directory_iterator it(m_store.archive_file(1).parent_path(), none), end; !none && it != end;
         it.increment(none))
        if (it->path().filename().string().find(".tmp") != std::string::npos) {
            std::error_code ignored;
            fs::remove(it->path(), ignored);
        }
}

Status Archive::prepare_folder() const {
    const fs::path folder = m_store.archive_file(1).parent_path();
    HEARTH_CHECK(core::check_no_file(folder));
    std::error_code error;
    if (!fs::create_directory(folder, error) && !error) return {};
    if (error)
        return fail(Code::io, core::say("folder_cannot_made", {folder.string(), error.message()}),
                    core::say("check_parent"));
    fs::permissions(folder, fs::perms::owner_all, error);
    return sync(folder.parent_path());
}

core::Bytes Archive::compose(ArchiveRecord& record, std::vector<OldReceipt>& receipts) {
    HEARTH_EXPECT(!receipts.empty(), "An archive was made of no receipt.");
    const auto [first, last] = std::minmax_element(receipts.begin(), receipts.end(),
                                                   [](const auto& a, const auto& b) { return a.epoch < b.epoch; });
    record.first_epoch = first->epoch;
    record.last_epoch = last->epoch;
    record.receipts = static_cast<std::uint32_t>(receipts.size());
    core::Bytes content = core::cbor::encode(core::cbor::Map{{0, format_version},
                                                             {1, record.number},
                                                             {2, record.first_epoch},
                                                             {3, record.last_epoch},
                                                             {4, std::uint64_t{record.receipts}}});
    for (OldReceipt& receipt : receipts) {
        receipt.offset = content.size();
        content.insert(content.end(), receipt.file.begin(), receipt.file.end());
    }
    record.bytes = content.size();
    record.hash = core::sha256(content);
    return content;
}

core::Result<std::uint32_t> Archive::move(core::Epoch epoch) {
    HEARTH_TRY(auto old, m_store.old_receipts(epoch, m_options.receipts, m_options.bytes));
    std::size_t fit = 0, bytes = 0;
    while (fit < old.size() && fit < m_options.receipts && bytes < m_options.bytes)
        bytes += old[fit++].file.size();
    if (fit == 0 || (fit < m_options.receipts && bytes < m_options.bytes)) return 0;
    old.resize(whole_epochs(old, fit));
    const auto step = [&](const char* name) {
        if (m_options.on_step) m_options.on_step(name);
    };
    step("archive gathered");
    HEARTH_CHECK(prepare_folder());
    HEARTH_TRY(const auto archives, m_store.archives());
    ArchiveRecord record;
    record.number = archives.empty() ? 1 : archives.back().number + 1;
    core::Bytes content = compose(record, old);
    // The file that a crash left behind is this one; any other belongs to a younger node.sqlite than ours and may hold
    // what is nowhere else.
    while (is_there(m_store.archive_file(record.number)) &&
           !has_hash(m_store.archive_file(record.number), record.hash)) {
        ++record.number;
        content = compose(record, old);
    }
    HEARTH_CHECK(core::write_file_atomic(m_store.archive_file(record.number), content, 0600));
    step("archive written");
    HEARTH_CHECK(m_store.add_archive(record, old));
    step("archive noted");
    core::log::info("archive", "receipts archived",
                    {{"file", m_store.archive_file(record.number).string()},
                     {"receipts", record.receipts},
                     {"first_epoch", record.first_epoch},
                     {"last_epoch", record.last_epoch}});
    return record.receipts;
}

std::vector<core::Error> Archive::examine(const Store& store) {
    std::vector<core::Error> faults;
    const auto archives = store.archives();
    if (!archives) return {archives.error()};
    for (const ArchiveRecord& archive : *archives) {
        const fs::path file = store.archive_file(archive.number);
        const core::Sentence holds =
            core::say("archive_holds", {file.string(), core::figure(archive.receipts),
                                        core::figure(archive.first_epoch), core::figure(archive.last_epoch)});
        const auto mapped = core::MappedFile::open(file);
        if (!mapped)
            faults.push_back(fail(mapped.error().code, core::say("and_is_unread", {holds, mapped.error().message}),
                                  core::say("restore_it")));
        else if (!has_hash(file, archive.hash))
            faults.push_back(fail(Code::corrupt, core::say("and_is_damaged", {holds}), core::say("restore_it")));
    }
    return faults;
}

} // namespace hearth::node
