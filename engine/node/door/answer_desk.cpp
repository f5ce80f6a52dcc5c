// SPDX-License-Identifier: Apache-2.0
#include "node/door/answer_desk.h"

#include "core/file.h"
#include "node/jobs/receipt_view.h"
#include "node/state/payment_book.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::uint32_t most_purchases = 1000;
constexpr std::size_t longest_receipt_file = std::size_t{16} << 20;

control::PaymentState payment_state(gateway::pay::Stage stage) {
    switch (stage) {
    case gateway::pay::Stage::reserved:
        return control::PaymentState::reserved;
    case gateway::pay::Stage::owed:
        return control::PaymentState::owed;
    case gateway::pay::Stage::settled:
        return control::PaymentState::settled;
    case gateway::pay::Stage::refused:
        return control::PaymentState::refused;
    case gateway::pay::Stage::lost:
        break;
    }
    return control::PaymentState::lost;
}

} // namespace

core::Result<AnswerId> AnswerDesk::answer_called(const std::string& text, const IdKind& kind) const {
    std::vector<AnswerId> answers;
    std::vector<std::string> candidates;
    const std::string id = as_id(text);
    if (!id.empty()) {
        HEARTH_TRY(answers, m_parts.store.answers_called(id));
    }
    for (const AnswerId& answer : answers)
        candidates.push_back(answer.job_id.starts_with(id) ? answer.job_id : answer.receipt_id);
    if (const auto only = only_one(candidates, text, kind); !only) return only.error();
    return answers.front();
}

core::Result<AnswerId> AnswerDesk::signed_answer(const std::string& text) const {
    HEARTH_TRY(AnswerId answer, answer_called(text, receipt_ids));
    if (!answer.receipt_id.empty()) return answer;
    if (answer.runs)
        return fail(Code::busy, core::say("answer_not_complete_receipt", {answer.job_id}),
                    core::say("ask_again_when_ended"));
    return fail(Code::not_found, core::say("no_receipt_signed_answer", {answer.job_id, answer.reason}),
                core::say("nothing_charged_receipts_hearthctl"));
}

core::Result<std::vector<control::JobRow>> AnswerDesk::jobs(std::uint32_t limit, const std::string& before) const {
    return find_jobs({}, limit, before);
}

core::Result<std::vector<control::JobRow>> AnswerDesk::find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                                 const std::string& before) const {
    if (filter.text.size() > control::JobFilter::longest)
        return fail(Code::invalid_argument, core::say("search_too_long"));
    std::string newest;
    if (!before.empty()) {
        HEARTH_TRY(const AnswerId answer, answer_called(before, job_ids));
        newest = answer.job_id;
    }
    const std::uint32_t most = std::min<std::uint32_t>(limit, 10'000);
    HEARTH_TRY(const auto records,
               filter.empty() ? m_parts.store.jobs(most, newest) : m_parts.store.find_jobs(filter, most, newest));
    std::vector<control::JobRow> rows;
    for (const JobRecord& record : records)
        rows.push_back(record.row());
    return rows;
}

core::Result<control::ReceiptView> AnswerDesk::receipt(const std::string& receipt_id) const {
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    return m_parts.book.view(answer.receipt_id);
}

core::Result<core::Bytes> AnswerDesk::export_receipt(const std::string& receipt_id) const {
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    HEARTH_TRY(const proof::ReceiptFile file, m_parts.book.file(answer.receipt_id));
    return file.encode();
}

core::Result<control::ReceiptView> AnswerDesk::replay_file(const std::filesystem::path& path,
                                                           const control::OnProgress& progress) {
    const auto bytes = core::read_file(path, longest_receipt_file);
    if (!bytes && (bytes.error().code == Code::not_found || bytes.error().code == Code::io)) // whoever asks may see it
        return fail(bytes.error().code, core::both(core::say("service_cannot_read_receipt"), bytes.error().message),
                    core::say("put_receipt_where_read"));
    if (!bytes) return bytes.error();
    HEARTH_TRY(const proof::ReceiptFile file, proof::ReceiptFile::decode_bytes(*bytes));
    ReceiptContext context; // the ledger here need not know who signed it
    HEARTH_TRY(context.verdict, m_parts.auditor.compute(file, progress));
    const proof::Receipt& receipt = file.signed_receipt.receipt;
    JobRecord job;
    job.model_id = receipt.model_id.hex();
    job.model_name = file.model_name;
    job.profile = receipt.profile;
    job.state = control::JobState::done;
    job.prompt_tokens = receipt.n_in;
    job.completion_tokens = receipt.n_out;
    job.executor = receipt.executor_key;
    job.receipt_id = receipt.id().hex();
    control::ReceiptView view = view_receipt(job, file, context);
    view.job.level = view.level;
    return view;
}

core::Result<control::ReceiptView> AnswerDesk::verify(const std::string& receipt_id, bool replay,
                                                      const control::OnProgress& progress) {
    const std::filesystem::path path(receipt_id);
    if (replay && path.is_absolute()) return replay_file(path, progress);
    HEARTH_TRY(const AnswerId answer, signed_answer(receipt_id));
    if (replay) HEARTH_CHECK(m_parts.auditor.replay(answer.receipt_id, progress));
    return m_parts.book.view(answer.receipt_id);
}

core::Result<std::vector<control::PurchaseRow>> AnswerDesk::purchases(std::uint32_t limit,
                                                                      const std::string& before) const {
    std::string from;
    if (!before.empty()) {
        HEARTH_TRY(const AnswerId answer, answer_called(before, answer_ids));
        from = answer.job_id;
    }
    HEARTH_TRY(const auto bought, m_parts.store.purchases(std::min(limit, most_purchases), from));
    std::vector<control::PurchaseRow> rows;
    for (const PurchaseRecord& purchase : bought)
        rows.push_back(m_parts.book.row(purchase));
    return rows;
}

core::Result<std::vector<control::PaymentRow>> AnswerDesk::payments(std::uint32_t limit) const {
    HEARTH_TRY(const auto records, PaymentBook::newest(m_parts.store, std::min(limit, most_purchases)));
    std::vector<control::PaymentRow> rows;
    for (const gateway::pay::Record& record : records)
        rows.push_back({record.id.hex(), payment_state(record.stage), record.payer, record.scheme, record.amount,
                        record.prompt_tokens, record.completion_tokens, record.transaction, record.reason, record.at});
    return rows;
}

} // namespace hearth::node
