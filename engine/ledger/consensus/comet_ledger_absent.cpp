// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_ledger.h"

/// The network's ledger in a program that was built without it.
namespace hearth::ledger {

namespace {

core::Error not_built() {
    return core::fail(core::Code::unsupported, "This program was built without network mode.",
                      "Build it where Go 1.22 or newer and protobuf are; solo mode needs neither.");
}

} // namespace

bool CometLedger::is_built() {
    return false;
}

core::Result<CometKeys> CometLedger::keys(const std::filesystem::path&) {
    return not_built();
}

core::Result<std::unique_ptr<CometLedger>> CometLedger::open(const Options&, const ChainGenesis&) {
    return not_built();
}

} // namespace hearth::ledger
