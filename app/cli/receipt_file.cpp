// SPDX-License-Identifier: Apache-2.0
#include "receipt_file.h"

#include "audit/verdict.h"
#include "core/file.h"
#include "long_call.h"

#include <algorithm>

namespace hearth::cli {
namespace {

using control::Check;
using control::ReceiptView;

constexpr std::size_t max_file_bytes = std::size_t{16} << 20;

bool any_failed(const std::vector<Check>& checks) {
    return std::any_of(checks.begin(), checks.end(), [](const Check& check) { return check.result == "failed"; });
}

bool is_missing(const core::Result<ReceiptView>& answered) {
    return !answered && answered.error().code == core::Code::not_found;
}

void fill(ReceiptView& view, const proof::ReceiptFile& file) {
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    view.receipt_id = receipt.id().hex();
    view.fields = {{"model_id", receipt.model_id.hex()},
                   {"model_name", file.model_name},
                   {"profile", receipt.profile},
                   {"executor_key", receipt.executor_key.hex()},
                   {"client_key", receipt.client_key.hex()},
                   {"tokens in", std::to_string(receipt.n_in)},
                   {"tokens out", std::to_string(receipt.n_out)},
                   {"price", receipt.price.units_text()}};
    view.job.receipt_id = view.receipt_id;
    view.job.model_id = receipt.model_id.hex();
    view.job.model_name = file.model_name;
    view.job.profile = receipt.profile;
    view.job.prompt_tokens = receipt.n_in;
    view.job.completion_tokens = receipt.n_out;
}

} // namespace

core::Result<ReceiptView> examine_receipt_file(const std::filesystem::path& file) {
    const auto bytes = core::read_file(file, max_file_bytes);
    if (!bytes && bytes.error().code != core::Code::too_large) return bytes.error();
    const auto decoded = bytes ? proof::ReceiptFile::decode_bytes(*bytes) : bytes.error();
    ReceiptView view;
    std::vector<proof::CheckRow> rows;
    if (decoded) {
        view.checks = {{"format", "passed", "The file is a receipt file in its one encoding."}};
        rows = proof::check_receipt_file(*decoded);
        fill(view, *decoded);
    } else {
        view.checks = {{"format", "failed", "This is no receipt file. " + decoded.error().message}};
    }
    for (const auto& row : rows)
        view.checks.push_back({row.name, outcome_name(row.outcome), row.detail});
    view.valid = !any_failed(view.checks);
    view.level = proof::level_name(audit::level_of(rows, std::nullopt));
    view.job.level = view.level;
    return view;
}

ReceiptView with_replay(ReceiptView of_file, const ReceiptView& of_service) {
    for (Check& row : of_file.checks) {
        if (row.result != "not checked") continue;
        const auto found = std::find_if(of_service.checks.begin(), of_service.checks.end(),
                                        [&](const Check& other) { return other.name == row.name; });
        if (found != of_service.checks.end()) row = *found;
    }
    for (const Check& other : of_service.checks)
        if (std::none_of(of_file.checks.begin(), of_file.checks.end(),
                         [&](const Check& row) { return row.name == other.name; }))
            of_file.checks.push_back(other);
    of_file.valid = of_service.valid && !any_failed(of_file.checks);
    of_file.level = of_service.level;
    of_file.job = of_service.job;
    return of_file;
}

core::Result<ReceiptView> replay_receipt_file(Context& context, const ReceiptView& of_file,
                                              const std::filesystem::path& file) {
    HEARTH_TRY(control::SocketNode* const node, context.reach());
    const auto ask = [&](const std::string& receipt) {
        LongCall call(context, *node);
        return node->verify_receipt(receipt, true, call.progress());
    };
    auto answered = ask(of_file.receipt_id);
    // One that the service does not know it reads from the file; of one that it knows, something else was not found.
    if (is_missing(answered) && is_missing(node->receipt(of_file.receipt_id))) {
        std::error_code problem;
        const std::filesystem::path path = std::filesystem::absolute(file, problem);
        if (problem)
            return core::fail(core::Code::io, "Where " + file.string() + " lies is unknown: " + problem.message() + ".",
                              "Give the file's whole path.");
        answered = ask(path.string());
    }
    if (!answered) return answered.error();
    if (answered->receipt_id != of_file.receipt_id)
        return core::fail(core::Code::conflict, "The file changed while it was examined.", "Verify it again.");
    return with_replay(of_file, *answered);
}

} // namespace hearth::cli
