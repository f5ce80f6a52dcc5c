// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace hearth::core {

/// Deleter of a std::unique_ptr to what OpenSSL made, by the function that frees it: OpenSslFree<BN_free>.
template <auto free_it>
struct OpenSslFree {
    template <typename T>
    void operator()(T* what) const {
        free_it(what);
    }
};

} // namespace hearth::core
