// SPDX-License-Identifier: Apache-2.0
#include "link/handshake.h"

namespace hearth::link {

Handshake::Handshake(Hello own, const core::SigningKey& key, core::Bytes exporter)
    : m_own(std::move(own)), m_key(key), m_exporter(std::move(exporter)) {}

core::Status Handshake::greet(const Hello& theirs) {
    if (theirs.version != link_version)
        return core::fail(core::Code::unsupported,
                          "The other side speaks version " + std::to_string(theirs.version) + " of links; this one " +
                              std::to_string(link_version) + ".",
                          "Update Hearth on the older side.");
    if (theirs.network != m_own.network)
        return core::fail(core::Code::refused,
                          "The other side belongs to the network \"" + theirs.network + "\", this one to \"" +
                              m_own.network + "\".",
                          "Join the same network, or remove this gateway from the settings.");
    if (theirs.side == m_own.side)
        return core::fail(core::Code::corrupt, "Both sides of the link say that they dialled, or that neither did.");
    if (theirs.node_key == m_own.node_key)
        return core::fail(core::Code::refused, "The link leads back to this node itself.",
                          "Remove this gateway from the settings.");
    if (m_expected && theirs.node_key != *m_expected)
        return core::fail(core::Code::refused, "Another node answers there than the one that was to be reached.",
                          "Somebody may stand in between; check the gateway's address and key.");
    return {};
}

core::Status Handshake::check(const Proof& proof) const {
    const core::Hash digest = proof_digest(m_theirs->side, m_exporter, *m_theirs, m_own);
    if (core::verify(m_theirs->node_key, digest.view(), proof.signature)) return {};
    return core::fail(core::Code::refused, "The other side of the link did not prove its node key on this connection.",
                      "Somebody may stand in between; check the gateway's address and key.");
}

core::Result<Handshake::Step> Handshake::receive(core::ByteView bytes, std::vector<Frame>& answers) {
    HEARTH_TRY(NumberedFrame numbered, decode_frame(bytes));
    if (const auto* goodbye = std::get_if<Goodbye>(&numbered.frame)) return goodbye->error;
    if (const auto* hello = std::get_if<Hello>(&numbered.frame); hello != nullptr && !m_theirs) {
        HEARTH_CHECK(greet(*hello));
        m_theirs = *hello;
        answers.push_back(Proof{m_key.sign(proof_digest(m_own.side, m_exporter, m_own, *m_theirs).view())});
        return Step::more;
    }
    if (const auto* proof = std::get_if<Proof>(&numbered.frame); proof != nullptr && m_theirs && !m_proven) {
        HEARTH_CHECK(check(*proof));
        m_proven = true;
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
