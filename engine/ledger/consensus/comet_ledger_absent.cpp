// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_ledger.h"

/// The network's ledger in a program that was built without it.
namespace hearth::ledger {

namespace {

core::Error not_built() {
    return core::fail(core::Code::unsupported, core::say("program_built_without_network"),
                      core::say("build_where_go_newer"));
}

} // namespace

bool CometLedger::is_built() {
    return false;
}

core::Result<CometKeys> CometLedger::keys(const std::filesystem::path&) {
    return not_built();
}

core::Result<BondValidator> CometLedger::bond(const std::filesystem::path&, const core::PublicKey&, std::string_view,
                                              const core::PublicKey&) {
    return not_built();
}

core::Result<UnjailValidator> CometLedger::unjail(const std::filesystem::path&, std::string_view,
                                                  const core::PublicKey&, core::Height) {
    return not_built();
}

core::Result<std::unique_ptr<CometLedger>> CometLedger::open(const Options&, const ChainGenesis&) {
    return not_built();
}

} // namespace hearth::ledger
