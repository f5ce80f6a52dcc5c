// SPDX-License-Identifier: Apache-2.0
#include "link/handshake.h"

namespace hearth::link {

core::Error credential_is_over() {
    return core::fail(core::Code::refused, core::say("node_certificate_is_over"), core::say("certify_node_key_again"));
}

Handshake::Handshake(Hello own, const core::SigningKey& key, core::Bytes exporter)
    : m_own(std::move(own)), m_key(key), m_exporter(std::move(exporter)) {}

core::Status Handshake::greet(const Hello& theirs) {
    if (theirs.version != m_own.version)
        return core::fail(
            core::Code::unsupported,
            core::say("other_side_speaks_version", {std::to_string(theirs.version), std::to_string(m_own.version)}),
            core::say("update_hearth_older_side"));
    if (theirs.network != m_own.network)
        return core::fail(core::Code::refused, core::say("other_side_belongs_network", {theirs.network, m_own.network}),
                          core::say("join_same_network_remove"));
    if (theirs.side == m_own.side) return core::fail(core::Code::corrupt, core::say("both_sides_link_say"));
    if (theirs.node_key == m_own.node_key)
        return core::fail(core::Code::refused, core::say("link_leads_back_node"), core::say("remove_gateway_settings"));
    if (m_expected && theirs.node_key != *m_expected)
        return core::fail(core::Code::refused, core::say("another_node_answers_than"),
                          core::say("somebody_may_stand_between"));
    return {};
}

/// The key first: for a stranger's sake no owner's signature is checked.
core::Status Handshake::check(const Proof& proof) {
    const core::Hash digest = proof_digest(m_theirs->side, m_exporter, *m_theirs, m_own);
    if (!core::verify(m_theirs->node_key, digest.view(), proof.signature))
        return core::fail(core::Code::refused, core::say("other_side_link_did"),
                          core::say("somebody_may_stand_between"));
    return read_credential();
}

core::Status Handshake::read_credential() {
    if (!m_read || m_theirs->credential.empty()) return {};
    HEARTH_TRY(const core::Nanoseconds ends, m_read(m_theirs->node_key, m_theirs->credential));
    m_ends = ends != INT64_MAX ? std::optional(ends) : std::nullopt;
    return {};
}

void Handshake::read_credential_again() {
    if (m_proven) (void)read_credential();
}

Proof Handshake::prove() const {
    return {m_key.sign(proof_digest(m_own.side, m_exporter, m_own, *m_theirs).view())};
}

core::Result<Handshake::Step> Handshake::receive(core::ByteView bytes, std::vector<Frame>& answers) {
    HEARTH_TRY(NumberedFrame numbered, decode_frame(bytes));
    if (const auto* goodbye = std::get_if<Goodbye>(&numbered.frame)) return goodbye->error;
    if (const auto* hello = std::get_if<Hello>(&numbered.frame); hello != nullptr && !m_theirs) {
        HEARTH_CHECK(greet(*hello));
        m_theirs = *hello;
        if (m_own.side == Side::listener) answers.push_back(prove());
        return Step::more;
    }
    if (const auto* proof = std::get_if<Proof>(&numbered.frame); proof != nullptr && m_theirs && !m_proven) {
        HEARTH_CHECK(check(*proof));
        m_proven = true;
        if (m_own.side == Side::dialer) answers.push_back(prove());
        return m_own.side == Side::listener ? Step::proven : Step::more;
    }
    const auto* welcome = std::get_if<Welcome>(&numbered.frame);
    if (welcome != nullptr && m_proven && m_own.side == Side::dialer) {
        m_welcome = *welcome;
        return Step::welcomed;
    }
    return core::fail(core::Code::corrupt, "A frame of the link's handshake is out of order.");
}

} // namespace hearth::link
