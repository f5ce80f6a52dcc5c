// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/frame.h"

namespace hearth::link {

/// Who the two sides of one connection are: hellos, then proofs by node key over this connection's TLS exporter, then
/// the listener's welcome. No input or output.
class Handshake {
public:
    /// `key` is borrowed. `exporter`: of the TLS connection.
    Handshake(Hello own, const core::SigningKey& key, core::Bytes exporter);
    /// The dialer wants this node and no other.
    void expect(const core::PublicKey& key) { m_expected = key; }

    Frame hello() const { return m_own; }
    enum class Step {
        more,
        proven,   ///< at the listener: the other side is who it says; a welcome is due
        welcomed, ///< at the dialer
    };
    /// Appends what is to be sent. Errors: refused (another network, another node, a proof that does not hold),
    /// unsupported (version), corrupt (out of order).
    core::Result<Step> receive(core::ByteView frame, std::vector<Frame>& answers);

    const Hello& theirs() const { return *m_theirs; }
    const Welcome& welcome() const { return m_welcome; }

private:
    core::Status greet(const Hello& theirs);
    core::Status check(const Proof& proof) const;

    Hello m_own;
    const core::SigningKey& m_key;
    core::Bytes m_exporter;
    std::optional<core::PublicKey> m_expected;
    std::optional<Hello> m_theirs;
    bool m_proven = false;
    Welcome m_welcome;
};

} // namespace hearth::link
