// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/clock.h"
#include "duration.h"
#include "long_call.h"
#include "new_file.h"
#include "output.h"
#include "proof/receipt.h"
#include "receipt_file.h"
#include "receipt_list.h"
#include "verbs.h"
#include "waiting.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace {

using control::Check;
using control::JobRow;
using control::ReceiptView;
using core::Code;

/// An id or the beginning of one, as columns show it; the service knows which.
bool may_be_id(const std::string& text) {
    return text.size() >= 6 && text.size() <= 64 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// The audit of its epoch is over: it was checked, or the beacon did not draw it.
bool is_judged(const ReceiptView& view) {
    if (view.job.money_state == control::MoneyState::disputed) return false;
    const auto& stages = view.job.stages;
    return std::none_of(stages.begin(), stages.end(), [](const control::Stage& stage) {
        return stage.name == control::JobStage::verified && control::is_open(stage.state);
    });
}

/// Reads on until `limit` signed receipts are there or the jobs end.
core::Result<std::vector<JobRow>> signed_jobs(control::SocketNode& node, const control::JobFilter& filter,
                                              std::uint32_t limit, std::string before) {
    std::vector<JobRow> rows;
    while (rows.size() < limit) {
        const std::uint32_t most = std::min(limit, 200U);
        HEARTH_TRY(const std::vector<JobRow> page,
                   filter.empty() ? node.jobs(most, before) : node.find_jobs(filter, most, before));
        for (const JobRow& job : page)
            if (!job.receipt_id.empty() && rows.size() < limit) rows.push_back(job);
        if (page.empty() || page.back().job_id == before) break;
        before = page.back().job_id;
    }
    return rows;
}

core::Result<std::optional<core::Nanoseconds>> moment_before_now(const std::string& duration) {
    if (duration.empty()) return std::optional<core::Nanoseconds>();
    HEARTH_TRY(const std::uint64_t seconds, parse_duration(duration));
    const core::Nanoseconds now = core::system_clock().now();
    const auto past = static_cast<core::Nanoseconds>(seconds);
    return std::optional(past > now / core::second ? 0 : now - past * core::second);
}

core::Result<control::JobFilter> filter_of(const ReceiptWish& wish) {
    control::JobFilter filter;
    filter.text = wish.search;
    filter.group = control::from_name<control::JobGroup>(wish.state).value_or(control::JobGroup::any);
    HEARTH_TRY(filter.since, moment_before_now(wish.since));
    HEARTH_TRY(filter.until, moment_before_now(wish.until));
    return filter;
}

void print_view(const ReceiptView& view) {
    std::cout << "Receipt " << printable(view.receipt_id) << ": " << (view.valid ? "valid" : "NOT VALID") << ", level "
              << printable(view.level) << "\n";
    if (view.job.state == control::JobState::cancelled) std::cout << printable(view.job.reason) << "\n";
    std::cout << "\n";
    Table table;
    for (const auto& [name, value] : view.fields)
        table.row({printable(name), name == "price" ? money_text(value) : printable(value)});
    table.print("  ");
    if (!view.fields.empty()) std::cout << "\n";
    print_checks(view.checks);
}

core::Error not_valid(const ReceiptView& view) {
    std::string message = "The receipt does not verify.";
    for (const Check& check : view.checks)
        if (check.result == "failed") {
            message = "The receipt does not verify: " + check.name + ": " + check.detail;
            break;
        }
    return core::fail(Code::corrupt, message, "Do not rely on it; get it again from whoever gave it to you.");
}

int show_view(Context& context, const ReceiptView& view, bool whole) {
    if (context.json) {
        print_json_line(control::to_json(view));
    } else if (whole) {
        print_view(view);
    } else {
        std::cout << (view.valid ? "Valid" : "NOT VALID") << ", level " << printable(view.level);
        if (!view.receipt_id.empty()) std::cout << ", receipt " << printable(view.receipt_id);
        std::cout << "\n";
        print_checks(view.checks);
    }
    return view.valid ? exit_done : context.fail(not_valid(view), exit_check_failed);
}

core::Result<ReceiptView> ask_service(Context& context, control::SocketNode& node, const std::string& id,
                                      Verification how) {
    if (how == Verification::awaited) return wait_for_receipt(context, id, is_judged);
    LongCall call(context, node);
    return node.verify_receipt(id, how == Verification::replayed, call.progress());
}

int verify_file(Context& context, const std::string& file, Verification how) {
    auto view = examine_receipt_file(file);
    if (!view) return context.fail(view.error());
    if (how == Verification::examined || !view->valid) return show_view(context, *view, false);
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    if (how == Verification::replayed) {
        const auto replayed = replay_receipt_file(context, *view, file);
        return replayed ? show_view(context, *replayed, false) : context.fail(replayed.error());
    }
    const auto answered = ask_service(context, *node, view->receipt_id, how);
    if (!answered) return context.fail(answered.error());
    return show_view(context, with_replay(*view, *answered), false);
}

/// As the file itself says it; `given` may be its beginning only.
std::string whole_id(core::ByteView file, const std::string& given) {
    const auto decoded = proof::ReceiptFile::decode_bytes(file);
    return decoded ? decoded->signed_receipt.receipt.id().hex() : given;
}

} // namespace

int list_receipts(Context& context, const ReceiptWish& wish) {
    const auto filter = filter_of(wish);
    if (!filter) return context.fail(filter.error(), exit_usage);
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto rows = signed_jobs(*node, *filter, wish.limit, wish.before);
    if (!rows) return context.fail(rows.error());
    if (context.json) {
        print_json_line("{\"receipts\":" + control::to_json(*rows) + "}");
        return exit_done;
    }
    if (rows->empty() && !filter->empty()) {
        std::cout << "No receipt fits.\n";
        return exit_done;
    }
    if (rows->empty()) {
        const auto bought = node->purchases(1, {});
        if (!bought) return context.fail(bought.error());
        std::cout << (bought->empty() ? "No receipt yet: the first answer makes the first one.\n"
                                      : "No receipt of an answer that this home computed. Those of answers that it "
                                        "bought: hearthctl receipt list --bought\n");
        return exit_done;
    }
    Table table({"TIME", "RECEIPT", "LEVEL", "MODEL", "TOKENS", "ANSWER", "EARNED", "MONEY"});
    for (const JobRow& job : *rows)
        table.row({time_text(job.created_at), printable(job.receipt_id), printable(job.level),
                   printable(job.model_name), std::to_string(job.completion_tokens),
                   answer_text(job.state == control::JobState::cancelled), money_text(job.earned),
                   control::name_of(job.money_state)});
    table.print();
    return exit_done;
}

int list_purchases(Context& context, std::uint32_t limit, const std::string& before) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto rows = node->purchases(limit, before);
    if (!rows) return context.fail(rows.error());
    if (context.json) {
        print_json_line("{\"purchases\":" + control::to_json(*rows) + "}");
        return exit_done;
    }
    if (rows->empty()) {
        std::cout << "Nothing was bought yet: the first answer that is asked for here is the first purchase.\n";
        return exit_done;
    }
    Table table({"TIME", "RECEIPT", "LEVEL", "MODEL", "FROM NODE", "STATE", "PRICE", "CHECKED"});
    for (const control::PurchaseRow& row : *rows)
        table.row({time_text(row.created_at), printable(row.receipt_id), printable(row.level),
                   printable(row.model_name), short_id(row.node), control::name_of(row.state), money_text(row.charged),
                   printable(row.state == control::PurchaseState::failed ? row.reason : row.checked)});
    table.print();
    return exit_done;
}

int show_receipt(Context& context, const std::string& id) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = node->receipt(id);
    if (!view) return context.fail(view.error());
    if (context.json)
        print_json_line(control::to_json(*view));
    else
        print_view(*view);
    return exit_done;
}

int export_receipt(Context& context, const std::string& id, const std::string& file, bool force) {
    if (const auto free = check_new_file(file, force); !free) return context.fail(free.error());
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto bytes = node->export_receipt(id);
    if (!bytes) return context.fail(bytes.error());
    if (const auto written = write_new_file(file, *bytes, force); !written) return context.fail(written.error());
    if (context.json)
        print_json(
            nlohmann::ordered_json{{"receipt_id", whole_id(*bytes, id)}, {"file", file}, {"bytes", bytes->size()}});
    else
        std::cout << "Wrote " << printable(file) << " (" << bytes_text(bytes->size()) << ").\n";
    return exit_done;
}

int verify_receipt(Context& context, const std::string& id_or_file, Verification how) {
    std::error_code problem;
    if (std::filesystem::exists(id_or_file, problem)) return verify_file(context, id_or_file, how);
    if (!may_be_id(id_or_file))
        return context.fail(core::fail(Code::not_found, "There is no file " + id_or_file + ", and it is no receipt id.",
                                       "Give a receipt file, or at least the first 6 digits of a receipt id: "
                                       "hearthctl receipt list shows them."));
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = ask_service(context, *node, id_or_file, how);
    if (!view) return context.fail(view.error());
    return show_view(context, *view, false);
}

} // namespace hearth::cli
