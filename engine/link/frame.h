// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/seal.h"

/// Frames of a link: deterministic CBOR, {0: kind, 1: body, ? 2: number}. Frames that must not be lost carry a number;
/// the others concern one connection only. Pure. Layout and limits: resources/schema/link.cddl.
namespace hearth::link {

/// 2: the owner's word for the node key comes with the hello. A link is of the older side's version.
inline constexpr std::uint32_t link_version = 2, oldest_link_version = 1;
inline constexpr std::size_t max_part_bytes = std::size_t{32} << 10;
inline constexpr std::size_t max_frame_bytes = std::size_t{48} << 10;
inline constexpr std::size_t max_offers = 256;
inline constexpr std::size_t max_model_name_bytes = 64;

using JobId = std::uint64_t; ///< of one link; even if the listener opened the job, odd if the dialer did

enum class Side : std::uint8_t { listener = 0, dialer = 1 };

/// The first frame of both sides.
struct Hello {
    std::uint32_t version = link_version;
    Side side = Side::listener;
    std::string network; ///< id of the chain
    core::PublicKey node_key;
    core::Hash nonce;
    std::optional<core::Hash> resume; ///< token of a link that broke
    std::uint64_t received = 0;       ///< numbered frames of it that came
    core::Bytes credential = {};      ///< see credential.h; the first version had none
};
/// Signature over H("link/1", side, TLS exporter, own hello, the other's): see proof_digest().
struct Proof {
    core::Signature signature{};
};
/// The listener's answer to a proof that holds.
struct Welcome {
    core::Hash token;
    bool resumed = false;
    std::uint64_t received = 0;
};
struct ModelOffer {
    core::ModelId model_id;
    std::string profile;
    core::Amount prompt_token, completion_token;
    std::string name;          ///< of the model, for people
    std::uint32_t context = 0; ///< tokens
    bool operator==(const ModelOffer&) const = default;
};
enum Role : std::uint32_t { role_executor = 1, role_auditor = 2, role_gateway = 4, role_full_node = 8 };
/// What this side does for the other; sent whenever it changes.
struct Capability {
    std::uint32_t roles = 0; ///< of Role
    std::vector<ModelOffer> models;
    std::uint32_t free_places = 0;
    bool draining = false;
    std::optional<SealingCard> card;
    bool operator==(const Capability&) const = default;
};
/// Up to max_part_bytes of a job's message.
struct JobPart {
    JobId job = 0;
    bool sealed = false; ///< the message is of seal.h, not of job_codec.h
    bool ends = false;   ///< the message
    bool last = false;   ///< of the job, in either direction
    core::Bytes data;
};
/// So many more bytes of this job may come.
struct Credit {
    JobId job = 0;
    std::uint32_t bytes = 0;
};
/// Numbered frames that came.
struct Ack {
    std::uint64_t received = 0;
};
struct Ping {
    std::uint64_t nonce = 0;
};
struct Pong {
    std::uint64_t nonce = 0;
};
/// No new jobs, please; those that are here come to their end.
struct Drain {};
/// The last frame: the link is over and will not be resumed.
struct Goodbye {
    core::Error error;
};

using Frame = std::variant<Hello, Proof, Welcome, Capability, JobPart, Credit, Ack, Ping, Pong, Drain, Goodbye>;

struct NumberedFrame {
    Frame frame;
    std::optional<std::uint64_t> number; ///< from 1
};

/// Capability, JobPart, Credit and Drain.
bool is_numbered(const Frame& frame);
core::Bytes encode(const Frame& frame, std::optional<std::uint64_t> number = std::nullopt);
/// Errors: too_large, corrupt, unsupported.
core::Result<NumberedFrame> decode_frame(core::ByteView bytes);

/// What `side` signs on a connection with this TLS exporter value; a connection to somebody in between has another.
core::Hash proof_digest(Side side, core::ByteView exporter, const Hello& own, const Hello& other);

} // namespace hearth::link
