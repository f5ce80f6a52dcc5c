// SPDX-License-Identifier: Apache-2.0
#include "hub/download.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::hub {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr unsigned most_expired = 5; ///< links that were too old before a byte came
constexpr std::size_t hashed_at_once = std::size_t{16} << 20;

core::Error wrong_size(const std::string& path, std::uint64_t wanted) {
    return fail(Code::corrupt, core::say("hub_wrong_size", {path, core::figure(wanted)}), core::say("hub_pull_again"));
}

/// The first byte of "bytes 5-9/10", where it is a part of a file of that size.
std::optional<std::uint64_t> first_of_range(const std::string& text, std::uint64_t size) {
    std::uint64_t first = 0, last = 0;
    if (!text.starts_with("bytes ")) return std::nullopt;
    const char* const end = text.data() + text.size();
    const auto [dash, no_first] = std::from_chars(text.data() + 6, end, first);
    if (no_first != std::errc{} || dash == end || *dash != '-') return std::nullopt;
    const auto [slash, no_last] = std::from_chars(dash + 1, end, last);
    const std::string rest(slash, end);
    if (no_last != std::errc{} || last < first || last >= size) return std::nullopt;
    if (rest != "/*" && rest != "/" + std::to_string(size)) return std::nullopt;
    return first;
}

} // namespace

/// Bytes of one reply on their way into the part.
class PartialFile::Attempt {
public:
    Attempt(const PartialFile& file, const OnBytes& progress) : m_file(file), m_progress(progress) {
        m_at = m_file.bytes();
    }
    ~Attempt() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;

    /// A mark that is weak says nothing about bytes.
    std::vector<std::string> headers() const {
        const std::string mark = m_file.mark();
        if (m_at == 0) return {};
        const std::string range = "Range: bytes=" + std::to_string(m_at) + "-";
        if (!mark.empty()) return {range, "If-Range: " + mark};
        // Without a mark only the hash at the end tells whether both parts are of one file.
        return m_file.m_file.is_pinned() ? std::vector{range} : std::vector<std::string>();
    }
    Sink sink() {
        return {[this](const Reply& reply) { return begin(reply); },
                [this](core::ByteView bytes) { return take(bytes); }, [this] { return goes_on(); }};
    }
    bool goes_on() const { return !m_progress || m_progress(m_at, m_file.m_file.bytes); }

private:
    Status begin(const Reply& reply) {
        if (reply.status != 200 && reply.status != 206) return {};
        std::uint64_t first = 0;
        if (reply.status == 206) {
            const auto range = first_of_range(reply.header("content-range"), m_file.m_file.bytes);
            // Another part than the one that was asked for: all of it is asked for then.
            if (!range || *range != m_at) {
                m_file.discard();
                return fail(Code::unavailable, core::say("hub_wrong_range"), core::say("hub_try_later"));
            }
            first = *range;
        }
        m_fd = ::open(m_file.m_part.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (m_fd < 0 || ::ftruncate(m_fd, static_cast<off_t>(first)) != 0 ||
            ::lseek(m_fd, static_cast<off_t>(first), SEEK_SET) < 0)
            return no_write();
        m_at = first;
        const std::string etag = reply.header("etag");
        return m_file.keep_mark(etag.starts_with('"') ? etag : std::string());
    }
    Status take(core::ByteView bytes) {
        if (m_fd < 0) return {}; // the text of a refusal
        if (m_at + bytes.size() > m_file.m_file.bytes) {
            m_file.discard();
            return wrong_size(m_file.m_file.path, m_file.m_file.bytes);
        }
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_fd, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return no_write();
            bytes = bytes.subspan(static_cast<std::size_t>(written));
            m_at += static_cast<std::uint64_t>(written);
        }
        if (goes_on()) return {};
        return fail(Code::cancelled, core::say("hub_cancelled"));
    }
    core::Error no_write() const {
        return fail(Code::io, core::say("hub_not_written", {m_file.m_part.string(), std::strerror(errno)}),
                    core::say("free_some_space_move"));
    }

    const PartialFile& m_file;
    const OnBytes& m_progress;
    std::uint64_t m_at = 0;
    int m_fd = -1;
};

PartialFile::PartialFile(fs::path folder, const RepositoryFile& file) : m_file(file), m_place(folder / file.path) {
    m_part = m_place.string() + ".part";
    m_mark = m_place.string() + ".etag";
}

bool PartialFile::is_whole() const {
    std::error_code error;
    return fs::is_regular_file(m_place, error) && fs::file_size(m_place, error) == m_file.bytes && !error;
}

std::uint64_t PartialFile::bytes() const {
    if (is_whole()) return m_file.bytes;
    std::error_code error;
    const std::uintmax_t size = fs::file_size(m_part, error);
    return error ? 0 : size;
}

std::string PartialFile::mark() const {
    const auto bytes = core::read_file(m_mark, 1024);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

Status PartialFile::keep_mark(const std::string& etag) const {
    if (etag.size() <= 1024 && etag == mark()) return {};
    return core::write_file_atomic(m_mark, core::as_bytes(etag.size() <= 1024 ? etag : std::string()));
}

void PartialFile::discard() const {
    std::error_code ignored;
    fs::remove(m_part, ignored);
    fs::remove(m_mark, ignored);
}

Status PartialFile::download(const Client& client, const Reference& reference, const OnBytes& progress) const {
    if (is_whole()) return {};
    std::error_code error;
    fs::create_directories(m_place.parent_path(), error);
    if (error)
        return fail(Code::io, core::say("folder_cannot_made", {m_place.parent_path().string(), error.message()}));
    const bool went_on = bytes() > 0;
    HEARTH_CHECK(fetch(client, reference, progress));
    Status good = verify(progress);
    if (!good && good.error().code == Code::corrupt && went_on) {
        // What was there before may have been cut by a loss of power; what is fetched in one piece counts.
        core::log::warning("hub", "fetched again", {{"file", m_file.path}});
        HEARTH_CHECK(fetch(client, reference, progress));
        good = verify(progress);
    }
    HEARTH_CHECK(std::move(good));
    fs::rename(m_part, m_place, error);
    if (error) return fail(Code::io, core::say("hub_not_written", {m_place.string(), error.message()}));
    fs::remove(m_mark, error);
    return {};
}

Status PartialFile::fetch(const Client& client, const Reference& reference, const OnBytes& progress) const {
    Status last;
    for (std::size_t place = 0; place < client.places(); ++place) {
        last = fetch_from(client, place, reference, progress);
        if (last || last.error().code != Code::unavailable) return last;
    }
    return last;
}

Status PartialFile::fetch_from(const Client& client, std::size_t from, const Reference& reference,
                               const OnBytes& progress) const {
    unsigned failures = 0, expired = 0;
    std::uint64_t most = bytes(); // a file that begins anew each time gets no further, however much comes
    while (bytes() != m_file.bytes || m_file.bytes == 0) {
        if (bytes() > m_file.bytes) discard();
        Attempt attempt(*this, progress);
        const auto answered = client.read(from, reference, attempt.headers(), attempt.sink());
        if (bytes() > most) {
            most = bytes();
            failures = expired = 0;
        }
        if (!answered && answered.error().code != Code::unavailable) return answered.error();
        Reply reply;
        core::Error why = fail(Code::unavailable, core::say("hub_no_answer"), core::say("hub_try_later"));
        if (answered) {
            reply = answered->reply;
            if (auto error = final_error(*answered, reference.text())) return *error;
            if (reply.status == 200 && m_file.bytes == 0) return {};
            if ((reply.status == 200 || reply.status == 206) && bytes() < m_file.bytes) {
                discard(); // all that its sender has
                return wrong_size(m_file.path, m_file.bytes);
            }
            const bool is_old =
                !answered->by_the_hub && reply.status >= 400 && reply.status <= 410 && reply.status != 408;
            if (is_old && ++expired < most_expired) continue; // the hub gives a new link
            if (reply.status == 416) discard();
            why.message = core::say("hub_status", {client.options().endpoint, std::to_string(reply.status)});
        } else {
            why = answered.error();
        }
        if (bytes() == m_file.bytes) break;
        if (++failures >= client.options().tries) return why;
        HEARTH_CHECK(client.pause(failures - 1, reply, [&] { return attempt.goes_on(); }));
    }
    return {};
}

Status PartialFile::verify(const OnBytes& progress) const {
    if (m_file.bytes == 0) return {};
    HEARTH_TRY(const core::MappedFile file, core::MappedFile::open(m_part));
    const core::ByteView all = file.bytes();
    if (all.size() != m_file.bytes) {
        discard();
        return wrong_size(m_file.path, m_file.bytes);
    }
    if (!m_file.sha256) {
        if (m_file.blob.empty() || core::git_blob_id(all) == m_file.blob) return {};
        discard();
        return fail(Code::corrupt, core::say("hub_wrong_bytes", {m_file.path, m_file.blob}),
                    core::say("hub_pull_again"));
    }
    core::Sha256 hash;
    for (std::size_t at = 0; at < all.size(); at += hashed_at_once) {
        const std::size_t length = std::min(hashed_at_once, all.size() - at);
        hash.update(all.subspan(at, length));
        file.drop_pages(at, length);
        if (progress && !progress(m_file.bytes, m_file.bytes)) return fail(Code::cancelled, core::say("hub_cancelled"));
    }
    if (hash.finish() == *m_file.sha256) return {};
    discard();
    return fail(Code::corrupt, core::say("hub_wrong_bytes", {m_file.path, m_file.sha256->hex()}),
                core::say("hub_pull_again"));
}

} // namespace hearth::hub
