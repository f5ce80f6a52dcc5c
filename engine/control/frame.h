// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Frames of the control socket: length as 4 bytes, big-endian, then that many bytes of JSON.
namespace hearth::control {

inline constexpr std::size_t frame_header_bytes = 4;

/// The whole frame of `body`, which must be shorter than 4 GiB.
std::string make_frame(std::string_view body);

/// Cuts a stream of bytes into frames. Not thread-safe.
class FrameReader {
public:
    explicit FrameReader(std::size_t max_body_bytes) : m_max(max_body_bytes) {}

    void append(std::string_view bytes);
    /// The next complete body; nullopt when more bytes are needed. Errors: too_large, invalid_argument (an
    /// empty frame); the stream cannot be read on after one.
    core::Result<std::optional<std::string>> next();

private:
    std::size_t m_max;
    std::string m_buffer;
    std::size_t m_begin = 0;
};

} // namespace hearth::control
