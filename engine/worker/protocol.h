// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "worker/reports.h"
#include "worker/requests.h"

#include <variant>

/// Messages between hearthd and a worker over an inherited socketpair: a 32-bit little-endian length, then one
/// deterministic-CBOR map {0: message number, 1: body}. Layout: resources/schema/worker.cddl. Pure values and
/// functions. The worker sees prompts and weights, never keys.
namespace hearth::worker {

inline constexpr std::uint32_t max_frame_bytes = 64u << 20;

using Message = std::variant<Load, Import, Generate, Cancel, Replay, Tokenize, Hello, Loaded, ProgressReport, Imported,
                             Started, Token, Finished, Replayed, Tokenized, Failed, FileData, KernelCache, Benchmark,
                             Benchmarked, DeviceMemory>;

core::Bytes encode(const Message& message); ///< without the length prefix
core::Result<Message> decode(core::ByteView frame);

/// Blocking frame transport over a connected stream socket; used by the worker and by tests.
core::Status send_frame(int fd, const Message& message);
/// Errors: unavailable at end of stream.
core::Result<Message> receive_frame(int fd);

} // namespace hearth::worker
