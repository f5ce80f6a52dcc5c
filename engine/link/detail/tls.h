// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"
#include "link/certificate.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>

/// TLS 1.3 as links use it. Internal to link.
namespace hearth::link::detail {

core::Result<std::shared_ptr<boost::asio::ssl::context>> listener_tls(const Certificate& certificate);
core::Result<std::shared_ptr<boost::asio::ssl::context>> dialer_tls();

/// RFC 9266: the same 32 bytes at both ends of one TLS connection, and at no other.
core::Result<core::Bytes> channel_binding(SSL* connection);
/// The listener's certificate: self-signed and of this time. Errors: refused.
core::Status check_certificate(SSL* connection, core::Nanoseconds now);

} // namespace hearth::link::detail
