// SPDX-License-Identifier: Apache-2.0
#include "link/job_exchange.h"

#include "link/job_codec.h"

namespace hearth::link {
namespace {

using core::Code;
using core::fail;

bool is_answer(const JobMessage& message) {
    return std::holds_alternative<Quote>(message) || std::holds_alternative<Chunk>(message) ||
           std::holds_alternative<Result>(message) || std::holds_alternative<Found>(message);
}

} // namespace

/// The end of a job that stands at the other side of the connection.
class JobExchange::Peer final : public JobEnd {
public:
    Peer(std::weak_ptr<JobExchange> exchange, std::string job_id, bool serves)
        : m_exchange(std::move(exchange)), m_job_id(std::move(job_id)), m_serves(serves) {}
    void receive(JobMessage message) override {
        const auto exchange = m_exchange.lock();
        if (!exchange) return;
        if (is_last(message)) (void)exchange->find(m_job_id, !m_serves, true);
        exchange->tell(m_job_id, message);
    }

    bool is_afar() const override { return true; }

private:
    const std::weak_ptr<JobExchange> m_exchange;
    const std::string m_job_id;
    const bool m_serves; ///< the peer asked, and this home executes
};

JobExchange::JobExchange(JobRoute* executor, const core::PublicKey& peer, Send send, std::size_t most, Show show,
                         Reach reach, Take take)
    : m_executor(executor), m_peer(peer), m_send(std::move(send)), m_most(most), m_show(std::move(show)),
      m_reach(std::move(reach)), m_take(std::move(take)) {}

std::shared_ptr<JobExchange> JobExchange::make(JobRoute* executor, const core::PublicKey& peer, Send send,
                                               std::size_t most, Show show, Reach reach, Take take) {
    return std::shared_ptr<JobExchange>(
        new JobExchange(executor, peer, std::move(send), most, std::move(show), std::move(reach), std::move(take)));
}

core::Result<std::shared_ptr<JobEnd>> JobExchange::open(const std::string& job_id, JobMessage question,
                                                        std::shared_ptr<JobEnd> caller) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_lost)
            return fail(Code::unavailable, core::say("connection_executor_gone"), core::say("send_request_again"));
        if (!m_asked.try_emplace(job_id, std::move(caller)).second)
            return fail(Code::conflict, core::say("job_id_under_way", {job_id}), core::say("ask_under_another_id"));
    }
    if (const core::Status sent = m_send(job_id, question); !sent) {
        (void)find(job_id, true, true);
        return sent.error();
    }
    return std::shared_ptr<JobEnd>(std::make_shared<Peer>(weak_from_this(), job_id, false));
}

/// The end here that a message is for; `last` lets go of it.
std::shared_ptr<JobEnd> JobExchange::find(const std::string& job_id, bool answers, bool last) {
    const std::lock_guard lock(m_mutex);
    Ends& ends = answers ? m_asked : m_served;
    const auto found = ends.find(job_id);
    if (found == ends.end()) return nullptr;
    const std::shared_ptr<JobEnd> end = found->second;
    if (last) ends.erase(found);
    return end;
}

void JobExchange::receive(const std::string& job_id, JobMessage message) {
    if (auto* ask = std::get_if<Ask>(&message)) return begin(job_id, std::move(*ask));
    if (const auto* fetch = std::get_if<Fetch>(&message)) return show(job_id, *fetch);
    if (auto* pay = std::get_if<Pay>(&message)) return take(job_id, std::move(pay->voucher));
    if (std::holds_alternative<Seek>(message)) return tell_reach(job_id);
    std::shared_ptr<JobEnd> end;
    // A failure may come from either half; nobody is both.
    if (is_answer(message) || std::holds_alternative<Failed>(message)) end = find(job_id, true, is_last(message));
    if (!end && !is_answer(message)) end = find(job_id, false, false);
    if (end) end->receive(std::move(message));
}

void JobExchange::show(const std::string& job_id, const Fetch& fetch) {
    if (!m_show) return tell(job_id, Failed{fail(Code::unsupported, core::say("node_shows_no_receipts"))});
    m_show(fetch, answer_to(job_id));
}

void JobExchange::take(const std::string& job_id, core::Bytes voucher) {
    if (!m_take) return tell(job_id, Failed{fail(Code::unsupported, core::say("node_takes_no_vouchers"))});
    m_take(std::move(voucher), answer_to(job_id));
}

std::function<void(JobMessage)> JobExchange::answer_to(const std::string& job_id) {
    return [weak = weak_from_this(), job_id](const JobMessage& answer) {
        if (const auto self = weak.lock()) self->tell(job_id, answer);
    };
}

void JobExchange::tell_reach(const std::string& job_id) {
    auto found = m_reach ? m_reach(m_peer)
                         : core::Result<Found>(fail(Code::unsupported, core::say("node_relays_nothing"),
                                                    core::say("use_another_gateway")));
    if (found)
        tell(job_id, std::move(*found));
    else
        tell(job_id, Failed{found.error()});
}

void JobExchange::begin(const std::string& job_id, Ask ask) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_lost) return;
        std::optional<core::Error> refused;
        if (m_executor == nullptr)
            refused = fail(Code::unavailable, core::say("node_executes_nothing"), core::say("ask_another_one"));
        else if (m_served.size() >= m_most)
            refused = fail(Code::busy, core::say("node_jobs_peer_under", {std::to_string(m_most)}),
                           core::say("wait_one_end_ask"));
        else if (!m_served.try_emplace(job_id, nullptr).second)
            return; // it is being answered
        if (refused) {
            (void)m_send(job_id, Failed{*refused});
            return;
        }
    }
    Terms terms;
    terms.asker = m_peer;
    const auto opened =
        m_executor->open(job_id, std::move(ask), std::make_shared<Peer>(weak_from_this(), job_id, true), terms);
    if (!opened) {
        (void)find(job_id, false, true);
        return tell(job_id, Failed{opened.error()});
    }
    bool orphan = false;
    {
        const std::lock_guard lock(m_mutex);
        orphan = m_lost;
        if (const auto served = m_served.find(job_id); served != m_served.end()) served->second = opened->execution;
    }
    if (orphan) opened->execution->receive(Failed{core::fail(Code::unavailable, core::say("link_caller_gone"))});
}

void JobExchange::tell(const std::string& job_id, const JobMessage& message) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_lost) return;
    }
    (void)m_send(job_id, message); // lost() follows an error
}

void JobExchange::lost(const core::Error& error) {
    Ends asked, served;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_lost, true)) return;
        asked.swap(m_asked);
        served.swap(m_served);
    }
    for (const auto& [id, caller] : asked)
        caller->receive(Failed{error});
    for (const auto& [id, execution] : served)
        if (execution) execution->receive(Failed{error});
}

} // namespace hearth::link
