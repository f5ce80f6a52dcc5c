// SPDX-License-Identifier: Apache-2.0
#include "starting.h"

namespace hearth::cli {

core::Status start_service(const std::filesystem::path&, const core::Home&) {
    return core::fail(core::Code::unsupported, "Networks of homes run on Linux only so far.",
                      "Start them on a machine with Linux.");
}

bool is_taken(const std::string&) {
    return false;
}

} // namespace hearth::cli
