// SPDX-License-Identifier: Apache-2.0
#include "waiting.h"

#include "control/words.h"
#include "output.h"

#include <algorithm>
#include <iostream>
#include <thread>

namespace hearth::cli {
namespace {

using core::Code;

constexpr std::chrono::milliseconds pace{200};

/// What the receipt waits for, from the stage where its job stands.
std::string where(const control::ReceiptView& view) {
    const auto& stages = view.job.stages;
    const auto open = std::find_if(stages.begin(), stages.end(),
                                   [](const control::Stage& stage) { return control::is_open(stage.state); });
    if (open == stages.end()) return "Waiting for the ledger.";
    return "Waiting until it is " + std::string(control::name_of(open->name)) + "." +
           (open->detail.empty() ? "" : " " + open->detail);
}

/// Waiting changes nothing about it: its owner has to.
bool rests_for_good(const control::NodeStatus& status) {
    if (takes_work(status)) return false;
    using control::NodeAction, control::NodeState;
    if (status.state == NodeState::paused) return status.action == NodeAction::resume;
    return status.state == NodeState::idle &&
           (status.action == NodeAction::none || status.action == NodeAction::import_model);
}

core::Error waits_in_vain(const control::NodeStatus& status) {
    const char* const hint = status.action == control::NodeAction::resume ? "Let it work again: hearthctl node resume"
                             : status.action == control::NodeAction::none
                                 ? "Look at the setting node.executor: hearthctl settings show KEY"
                                 : "Get one: hearthctl model pull NAME, or hearthctl model import PATH";
    return core::fail(Code::unavailable, status.sentence, hint);
}

} // namespace

Waiting::Waiting(Context& context)
    : m_context(context), m_begin(std::chrono::steady_clock::now()), m_scope(context.interrupt(), [] {}) {}

core::Status Waiting::again(const std::string& sentence) {
    if (!m_context.json && sentence != m_said) std::cerr << printable(sentence) << "\n" << std::flush;
    m_said = sentence;
    std::this_thread::sleep_for(pace);
    if (m_context.interrupt().happened()) return core::fail(Code::cancelled, "The waiting was cancelled.");
    const std::chrono::duration<double> waited = std::chrono::steady_clock::now() - m_begin;
    if (m_context.timeout_s && waited.count() > *m_context.timeout_s)
        return core::fail(Code::timed_out, "It did not happen in time. " + sentence,
                          "Wait longer with a larger --timeout.");
    return {};
}

bool takes_work(const control::NodeStatus& status) {
    return status.lamps.eligible.state == control::LampState::on && status.state != control::NodeState::starting;
}

core::Result<control::NodeStatus> wait_for_status(Context& context, const StatusTest& passes) {
    Waiting waiting(context);
    while (true) {
        const auto node = context.reach();
        if (!node && (node.error().code == Code::refused || node.error().code == Code::unsupported))
            return node.error();
        std::string sentence = "The service does not answer yet.";
        if (node) {
            const auto status = node.value()->status();
            if (status && passes(*status)) return *status;
            if (status && rests_for_good(*status)) return waits_in_vain(*status);
            sentence = status ? status->sentence : status.error().message;
        }
        HEARTH_CHECK(waiting.again(sentence));
    }
}

core::Result<control::ReceiptView> wait_for_receipt(Context& context, const std::string& id,
                                                    const ReceiptTest& passes) {
    Waiting waiting(context);
    while (true) {
        HEARTH_TRY(control::SocketNode* const node, context.reach());
        const auto view = node->receipt(id);
        if (!view && view.error().code != Code::busy) return view.error();
        if (view && passes(*view)) return view;
        HEARTH_CHECK(waiting.again(view ? where(*view) : std::string(view.error().message)));
    }
}

} // namespace hearth::cli
