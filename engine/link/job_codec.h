// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "link/job_message.h"

/// Bytes of the messages of a job: deterministic CBOR, {0: number of the message, 1: body}. Pure functions.
/// Layout and limits: resources/schema/job.cddl.
namespace hearth::link {

inline constexpr std::size_t max_job_message_bytes = std::size_t{17} << 20;
/// What a sender with more tokens at once (a scored prompt) splits its chunks by.
inline constexpr std::size_t max_chunk_tokens = 1024;
inline constexpr std::size_t max_voucher_bytes = 256;
inline constexpr std::size_t max_stops = 64;
inline constexpr std::size_t max_error_text_bytes = 4096; ///< longer sentences are cut by encode()

/// Nothing of the job comes after it: a result or a failure.
bool is_last(const JobMessage& message);
core::Bytes encode(const JobMessage& message);
/// Errors: too_large, corrupt, unsupported (a message of a later version). What decodes, encodes to the same bytes.
core::Result<JobMessage> decode_job_message(core::ByteView bytes);

} // namespace hearth::link
