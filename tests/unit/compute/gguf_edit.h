// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/file.h"

#include <QtGlobal>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <string>

/// Changes in the metadata of a GGUF file.
namespace hearth::test {

inline core::Bytes whole(const std::filesystem::path& file) {
    return core::read_file(file, std::size_t{64} << 20).value();
}

/// The file with the first `old` written as `now`, which is as long.
inline core::Bytes patched(core::Bytes bytes, const std::string& old, const std::string& now) {
    const core::ByteView wanted = core::as_bytes(old);
    const auto at = std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end());
    if (at == bytes.end() || old.size() != now.size()) qFatal("cannot patch %s", old.c_str());
    std::copy(now.begin(), now.end(), at);
    return bytes;
}

/// The metadata entry under a name that nobody reads.
inline core::Bytes without(const core::Bytes& bytes, const std::string& key) {
    core::Bytes head;
    core::append_u64(head, key.size());
    core::append(head, core::as_bytes(key));
    core::Bytes renamed = head;
    renamed.back() = '!';
    return patched(bytes, {head.begin(), head.end()}, {renamed.begin(), renamed.end()});
}

/// A further entry of type float32 or, with type 7, bool, and a filler that keeps the tensors aligned.
inline core::Bytes with(const core::Bytes& bytes, const std::string& key, std::uint32_t type, core::ByteView value) {
    core::Bytes more;
    core::append_u64(more, key.size());
    core::append(more, core::as_bytes(key));
    core::append_u32(more, type);
    core::append(more, value);
    const std::string filler = "filler";
    const std::size_t before = more.size() + 8 + filler.size() + 4 + 8;
    core::append_u64(more, filler.size());
    core::append(more, core::as_bytes(filler));
    core::append_u32(more, 8);
    core::append_u64(more, (32 - before % 32) % 32);
    more.resize(before + (32 - before % 32) % 32, 'x');
    core::Bytes out = bytes;
    out[16] = static_cast<std::uint8_t>(out[16] + 2); // the number of entries
    out.insert(out.begin() + 24, more.begin(), more.end());
    return out;
}

inline core::Bytes real(float value) {
    core::Bytes bytes;
    core::append_u32(bytes, std::bit_cast<std::uint32_t>(value));
    return bytes;
}

} // namespace hearth::test
