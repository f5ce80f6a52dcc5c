// SPDX-License-Identifier: Apache-2.0
#include "fake_node.h"

#include "core/file.h"
#include "samples.h"

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace hearth::test {
using namespace control;
using core::Code;

namespace {

/// Counts a call as running while it lives.
class Inside {
public:
    explicit Inside(std::atomic<int>& count) : m_count(count) { ++m_count; }
    ~Inside() { --m_count; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

private:
    std::atomic<int>& m_count;
};

void nap() {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

core::Error unknown_model(const std::string& name) {
    return core::fail(Code::not_found, "There is no model '" + name + "'.", "See: hearthctl model list");
}

} // namespace

void FakeNode::announce(const std::string& topic, const std::string& id) {
    const std::lock_guard lock(m_mutex);
    m_events.post({++m_number, topic, id});
}

std::string FakeNode::last_passphrase() const {
    const std::lock_guard lock(m_mutex);
    return m_passphrase;
}

core::Result<NodeStatus> FakeNode::status() {
    NodeStatus status = sample_status();
    const std::lock_guard lock(m_mutex);
    status.state = m_state;
    status.lamps.eligible = {LampState::on, LampReason::takes_work, "young"};
    if (m_confirmed) status.devices.front().limits = *m_confirmed;
    if (m_proposed) {
        status.devices.front().limits = *m_proposed;
        status.devices.front().limits_revert_at = status.started_at;
    }
    return status;
}

core::Result<std::unique_ptr<Subscription>> FakeNode::subscribe(std::function<void(const Event&)> on_event) {
    return m_events.subscribe(std::move(on_event));
}

core::Result<NodeStatus> FakeNode::pause(bool now) {
    {
        const std::lock_guard lock(m_mutex);
        m_state = now ? NodeState::paused : NodeState::draining;
    }
    return status();
}

core::Result<NodeStatus> FakeNode::resume() {
    {
        const std::lock_guard lock(m_mutex);
        m_state = NodeState::serving;
    }
    return status();
}

core::Result<NodeStatus> FakeNode::snooze(std::uint32_t minutes) {
    if (minutes > 1440) return core::fail(Code::refused, "A snooze lasts at most one day.", "Pause instead.");
    {
        const std::lock_guard lock(m_mutex);
        m_state = NodeState::snoozed;
    }
    return status();
}

core::Result<NodeStatus> FakeNode::limit_device(const std::string& device, const DeviceLimits& limits) {
    if (device == "gpu:9")
        return core::fail(Code::not_found, core::say("no_device", {"gpu:9"}), core::say("hearthctl_status_lists_them"));
    if (limits.power_milliwatts == 9000) return core::fail(Code::refused, "Only root may.", "Run once: sudo something");
    {
        const std::lock_guard lock(m_mutex);
        m_proposed = limits;
    }
    return status();
}

core::Result<BenchmarkReport> FakeNode::benchmark(const std::string& device, const std::string& model_class,
                                                  const OnProgress& progress) {
    if (device == "vulkan:9") return core::fail(Code::not_found, "There is no device vulkan:9.");
    if (!progress({core::say("reading_prompts"), 2, 10}))
        return core::fail(Code::cancelled, "The benchmark was cancelled.");
    BenchmarkReport report = sample_benchmark();
    report.device = device;
    report.model_class = model_class;
    return report;
}

core::Result<std::vector<Check>> FakeNode::test_device(const std::string& device, const OnProgress& progress) {
    if (device == "vulkan:9") return core::fail(Code::not_found, "There is no device vulkan:9.");
    if (!progress({core::say("proving_profile", {"ci8.1"}), 0, 1}))
        return core::fail(Code::cancelled, "The test was cancelled.");
    return std::vector<Check>{{"ci8.1", "passed", core::say("self_test_passed", {"ci8.1"})},
                              {"ci4.1", "failed", "Other bytes came out."}};
}

core::Result<std::vector<BenchmarkRecord>> FakeNode::benchmarks() {
    return std::vector{sample_benchmark_record()};
}

core::Result<FirstRun> FakeNode::first_run() {
    return sample_first_run();
}

core::Result<FirstRun> FakeNode::move_first_run(const std::string& step) {
    if (step == "nowhere") return core::fail(Code::invalid_argument, "There is no such step.");
    FirstRun moved = sample_first_run();
    moved.step = step;
    return moved;
}

core::Result<FirstRun> FakeNode::set_autostart(bool on) {
    if (on) return core::fail(Code::unsupported, core::say("autostart_no_unit"));
    FirstRun off = sample_first_run();
    off.autostart = false;
    return off;
}

core::Result<NodeStatus> FakeNode::confirm_limits(const std::string&) {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_proposed) return core::fail(Code::conflict, "No limits wait to be confirmed.");
        m_confirmed = m_proposed;
        m_proposed.reset();
    }
    return status();
}

core::Result<NodeStatus> FakeNode::shutdown() {
    ++shutdowns;
    {
        const std::lock_guard lock(m_mutex);
        m_state = NodeState::draining;
    }
    if (on_shutdown) on_shutdown();
    return status();
}

core::Result<std::vector<ModelInfo>> FakeNode::models() {
    return std::vector<ModelInfo>{sample_model()};
}

core::Result<ModelInfo> FakeNode::model(const std::string& id_or_name) {
    if (id_or_name != "smol" && id_or_name != "bent" && id_or_name != "needed") return unknown_model(id_or_name);
    ModelInfo model = sample_model();
    if (id_or_name == "needed")
        model.name = id_or_name;
    else
        model.receipts_in_window = 0;
    return model;
}

core::Result<ModelInfo> FakeNode::import_model(const std::filesystem::path& path, const std::string& name,
                                               const std::string& profile, const OnProgress& progress,
                                               bool keep_source) {
    const Inside inside(running);
    const std::string content = path.filename().string();
    for (const Code code : {Code::corrupt, Code::unsupported, Code::conflict, Code::io, Code::refused, Code::busy,
                            Code::invalid_argument, Code::out_of_memory})
        if (content == core::code_name(code)) return core::fail(code, "The model is " + content + ".", "Try another.");
    ModelInfo model = sample_model();
    if (name != "again") model.note.clear();
    if (!name.empty()) model.name = name;
    if (!profile.empty()) model.profiles = {profile};
    model.reason = path.string();
    model.source_bytes = keep_source ? 5 : 0;
    const bool slow = name == "slow";
    for (std::uint64_t step = 1; slow || step <= 10; ++step) {
        if (!progress({"hashing tensors", step, slow ? 0 : std::uint64_t{10}})) {
            ++cancelled;
            return core::fail(Code::cancelled, "The import was cancelled.");
        }
        nap();
    }
    return model;
}

core::Result<std::vector<Check>> FakeNode::check_model(const std::string& id_or_name, const OnProgress& progress) {
    const Inside inside(running);
    progress({"hashing", 1, 1});
    if (id_or_name != "smol" && id_or_name != "bent") return unknown_model(id_or_name);
    const bool bent = id_or_name == "bent";
    return std::vector<Check>{{"files", bent ? "failed" : "passed", bent ? "weights.gguf differs" : "3 files"}};
}

core::Status FakeNode::remove_model(const std::string& id_or_name) {
    if (id_or_name != "smol" && id_or_name != sample_model().model_id) return unknown_model(id_or_name);
    return {};
}

core::Result<ChatResult> FakeNode::chat(const ChatRequest& request, const OnText& on_text) {
    const Inside inside(running);
    std::istringstream words(request.prompt);
    std::string first;
    words >> first;
    if (first == "refuse") return core::fail(Code::refused, "The node is paused.", "Resume it.");
    if (first == "settings") {
        ChatResult said = sample_answer();
        said.text = std::to_string(request.temperature.value_or(-1)).substr(0, 3) + " " +
                    std::to_string(request.top_p.value_or(-1)).substr(0, 3);
        return said;
    }
    if (first == "terms") {
        ChatResult said = sample_answer();
        said.text = request.min_level + " " + request.min_tier + " " + request.max_price.value_or("any");
        for (const std::string& network : request.networks)
            said.text += " " + network;
        said.network = request.networks.empty() ? "home" : "box";
        said.checks = {{"whole", "passed", {}}, {"signature", "not checked", {}}, {"model", "failed", {}}};
        on_text(said.text);
        return said;
    }
    if (first == "recall") {
        ChatResult said = sample_answer();
        said.text = std::to_string(request.history.size()) + " earlier";
        for (const ChatTurn& turn : request.history)
            said.text += " | " + turn.prompt + " -> " + turn.answer;
        on_text(said.text);
        return said;
    }
    if (first == "throw") throw std::runtime_error("a defect by script");
    ChatResult answer = sample_answer();
    answer.text.clear();
    answer.node.clear();
    const bool endless = first == "endless" || first == "stall", silent = first == "hang" || first == "stubborn";
    const std::string block(first == "flood" ? std::size_t{1} << 20 : 0, 'x');
    std::istringstream again(request.prompt);
    std::string word;
    for (int i = 0; true; ++i) {
        const bool last = !block.empty() ? i == 64 : !(again >> word);
        if (last && !endless && !silent) break;
        const std::string piece = silent || (last && first == "stall") ? "" : block.empty() ? word + " " : block;
        if (first == "stubborn" && release) break;
        if (!on_text(piece) && first != "stubborn") {
            ++cancelled;
            return core::fail(Code::cancelled, "The request was cancelled.");
        }
        answer.text += piece;
        nap();
    }
    return answer;
}

core::Result<std::vector<JobRow>> FakeNode::jobs(std::uint32_t limit, const std::string& before) {
    std::vector<JobRow> rows;
    for (int i = before.empty() ? 0 : std::stoi(before) + 1; i < 50 && rows.size() < limit; ++i) {
        JobRow job = sample_job();
        job.job_id = std::to_string(i);
        if (i % 2 == 1) job.receipt_id.clear();
        if (i % 4 == 2) job.state = control::JobState::cancelled;
        rows.push_back(job);
    }
    return rows;
}

core::Result<std::vector<JobRow>> FakeNode::find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                      const std::string& before) {
    HEARTH_TRY(std::vector<JobRow> rows, jobs(50, before));
    std::erase_if(rows, [&](const JobRow& job) { return !control::fits(filter, job, false); });
    if (rows.size() > limit) rows.resize(limit);
    return rows;
}

/// Of vectors/proof/receipts.json the second receipt, d6e6…, is unknown here, and the model of the third, c562…, is
/// gone.
core::Result<ReceiptView> FakeNode::receipt(const std::string& receipt_id) {
    if (receipt_id == "cafe00")
        return core::fail(Code::invalid_argument, "Several receipts begin with cafe00: …", "Give more digits.");
    if (receipt_id.size() < 6 || receipt_id.rfind("ffff", 0) == 0 || receipt_id.rfind("d6e6", 0) == 0)
        return core::fail(Code::not_found, "There is no receipt " + receipt_id + ".", "See: hearthctl receipt list");
    ReceiptView view = sample_receipt();
    view.receipt_id = receipt_id;
    return view;
}

core::Result<core::Bytes> FakeNode::export_receipt(const std::string&) {
    return core::Bytes{0x00, 0xff, 0x10, 0x80};
}

core::Result<ReceiptView> FakeNode::verify_receipt(const std::string& receipt_id, bool replay,
                                                   const OnProgress& progress) {
    const Inside inside(running);
    HEARTH_TRY(ReceiptView view, receipt(receipt_id)); // of a path, too: never what a file there holds
    if (replay && receipt_id.rfind("c562", 0) == 0) return core::fail(Code::not_found, "Its model is not here.");
    if (replay) {
        progress({"replaying", 1, 2});
        view.checks[1] = {"replay", "failed", "token 3 differs"};
        view.valid = false;
    }
    return view;
}

} // namespace hearth::test
