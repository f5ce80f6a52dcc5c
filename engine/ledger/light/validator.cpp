// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/validator.h"

#include "core/hash.h"

#include <algorithm>

namespace hearth::ledger {

Address address_of(const core::PublicKey& key) {
    const core::Hash hash = core::sha256(key.view());
    Address address;
    std::copy_n(hash.bytes.begin(), address.size(), address.begin());
    return address;
}

} // namespace hearth::ledger
