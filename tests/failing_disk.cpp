// SPDX-License-Identifier: Apache-2.0
#include "failing_disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace hearth::test {
namespace {

using Content = std::vector<char>;
constexpr std::size_t sector = 512;

/// A write, or, without bytes, a truncation to `offset`.
struct Change {
    std::size_t offset;
    Content bytes;
};

void apply(Content& content, const Change& change) {
    if (change.bytes.empty()) return content.resize(change.offset);
    content.resize(std::max(content.size(), change.offset + change.bytes.size()));
    std::copy(change.bytes.begin(), change.bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(change.offset));
}

struct Image {
    Content synced;
    bool exists = false; ///< as far as it was synced
    bool deleted = false;
    std::vector<Change> unsynced;
};

struct Disk {
    std::mutex mutex; ///< guards what follows
    std::map<std::string, Image> images;
    std::uint64_t count = 0, at = 0; ///< 0: never
    FailingDisk::Loss loss = FailingDisk::Loss::nothing;
    bool once = false, failed = false;

    void expect(std::uint64_t operation, bool only_once, FailingDisk::Loss lost) {
        const std::lock_guard lock(mutex);
        count = 0;
        at = operation;
        once = only_once;
        loss = lost;
        failed = false;
    }
    /// Under the mutex: counts an operation; false if it fails.
    bool next() {
        ++count;
        if (count == at) failed = true;
        return !failed || (once && count != at);
    }
};

sqlite3_vfs* real = nullptr;
sqlite3_vfs ours;
sqlite3_io_methods methods;
Disk* disk = nullptr;

/// Before the real one's own bytes; aligned as SQLite aligns them.
struct Open {
    sqlite3_file base;
    Image* image; ///< null: not watched
};

Open& open_of(sqlite3_file* file) {
    return *reinterpret_cast<Open*>(file);
}
sqlite3_file* inner(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(Open));
}
const sqlite3_io_methods& inner_methods(sqlite3_file* file) {
    return *inner(file)->pMethods;
}

Content read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return Content(std::istreambuf_iterator<char>(in), {});
}

int on_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    if (Image* image = open_of(file).image) {
        const std::lock_guard lock(disk->mutex);
        if (!disk->next()) return SQLITE_IOERR_WRITE;
        const auto* from = static_cast<const char*>(bytes);
        image->unsynced.push_back({static_cast<std::size_t>(offset), Content(from, from + size)});
    }
    return inner_methods(file).xWrite(inner(file), bytes, size, offset);
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (Image* image = open_of(file).image) {
        const std::lock_guard lock(disk->mutex);
        if (!disk->next()) return SQLITE_IOERR_TRUNCATE;
        image->unsynced.push_back({static_cast<std::size_t>(size), {}});
    }
    return inner_methods(file).xTruncate(inner(file), size);
}

/// The real disk is not asked: what it holds no test sees.
int on_sync(sqlite3_file* file, int) {
    Image* image = open_of(file).image;
    if (image == nullptr) return SQLITE_OK;
    const std::lock_guard lock(disk->mutex);
    if (!disk->next()) return SQLITE_IOERR_FSYNC;
    for (const Change& change : image->unsynced)
        apply(image->synced, change);
    image->unsynced.clear();
    if (image->exists) return SQLITE_OK;
    image->exists = true;
    for (auto& [path, other] : disk->images) // a new file is synced with its folder
        if (other.deleted) other.exists = false;
    return SQLITE_OK;
}

int on_close(sqlite3_file* file) {
    return inner_methods(file).xClose(inner(file));
}

int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;
    Open& opened = open_of(file);
    opened.image = nullptr;
    if (name != nullptr && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0) {
        const std::lock_guard lock(disk->mutex);
        std::error_code none;
        const bool there = std::filesystem::exists(name, none);
        if (!there && (flags & SQLITE_OPEN_CREATE) != 0 && !disk->next()) return SQLITE_CANTOPEN;
        const auto [image, is_new] = disk->images.try_emplace(name);
        if (is_new || !there) image->second = {there ? read_file(name) : Content(), there, false, {}};
        opened.image = &image->second;
    }
    const int done = real->xOpen(real, name, inner(file), flags, out_flags);
    if (done == SQLITE_OK) file->pMethods = &methods;
    return done;
}

/// Without `synced` the power may bring the file back, until another one takes its name.
int on_delete(sqlite3_vfs*, const char* name, int synced) {
    {
        const std::lock_guard lock(disk->mutex);
        if (!disk->next()) return SQLITE_IOERR_DELETE;
        if (const auto image = disk->images.find(name); image != disk->images.end()) {
            image->second.deleted = true;
            image->second.unsynced.clear();
            if (synced != 0) image->second.exists = false;
        }
    }
    return real->xDelete(real, name, synced);
}

void make_methods() {
    methods = {};
    methods.iVersion = 2; // without pages that the system writes by itself
    methods.xClose = on_close;
    methods.xWrite = on_write;
    methods.xTruncate = on_truncate;
    methods.xSync = on_sync;
    methods.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 from) {
        return inner_methods(f).xRead(inner(f), to, size, from);
    };
    methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return inner_methods(f).xFileSize(inner(f), size); };
    methods.xLock = [](sqlite3_file* f, int level) { return inner_methods(f).xLock(inner(f), level); };
    methods.xUnlock = [](sqlite3_file* f, int level) { return inner_methods(f).xUnlock(inner(f), level); };
    methods.xCheckReservedLock = [](sqlite3_file* f, int* held) {
        return inner_methods(f).xCheckReservedLock(inner(f), held);
    };
    methods.xFileControl = [](sqlite3_file* f, int what, void* with) {
        return inner_methods(f).xFileControl(inner(f), what, with);
    };
    methods.xSectorSize = [](sqlite3_file* f) { return inner_methods(f).xSectorSize(inner(f)); };
    methods.xDeviceCharacteristics = [](sqlite3_file* f) { return inner_methods(f).xDeviceCharacteristics(inner(f)); };
    methods.xShmMap = [](sqlite3_file* f, int region, int size, int extend, void volatile** at) {
        return inner_methods(f).xShmMap(inner(f), region, size, extend, at);
    };
    methods.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
        return inner_methods(f).xShmLock(inner(f), offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* f) { inner_methods(f).xShmBarrier(inner(f)); };
    methods.xShmUnmap = [](sqlite3_file* f, int forget) { return inner_methods(f).xShmUnmap(inner(f), forget); };
}

/// What is left of the changes: each sector of each by itself.
void apply_some(Content& content, const std::vector<Change>& changes, std::mt19937_64& random) {
    for (const Change& change : changes) {
        if (change.bytes.empty() && random() % 2 == 0) apply(content, change);
        for (std::size_t done = 0; done < change.bytes.size();) {
            const std::size_t size = std::min(change.bytes.size() - done, sector - (change.offset + done) % sector);
            const auto from = change.bytes.begin() + static_cast<std::ptrdiff_t>(done);
            if (random() % 2 == 0)
                apply(content, {change.offset + done, Content(from, from + static_cast<std::ptrdiff_t>(size))});
            done += size;
        }
    }
}

void settle(const std::string& path, Image& image, FailingDisk::Loss loss, std::mt19937_64& random) {
    std::error_code none;
    std::filesystem::remove(path + "-shm", none); // memory of programs, which are gone
    const bool there = std::filesystem::exists(path, none);
    if (loss == FailingDisk::Loss::nothing) {
        image = {there ? read_file(path) : Content(), there, false, {}};
        return;
    }
    if (loss == FailingDisk::Loss::some) {
        if (image.deleted && random() % 2 == 0) image.exists = false;
        if (!image.deleted && there) image.exists = true;
        apply_some(image.synced, image.unsynced, random);
    }
    if (!image.exists) image.synced.clear();
    std::filesystem::remove(path, none);
    if (image.exists)
        std::ofstream(path, std::ios::binary)
            .write(image.synced.data(), static_cast<std::streamsize>(image.synced.size()));
    image = {std::move(image.synced), image.exists, false, {}};
}

} // namespace

FailingDisk::FailingDisk() {
    disk = new Disk;
    real = sqlite3_vfs_find(nullptr);
    // What it does not change works as the real one does, whose own data it keeps.
    ours = *real;
    ours.zName = "failing disk";
    ours.szOsFile = static_cast<int>(sizeof(Open)) + real->szOsFile;
    ours.xOpen = on_open;
    ours.xDelete = on_delete;
    make_methods();
    sqlite3_vfs_register(&ours, 1);
}

FailingDisk::~FailingDisk() {
    sqlite3_vfs_unregister(&ours);
    sqlite3_vfs_register(real, 1);
    delete disk;
    disk = nullptr;
}

void FailingDisk::cut_before(std::uint64_t operation, Loss loss) {
    disk->expect(operation, false, loss);
}

void FailingDisk::fail_once(std::uint64_t operation) {
    disk->expect(operation, true, Loss::nothing);
}

void FailingDisk::work() {
    disk->expect(0, false, Loss::nothing);
}

bool FailingDisk::has_failed() const {
    const std::lock_guard lock(disk->mutex);
    return disk->failed;
}

std::uint64_t FailingDisk::operations() const {
    const std::lock_guard lock(disk->mutex);
    return disk->count;
}

void FailingDisk::power_on() {
    {
        const std::lock_guard lock(disk->mutex);
        std::mt19937_64 random(disk->at);
        for (auto& [path, image] : disk->images)
            settle(path, image, disk->loss, random);
    }
    work();
}

} // namespace hearth::test
