// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/attested_server.h"

#include "core/clock.h"
#include "core/keys.h"

#include <algorithm>

namespace hearth::gateway {
namespace {

using core::Code;
using evidence::Check;
using Outcome = proof::CheckRow::Outcome;

evidence::NetworkProof proof_for(const ChannelTerms& terms, core::ByteView certificate) {
    const auto facts = evidence::facts_of(terms.kind);
    return {facts ? facts->format : "",
            core::to_bytes(core::as_bytes(terms.document(certificate))),
            {},
            terms.measurements};
}

/// The first reason, in words.
core::Sentence why_not(const evidence::ProofFindings& found) {
    for (const Outcome worst : {Outcome::failed, Outcome::not_checked})
        for (const proof::CheckRow& row : found.rows)
            if (row.outcome == worst && evidence::is_of_attestation(row)) return row.detail;
    return core::say("channel_no_quote");
}

core::Status admit(const ChannelTerms& terms, core::ByteView certificate) {
    const evidence::Transcript now{terms.kind, {}, {}, {}, {}, std::nullopt, std::nullopt, core::system_clock().now()};
    const auto found = evidence::examine_proof(proof_for(terms, certificate), now, terms.trust);
    if (found.level == proof::Level::attested) return {};
    if (terms.refused) terms.refused();
    return core::fail(Code::refused, core::say("channel_refused", {why_not(found)}), core::say("channel_hint"));
}

std::string fresh_check_id() {
    std::array<std::uint8_t, 16> raw{};
    core::random_bytes(raw);
    return core::to_hex(raw);
}

} // namespace

AttestedServer::AttestedServer(std::shared_ptr<CallLoop> loop, ServerUrl url, std::string key,
                               AnswerGuard::Limits limits, ChannelTerms terms)
    : OpenAiServer(std::move(loop), std::move(url), std::move(key), limits),
      m_terms(std::make_shared<const ChannelTerms>(std::move(terms))) {
    examine_peers(std::make_shared<const PeerCheck>(PeerCheck{
        fresh_check_id(), [held = m_terms](core::ByteView certificate) { return admit(*held, certificate); }}));
}

void AttestedServer::prove(AnsweredCall call, std::function<void(AnswerEvidence)> then) {
    if (!call.whole || !call.facts.peer)
        return then({{evidence::unchecked(Check::connection,
                                          core::say(call.whole ? "channel_without_key" : "channel_not_whole")),
                      check_model(call)},
                     proof::Level::none,
                     std::nullopt});
    evidence::NetworkProof given = proof_for(*m_terms, *call.facts.peer);
    auto found = evidence::examine_proof(given,
                                         {m_terms->kind, call.path, call.model, call.request_hash, call.response_hash,
                                          std::nullopt, std::nullopt, call.ended_at},
                                         m_terms->trust);
    for (proof::CheckRow& row : found.rows)
        if (evidence::is(row, Check::connection))
            row = evidence::judged(Check::connection, true, core::say("channel_seen"));
    found.rows.push_back(check_model(call));
    then({std::move(found.rows), found.level, std::move(given)});
}

} // namespace hearth::gateway
