// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "model/config.h"

namespace hearth::model {

/// What a manifest says of a model that makes vectors: field 19 of its configuration (resources/schema/manifest.cddl).
core::cbor::Value encoder_value(const EncoderShape& encoder);
/// Errors: corrupt.
core::Result<EncoderShape> read_encoder_shape(const core::cbor::Value& value);

} // namespace hearth::model
