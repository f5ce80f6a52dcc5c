// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/result.h"
#include "gateway/edge/api_error.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hearth::gateway {

/// A call that its caller may send again without paying again.
struct RepeatKey {
    std::string caller;                 ///< id of the API key that asks; empty = somebody on this machine
    std::string key;                    ///< Idempotency-Key
    core::Hash request;                 ///< of path, profile and body
    EventForm events = EventForm::bare; ///< of its answer, where that is a stream
};

/// An answer as it went out.
struct KeptAnswer {
    int status = 200;
    bool stream = false;
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    bool operator==(const KeptAnswer&) const = default;
};

/// What is known of calls with an Idempotency-Key, for 24 hours and beyond the end of the process. Thread-safe; every
/// change is durable when it returns.
class CallMemory {
public:
    virtual ~CallMemory() = default;
    enum class Known {
        nothing, ///< it is written down now as under way
        kept,    ///< here is the answer
        other,   ///< another request had this key
        lost,    ///< it was under way when a process ended, and may have been charged
        unkept,  ///< it was answered and is not at hand: it was too long, or there was no room
    };
    struct Recall {
        Known known = Known::nothing;
        std::optional<KeptAnswer> answer;
    };
    /// Errors: io; busy, where a caller has too many.
    virtual core::Result<Recall> recall(const RepeatKey& call) = 0;
    /// None: it was charged and cannot be given again.
    virtual core::Status keep(const RepeatKey& call, const std::optional<KeptAnswer>& answer) = 0;
    /// Nothing was charged: the key is as good as new.
    virtual core::Status forget(const RepeatKey& call) = 0;
};

} // namespace hearth::gateway
