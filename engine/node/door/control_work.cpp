// SPDX-License-Identifier: Apache-2.0
#include "core/clock.h"
#include "node/door/control_node.h"
#include "node/state/short_id.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Amount;
using core::Code;
using core::fail;
using core::Nanoseconds;

constexpr Nanoseconds second = 1'000'000'000;
constexpr std::uint64_t day_s = 86400;
constexpr std::uint64_t least_sample_s = 7200; // what less has seen says nothing of a day
constexpr std::uint32_t max_rows_ever = 100'000;
constexpr Nanoseconds series_points = 48;

Nanoseconds settled_at(const JobRecord& job) {
    return job.stage(control::JobStage::committed).at.value_or(job.created_at);
}

/// Sums per bucket of equal length from `from` to `to`, empty buckets included; the last one ends at `to`.
std::vector<control::EarningsPoint> series_of(const std::vector<JobRecord>& jobs, Nanoseconds from, Nanoseconds to) {
    const auto parts = [](Nanoseconds length, Nanoseconds part) { return (length + part - 1) / part; };
    const Nanoseconds step = std::max(parts(to - from, series_points), second);
    const Nanoseconds count = std::max<Nanoseconds>(parts(to - from, step), 1);
    std::vector<core::Uint128> sums(static_cast<std::size_t>(count));
    for (const JobRecord& job : jobs) {
        const Nanoseconds at = settled_at(job);
        if (job.money_state == "lost" || at < from || at > to) continue;
        sums[static_cast<std::size_t>(std::min((at - from) / step, count - 1))] += job.earned.units();
    }
    std::vector<control::EarningsPoint> points;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const auto amount = Amount::from_wide(sums[i]);
        points.push_back({from + static_cast<Nanoseconds>(i) * step, amount ? amount->units_text() : "0"});
    }
    return points;
}

/// Per day, from what was earned in the last `window_s` seconds.
std::optional<std::string> projection(const std::vector<JobRecord>& jobs, Nanoseconds now, std::uint64_t window_s) {
    if (window_s < least_sample_s) return std::nullopt;
    core::Uint128 sum = 0;
    for (const JobRecord& job : jobs)
        if (job.money_state != "lost" && settled_at(job) >= now - static_cast<Nanoseconds>(window_s) * second)
            sum += job.earned.units();
    const auto amount = Amount::from_wide(sum * day_s / window_s);
    if (sum == 0 || !amount) return std::nullopt;
    return amount->units_text();
}

} // namespace

core::Result<AnswerId> ControlNode::answer_called(const std::string& text, const std::string& what) const {
    std::vector<AnswerId> answers;
    std::vector<std::string> candidates;
    const std::string id = as_id(text);
    if (!id.empty()) {
        HEARTH_TRY(answers, m_rooms.store->answers_called(id));
    }
    for (const AnswerId& answer : answers)
        candidates.push_back(answer.job_id.starts_with(id) ? answer.job_id : answer.receipt_id);
    if (const auto only = only_one(candidates, text, what, "See: hearthctl receipt list"); !only) return only.error();
    return answers.front();
}

core::Result<AnswerId> ControlNode::signed_answer(const std::string& text) const {
    HEARTH_TRY(AnswerId answer, answer_called(text, "receipt"));
    if (!answer.receipt_id.empty()) return answer;
    if (answer.runs)
        return fail(Code::busy, "The answer " + answer.job_id + " is not complete; its receipt is signed at the end.",
                    "Ask again when it has ended.");
    return fail(Code::not_found, "No receipt was signed for the answer " + answer.job_id + ". " + answer.reason,
                "Nothing was charged for it; receipts that there are: hearthctl receipt list");
}

core::Result<std::vector<control::JobRow>> ControlNode::jobs(std::uint32_t limit, const std::string& before) {
    std::string newest;
    if (!before.empty()) {
        HEARTH_TRY(const AnswerId answer, answer_called(before, "job"));
        newest = answer.job_id;
    }
    HEARTH_TRY(const auto records, m_rooms.store->jobs(std::min<std::uint32_t>(limit, 10'000), newest));
    std::vector<control::JobRow> rows;
    for (const JobRecord& record : records)
        rows.push_back(record.row());
    return rows;
}

core::Result<control::ReceiptView> ControlNode::receipt(const std::string& receipt_id) {
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    return m_book.view(answer.receipt_id);
}

core::Result<core::Bytes> ControlNode::export_receipt(const std::string& receipt_id) {
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    HEARTH_TRY(const proof::ReceiptFile file, m_book.file(answer.receipt_id));
    return file.encode();
}

core::Result<control::ReceiptView> ControlNode::verify_receipt(const std::string& receipt_id, bool replay,
                                                               const control::OnProgress& progress) {
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    if (replay) HEARTH_CHECK(m_rooms.auditor->replay(answer.receipt_id, progress));
    return m_book.view(answer.receipt_id);
}

core::Result<control::Earnings> ControlNode::earnings(std::uint64_t since_s, std::uint32_t max_rows) {
    const Nanoseconds now = core::system_clock().now();
    const std::uint64_t longest = static_cast<std::uint64_t>(now / second);
    const Nanoseconds window = static_cast<Nanoseconds>(std::min(since_s == 0 ? longest : since_s, longest)) * second;
    HEARTH_TRY(const MoneyTotals totals, m_rooms.store->totals());
    HEARTH_TRY(const auto jobs, m_rooms.store->earning_jobs(now - window, max_rows_ever));
    control::Earnings earnings;
    earnings.pending = totals.pending.units_text();
    earnings.confirmed = totals.confirmed.units_text();
    earnings.paid = totals.paid.units_text();
    const auto uptime = static_cast<std::uint64_t>((now - m_rooms.started_at) / second);
    earnings.estimate_window_s = std::min({uptime, day_s, since_s == 0 ? day_s : since_s});
    earnings.estimate_value = projection(jobs, now, earnings.estimate_window_s);
    if (!jobs.empty()) earnings.series = series_of(jobs, since_s == 0 ? jobs.back().created_at : now - window, now);
    for (const JobRecord& job : jobs) {
        if (earnings.rows.size() >= max_rows) break;
        earnings.rows.push_back({job.receipt_id, job.model_name, settled_at(job), job.money_state,
                                 job.earned.units_text(), job.epoch, control::is_cut_short(job.state)});
    }
    return earnings;
}

} // namespace hearth::node
