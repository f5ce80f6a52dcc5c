// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/bytes.h"
#include "duration.h"
#include "new_file.h"
#include "output.h"
#include "verbs.h"
#include "waiting.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <span>

namespace hearth::cli {
namespace {

constexpr std::uint32_t max_csv_rows = 50'000;
constexpr std::size_t most_steps = 12; ///< of what vests

std::string csv_cell(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out.push_back('"');
        out.push_back(c);
    }
    return out + "\"";
}

/// A device that worked before it was noted has no name.
std::string part_name(const control::EarningsPart& part) {
    if (part.name.empty()) return "not noted";
    return printable(part.label.empty() ? part.name : part.name + " " + part.label);
}

std::string csv(const control::Earnings& earnings) {
    std::string out = "receipt_id,model,at,state,amount_1e-9_EMB,epoch,answer,device\r\n";
    for (const auto& row : earnings.rows)
        out += csv_cell(row.receipt_id) + "," + csv_cell(row.model_name) + "," + time_text(row.at, true) + "," +
               csv_cell(control::name_of(row.state)) + "," + csv_cell(row.amount) + "," + std::to_string(row.epoch) +
               "," + csv_cell(answer_text(row.cut_short)) + "," + csv_cell(row.device) + "\r\n";
    return out;
}

std::string csv(const std::string& by, const std::vector<control::EarningsPart>& parts) {
    std::string out = by + ",answers,amount_1e-9_EMB\r\n";
    for (const auto& part : parts)
        out += csv_cell(part.name) + "," + std::to_string(part.answers) + "," + csv_cell(part.amount) + "\r\n";
    return out;
}

const std::vector<control::EarningsPart>& parts_of(const control::Earnings& earnings, const std::string& by) {
    return by == "device" ? earnings.by_device : earnings.by_model;
}

std::string estimate(const control::Earnings& earnings) {
    const std::string window = " (from the last " + duration_text(earnings.estimate_window_s) + ")";
    if (!earnings.estimate_value) return "– too little was seen yet" + window;
    return money_text(*earnings.estimate_value) + " a day" + window;
}

void print_parts(const std::string& by, const std::vector<control::EarningsPart>& parts) {
    if (parts.empty()) return;
    std::cout << "\n";
    Table table({by == "device" ? "DEVICE" : "MODEL", "ANSWERS", "AMOUNT"});
    for (const auto& part : parts)
        table.row({part_name(part), std::to_string(part.answers), money_text(part.amount)});
    table.print();
}

std::string energy_text(const control::Energy& energy) {
    const auto kwh = [](std::uint64_t joules) {
        char text[32];
        std::snprintf(text, sizeof text, "%.3f kWh", static_cast<double>(joules) / 3.6e6);
        return std::string(text);
    };
    const std::string sum = kwh(energy.measured_joules + energy.estimated_joules);
    if (energy.estimated_joules == 0) return sum + ", measured";
    if (energy.measured_joules == 0) return sum + ", estimated";
    return sum + ", of it " + kwh(energy.estimated_joules) + " estimated";
}

void print_vesting(const std::vector<control::VestingStep>& steps) {
    if (steps.empty()) return;
    std::cout << "\n";
    Table table({"RELEASED", "EPOCH", "AMOUNT", "IN PROOF", "ANSWERS"});
    const std::size_t shown = std::min(steps.size(), most_steps);
    for (const auto& step : std::span(steps).first(shown))
        table.row({step.at ? time_text(*step.at) : "after its proof", std::to_string(step.epoch),
                   money_text(step.amount), money_text(step.in_proof), std::to_string(step.answers)});
    table.print();
    if (shown < steps.size()) std::cout << "… and " << steps.size() - shown << " later epochs; --json shows them all\n";
}

void print_rows(const control::Earnings& earnings) {
    if (earnings.rows.empty()) return;
    std::cout << "\n";
    Table table({"TIME", "AMOUNT", "STATE", "EPOCH", "MODEL", "ANSWER", "RECEIPT"});
    for (const auto& row : earnings.rows)
        table.row({time_text(row.at), money_text(row.amount), control::name_of(row.state), std::to_string(row.epoch),
                   printable(row.model_name), answer_text(row.cut_short), short_id(row.receipt_id)});
    table.print();
}

void print_earnings(const control::Earnings& earnings, const std::string& by) {
    Table sums;
    sums.row({"pending", money_text(earnings.pending)});
    sums.row({"confirmed", money_text(earnings.confirmed)});
    sums.row({"paid", money_text(earnings.paid)});
    const auto known = [](const std::optional<std::string>& amount) {
        return amount ? money_text(*amount) : std::string("unknown: the ledger cannot be read now");
    };
    sums.row({"for audits", known(earnings.audits)});
    sums.row({"newly made", known(earnings.newly_made)});
    sums.row({"estimate", estimate(earnings)});
    if (earnings.energy) sums.row({"energy", energy_text(*earnings.energy)});
    if (earnings.energy && earnings.energy->net)
        sums.row({"net of it", printable(*earnings.energy->net + " " + earnings.energy->currency) +
                                   ", by what an EMB is worth to you"});
    if (earnings.energy && earnings.energy->cost)
        sums.row(
            {"its cost", printable(*earnings.energy->cost + " " + earnings.energy->currency) + ", at today's price"});
    sums.print();
    print_vesting(earnings.vesting);
    if (by.empty()) return print_rows(earnings);
    print_parts(by, parts_of(earnings, by));
}

/// Nothing moves any more; also where no money was in it.
bool at_rest(const control::ReceiptView& view) {
    const control::MoneyState money = view.job.money_state;
    return !control::moves(money) && (money != control::MoneyState::none || view.job.state != control::JobState::done);
}

} // namespace

int earnings(Context& context, const EarningsWish& wish) {
    const auto since_s = parse_duration(wish.since);
    if (!since_s) return context.fail(since_s.error(), exit_usage);
    const std::string& csv_file = wish.csv;
    if (!csv_file.empty())
        if (const auto free = check_new_file(csv_file, wish.force); !free) return context.fail(free.error());
    if (context.node() == nullptr) return context.connect_exit();
    if (!wish.wait.empty())
        if (const auto came = wait_for_receipt(context, wish.wait, at_rest); !came) return context.fail(came.error());
    control::SocketNode* node = context.node();
    const std::uint32_t rows = !wish.by.empty() ? 0 : csv_file.empty() ? wish.rows : max_csv_rows;
    const auto earnings = node->earnings(*since_s, rows);
    if (!earnings) return context.fail(earnings.error());
    if (!csv_file.empty()) {
        const std::string table = wish.by.empty() ? csv(*earnings) : csv(wish.by, parts_of(*earnings, wish.by));
        if (const auto written = write_new_file(csv_file, core::as_bytes(table), wish.force); !written)
            return context.fail(written.error());
    }
    if (context.json)
        print_json_line(control::to_json(*earnings));
    else if (csv_file.empty())
        print_earnings(*earnings, wish.by);
    else
        std::cout << "Wrote " << (wish.by.empty() ? earnings->rows.size() : parts_of(*earnings, wish.by).size())
                  << " rows to " << printable(csv_file) << ".\n";
    return exit_done;
}

} // namespace hearth::cli
