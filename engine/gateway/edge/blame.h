// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "gateway/edge/api_call.h"

namespace hearth::gateway {

/// The member that holds a call's question: the one that is too long where a context is.
const char* question_of(CallKind kind);

/// The one member of a call that a failure of whoever runs models is about, "inputs.sr"; empty where it is none,
/// several, or not known.
std::string blamed_member(const core::Sentence& message, CallKind kind);

} // namespace hearth::gateway
