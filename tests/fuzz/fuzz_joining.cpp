// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/header_door.h"
#include "ledger/consensus/network_place.h"

#include <cstdlib>

/// What homes that join send and get: questions for headers, and invitations.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto question = hearth::ledger::header_question(text))
        if (hearth::ledger::header_question(*question) != question) std::abort(); // written anew it stays the same
    if (const auto invitation = hearth::ledger::Invitation::parse(text)) {
        const auto again = hearth::ledger::Invitation::parse(invitation->text());
        if (!again || again->text() != invitation->text()) std::abort();
    }
    return 0;
}
