// SPDX-License-Identifier: Apache-2.0
#include "worker/protocol.h"

#include <cerrno>
#include <sys/socket.h>

namespace hearth::worker {
namespace {

core::Error broken_connection(const char* what) {
    const int number = errno;
    return core::fail(core::Code::unavailable, std::string("The connection between service and worker ") + what + ": " +
                                                   std::generic_category().message(number) + ".");
}

core::Status read_exactly(int fd, std::uint8_t* out, std::size_t size) {
    while (size > 0) {
        const ssize_t got = ::recv(fd, out, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return broken_connection("broke");
        if (got == 0) return core::fail(core::Code::unavailable, core::say("other_side_worker_connection"));
        out += got;
        size -= static_cast<std::size_t>(got);
    }
    return {};
}

} // namespace

core::Status send_frame(int fd, const Message& message) {
    const core::Bytes body = encode(message);
    if (body.size() > max_frame_bytes)
        return core::fail(
            core::Code::too_large,
            core::say("worker_message_bytes_most", {std::to_string(body.size()), std::to_string(max_frame_bytes)}));
    core::Bytes frame;
    frame.reserve(body.size() + 4);
    core::append_u32(frame, static_cast<std::uint32_t>(body.size()));
    core::append(frame, body);
    core::ByteView rest = frame;
    while (!rest.empty()) {
        const ssize_t sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return broken_connection("broke");
        rest = rest.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

core::Result<Message> receive_frame(int fd) {
    std::uint8_t head[4];
    HEARTH_CHECK(read_exactly(fd, head, sizeof head));
    const std::uint32_t length = static_cast<std::uint32_t>(head[0]) | static_cast<std::uint32_t>(head[1]) << 8 |
                                 static_cast<std::uint32_t>(head[2]) << 16 | static_cast<std::uint32_t>(head[3]) << 24;
    if (length > max_frame_bytes)
        return core::fail(core::Code::too_large, core::say("worker_frame_announces_bytes",
                                                           {std::to_string(length), std::to_string(max_frame_bytes)}));
    core::Bytes body(length);
    HEARTH_CHECK(read_exactly(fd, body.data(), body.size()));
    return decode(body);
}

} // namespace hearth::worker
