// SPDX-License-Identifier: Apache-2.0
#include "compute/import_model.h"

#include "compute/exact_tiles.h"
#include "compute/phased_progress.h"
#include "compute/quantise.h"
#include "compute/script.h"
#include "core/expect.h"
#include "core/thread.h"
#include "model/default_profile.h"
#include "proof/profile.h"
#include "proof/profile_names.h"

#include <algorithm>
#include <bit>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace hearth::compute {

namespace {

using core::Code;
using core::fail;

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

/// Hands the file out in order, with the zeros between its tensors, and hashes it on the way.
class FileWriter {
public:
    FileWriter(std::string path, const FileSink& sink) : m_path(std::move(path)), m_sink(sink) {}

    bool append(const ExactTensor& tensor, core::ByteView bytes) { return pad(tensor.offset) && write(bytes); }
    bool finish(std::uint64_t size) { return pad(size); }
    model::ManifestFile entry() { return {m_path, m_size, m_hash.finish()}; }

private:
    bool pad(std::uint64_t offset) { return write(core::Bytes(offset - m_size)); }
    bool write(core::ByteView bytes) {
        for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
            const core::ByteView piece = bytes.subspan(at, std::min(piece_bytes, bytes.size() - at));
            m_hash.update(piece);
            if (!m_sink(m_path, piece)) return false;
        }
        m_size += bytes.size();
        return true;
    }

    const std::string m_path;
    const FileSink& m_sink;
    core::Sha256 m_hash;
    std::uint64_t m_size = 0;
};

/// Hashes and hands out tensors on a thread of its own, while the next ones are being computed.
class Delivery {
public:
    Delivery(FileWriter& writer, std::vector<core::Hash>& roots)
        : m_writer(writer), m_roots(roots), m_thread(core::run_thread(
                                                "tensors", [this] { work(); }, [this] { refuse(); })) {}
    ~Delivery() { finish(); }

    /// Waits while much is on its way; false once the receiver wants no more.
    bool push(const ExactTensor& tensor, core::ByteView bytes) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_refused || m_bytes == 0 || m_bytes + bytes.size() <= most_bytes; });
        if (m_refused) return false;
        m_bytes += bytes.size();
        m_queue.emplace_back(tensor, core::to_bytes(bytes));
        m_changed.notify_all();
        return true;
    }
    bool threw() const { return m_threw; } ///< after finish()
    /// When all is delivered; false if the receiver wanted no more.
    bool finish() {
        {
            const std::lock_guard lock(m_mutex);
            m_complete = true;
            m_changed.notify_all();
        }
        m_thread.join();
        return !m_refused;
    }

private:
    static constexpr std::size_t most_bytes = std::size_t{64} << 20;

    void work() {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_complete || !m_queue.empty(); });
            if (m_queue.empty() || m_refused) return;
            const auto [tensor, bytes] = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            m_roots.push_back(tensor_root(tensor, bytes));
            const bool wanted = m_writer.append(tensor, bytes);
            lock.lock();
            HEARTH_EXPECT(bytes.size() <= m_bytes, "An import delivered more than it had computed.");
            m_bytes -= bytes.size();
            if (!wanted) m_refused = true;
            m_changed.notify_all();
        }
    }

    /// What was being delivered is lost: whoever waits for room must not wait for it.
    void refuse() {
        const std::lock_guard lock(m_mutex);
        m_refused = m_threw = true;
        m_changed.notify_all();
    }

    FileWriter& m_writer;
    std::vector<core::Hash>& m_roots;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::pair<ExactTensor, core::Bytes>> m_queue;
    std::size_t m_bytes = 0; ///< in the queue or being delivered
    bool m_complete = false, m_refused = false, m_threw = false;
    core::Thread m_thread; ///< last: it uses the others
};

} // namespace

core::Result<model::Manifest> import_model(const model::Source& source, const std::filesystem::path& root,
                                           const std::string& profile, const FileSink& sink,
                                           const model::Progress& progress) {
    const bool script = source.config().script.has_value(), only_fp32 = script || source.config().encoder;
    const std::string fp32(proof::profile(proof::ProfileId::fp32).name),
        bf16(proof::profile(proof::ProfileId::bf16).name);
    if (only_fp32 && !profile.empty() && profile != fp32)
        return fail(Code::invalid_argument, core::say(script ? "script_profile" : "encoder_profile", {profile}),
                    core::say("ask_without_profile"));
    const std::string usual = only_fp32 ? fp32 : model::default_profile;
    const std::string wanted = profile.empty() ? usual : profile;
    if (proof::find_profile(wanted) == nullptr)
        return fail(Code::invalid_argument, core::say("no_profile_import_model", {profile}),
                    core::say("use_one_of", {proof::profile_names()}));
    const auto kind = exact_profile(wanted);
    const PhasedProgress phases(progress, kind ? std::vector<std::uint32_t>{5, 95} : std::vector<std::uint32_t>{100});
    HEARTH_TRY(model::Manifest manifest, model::build_manifest(source, root, phases.part(0)));
    if (script) {
        HEARTH_TRY(manifest.config.script, read_script(root / source.files().front()));
        return model::Manifest::decode(manifest.encode());
    }
    if (profile == fp32 && !only_fp32) manifest.profiles = {fp32, bf16};
    if (!kind) return manifest;
    HEARTH_TRY(const exact::Shape shape, exact_shape(source.config(), *kind));
    model::ExactWeights exact;
    exact.profile = exact_profile_name(*kind);
    exact.file = "exact/" + exact.profile + ".weights";
    exact.attention_scale = std::bit_cast<std::uint32_t>(shape.attention_scale);
    exact.frequencies = shape.frequencies;
    FileWriter writer(exact.file, sink);
    exact::ThreadTeam team(exact::usable_processors());
    Delivery delivery(writer, exact.roots);
    const auto keep = [&](const ExactTensor& tensor, core::ByteView bytes) { return delivery.push(tensor, bytes); };
    HEARTH_CHECK(quantise(source, *kind, team, keep, phases.part(1)));
    const bool delivered = delivery.finish();
    if (delivery.threw()) return fail(Code::internal, core::say("import_defect"));
    if (!delivered || !writer.finish(exact_file_bytes(exact_tensors(source.config(), *kind))))
        return fail(Code::cancelled, core::say("import_cancelled"));
    manifest.files.push_back(writer.entry());
    std::sort(manifest.files.begin(), manifest.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    manifest.profiles.insert(manifest.profiles.begin(), exact.profile);
    manifest.exact = std::move(exact);
    // What could not be read back must not be stored.
    return model::Manifest::decode(manifest.encode());
}

} // namespace hearth::compute
