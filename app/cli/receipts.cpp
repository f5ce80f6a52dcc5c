// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/file.h"
#include "long_call.h"
#include "output.h"
#include "receipt_file.h"
#include "verbs.h"

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

bool is_id(const std::string& text) {
    return text.size() == 64 && core::Hash::parse(text).ok();
}

/// Reads on until `limit` signed receipts are there or the jobs end.
core::Result<std::vector<JobRow>> signed_jobs(control::SocketNode& node, std::uint32_t limit,
                                              std::string before) {
    std::vector<JobRow> rows;
    while (rows.size() < limit) {
        HEARTH_TRY(const std::vector<JobRow> page, node.jobs(std::min(limit, 200U), before));
        for (const JobRow& job : page)
            if (!job.receipt_id.empty() && rows.size() < limit) rows.push_back(job);
        if (page.empty() || page.back().job_id == before) break;
        before = page.back().job_id;
    }
    return rows;
}

void print_view(const ReceiptView& view) {
    std::cout << "Receipt " << printable(view.receipt_id) << ": " << (view.valid ? "valid" : "NOT VALID")
              << ", level " << printable(view.level) << "\n\n";
    Table table;
    for (const auto& [name, value] : view.fields)
        table.row({printable(name), printable(value)});
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
                                      bool replay) {
    LongCall call(context, node);
    return node.verify_receipt(id, replay, call.progress());
}

int verify_file(Context& context, const std::string& file, bool replay) {
    auto view = examine_receipt_file(file);
    if (!view) return context.fail(view.error());
    if (!replay || !view->valid) return show_view(context, *view, false);
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto replayed = ask_service(context, *node, view->receipt_id, true);
    if (!replayed) return context.fail(replayed.error());
    return show_view(context, with_replay(*view, *replayed), false);
}

} // namespace

int list_receipts(Context& context, std::uint32_t limit, const std::string& before) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto rows = signed_jobs(*node, limit, before);
    if (!rows) return context.fail(rows.error());
    if (context.json) {
        print_json_line("{\"receipts\":" + control::to_json(*rows) + "}");
        return exit_done;
    }
    if (rows->empty()) {
        std::cout << "No receipt yet: the first answer makes the first one.\n";
        return exit_done;
    }
    Table table({"TIME", "RECEIPT", "LEVEL", "MODEL", "TOKENS", "EARNED", "MONEY"});
    for (const JobRow& job : *rows)
        table.row({time_text(job.created_at), printable(job.receipt_id), printable(job.level),
                   printable(job.model_name), std::to_string(job.completion_tokens), money_text(job.earned),
                   printable(job.money_state)});
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

int export_receipt(Context& context, const std::string& id, const std::string& file) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto bytes = node->export_receipt(id);
    if (!bytes) return context.fail(bytes.error());
    if (const auto written = core::write_file_atomic(file, *bytes); !written)
        return context.fail(written.error());
    if (context.json)
        print_json_line(
            nlohmann::ordered_json{{"receipt_id", id}, {"file", file}, {"bytes", bytes->size()}}.dump());
    else
        std::cout << "Wrote " << printable(file) << " (" << bytes_text(bytes->size()) << ").\n";
    return exit_done;
}

int verify_receipt(Context& context, const std::string& id_or_file, bool replay) {
    std::error_code problem;
    if (std::filesystem::exists(id_or_file, problem)) return verify_file(context, id_or_file, replay);
    if (!is_id(id_or_file))
        return context.fail(core::fail(Code::not_found,
                                       "There is no file " + id_or_file + ", and it is no receipt id.",
                                       "Give a receipt file or the 64 digits of a receipt id."));
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto view = ask_service(context, *node, id_or_file, replay);
    if (!view) return context.fail(view.error());
    return show_view(context, *view, false);
}

} // namespace hearth::cli
