// SPDX-License-Identifier: Apache-2.0
#include "link/stream_pipe.h"

#include <cerrno>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace hearth::link {
namespace {

core::Error broken(const char* what) {
    const int number = errno;
    return core::fail(core::Code::unavailable,
                      std::string("The link ") + what + ": " + std::generic_category().message(number) + ".");
}

core::Status read_exactly(int socket, std::uint8_t* out, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::recv(socket, out, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return broken("broke");
        if (got == 0) return core::fail(core::Code::unavailable, core::say("other_side_closed_link"));
        out += got;
        size -= static_cast<std::size_t>(got);
    }
    return {};
}

} // namespace

StreamPipe::StreamPipe(int socket, Side side, core::PublicKey peer, LinkEvents events, LaneLimits limits)
    : m_socket(socket), m_link(std::make_shared<Link>(side, peer, std::move(events), limits)) {
    m_link->set_wake([signal = m_signal] { signal->set(&Signal::pending); });
    try {
        m_reader = core::run_thread(
            "pipe reader", [this] { read(); }, [this] { end(broken("broke")); });
        m_writer = core::run_thread(
            "pipe writer", [this] { write(); }, [this] { ::shutdown(m_socket, SHUT_RDWR); });
    } catch (...) {
        cut(); // the reader, if it runs, would be waited for until the other side ends
        throw;
    }
}

StreamPipe::~StreamPipe() {
    cut();
}

void StreamPipe::cut() {
    m_link->set_wake(nullptr);
    m_signal->set(&Signal::stopping);
    ::shutdown(m_socket, SHUT_RDWR);
    m_reader.join();
    m_writer.join();
    ::close(m_socket);
}

core::Status StreamPipe::read_frame(core::Bytes& frame) {
    std::uint8_t head[4];
    HEARTH_CHECK(read_exactly(m_socket, head, sizeof head));
    std::size_t size = 0;
    for (std::size_t i = 0; i < sizeof head; ++i)
        size |= std::size_t{head[i]} << (8 * i);
    if (size > max_frame_bytes)
        return core::fail(core::Code::too_large, "A link frame announces " + std::to_string(size) + " bytes; at most " +
                                                     std::to_string(max_frame_bytes) + " are accepted.");
    frame.resize(size);
    return read_exactly(m_socket, frame.data(), size);
}

void StreamPipe::read() {
    m_link->begin();
    core::Bytes frame;
    core::Status status;
    while (status && !m_link->farewell()) {
        status = read_frame(frame);
        if (status) status = m_link->arrived(frame);
    }
    if (!status && status.error().code != core::Code::unavailable) {
        (void)write_frame(encode(Goodbye{status.error()}));
        ::shutdown(m_socket, SHUT_WR);
    }
    end(status ? *m_link->farewell() : status.error());
}

void StreamPipe::end(const core::Error& why) {
    m_link->end(why);
    m_signal->set(&Signal::stopping);
}

core::Status StreamPipe::write_frame(const core::Bytes& frame) {
    core::Bytes framed;
    framed.reserve(frame.size() + 4);
    core::append_u32(framed, static_cast<std::uint32_t>(frame.size()));
    core::append(framed, frame);
    core::ByteView rest = framed;
    const std::lock_guard lock(m_writing);
    while (!rest.empty()) {
        const ssize_t sent = ::send(m_socket, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return broken("broke");
        rest = rest.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

void StreamPipe::write() {
    while (true) {
        {
            std::unique_lock lock(m_signal->mutex);
            m_signal->wake.wait(lock, [this] { return m_signal->pending || m_signal->stopping; });
            if (m_signal->stopping) return;
            m_signal->pending = false;
        }
        while (const auto frame = m_link->next_frame())
            if (!write_frame(*frame)) return; // the reader learns of it, too
    }
}

} // namespace hearth::link
