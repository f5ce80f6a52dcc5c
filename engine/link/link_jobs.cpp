// SPDX-License-Identifier: Apache-2.0
#include "link/link_jobs.h"

#include "core/log.h"
#include "link/job_codec.h"

namespace hearth::link {
namespace {

core::Error gave_up() {
    return core::fail(core::Code::cancelled, core::say("caller_gave_up"));
}

bool is_question(const JobMessage& message) {
    return std::holds_alternative<Ask>(message) || std::holds_alternative<Fetch>(message) ||
           std::holds_alternative<Seek>(message) || std::holds_alternative<Pay>(message);
}

} // namespace

LinkJobs::LinkJobs(std::shared_ptr<Link> link, Options options) : m_link(std::move(link)), m_options(options) {}

std::shared_ptr<LinkJobs> LinkJobs::make(std::shared_ptr<Link> link, Options options) {
    if (options.clock == nullptr) options.clock = &core::system_clock();
    std::shared_ptr<LinkJobs> made(new LinkJobs(std::move(link), std::move(options)));
    made->m_exchange = JobExchange::make(
        made->m_options.executor, made->m_link->peer(),
        [weak = std::weak_ptr(made)](const std::string& id, const JobMessage& message) -> core::Status {
            const auto jobs = weak.lock();
            if (!jobs) return core::fail(core::Code::unavailable, core::say("link_down"));
            return jobs->send(id, message);
        },
        made->m_options.most, made->m_options.show, made->m_options.reach, made->m_options.take);
    return made;
}

core::Result<std::shared_ptr<JobEnd>> LinkJobs::ask_behind(const std::string& id, JobMessage question,
                                                           std::shared_ptr<JobEnd> caller,
                                                           std::vector<SealingCard> cards) {
    {
        const std::lock_guard lock(m_mutex);
        m_behind.insert_or_assign(id, std::move(cards));
    }
    auto opened = m_exchange->open(id, std::move(question), std::move(caller));
    const std::lock_guard lock(m_mutex);
    m_behind.erase(id);
    return opened;
}

/// A question opens a job; it is sealed to those whom the peer relays to, or to the peer if it has a card.
core::Result<JobId> LinkJobs::number_of(const std::string& id, const JobMessage& message) {
    if (const auto at = m_numbers.find(id); at != m_numbers.end()) return at->second;
    if (!is_question(message)) return core::fail(core::Code::not_found, core::say("job_over"));
    Job job{id, std::nullopt, std::nullopt, {}};
    const auto behind = m_behind.find(id);
    if (behind != m_behind.end()) {
        for (const SealingCard& card : behind->second)
            job.behind.push_back(card.node_key);
        HEARTH_TRY(job.purchase, SealedPurchase::relayed(behind->second, m_options.clock->now()));
    } else if (const auto card = m_link->capability().card; card && std::holds_alternative<Ask>(message)) {
        // A receipt comes from whoever bought the answer, a voucher is the payer's: there is nobody in between.
        if (card->node_key != m_link->peer())
            return core::fail(core::Code::refused, core::say("sealing_card_node_another"));
        HEARTH_TRY(job.purchase, SealedPurchase::to(*card, m_options.clock->now()));
    }
    const bool work = job.purchase || std::holds_alternative<Ask>(message);
    HEARTH_TRY(const JobId number, m_link->open_job(work ? Link::Opens::work : Link::Opens::something));
    m_jobs.emplace(number, std::move(job));
    m_numbers.emplace(id, number);
    return number;
}

core::Status LinkJobs::send_to(JobId number, Job& job, const JobMessage& message) {
    if (job.purchase) return m_link->send_sealed(number, job.purchase->seal(message), is_last(message));
    if (job.execution) return m_link->send_sealed(number, job.execution->seal(message), is_last(message));
    return m_link->send(number, message);
}

core::Status LinkJobs::send(const std::string& id, const JobMessage& message) {
    {
        const std::lock_guard lock(m_mutex); // across sealing and sending: the order is part of the seal
        HEARTH_TRY(const JobId number, number_of(id, message));
        Job& job = m_jobs.at(number);
        if (job.behind.empty() || job.purchase->node() || is_question(message)) {
            const core::Status sent = send_to(number, job, message);
            if (!sent || is_last(message)) {
                // A reader that takes nothing any more costs its own job.
                if (!sent && !m_link->send(number, Failed{sent.error()})) m_link->forget_job(number);
                end(number);
            }
            return sent;
        }
        // Whom to seal it to is not known yet, and a reason in plain words would be read on the way.
        if (!m_link->send(number, Failed{gave_up()})) m_link->forget_job(number);
        end(number);
    }
    if (!is_last(message)) m_exchange->receive(id, Failed{gave_up()});
    return {};
}

void LinkJobs::end(JobId number) {
    const auto at = m_jobs.find(number);
    if (at == m_jobs.end()) return;
    m_numbers.erase(at->second.id);
    m_jobs.erase(at);
}

core::Result<JobMessage> LinkJobs::open(Job& job, Arrival& arrival) {
    if (auto* plain = std::get_if<JobMessage>(&arrival.content)) {
        // Whoever relays a job can end it, but not speak for its halves.
        if ((job.purchase || job.execution) && !std::holds_alternative<Failed>(*plain))
            return core::fail(core::Code::refused, core::say("message_sealed_job_came"));
        return std::move(*plain);
    }
    const core::Bytes& sealed = std::get<core::Bytes>(arrival.content);
    if (!job.behind.empty()) return open_relayed(job, sealed);
    if (job.purchase) return job.purchase->open(sealed);
    if (job.execution) return job.execution->open(sealed);
    if (!arrival.opens) return core::fail(core::Code::refused, core::say("sealed_message_came_job"));
    if (m_options.keys == nullptr)
        return core::fail(core::Code::unsupported, core::say("node_opens_no_sealed"), core::say("ask_another_one"));
    HEARTH_TRY(SealingKeys::Accepted accepted, m_options.keys->accept(sealed));
    job.execution = std::move(accepted.execution);
    return std::move(accepted.question);
}

core::Result<JobMessage> LinkJobs::open_relayed(Job& job, core::ByteView sealed) {
    auto message = job.purchase->open(sealed);
    const auto* quote = message ? std::get_if<Quote>(&*message) : nullptr;
    if (message && (quote == nullptr || quote->node_key == job.purchase->node())) return message;
    const core::PublicKey& gateway = m_link->peer();
    const core::Error what =
        message ? core::fail(core::Code::corrupt, core::say("quote_names_another_node")) : core::Error(message.error());
    core::log::warning("links", "altered", {{"gateway", gateway.hex()}, {"reason", what.message}});
    if (m_options.on_altered)
        m_options.on_altered(gateway, job.purchase->node() ? std::vector{*job.purchase->node()} : job.behind);
    return core::fail(core::Code::corrupt, core::say("gateway_altered_answer", {gateway.hex(), what.message}),
                      core::say("nodes_behind_gateway_left"));
}

void LinkJobs::arrived(Arrival arrival) {
    std::string id;
    core::Result<JobMessage> message = JobMessage(Cancel{});
    {
        const std::lock_guard lock(m_mutex);
        if (arrival.opens) {
            Job job{
                m_options.new_id ? m_options.new_id() : std::to_string(arrival.job), std::nullopt, std::nullopt, {}};
            m_numbers.emplace(job.id, arrival.job);
            m_jobs.insert_or_assign(arrival.job, std::move(job));
        }
        const auto at = m_jobs.find(arrival.job);
        if (at == m_jobs.end()) return;
        id = at->second.id;
        message = open(at->second, arrival);
        if (message && is_last(*message) != arrival.last)
            message = core::fail(core::Code::corrupt, "A message of a job ends it, or not, against what it says.");
        if (!message && (at->second.execution || arrival.opens))
            core::log::warning("links", "refused",
                               {{"peer", m_link->peer().hex()}, {"reason", message.error().message}});
        if (!message && !arrival.last && !m_link->send(arrival.job, Failed{message.error()}))
            m_link->forget_job(arrival.job);
        if (!message || arrival.last) end(arrival.job);
    }
    if (!message && arrival.opens) return;
    m_exchange->receive(id, message ? std::move(*message) : JobMessage(Failed{message.error()}));
}

void LinkJobs::lost(const core::Error& error) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.clear();
        m_numbers.clear();
    }
    m_exchange->lost(error);
}

} // namespace hearth::link
