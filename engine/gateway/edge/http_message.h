// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hearth::gateway {

struct Meter;

struct HttpRequest {
    std::string method;
    std::string target;                                       ///< as it came
    unsigned minor = 1;                                       ///< HTTP/1.minor
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case, in order
    std::string body;
    std::string model;            ///< that the target names, where it names one and more
    std::string caller;           ///< id of the API key that it came with; the door's finding, no part of the message
    bool pays = false;            ///< no key, but a payment that was not looked at yet; so is this
    std::shared_ptr<Meter> meter; ///< of a payment that was taken

    /// The only or the first value; empty if there is none.
    std::string_view header(std::string_view lower_name) const;
    std::size_t count(std::string_view lower_name) const;
    bool wants_keep_alive() const;
};

struct HttpAnswer {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    EventForm events = EventForm::bare; ///< of a stream
};

} // namespace hearth::gateway
