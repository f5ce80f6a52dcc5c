// SPDX-License-Identifier: Apache-2.0
#include "text/foreign.h"

namespace hearth::text {

namespace {

core::Code code_of(std::int32_t reason) {
    switch (reason) {
    case HEARTH_TEXT_INVALID_ARGUMENT:
        return core::Code::invalid_argument;
    case HEARTH_TEXT_CORRUPT:
        return core::Code::corrupt;
    case HEARTH_TEXT_TOO_LARGE:
        return core::Code::too_large;
    case HEARTH_TEXT_UNSUPPORTED:
        return core::Code::unsupported;
    case HEARTH_TEXT_REFUSED:
        return core::Code::refused;
    default:
        return core::Code::internal;
    }
}

} // namespace

core::Error foreign_error(std::int32_t reason, const ForeignBytes& sentence, std::string hint) {
    return core::fail(code_of(reason), std::string(sentence.text()), std::move(hint));
}

} // namespace hearth::text
