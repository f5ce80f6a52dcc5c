// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

/// Signatures in the formats of other networks, which are only ever checked here. Pure.
namespace hearth::core {

/// RSA-PSS with SHA-256, MGF1 of SHA-256 and 32 bytes of salt over `message`, by a key of 2048 to 8192 bits in DER
/// (SubjectPublicKeyInfo).
bool verify_rsa_pss(ByteView public_key_der, ByteView message, ByteView signature);

/// ECDSA by a key of P-256 or secp256k1 over SHA-256, or of P-384 over SHA-384, in DER (SubjectPublicKeyInfo);
/// `signature` is r ‖ s, each as long as the curve's field.
bool verify_ecdsa(ByteView public_key_der, ByteView message, ByteView signature);

/// Keys in DER of a point in its compressed form: 02 or 03, then x. Whether it is one of the curve, verify_ecdsa()
/// finds.
Bytes compressed_p256_key(ByteView point);
Bytes compressed_secp256k1_key(ByteView point);

/// A key of P-256 in DER, of its coordinates x ‖ y. Whether they are a point of the curve, verify_ecdsa() finds.
Bytes p256_key(ByteView coordinates);

/// What stands between the lines -----BEGIN PUBLIC KEY----- and -----END PUBLIC KEY-----. Errors: corrupt.
Result<Bytes> public_key_of_pem(std::string_view pem);

} // namespace hearth::core
