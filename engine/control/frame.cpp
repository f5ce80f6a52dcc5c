// SPDX-License-Identifier: Apache-2.0
#include "control/frame.h"

#include <cstdint>

namespace hearth::control {

using core::Code;

std::string make_frame(std::string_view body) {
    std::string frame;
    frame.reserve(frame_header_bytes + body.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        frame.push_back(static_cast<char>(body.size() >> shift));
    frame.append(body);
    return frame;
}

void FrameReader::append(std::string_view bytes) {
    if (m_begin > 0) {
        m_buffer.erase(0, m_begin);
        m_begin = 0;
    }
    m_buffer.append(bytes);
}

core::Result<std::optional<std::string>> FrameReader::next() {
    const std::string_view rest = std::string_view(m_buffer).substr(m_begin);
    if (rest.size() < frame_header_bytes) return std::optional<std::string>();
    std::size_t length = 0;
    for (std::size_t i = 0; i < frame_header_bytes; ++i)
        length = (length << 8) | static_cast<std::uint8_t>(rest[i]);
    if (length == 0) return core::fail(Code::invalid_argument, "A message is empty.");
    if (length > m_max)
        return core::fail(Code::too_large, "A message of " + std::to_string(length) +
                                               " bytes is longer than the limit of " + std::to_string(m_max) + ".");
    if (rest.size() - frame_header_bytes < length) return std::optional<std::string>();
    std::optional<std::string> body(rest.substr(frame_header_bytes, length));
    m_begin += frame_header_bytes + length;
    return body;
}

} // namespace hearth::control
