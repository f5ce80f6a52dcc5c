// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_node.h"

#include "core/file.h"
#include "fake/story_parts.h"

#include <algorithm>

namespace hearth::desktop::fake {

using core::say;

using control::LampReason;
using control::LampState;

using core::Code;
using core::fail;

class ScriptedNode::Ear final : public control::Subscription {
public:
    Ear(ScriptedNode& node, std::uint64_t id) : m_node(node), m_id(id) {}
    ~Ear() override {
        const std::lock_guard lock(m_node.m_ears_mutex);
        m_node.m_ears.erase(m_id);
    }

private:
    ScriptedNode& m_node;
    std::uint64_t m_id;
};

ScriptedNode::ScriptedNode(Story story, const core::Clock& clock, bool own_time)
    : ScriptedHub(story, clock), m_clock(clock), m_story(std::move(story)) {
    if (own_time && m_story.lively) m_time = std::thread(&ScriptedNode::play, this);
}

ScriptedNode::~ScriptedNode() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_wake.notify_all();
    if (m_time.joinable()) m_time.join();
}

void ScriptedNode::die(const core::Error& error) {
    const std::lock_guard lock(m_mutex);
    m_death = error;
}

void ScriptedNode::revive() {
    m_was_shut = false;
    const std::lock_guard lock(m_mutex);
    for (control::SettingInfo& setting : m_story.settings)
        setting.waits = false;
    m_death.reset();
    m_coming_death.reset();
}

void ScriptedNode::dieAfter(std::uint32_t answers, const core::Error& error) {
    const std::lock_guard lock(m_mutex);
    m_coming_death = error;
    m_answers_left = answers;
}

core::Status ScriptedNode::alive() const {
    if (m_death) return *m_death;
    return {};
}

core::Status ScriptedNode::answers() const {
    const std::lock_guard lock(m_mutex);
    return alive();
}

void ScriptedNode::publish(const std::string& topic, const std::string& id) {
    const std::lock_guard lock(m_ears_mutex);
    const control::Event event{++m_events, topic, id};
    for (const auto& [ear, on_event] : m_ears)
        on_event(event);
}

core::Result<control::NodeStatus> ScriptedNode::status() {
    const std::lock_guard lock(m_mutex);
    if (m_coming_death && m_answers_left-- == 0) m_death = m_coming_death;
    HEARTH_CHECK(alive());
    return m_story.status;
}

core::Result<std::unique_ptr<control::Subscription>>
ScriptedNode::subscribe(std::function<void(const control::Event&)> on_event) {
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
    }
    const std::lock_guard lock(m_ears_mutex);
    m_ears.emplace(++m_next_ear, std::move(on_event));
    return std::unique_ptr<control::Subscription>(std::make_unique<Ear>(*this, m_next_ear));
}

core::Result<control::NodeStatus> ScriptedNode::pause(bool now) {
    control::NodeStatus status;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        const bool drains = !now && m_story.status.jobs_running > 0;
        m_story.status.state = drains ? control::NodeState::draining : control::NodeState::paused;
        m_story.status.sentence = drains ? say("pausing", {"1"}) : say("paused");
        m_story.status.action = control::NodeAction::resume;
        m_story.status.lamps.eligible = {LampState::off, LampReason::as_stated, m_story.status.sentence};
        if (now) m_story.status.jobs_running = 0;
        status = m_story.status;
    }
    publish("status");
    return status;
}

core::Result<control::NodeStatus> ScriptedNode::resume() {
    control::NodeStatus status;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        control::NodeStatus& s = m_story.status;
        s.snoozed_until.reset();
        for (control::ModelInfo& model : s.models)
            if (model.state == control::ModelState::disabled) {
                model.state = control::ModelState::ready;
                model.reason.clear();
            }
        s.state = control::NodeState::idle;
        s.action = s.models.empty() ? control::NodeAction::import_model : control::NodeAction::pause;
        s.sentence = s.models.empty() ? say("no_model_yet") : say("ready", {s.models.front().name});
        s.lamps.eligible = {s.models.empty() ? LampState::off : LampState::on,
                            s.models.empty() ? LampReason::as_stated : LampReason::takes_work,
                            s.models.empty() ? s.sentence : say("takes_work")};
        status = s;
    }
    publish("status");
    return status;
}

core::Result<control::NodeStatus> ScriptedNode::snooze(std::uint32_t minutes) {
    control::NodeStatus status;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        m_story.status.state = control::NodeState::snoozed;
        m_story.status.sentence = say("snoozed", {core::figure(minutes)});
        m_story.status.action = control::NodeAction::resume;
        m_story.status.snoozed_until = m_clock.now() + minutes * 60 * second;
        status = m_story.status;
    }
    publish("status");
    return status;
}

control::DeviceStatus* ScriptedNode::find_device(const std::string& device) {
    for (control::DeviceStatus& known : m_story.status.devices)
        if (known.id == device || known.pci_address == device) return &known;
    return nullptr;
}

core::Result<control::NodeStatus> ScriptedNode::limit_device(const std::string& device,
                                                             const control::DeviceLimits& limits) {
    control::NodeStatus status;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        control::DeviceStatus* const known = find_device(device);
        if (known == nullptr) return core::fail(core::Code::not_found, core::say("no_device", {device}));
        known->limits = limits;
        known->limits_revert_at = m_clock.now() + 30 * second;
        status = m_story.status;
    }
    publish("status");
    return status;
}

core::Result<control::NodeStatus> ScriptedNode::confirm_limits(const std::string& device) {
    control::NodeStatus status;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        control::DeviceStatus* const known = find_device(device);
        if (known == nullptr || !known->limits_revert_at)
            return core::fail(core::Code::conflict, core::say("no_limits_wait_confirmed"));
        known->limits_revert_at.reset();
        status = m_story.status;
    }
    publish("status");
    return status;
}

control::JobRow* ScriptedNode::find_job(const std::string& receipt_id) {
    const auto found = std::find_if(m_story.jobs.begin(), m_story.jobs.end(), [&](const control::JobRow& job) {
        return !receipt_id.empty() && job.receipt_id == receipt_id;
    });
    return found == m_story.jobs.end() ? nullptr : &*found;
}

core::Result<std::vector<control::JobRow>> ScriptedNode::jobs(std::uint32_t limit, const std::string& before) {
    return find_jobs({}, limit, before);
}

core::Result<std::vector<control::JobRow>> ScriptedNode::find_jobs(const control::JobFilter& filter,
                                                                   std::uint32_t limit, const std::string& before) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    auto from = m_story.jobs.begin();
    if (!before.empty()) {
        from = std::find_if(from, m_story.jobs.end(), [&](const control::JobRow& job) { return job.job_id == before; });
        if (from == m_story.jobs.end()) return fail(Code::not_found, core::say("no_job", {before}));
        ++from;
    }
    const std::string id = control::beginning_of_id(filter.text);
    const bool by_id = !id.empty() && std::any_of(m_story.jobs.begin(), m_story.jobs.end(), [&](const auto& job) {
        return job.job_id.starts_with(id) || job.receipt_id.starts_with(id);
    });
    std::vector<control::JobRow> found;
    for (; from != m_story.jobs.end() && found.size() < limit; ++from)
        if (control::fits(filter, *from, by_id)) found.push_back(*from);
    return found;
}

core::Result<control::ReceiptView> ScriptedNode::receipt(const std::string& receipt_id) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    const control::JobRow* job = find_job(receipt_id);
    if (job == nullptr) return fail(Code::not_found, core::say("there_is_no_receipt", {receipt_id}));
    return receipt_of(*job, m_story.status);
}

core::Result<core::Bytes> ScriptedNode::export_receipt(const std::string& receipt_id) {
    HEARTH_TRY(const control::ReceiptView view, receipt(receipt_id));
    std::string text = "This is a scripted scenario, not a receipt.\n";
    for (const auto& [name, value] : view.fields)
        text += name + ": " + value + "\n";
    return core::to_bytes(core::as_bytes(text));
}

/// The window shows none of these yet.
core::Result<std::vector<control::PurchaseRow>> ScriptedNode::purchases(std::uint32_t, const std::string&) {
    return std::vector<control::PurchaseRow>();
}
core::Result<control::LedgerTransaction> ScriptedNode::ledger_transaction(const std::string&) {
    return fail(Code::unsupported, core::say("scripted_node_no_ledger"));
}
core::Result<core::Bytes> ScriptedNode::prove_state(const std::vector<std::string>&, std::uint64_t) {
    return fail(Code::unsupported, core::say("scripted_node_no_ledger"));
}

core::Result<control::LedgerHead> ScriptedNode::ledger_head() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return control::LedgerHead{
        m_story.status.height, made_id("app hash", m_story.status.height), m_story.status.epoch, {}, "0"};
}

core::Result<std::vector<control::DoctorCheck>> ScriptedNode::doctor() {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    return m_story.doctor;
}

} // namespace hearth::desktop::fake
