// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "model/config.h"

namespace hearth::model {

/// What a manifest says of a model of tensors: field 20 of its configuration (resources/schema/manifest.cddl).
core::cbor::Value script_value(const ScriptShape& script);
/// Errors: corrupt.
core::Result<ScriptShape> read_script_shape(const core::cbor::Value& value);

} // namespace hearth::model
