// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "link/job_codec.h"
#include "link/job_exchange.h"
#include "support.h"

#include <atomic>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace hearth::test {

/// One end of a socket between two homes: frames of a 32-bit length, 32 digits of a job's id and its message.
class HomeWire {
public:
    using Spoil = std::function<void(link::JobMessage&)>;

    /// `spoil` changes what this end receives.
    HomeWire(int fd, link::JobRoute* executor, Spoil spoil = {}) : m_fd(fd), m_spoil(std::move(spoil)) {
        exchange = link::JobExchange::make(
            executor, [this](const std::string& job, const link::JobMessage& message) { return send(job, message); });
        m_thread = std::thread([this] { read(); });
    }
    ~HomeWire() {
        cut();
        m_thread.join();
        ::close(m_fd);
    }
    void cut() { ::shutdown(m_fd, SHUT_RDWR); }

    std::shared_ptr<link::JobExchange> exchange;
    std::atomic<int> received = 0;

private:
    core::Status send(const std::string& job, const link::JobMessage& message) {
        const core::Bytes body = link::encode(message);
        core::Bytes frame;
        core::append_u32(frame, static_cast<std::uint32_t>(job.size() + body.size()));
        frame.insert(frame.end(), job.begin(), job.end());
        frame.insert(frame.end(), body.begin(), body.end());
        const std::lock_guard lock(m_sending);
        for (std::size_t at = 0; at < frame.size();) {
            const ssize_t sent = ::send(m_fd, frame.data() + at, frame.size() - at, MSG_NOSIGNAL);
            if (sent <= 0) return core::fail(core::Code::unavailable, "The wire is cut.");
            at += static_cast<std::size_t>(sent);
        }
        return {};
    }
    bool take(std::uint8_t* data, std::size_t size) {
        for (std::size_t at = 0; at < size;) {
            const ssize_t got = ::recv(m_fd, data + at, size - at, 0);
            if (got <= 0) return false;
            at += static_cast<std::size_t>(got);
        }
        return true;
    }
    void read() {
        std::uint8_t head[4];
        while (take(head, sizeof head)) {
            const std::uint32_t size = head[0] | head[1] << 8 | head[2] << 16 | std::uint32_t{head[3]} << 24;
            core::Bytes frame(size);
            if (!take(frame.data(), size)) break;
            const std::string job(frame.begin(), frame.begin() + 32);
            link::JobMessage message = must(link::decode_job_message(core::ByteView(frame).subspan(32)));
            if (m_spoil) m_spoil(message);
            ++received;
            exchange->receive(job, std::move(message));
        }
        exchange->lost(core::fail(core::Code::unavailable, "The connection to the other home is gone."));
    }

    const int m_fd;
    const Spoil m_spoil;
    std::mutex m_sending;
    std::thread m_thread;
};

/// Asks another home, whose models are known.
class WireRoute final : public link::JobRoute {
public:
    std::vector<link::OfferedModel> offers;
    HomeWire* wire = nullptr;

    std::vector<link::OfferedModel> models() override { return offers; }
    core::Result<link::OfferedModel> find(const std::string& wanted) override {
        for (const link::OfferedModel& offer : offers)
            if (wanted.empty() || offer.name == wanted) return offer;
        return core::fail(core::Code::not_found, "Nobody runs that model.");
    }
    core::Result<std::shared_ptr<link::JobEnd>> open(const std::string& job_id, link::Ask ask,
                                                     std::shared_ptr<link::JobEnd> caller) override {
        return wire->exchange->open(job_id, std::move(ask), std::move(caller));
    }
};

} // namespace hearth::test
