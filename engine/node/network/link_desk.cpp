// SPDX-License-Identifier: Apache-2.0
#include "node/network/link_desk.h"

#include "core/log.h"

#include <charconv>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

std::string name_of(link::JobId job) {
    return std::to_string(job);
}
link::JobId job_of(const std::string& name) {
    link::JobId job = 0;
    std::from_chars(name.data(), name.data() + name.size(), job);
    return job;
}

} // namespace

LinkDesk::LinkDesk(link::JobRoute* executor, Show show) : m_executor(executor), m_show(std::move(show)) {}
LinkDesk::~LinkDesk() = default;

std::shared_ptr<link::JobExchange> LinkDesk::State::of(const LinkPtr& link) const {
    const std::lock_guard lock(mutex);
    const auto found = exchanges.find(link);
    return found == exchanges.end() ? nullptr : found->second;
}

link::LinkEvents LinkDesk::events() {
    link::LinkEvents events;
    events.up = [this](const LinkPtr& link) { begin(link); };
    events.job = [this](const LinkPtr& link, link::Arrival arrival) { take(link, std::move(arrival)); };
    events.down = [state = m_state](const LinkPtr& link, const core::Error& error) {
        std::shared_ptr<link::JobExchange> exchange;
        {
            const std::lock_guard lock(state->mutex);
            if (auto gone = state->exchanges.extract(link)) exchange = std::move(gone.mapped());
        }
        core::log::info("links", "down", {{"peer", link->peer().hex()}, {"reason", error.message}});
        if (exchange) exchange->lost(error);
    };
    return events;
}

void LinkDesk::begin(const LinkPtr& link) {
    core::log::info("links", "up", {{"peer", link->peer().hex()}});
    const std::weak_ptr<link::Link> weak = link;
    const auto send = [weak](const std::string& job, const link::JobMessage& message) -> core::Status {
        const auto alive = weak.lock();
        if (!alive) return fail(Code::unavailable, "The link is gone.");
        return alive->send(job_of(job), message);
    };
    const std::lock_guard lock(m_state->mutex);
    m_state->exchanges.try_emplace(link, link::JobExchange::make(m_executor, send));
}

void LinkDesk::take(const LinkPtr& link, link::Arrival arrival) {
    auto* message = std::get_if<link::JobMessage>(&arrival.content);
    if (message == nullptr) { // there is no relay in between, for which it would be sealed
        (void)link->send(arrival.job, link::Failed{fail(Code::unsupported, "This node takes no sealed messages.",
                                                        "Send them as they are: the link is encrypted.")});
        return;
    }
    if (const auto* fetch = std::get_if<link::Fetch>(message)) return show(link, arrival.job, fetch->receipt);
    if (const auto exchange = m_state->of(link)) exchange->receive(name_of(arrival.job), std::move(*message));
}

void LinkDesk::show(const LinkPtr& link, link::JobId job, const core::ReceiptId& receipt) {
    m_queue.post([this, link, job, receipt] {
        const auto file = m_show(link->peer(), receipt);
        link::JobMessage answer = link::Failed{file ? core::Error() : file.error()};
        if (file) answer = link::Result{*file, file->signed_receipt.receipt.stop_reason, {}};
        if (const core::Status sent = link->send(job, answer); !sent)
            core::log::warning("links", "receipt not shown", {{"reason", sent.error().message}});
    });
}

std::vector<LinkDesk::LinkPtr> LinkDesk::links() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<LinkPtr> links;
    for (const auto& [link, exchange] : m_state->exchanges)
        links.push_back(link);
    return links;
}

core::Result<std::shared_ptr<link::JobEnd>> LinkDesk::ask(const LinkPtr& link, link::JobMessage question,
                                                          std::shared_ptr<link::JobEnd> caller) {
    const auto exchange = m_state->of(link);
    if (!exchange) return fail(Code::unavailable, "The link to the node is gone.", "Send the request again.");
    HEARTH_TRY(const link::JobId job, link->open_job());
    return exchange->open(name_of(job), std::move(question), std::move(caller));
}

} // namespace hearth::node
