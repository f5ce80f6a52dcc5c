// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"

#include <optional>

/// Chains of X.509 certificates, as attestations carry them. Pure: time and root are arguments.
namespace hearth::core {

enum class ChainFault {
    none,
    unreadable, ///< or not two to eight certificates, or the leaf lacks the extension
    other_root, ///< the last certificate has another key than the trusted one
    broken,     ///< a certificate is not signed by the next one, or may not sign it
    expired     ///< a certificate was not valid at that time
};

struct ChainFinding {
    ChainFault fault = ChainFault::unreadable;
    Bytes leaf_key; ///< in DER (SubjectPublicKeyInfo), where it can be read, whatever it is worth
};

/// `certificates` in DER, the leaf first and the root last; `root_key`: SHA-256 of the root's SubjectPublicKeyInfo;
/// `leaf_extension`: in dots, which the leaf must have. Whether a certificate was revoked is not examined.
ChainFinding examine_chain(const std::vector<Bytes>& certificates, const Hash& root_key, Nanoseconds at,
                           const char* leaf_extension = nullptr);

/// What one certificate says of itself; that it is anybody's, nothing here examines.
struct CertificateFacts {
    Bytes key; ///< in DER (SubjectPublicKeyInfo)
    bool valid_then = false;
    std::optional<Bytes> extension; ///< what stands in the one that was asked for, where it stands once
};
/// `extension`: in dots. None: it is no certificate in DER, or larger than 48 KiB.
std::optional<CertificateFacts> read_certificate(ByteView der, Nanoseconds at, const char* extension = nullptr);

/// All of a text in PEM, which holds nothing else but blanks and a final NUL. None: it is no such text.
std::optional<std::vector<Bytes>> certificates_of_pem(std::string_view pem);

} // namespace hearth::core
