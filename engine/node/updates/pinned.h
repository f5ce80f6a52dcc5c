// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whose updates this build takes, and from where. A packager sets them with HEARTH_UPDATE_KEY and HEARTH_UPDATE_URL of
/// CMake; nothing that is read at run time changes the key.
namespace hearth::node {

const char* pinned_update_key(); ///< Ed25519, 64 hex digits; empty: this build takes none
const char* pinned_update_url(); ///< empty: the settings name a server

} // namespace hearth::node
