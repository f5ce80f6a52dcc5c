// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/link_jobs.h"
#include "link/stream_pipe.h"
#include "samples.h"

#include <atomic>
#include <sys/socket.h>

/// A home that is linked with a gateway, with an executor that answers at once.
namespace hearth::link::homes {

inline constexpr const char* prompt = "the heron stands in cold water";
inline constexpr const char* answer = "and waits for the silver fish";

class Caller final : public JobEnd {
public:
    void receive(JobMessage message) override {
        const std::lock_guard lock(m_mutex);
        m_messages.push_back(std::move(message));
    }
    std::vector<JobMessage> heard() const {
        const std::lock_guard lock(m_mutex);
        return m_messages;
    }
    std::string failure() const {
        const auto all = heard();
        const auto* failed = all.empty() ? nullptr : std::get_if<Failed>(&all.back());
        return failed == nullptr ? core::Sentence() : failed->error.message;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<JobMessage> m_messages;
};

/// Quotes, answers with one chunk and ends.
class Executor final : public JobRoute {
public:
    explicit Executor(core::PublicKey key) : m_key(key) {}
    std::vector<OfferedModel> models() override { return {}; }
    core::Result<OfferedModel> find(const std::string&) override { return OfferedModel{}; }
    core::Result<OpenedJob> open(const std::string&, Ask ask, std::shared_ptr<JobEnd> caller, const Terms&) override {
        if (full) return core::fail(core::Code::busy, "It is full.");
        read = ask.messages_json;
        if (silent) return OpenedJob{std::make_shared<Caller>(), {}, {}};
        struct Execution final : JobEnd {
            explicit Execution(std::shared_ptr<JobEnd> to) : m_to(std::move(to)) {}
            void receive(JobMessage message) override {
                if (!std::holds_alternative<Assign>(message)) return;
                Chunk chunk = samples::chunk();
                chunk.tokens.front().text = answer;
                m_to->receive(std::move(chunk));
                m_to->receive(Result{});
            }
            const std::shared_ptr<JobEnd> m_to;
        };
        auto quote = std::get<Quote>(samples::messages()[3]);
        quote.node_key = m_key;
        caller->receive(std::move(quote));
        return OpenedJob{std::make_shared<Execution>(caller), {}, {}};
    }
    std::atomic<bool> full = false, silent = false;
    std::string read;

private:
    const core::PublicKey m_key;
};

inline int socket_pair(int (&ends)[2]) {
    return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

/// A home that is linked with the gateway.
struct Home {
    core::SigningKey key = core::SigningKey::generate();
    SealingKeys keys{key, core::system_clock()};
    Executor executor{key.public_key()};
    std::atomic<int> altered = 0;
    std::vector<core::PublicKey> blamed; ///< by the last of them
    std::atomic<bool> ready = false;     ///< jobs is there
    std::shared_ptr<LinkJobs> jobs;
    std::unique_ptr<StreamPipe> pipe;

    void dial(int fd, const core::PublicKey& gateway) {
        LinkEvents events;
        events.up = [this](const auto& link) {
            LinkJobs::Options options;
            options.executor = &executor;
            options.keys = &keys;
            options.new_id = [this] { return "job-" + std::to_string(++m_named); };
            options.on_altered = [this](const core::PublicKey&, const std::vector<core::PublicKey>& nodes) {
                blamed = nodes;
                ++altered;
            };
            jobs = LinkJobs::make(link, std::move(options));
            ready = true;
        };
        events.job = [this](const auto&, Arrival arrival) { jobs->arrived(std::move(arrival)); };
        events.down = [this](const auto&, const core::Error& error) { jobs->lost(error); };
        pipe = std::make_unique<StreamPipe>(fd, Side::dialer, gateway, std::move(events));
        pipe->link()->announce({role_executor, {}, 1, false, keys.card()});
    }

private:
    std::atomic<int> m_named = 0;
};

} // namespace hearth::link::homes
