// SPDX-License-Identifier: Apache-2.0
#include "node/door/earnings_desk.h"

#include "node/state/earnings_book.h"
#include "node/state/energy_book.h"

#include <algorithm>
#include <map>

namespace hearth::node {
namespace {

using core::Amount;
using core::Nanoseconds;

using core::second;
constexpr std::uint64_t day_s = 86400;
constexpr std::uint64_t least_sample_s = 7200; // what less has seen says nothing of a day
constexpr std::uint32_t max_rows_ever = 100'000;
constexpr std::size_t payouts_told = 4;
constexpr Nanoseconds series_points = 48;
constexpr Nanoseconds whole_hour = 3600 * second;

/// Sums per part of equal length from `begin` to `end`, empty ones included; the last one ends at `end`. Of a long
/// history the parts are whole hours, which are summed already.
core::Result<std::vector<control::EarningsPoint>> series_of(const Store& store, Nanoseconds begin, Nanoseconds end,
                                                            bool all) {
    Nanoseconds step = std::max((end - begin + series_points - 1) / series_points, second);
    if (all && step > whole_hour) {
        begin -= begin % whole_hour;
        step = (end - begin + series_points * whole_hour - 1) / (series_points * whole_hour) * whole_hour;
    }
    HEARTH_TRY(const auto sums, EarningsBook(store).series(begin, end, step));
    std::vector<control::EarningsPoint> points;
    for (std::size_t i = 0; i < sums.size(); ++i)
        points.push_back({begin + static_cast<Nanoseconds>(i) * step, sums[i].units_text()});
    return points;
}

/// Per day, from what was earned in the last `window_s` seconds; nothing where that is too little.
core::Result<std::optional<std::string>> projection(const Store& store, Nanoseconds now, std::uint64_t window_s) {
    if (window_s < least_sample_s) return std::optional<std::string>();
    const Nanoseconds window = static_cast<Nanoseconds>(window_s) * second;
    HEARTH_TRY(const auto sums, EarningsBook(store).series(now - window, now, window));
    const auto amount = Amount::from_wide(core::Uint128{sums.front().units()} * day_s / window_s);
    if (sums.front() == Amount() || !amount) return std::optional<std::string>();
    return std::optional(amount->units_text());
}

core::Result<Amount> sum_of(const std::vector<control::EarningsPoint>& series) {
    Amount all;
    for (const control::EarningsPoint& point : series) {
        HEARTH_TRY(const Amount part, Amount::parse_units(point.amount));
        HEARTH_TRY(all, all.plus(part));
    }
    return all;
}

/// What of an hour's sum falls after `begin`, which lies in it.
std::uint64_t share_of_hour(std::uint64_t sum, Nanoseconds begin) {
    const auto seconds = static_cast<std::uint64_t>((whole_hour - begin % whole_hour) / second);
    return static_cast<std::uint64_t>(core::Uint128{sum} * seconds / 3600);
}

} // namespace

/// When each is due stands in the ledger: all that was settled in one epoch vests in one. What it does not know any
/// more, or not yet, is due by today's rules.
core::Result<std::vector<control::VestingStep>> EarningsDesk::vesting() const {
    HEARTH_TRY(const auto moving, EarningsBook(m_parts.store).moving());
    std::map<core::Epoch, EarningsBook::Moving> due;
    core::Status summed;
    m_parts.ledger.read([&](const ledger::State& state) {
        for (const EarningsBook::Moving& part : moving) {
            const auto id = core::ReceiptId::parse(part.receipt_id);
            const ledger::Reward* const reward = id ? state.reward(*id) : nullptr;
            const core::Epoch when =
                reward != nullptr ? reward->due_epoch : part.epoch + state.params().get("vesting.epochs");
            EarningsBook::Moving& step = due[when];
            const auto sum = step.sum.plus(part.sum), confirmed = step.confirmed.plus(part.confirmed);
            if (!sum || !confirmed) {
                summed = sum ? confirmed.error() : sum.error();
                return;
            }
            step.sum = *sum;
            step.confirmed = *confirmed;
            step.answers += part.answers;
        }
    });
    HEARTH_CHECK(summed);
    const core::Epoch now = m_parts.ledger.head().epoch;
    const Nanoseconds ends = m_parts.ledger.epoch_ends_at(), length = m_parts.epoch_length();
    std::vector<control::VestingStep> steps;
    for (const auto& [epoch, step] : due) {
        control::VestingStep shown{epoch, std::nullopt, step.sum.units_text(), "0", step.answers};
        shown.in_proof = Amount::from_units(step.sum.units() - step.confirmed.units()).units_text();
        if (epoch >= now) shown.at = ends + static_cast<Nanoseconds>(epoch - now) * length;
        steps.push_back(std::move(shown));
    }
    return steps;
}

core::Result<std::optional<control::Energy>> EarningsDesk::energy(Nanoseconds begin, Nanoseconds end,
                                                                  Amount earned) const {
    const std::int64_t asked = begin / whole_hour; // 0: all, since 1970
    HEARTH_TRY(const auto hours, EnergyBook::hours(m_parts.store, asked));
    if (hours.empty()) return std::optional<control::Energy>();
    control::Energy energy;
    const std::int64_t first = asked == 0 ? hours.front().hour : asked;
    const std::int64_t count = std::max<std::int64_t>(end / whole_hour, hours.back().hour) - first + 1;
    const std::int64_t step = (count + series_points - 1) / series_points;
    for (std::int64_t at = first; at < first + count; at += step)
        energy.series.push_back({at * whole_hour, 0});
    std::vector<std::uint64_t> millijoules(energy.series.size());
    std::uint64_t measured = 0, estimated = 0;
    for (EnergyBook::Part part : hours) {
        if (asked != 0 && part.hour == asked) { // as the earnings, from the very moment on: its share of that hour
            part.measured = share_of_hour(part.measured, begin);
            part.estimated = share_of_hour(part.estimated, begin);
        }
        millijoules[static_cast<std::size_t>((part.hour - first) / step)] += part.measured + part.estimated;
        measured += part.measured;
        estimated += part.estimated;
    }
    for (std::size_t i = 0; i < millijoules.size(); ++i)
        energy.series[i].joules = (millijoules[i] + 500) / 1000;
    energy.measured_joules = (measured + 500) / 1000;
    energy.estimated_joules = (estimated + 500) / 1000;
    const PowerSettings power = m_parts.settings.power();
    energy.currency = power.currency;
    if (power.price_micros) energy.cost = power.cost(energy.measured_joules + energy.estimated_joules);
    if (std::string net = power.net(earned, energy.measured_joules + energy.estimated_joules); !net.empty())
        energy.net = std::move(net);
    return std::optional(std::move(energy));
}

void EarningsDesk::name_devices(std::vector<control::EarningsPart>& parts) const {
    const std::vector<control::WorkerStatus> workers = m_parts.workers.all();
    for (const control::DeviceStatus& gpu : m_parts.devices.measured().gpus) {
        const control::WorkerStatus* const worker = worker_of(gpu, workers);
        for (control::EarningsPart& part : parts)
            if (worker != nullptr && part.name == worker->device) part.label = gpu.name;
    }
}

core::Result<control::Earnings> EarningsDesk::earnings(std::uint64_t since_s, std::uint32_t max_rows) const {
    const Nanoseconds now = m_parts.clock.now();
    const std::uint64_t longest = static_cast<std::uint64_t>(now / second);
    const Nanoseconds window = static_cast<Nanoseconds>(std::min(since_s == 0 ? longest : since_s, longest)) * second;
    HEARTH_TRY(const MoneyTotals totals, m_parts.store.totals());
    HEARTH_TRY(const EarningTimes times, m_parts.store.earning_times());
    control::Earnings earnings;
    earnings.pending = totals.pending.units_text();
    earnings.confirmed = totals.confirmed.units_text();
    earnings.paid = totals.paid.units_text();
    // While the ledger cannot be read, what this home has counted itself is still shown.
    if (const auto aside = m_parts.ledger.paid_aside()) {
        earnings.audits = aside->audits.units_text();
        earnings.newly_made = aside->minted.units_text();
    }
    const auto uptime = static_cast<std::uint64_t>((now - m_parts.started_at) / second);
    earnings.estimate_window_s = std::min({uptime, day_s, since_s == 0 ? day_s : since_s});
    HEARTH_TRY(earnings.estimate_value, projection(m_parts.store, now, earnings.estimate_window_s));
    if (times.last && *times.last >= now - window) {
        HEARTH_TRY(earnings.series,
                   series_of(m_parts.store, since_s == 0 ? *times.first : now - window, now, since_s == 0));
    }
    const EarningsBook book(m_parts.store);
    HEARTH_TRY(earnings.by_model, book.by_model(now - window));
    HEARTH_TRY(earnings.by_device, book.by_device(now - window));
    name_devices(earnings.by_device);
    HEARTH_TRY(earnings.vesting, vesting());
    HEARTH_TRY(earnings.payouts, book.payouts(payouts_told));
    HEARTH_TRY(const Amount earned, sum_of(earnings.series));
    HEARTH_TRY(earnings.energy, energy(now - window, now, earned));
    HEARTH_TRY(earnings.rows, m_parts.store.earning_rows(now - window, std::min(max_rows, max_rows_ever)));
    return earnings;
}

} // namespace hearth::node
