// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/purchase_desk.h"

#include "core/base64.h"
#include "gateway/evidence/hearth.h"
#include "node/jobs/evidence.h"
#include "node/jobs/purchase.h"
#include "node/jobs/receipt_book.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::chrono::milliseconds look_interval{250};

/// Destroying it cancels.
class RunningGeneration final : public gateway::Generation {
public:
    explicit RunningGeneration(std::weak_ptr<Purchase> purchase) : m_purchase(std::move(purchase)) {}
    ~RunningGeneration() override {
        if (const auto purchase = m_purchase.lock()) purchase->cancel();
    }

private:
    std::weak_ptr<Purchase> m_purchase;
};

/// By this API key. What this home computed for others was asked for by none of its own.
core::Result<bool> asked_for(const Store& store, const std::string& evidence_id, const std::string& caller) {
    const auto is_callers = [&](const auto& found) -> core::Result<bool> {
        if (!found && found.error().code != Code::not_found) return found.error();
        return found && found->caller == caller;
    };
    return evidence_id.size() == 32 ? is_callers(store.purchase(evidence_id))
                                    : is_callers(store.job_of_receipt(evidence_id.substr(0, 64)));
}

} // namespace

PurchaseDesk::PurchaseDesk(PurchaseRooms rooms)
    : m_rooms(std::move(rooms)), m_queue(std::make_unique<core::TaskQueue>("purchases")),
      m_watch(core::run_thread("purchase watch", core::Thrown::begins_again, [this] { watch(); })) {}

PurchaseDesk::~PurchaseDesk() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_changed.notify_all();
    m_watch.join();
    m_queue.reset();
    for (const auto& [id, purchase] : m_purchases)
        purchase->abandon();
}

std::vector<gateway::ModelCard> PurchaseDesk::models() {
    std::vector<gateway::ModelCard> cards;
    for (const link::OfferedModel& model : m_rooms.route.models()) {
        unsigned level = reachable_level(model.usual_profile);
        std::vector<std::string> quantizations{std::string(quantization_of(model.usual_profile))};
        for (const std::string& profile : model.profiles) {
            level = std::max(level, reachable_level(profile));
            quantizations.emplace_back(quantization_of(profile));
        }
        cards.push_back({model.name, model.model_id.hex(), model.created_s, model.context, "hearth", model.tools, level,
                         model.dimensions, model.runs, std::move(quantizations), model.shorter, model.unit_vectors});
    }
    return cards;
}

core::Result<std::unique_ptr<gateway::Generation>> PurchaseDesk::start(const gateway::GenerationRequest& request,
                                                                       std::shared_ptr<gateway::GenerationSink> sink) {
    HEARTH_TRY(link::OfferedModel model, m_rooms.route.find(request.model));
    HEARTH_TRY(PurchasePlan plan, plan_purchase(request, std::move(model), m_rooms.identity.caller_key().public_key(),
                                                m_rooms.clock.now()));
    const auto purchase = std::make_shared<Purchase>(*this, std::move(plan), std::move(sink));
    HEARTH_CHECK(enter(purchase));
    if (const core::Status started = purchase->start(); !started) {
        leave(purchase->plan().job_id);
        return started.error();
    }
    return std::unique_ptr<gateway::Generation>(std::make_unique<RunningGeneration>(purchase));
}

/// Counted and entered in one step, so that two requests at once cannot both be the last one.
core::Status PurchaseDesk::enter(const std::shared_ptr<Purchase>& purchase) {
    const std::string& caller = purchase->plan().caller;
    const auto most = m_rooms.api_keys.limits(caller).at_once;
    const std::lock_guard lock(m_mutex);
    const auto under_way = std::count_if(m_purchases.begin(), m_purchases.end(),
                                         [&](const auto& other) { return other.second->plan().caller == caller; });
    if (most && under_way >= static_cast<std::ptrdiff_t>(*most))
        return fail(Code::busy, core::say("api_key_may_ask", {std::to_string(*most)}), core::say("wait_one_end_n"));
    m_purchases[purchase->plan().job_id] = purchase;
    m_changed.notify_all();
    return {};
}

void PurchaseDesk::watch() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_closing || !m_purchases.empty(); });
        m_changed.wait_for(lock, look_interval, [this] { return m_closing; });
        if (m_closing) return;
        for (const auto& [id, purchase] : m_purchases)
            purchase->look();
    }
}

core::Result<std::string> PurchaseDesk::evidence(const std::string& evidence_id, const std::string& caller) {
    const bool is_job = evidence_id.size() == 32;
    if (!caller.empty()) {
        HEARTH_TRY(const bool is_callers, asked_for(m_rooms.store, evidence_id, caller));
        if (!is_callers) return fail(Code::not_found, core::say("no_evidence", {evidence_id}));
    }
    const ReceiptBook book(m_rooms.store, m_rooms.settlement);
    if (is_job) {
        HEARTH_TRY(const std::string receipt_id, receipt_of_answer(m_rooms.store, evidence_id));
        if (!receipt_id.empty()) {
            HEARTH_TRY(const control::ReceiptView view, book.view(receipt_id));
            return evidence_json(view);
        }
    }
    const auto job = is_job ? m_rooms.store.job(evidence_id) : m_rooms.store.job_of_receipt(evidence_id.substr(0, 64));
    // A receipt that the purchase does not name is of an answer that was not taken, or not yet.
    if (job && (!is_job || job->receipt_id.empty())) {
        HEARTH_TRY(const control::ReceiptView view, book.view_job(*job));
        return evidence_json(view);
    }
    if (!is_job || (!job && job.error().code != Code::not_found)) return job.error();
    HEARTH_TRY(const PurchaseRecord bought, m_rooms.store.purchase(evidence_id));
    HEARTH_TRY(const control::ReceiptView view, book.view_purchase(bought));
    return evidence_json(view);
}

core::Result<std::string> PurchaseDesk::answer_receipt(const gateway::AnsweredBytes& answer) {
    HEARTH_TRY(const std::string receipt_id, receipt_of_answer(m_rooms.store, answer.evidence_id));
    if (receipt_id.empty()) return fail(Code::not_found, core::say("no_receipt_of_answer"));
    HEARTH_TRY(const proof::ReceiptFile file, ReceiptBook(m_rooms.store, m_rooms.settlement).file(receipt_id));
    const auto key = m_rooms.identity.node_key();
    const core::Hash statement =
        gateway::evidence::answer_statement(file.signed_receipt.receipt.id(), answer.request, answer.response);
    return nlohmann::ordered_json{{"object", "answer_receipt"},
                                  {"id", answer.answer_id},
                                  {"receipt_id", receipt_id},
                                  {"request_sha256", answer.request.hex()},
                                  {"response_sha256", answer.response.hex()},
                                  {"signed_by", key->public_key().hex()},
                                  {"signature", core::to_hex(key->sign(statement.view()))},
                                  {"receipt", core::to_base64(file.encode())}}
        .dump();
}

core::Result<gateway::SignedHashes> PurchaseDesk::sign_hashes(const gateway::AnsweredBytes& answer) {
    const auto key = m_rooms.identity.node_key();
    gateway::SignedHashes made{answer.request.hex() + ":" + answer.response.hex(), key->public_key().hex(), {}};
    made.signature = core::to_hex(key->sign(core::as_bytes(made.text)));
    return made;
}

bool PurchaseDesk::wait_idle(core::Nanoseconds patience) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::nanoseconds(patience), [this] { return m_purchases.empty(); });
}

void PurchaseDesk::leave(const std::string& job_id) {
    {
        const std::lock_guard lock(m_mutex);
        m_purchases.erase(job_id);
    }
    m_changed.notify_all();
}

} // namespace hearth::node
