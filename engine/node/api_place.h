// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

#include <mutex>
#include <string>

namespace hearth::node {

/// Where the OpenAI endpoint really is; empty texts while it does not serve.
struct ApiPlace {
    std::string url;       ///< for this machine
    std::string bound;     ///< "0.0.0.0:8747"
    core::Sentence access; ///< who may call
    bool beyond_this_machine = false;

    /// "http://127.0.0.1:8747/v1, bound to 127.0.0.1:8747 (this machine only, without a key)"
    std::string text() const;
};

/// The place as the service tells it, while it opens and closes the endpoint. Thread-safe.
class PublishedApi {
public:
    ApiPlace place() const;
    void publish(ApiPlace place);

private:
    mutable std::mutex m_mutex;
    ApiPlace m_place;
};

} // namespace hearth::node
