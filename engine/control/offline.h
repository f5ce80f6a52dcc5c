// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/governance.h"
#include "control/keys.h"

/// What is signed where the operator's key is, and the words that the key is written down with; see values.h.
namespace hearth::control {

/// Something to be signed elsewhere.
struct OfflineWish {
    GovernanceAct act;        ///< also "register": lets the node key, or the next one, sign for the operator
    std::uint64_t blocks = 0; ///< for how many blocks from now on it may be sent
};

/// Parameters and answers of the calls; internal to the library.
struct WordsParams {
    std::vector<WordGiven> words;
};
/// A file's content.
struct FileText {
    std::string file;
};

} // namespace hearth::control
