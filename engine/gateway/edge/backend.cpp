// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/backend.h"

namespace hearth::gateway {

core::Result<std::string> Backend::answer_receipt(const AnsweredBytes&) {
    return core::fail(core::Code::not_found, core::say("no_receipt_of_answer"));
}

core::Result<SignedHashes> Backend::sign_hashes(const AnsweredBytes&) {
    return core::fail(core::Code::not_found, core::say("no_receipt_of_answer"));
}

core::Result<std::string> Backend::signing_key() {
    return core::fail(core::Code::not_found, core::say("no_receipt_of_answer"));
}

std::optional<CallerRate> Backend::rate(const std::string&) {
    return std::nullopt;
}

core::Result<std::string> Backend::log(const LogQuestion&) {
    return core::fail(core::Code::not_found, core::say("no_log_here"));
}

} // namespace hearth::gateway
