// SPDX-License-Identifier: Apache-2.0
#include "node/updates/release.h"

#include <cstdlib>
#include <string>

using namespace hearth;

/// What an update server sends, with a signature and without: whatever is taken of it stays in its folder, and nothing
/// is believed that the key has not signed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView bytes(data, size);
    static const core::PublicKey key = core::SigningKey::from_seed(core::Bytes(32, 1)).public_key();
    if (node::open_release(bytes, key)) std::abort(); // no sample is signed by it
    const auto release = node::read_release(bytes);
    if (!release) return 0;
    if (release->floor > release->version || release->expires_s <= release->issued_s) std::abort();
    for (const node::ReleaseFile& file : release->files)
        if (file.name.empty() || file.name.front() == '.' || file.name.find('/') != std::string::npos) std::abort();
    const std::string version = release->version.text();
    const auto again = node::Version::parse(version);
    if (!again || *again != release->version) std::abort();
    return 0;
}
