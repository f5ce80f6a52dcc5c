// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/evidence/envelope.h"

#include <string>

namespace hearth::gateway::evidence {

/// The most that evidence of a kind of network can carry here, whatever a gateway claims; `measured`: where the owner
/// pinned all that its hardware must run, see covers(). An unknown kind carries nothing, and no kind does without the
/// proof itself.
proof::Level carried_level(const std::string& kind, bool measured = false);
/// What it proves is about a connection that only the gateway saw: to whoever does not take that gateway's word for it,
/// it carries nothing.
bool is_witnessed(const std::string& kind);
/// In one sentence, what the evidence of a kind is worth.
core::Sentence worth(const std::string& kind, bool measured = false);

/// Whom a reader trusts, instead of taking the word of whoever wrote the file.
struct ReaderPins {
    std::vector<std::string> signers = {}, measurements = {}; ///< any: they take the place of all in the file
    std::vector<std::string> home_keys = {};                  ///< hex: what these gateways pinned is the reader's own
};

/// What a stranger can examine with nothing but the file.
struct Examination {
    std::optional<SignedEnvelope> file; ///< none: it could not be read
    std::vector<proof::CheckRow> rows;  ///< found here, then those that the gateway wrote down
    proof::Level level = proof::Level::none;
    bool valid = false; ///< nothing failed
    /// Who says which keys and software are trusted: "gateway": the file's writer, whose claim a level is then; "home";
    /// "reader"; empty: a level needs none.
    std::string pins = {};
};
/// `request` and `response` are the caller's own copies of the bytes, where there are any. Fails closed.
Examination examine(core::ByteView file, const std::optional<core::ByteView>& request,
                    const std::optional<core::ByteView>& response, const TrustAnchors& trust = hardware_makers(),
                    const ReaderPins& own = {});

/// For people, as GET /v1/evidence/{id} gives it, with the file itself in hex under "envelope".
std::string to_json(const SignedEnvelope& file, std::optional<core::Amount> charged = {});
/// The file inside of such a text; what is no such text is a file itself. Errors: unsupported (evidence of an answer of
/// this home's, which its receipt proves).
core::Result<core::Bytes> file_in(core::ByteView text_or_file);

} // namespace hearth::gateway::evidence
