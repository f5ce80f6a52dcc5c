// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/credential.h"
#include "link/frame.h"

namespace hearth::link {

/// Who the two sides of one connection are: hellos, then proofs by node key over this connection's TLS exporter, then
/// the listener's welcome. The dialer proves itself last, so that a listener which it does not take has no link for a
/// moment. No input or output.
class Handshake {
public:
    /// `key` is borrowed. `exporter`: of the TLS connection.
    Handshake(Hello own, const core::SigningKey& key, core::Bytes exporter);
    /// The dialer wants this node and no other.
    void expect(const core::PublicKey& key) { m_expected = key; }
    /// How what the other side shows of its owner's word is read; without, it is not looked at.
    void read_credentials(decltype(Credentials::read) read) { m_read = std::move(read); }
    /// Once it is proved: whoever reads it may know of a later end by now. Where it is refused, what was read counts.
    void read_credential_again();

    Frame hello() const { return m_own; }
    enum class Step {
        more,
        proven,   ///< at the listener: the other side is who it says; a welcome is due
        welcomed, ///< at the dialer
    };
    /// Appends what is to be sent. Errors: refused (another network, another node, a proof that does not hold),
    /// unsupported (version), corrupt (out of order), and those of Credentials::read.
    core::Result<Step> receive(core::ByteView frame, std::vector<Frame>& answers);

    const Hello& theirs() const { return *m_theirs; }
    const Welcome& welcome() const { return m_welcome; }
    /// When the owner's word for the other side's key ends; none: it showed none that has an end.
    std::optional<core::Nanoseconds> credential_ends() const { return m_ends; }

private:
    core::Status greet(const Hello& theirs);
    core::Status check(const Proof& proof);
    core::Status read_credential();
    Proof prove() const;

    Hello m_own;
    const core::SigningKey& m_key;
    core::Bytes m_exporter;
    std::optional<core::PublicKey> m_expected;
    decltype(Credentials::read) m_read;
    std::optional<core::Nanoseconds> m_ends;
    std::optional<Hello> m_theirs;
    bool m_proven = false;
    Welcome m_welcome;
};

} // namespace hearth::link
