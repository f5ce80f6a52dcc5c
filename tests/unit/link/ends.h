// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/dialer.h"
#include "link/listener.h"
#include "link/sealing_keys.h"
#include "link_log.h"
#include "samples.h"

#include <QString>

/// A gateway and a node on loopback, with deadlines short enough for a test.
namespace hearth::link {

constexpr core::Nanoseconds milliseconds = 1'000'000;

inline ListenerOptions listener_options() {
    ListenerOptions o;
    o.network = "hearth-test";
    o.tick = 10 * milliseconds;
    return o;
}

inline DialerOptions dialer_options(std::uint16_t port) {
    DialerOptions o;
    o.network = "hearth-test";
    o.targets = {{"127.0.0.1", port, std::nullopt}};
    o.tick = 10 * milliseconds;
    o.back_off_min = 5 * milliseconds;
    o.back_off_max = 50 * milliseconds;
    return o;
}

/// The node answers each question with `chunks` chunks of one token, numbered, and a result.
inline std::function<void(const std::shared_ptr<Link>&, const Arrival&)> answering(std::uint64_t chunks) {
    return [chunks](const std::shared_ptr<Link>& link, const Arrival& arrival) {
        if (!arrival.opens) return;
        for (std::uint64_t i = 0; i < chunks; ++i)
            if (!link->send(arrival.job, Chunk{i, {{7, std::string(200, 'x'), 0, std::nullopt, {}, false}}})) return;
        (void)link->send(arrival.job, Result{});
    };
}

/// Empty if `arrivals` are so many chunks in order and a result.
inline QString wrong_answer(const std::vector<Arrival>& arrivals, std::uint64_t chunks) {
    if (arrivals.size() != chunks + 1) return QString("%1 messages came").arg(arrivals.size());
    for (std::uint64_t i = 0; i < chunks; ++i) {
        const auto* chunk = std::get_if<Chunk>(&std::get<JobMessage>(arrivals[i].content));
        if (chunk == nullptr || chunk->first != i) return QString("message %1 is another one").arg(i);
    }
    return arrivals.back().last ? QString() : QString("there is no end");
}

struct Ends {
    core::SigningKey gateway_key = core::SigningKey::from_seed(samples::label("gateway").view());
    core::SigningKey node_key = core::SigningKey::from_seed(samples::label("node").view());
    LinkLog gateway_log, node_log;
    std::unique_ptr<LinkListener> gateway;
    std::unique_ptr<LinkDialer> node;

    void listen(ListenerOptions options = listener_options(), LinkListener::Admit admit = {}) {
        auto started = LinkListener::start(std::move(options), gateway_key, gateway_log.events(), std::move(admit));
        if (!started) qFatal("%s", started.error().message.c_str());
        gateway = std::move(*started);
    }
    void dial(DialerOptions options, std::uint64_t chunks = 3) {
        auto started = LinkDialer::start(std::move(options), node_key, node_log.events(answering(chunks)));
        if (!started) qFatal("%s", started.error().message.c_str());
        node = std::move(*started);
    }
    DialStatus status() const { return node->status().at(0); }
    QString problem() const {
        const auto problem = status().problem;
        return problem ? QString("%1: %2").arg(core::code_name(problem->code), problem->message.c_str()) : QString();
    }
    /// Asks over the link that is up.
    JobId ask() {
        const auto link = gateway_log.link();
        const JobId job = link->open_job().value();
        if (const auto sent = link->send(job, samples::conversation()); !sent)
            qFatal("%s", sent.error().message.c_str());
        return job;
    }
};

} // namespace hearth::link
