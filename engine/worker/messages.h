// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "worker/protocol.h"

/// The body of each message as CBOR; used by protocol.cpp alone. Field numbers: resources/schema/worker.cddl.
namespace hearth::worker {

core::cbor::Map body_of(const Load& m);
core::cbor::Map body_of(const Import& m);
core::cbor::Map body_of(const Generate& m);
core::cbor::Map body_of(const Cancel& m);
core::cbor::Map body_of(const Replay& m);
core::cbor::Map body_of(const Tokenize& m);
core::cbor::Map body_of(const Hello& m);
core::cbor::Map body_of(const Loaded& m);
core::cbor::Map body_of(const ProgressReport& m);
core::cbor::Map body_of(const Imported& m);
core::cbor::Map body_of(const Started& m);
core::cbor::Map body_of(const Token& m);
core::cbor::Map body_of(const Finished& m);
core::cbor::Map body_of(const Replayed& m);
core::cbor::Map body_of(const Tokenized& m);
core::cbor::Map body_of(const Failed& m);
core::cbor::Map body_of(const FileData& m);
core::cbor::Map body_of(const KernelCache& m);
core::cbor::Map body_of(const Benchmark& m);
core::cbor::Map body_of(const Benchmarked& m);
core::cbor::Map body_of(const DeviceMemory& m);

core::Status read_body(core::cbor::Fields& f, Load& m);
core::Status read_body(core::cbor::Fields& f, Import& m);
core::Status read_body(core::cbor::Fields& f, Generate& m);
core::Status read_body(core::cbor::Fields& f, Cancel& m);
core::Status read_body(core::cbor::Fields& f, Replay& m);
core::Status read_body(core::cbor::Fields& f, Tokenize& m);
core::Status read_body(core::cbor::Fields& f, Hello& m);
core::Status read_body(core::cbor::Fields& f, Loaded& m);
core::Status read_body(core::cbor::Fields& f, ProgressReport& m);
core::Status read_body(core::cbor::Fields& f, Imported& m);
core::Status read_body(core::cbor::Fields& f, Started& m);
core::Status read_body(core::cbor::Fields& f, Token& m);
core::Status read_body(core::cbor::Fields& f, Finished& m);
core::Status read_body(core::cbor::Fields& f, Replayed& m);
core::Status read_body(core::cbor::Fields& f, Tokenized& m);
core::Status read_body(core::cbor::Fields& f, Failed& m);
core::Status read_body(core::cbor::Fields& f, FileData& m);
core::Status read_body(core::cbor::Fields& f, KernelCache& m);
core::Status read_body(core::cbor::Fields& f, Benchmark& m);
core::Status read_body(core::cbor::Fields& f, Benchmarked& m);
core::Status read_body(core::cbor::Fields& f, DeviceMemory& m);

/// Token ids travel as one byte string of little-endian 32-bit numbers: numeric bulk, not structure.
core::Bytes pack_ids(const std::vector<std::uint32_t>& ids);
core::Status read_ids(core::cbor::Fields& f, std::uint64_t key, const char* name, std::vector<std::uint32_t>& out);

core::cbor::Value optional_hash(const std::optional<core::Hash>& hash);
core::Status read_optional_hash(core::cbor::Fields& f, std::uint64_t key, const char* name,
                                std::optional<core::Hash>& out);

} // namespace hearth::worker
