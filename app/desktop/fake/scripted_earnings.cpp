// SPDX-License-Identifier: Apache-2.0
#include "core/amount_text.h"
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

#include <algorithm>

namespace hearth::desktop::fake {
namespace {

/// Every third answer of a node with several workers comes from the last of them.
std::string device_of(const control::NodeStatus& status, const control::JobRow& job) {
    if (status.workers.empty()) return "cpu";
    return (job.job_id.front() % 3 == 0 ? status.workers.back() : status.workers.front()).device;
}

std::string label_of(const control::NodeStatus& status, const std::string& device) {
    for (const control::WorkerStatus& worker : status.workers)
        for (const control::DeviceStatus& card : status.devices)
            if (worker.device == device && !card.pci_address.empty() && card.pci_address == worker.pci_address)
                return card.name;
    return {};
}

/// Sums under a name.
class Parts {
public:
    void add(const std::string& name, std::uint64_t units) {
        m_sums[name].first += units;
        ++m_sums[name].second;
    }
    std::vector<control::EarningsPart> told(const control::NodeStatus& status) const {
        std::vector<control::EarningsPart> parts;
        for (const auto& [name, sum] : m_sums)
            parts.push_back({name, std::to_string(sum.first), sum.second, label_of(status, name)});
        std::stable_sort(parts.begin(), parts.end(),
                         [](const auto& a, const auto& b) { return std::stoull(a.amount) > std::stoull(b.amount); });
        return parts;
    }

private:
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> m_sums; ///< units and answers
};

/// Rewards of this node vest some hours after they were settled.
std::vector<control::VestingStep> vesting_of(const Story& story, core::Nanoseconds now) {
    constexpr core::Nanoseconds epoch = 60 * second;
    constexpr std::uint64_t epochs = 360;
    std::map<std::uint64_t, control::VestingStep> steps;
    for (const control::JobRow& job : story.jobs) {
        const bool confirmed = job.money_state == control::MoneyState::confirmed;
        if (!confirmed && job.money_state != control::MoneyState::pending &&
            job.money_state != control::MoneyState::disputed)
            continue;
        const auto passed = static_cast<std::uint64_t>((now - job.created_at) / epoch);
        const std::uint64_t due = story.status.epoch + epochs - std::min(passed, epochs);
        control::VestingStep& step = steps[due];
        const std::uint64_t units = std::stoull(job.earned);
        step.epoch = due;
        if (passed < epochs) step.at = now + static_cast<core::Nanoseconds>(epochs - passed) * epoch;
        step.amount = std::to_string((step.amount.empty() ? 0 : std::stoull(step.amount)) + units);
        if (!confirmed) step.in_proof = std::to_string(std::stoull(step.in_proof) + units);
        ++step.answers;
    }
    std::vector<control::VestingStep> list;
    for (const auto& [due, step] : steps)
        list.push_back(step);
    return list;
}

/// So much for each answer, measured where a card computes.
std::optional<control::Energy> energy_of(const Story& story, core::Nanoseconds from, core::Nanoseconds now) {
    constexpr core::Nanoseconds hour = 3600 * second;
    constexpr std::uint64_t joules = 2600;
    const core::Nanoseconds first = from / hour, step = ((now / hour - first + 1) + 47) / 48;
    control::Energy energy;
    for (core::Nanoseconds at = first; at <= now / hour; at += step)
        energy.series.push_back({at * hour, 0});
    for (const control::JobRow& job : story.jobs) {
        if (job.receipt_id.empty() || job.created_at < from || job.created_at > now) continue;
        energy.series[static_cast<std::size_t>((job.created_at / hour - first) / step)].joules += joules;
        (device_of(story.status, job) == "cpu" ? energy.estimated_joules : energy.measured_joules) += joules;
    }
    if (energy.estimated_joules + energy.measured_joules == 0) return std::nullopt;
    energy.currency = "EUR";
    // Whole numbers: a window may speak a language that writes them with a comma.
    const std::uint64_t mills = (energy.estimated_joules + energy.measured_joules) * 320 / 3'600'000;
    energy.cost = std::to_string(mills / 1000) + "." + std::to_string(1000 + mills % 1000).substr(1);
    return energy;
}

/// Nothing unless a worth is set; whole thousandths, as the cost.
std::optional<std::string> net_of(const Story& story, const control::Earnings& earnings) {
    std::uint64_t units = 0, worth = 0;
    for (const control::SettingInfo& setting : story.settings)
        if (setting.key == "power.emb_worth" && !setting.value.empty() && !setting.value.front().empty())
            if (const auto told = core::parse_emb(setting.value.front())) worth = told->units() / 1'000'000;
    if (worth == 0 || !earnings.energy) return std::nullopt;
    for (const control::EarningsPoint& point : earnings.series)
        units += std::stoull(point.amount);
    const std::uint64_t joules = earnings.energy->estimated_joules + earnings.energy->measured_joules;
    const auto net = static_cast<std::int64_t>(units / 1'000'000 * worth / 1000) -
                     static_cast<std::int64_t>(joules * 320 / 3'600'000);
    const auto mills = static_cast<std::uint64_t>(net < 0 ? -net : net);
    return (net < 0 ? "-" : "") + std::to_string(mills / 1000) + "." + std::to_string(1000 + mills % 1000).substr(1);
}

} // namespace

core::Result<control::AccountView> ScriptedNode::account(const std::string& address) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    const std::string own = made_id("caller account", 0);
    const bool is_own = address.empty() || address == own;
    return control::AccountView{is_own ? own : address, is_own ? std::to_string(m_balance) : "0"};
}

core::Result<control::MoneySent> ScriptedNode::send_money(const std::string& to, const std::string& amount) {
    control::MoneySent sent;
    {
        const std::lock_guard lock(m_mutex);
        HEARTH_CHECK(alive());
        HEARTH_TRY(const core::Amount sum, core::parse_emb(amount));
        if (sum == core::Amount())
            return core::fail(core::Code::invalid_argument, core::say("nothing_would_sent"),
                              core::say("give_amount_above"));
        // An account of nobody, so that a scene can show what a refusal looks like.
        if (sum.units() > m_balance || to == std::string(64, '0'))
            return core::fail(core::Code::refused, core::say("scripted_node_sends_no"));
        m_balance -= sum.units();
        sent = {made_id("transaction", m_balance), ++m_story.status.height, made_id("caller account", 0), to,
                sum.units_text()};
    }
    publish("earnings");
    publish("status");
    return sent;
}

core::Result<control::Earnings> ScriptedNode::earnings(std::uint64_t since_s, std::uint32_t max_rows) {
    const std::lock_guard lock(m_mutex);
    HEARTH_CHECK(alive());
    const core::Nanoseconds now = m_clock.now();
    const core::Nanoseconds oldest = m_story.jobs.empty() ? now : m_story.jobs.back().created_at;
    const core::Nanoseconds from = since_s == 0 ? oldest : now - static_cast<core::Nanoseconds>(since_s) * second;
    constexpr core::Nanoseconds buckets = 48;
    const core::Nanoseconds step = std::max((now - from) / buckets, second);
    const core::Nanoseconds count = std::clamp<core::Nanoseconds>((now - from) / step, 1, buckets);
    std::vector<std::uint64_t> sums(static_cast<std::size_t>(count));
    std::map<control::MoneyState, std::uint64_t> totals;
    std::uint64_t sample = 0;
    Parts by_model, by_device;
    control::Earnings result;
    for (const control::JobRow& job : m_story.jobs) {
        if (job.receipt_id.empty()) continue;
        if (job.money_state == control::MoneyState::paid && result.payouts.size() < 4 && !job.stages.empty() &&
            job.stages.back().at)
            result.payouts.push_back({*job.stages.back().at, job.earned, 1});
        const std::uint64_t units = std::stoull(job.earned);
        totals[job.money_state] += units;
        const core::Nanoseconds at = job.created_at;
        if (at >= now - static_cast<core::Nanoseconds>(m_story.estimate_window_s) * second) sample += units;
        if (at < from || at > now) continue;
        const std::string device = device_of(m_story.status, job);
        if (job.money_state != control::MoneyState::lost) {
            by_model.add(job.model_name, units);
            by_device.add(device, units);
        }
        if (job.money_state != control::MoneyState::lost)
            sums[static_cast<std::size_t>(std::min((at - from) / step, count - 1))] += units;
        if (result.rows.size() < max_rows)
            result.rows.push_back({job.receipt_id, job.model_name, at, job.money_state, job.earned,
                                   m_story.status.epoch - static_cast<std::uint64_t>((now - at) / (60 * second)),
                                   job.state == control::JobState::cancelled, device});
    }
    result.pending = std::to_string(totals[control::MoneyState::pending]);
    result.confirmed = std::to_string(totals[control::MoneyState::confirmed]);
    result.paid = std::to_string(totals[control::MoneyState::paid]);
    result.audits = m_story.paid_for_audits;
    result.newly_made = m_story.newly_made;
    result.by_model = by_model.told(m_story.status);
    result.energy = energy_of(m_story, from, now);
    result.vesting = vesting_of(m_story, now);
    result.by_device = by_device.told(m_story.status);
    result.estimate_window_s = m_story.estimate_window_s;
    if (result.estimate_window_s >= 600 && sample > 0)
        result.estimate_value = std::to_string(sample * 86'400 / result.estimate_window_s);
    if (!m_story.jobs.empty())
        for (std::size_t i = 0; i < sums.size(); ++i)
            result.series.push_back({from + static_cast<core::Nanoseconds>(i) * step, std::to_string(sums[i])});
    if (result.energy) result.energy->net = net_of(m_story, result);
    return result;
}

} // namespace hearth::desktop::fake
