// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench.h"
#include "gateway/evidence/examine.h"
#include "gateway/networks/upstreams.h"
#include "scripted_upstream.h"

#include <map>

namespace hearth::test {

/// A door with this home's fake models and other networks behind it. Evidence is kept in memory.
struct DoorBench {
    explicit DoorBench(gateway::Upstreams::Options options = impatient(), const Script& script = {},
                       std::shared_ptr<gateway::CallMemory> memory = nullptr,
                       std::shared_ptr<const gateway::KeyRing> keys = nullptr,
                       std::shared_ptr<gateway::pay::Till> till = nullptr)
        : backend(std::make_shared<FakeBackend>(script)) {
        options.keep = [this](std::vector<gateway::evidence::Envelope> envelopes) -> core::Status {
            const std::lock_guard lock(mutex);
            if (envelopes.size() > most_at_once) return core::fail(core::Code::io, "That is too much at once.");
            for (const gateway::evidence::Envelope& envelope : envelopes)
                if (keeps) kept[envelope.evidence_id] = envelope;
            return keeps ? core::Status()
                         : core::Status(core::fail(core::Code::io, "The disk that holds the home is full."));
        };
        options.admit = [this](const std::string& caller) -> core::Result<std::shared_ptr<void>> {
            if (refuses) return core::fail(core::Code::busy, "Too many at once.");
            const std::lock_guard lock(mutex);
            callers.push_back(caller);
            return std::shared_ptr<void>();
        };
        backend->of_networks = [this](const std::string& id, const std::string& caller) {
            return json_of_evidence(id, caller);
        };
        auto started = gateway::Upstreams::start(std::move(options));
        if (!started) qFatal("%s", started.error().message.c_str());
        upstreams = std::move(*started);
        gateway::ServerOptions edge;
        edge.port = 0;
        edge.memory = std::move(memory);
        edge.keys = std::move(keys);
        if (till) edge.key_rule = gateway::KeyRule::always;
        edge.till = std::move(till);
        auto served = gateway::Server::start(edge, backend, upstreams);
        if (!served) qFatal("%s", served.error().message.c_str());
        server = std::move(*served);
    }
    ~DoorBench() { server.reset(); }

    /// Short enough for a test, long enough for a busy machine.
    static gateway::Upstreams::Options impatient() {
        gateway::Upstreams::Options options;
        options.call = {
            .connect = 1'000'000'000, .first_byte = 1'000'000'000, .stall = 700'000'000, .total = 20'000'000'000};
        return options;
    }
    /// Adds a network and lets it list its models.
    void add(const std::string& name, const std::string& url, const std::string& key = {}) {
        add(gateway::UpstreamConfig{name, "openai", url, key});
    }
    void add(const gateway::UpstreamConfig& config) {
        const std::string& name = config.name;
        const auto added = upstreams->add(config);
        if (!added) qFatal("%s", added.error().message.c_str());
        const auto listed = upstreams->test(name);
        if (!listed) qFatal("%s", listed.error().message.c_str());
    }
    /// Adds one that listed `models`, whatever is behind the address.
    void add_listed(const std::string& name, const std::string& url, std::vector<gateway::OfferedModel> models) {
        const auto added = upstreams->add({name, "openai", url, {}}, std::move(models));
        if (!added) qFatal("%s", added.error().message.c_str());
    }
    HttpReply post(const std::string& body, const std::string& path = chat_path, const std::string& headers = {}) {
        return call(server->port(), "POST", path, body, headers);
    }
    gateway::evidence::Envelope evidence(const HttpReply& reply) {
        if (!upstreams->wait_idle(5'000'000'000)) qFatal("a call does not end");
        const std::lock_guard lock(mutex);
        const auto found = kept.find(reply.header("x-evidence-id"));
        if (found == kept.end()) qFatal("no evidence was kept");
        return found->second;
    }

    /// As /v1/evidence/ID shows it.
    core::Result<std::string> json_of_evidence(const std::string& id, const std::string& caller) {
        upstreams->settle();
        const std::lock_guard lock(mutex);
        const auto found = kept.find(id);
        if (found == kept.end() || (!caller.empty() && found->second.caller != caller))
            return core::fail(core::Code::not_found, "No such evidence.");
        const core::Bytes seed(32, 7);
        return gateway::evidence::to_json(
            gateway::evidence::SignedEnvelope::sign(found->second, core::SigningKey::from_seed(seed)), std::nullopt);
    }

    std::mutex mutex;
    std::map<std::string, gateway::evidence::Envelope> kept;
    bool keeps = true, refuses = false;
    std::size_t most_at_once = 256; ///< envelopes that are kept together
    std::vector<std::string> callers;
    std::shared_ptr<FakeBackend> backend;
    std::shared_ptr<gateway::Upstreams> upstreams;
    std::unique_ptr<gateway::Server> server;
};

} // namespace hearth::test
