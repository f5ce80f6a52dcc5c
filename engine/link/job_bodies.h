// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "link/job_message.h"

/// The body of each message of a job as CBOR; used by job_codec.cpp alone. Field numbers: resources/schema/job.cddl.
namespace hearth::link {

core::cbor::Map body_of(const Ask& m);
core::cbor::Map body_of(const Quote& m);
core::cbor::Map body_of(const Assign& m);
core::cbor::Map body_of(const Chunk& m);
core::cbor::Map body_of(const Result& m);
core::cbor::Map body_of(const Cancel& m);
core::cbor::Map body_of(const Failed& m);
core::cbor::Map body_of(const Fetch& m);
core::cbor::Map body_of(const Seek& m);
core::cbor::Map body_of(const Found& m);
core::cbor::Map body_of(const Pay& m);

core::Status read_body(core::cbor::Fields& f, Ask& m);
core::Status read_body(core::cbor::Fields& f, Quote& m);
core::Status read_body(core::cbor::Fields& f, Assign& m);
core::Status read_body(core::cbor::Fields& f, Chunk& m);
core::Status read_body(core::cbor::Fields& f, Result& m);
core::Status read_body(core::cbor::Fields& f, Cancel& m);
core::Status read_body(core::cbor::Fields& f, Failed& m);
core::Status read_body(core::cbor::Fields& f, Fetch& m);
core::Status read_body(core::cbor::Fields& f, Seek& m);
core::Status read_body(core::cbor::Fields& f, Found& m);
core::Status read_body(core::cbor::Fields& f, Pay& m);

/// At most so many bytes of it, cut between characters.
std::string cut_text(const std::string& text, std::size_t most);
/// An error as three fields from `key` on: reason, sentence, hint. Texts are cut to max_error_text_bytes.
void put_error(core::cbor::Map& map, std::uint64_t key, const core::Error& error);
core::Status read_error(core::cbor::Fields& f, std::uint64_t key, core::Error& error);

} // namespace hearth::link
