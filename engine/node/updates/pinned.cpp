// SPDX-License-Identifier: Apache-2.0
#include "node/updates/pinned.h"

#ifndef HEARTH_UPDATE_KEY
#define HEARTH_UPDATE_KEY ""
#endif
#ifndef HEARTH_UPDATE_URL
#define HEARTH_UPDATE_URL ""
#endif

namespace hearth::node {

const char* pinned_update_key() {
    return HEARTH_UPDATE_KEY;
}

const char* pinned_update_url() {
    return HEARTH_UPDATE_URL;
}

} // namespace hearth::node
