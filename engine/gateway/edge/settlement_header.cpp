// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/settlement_header.h"

#include <algorithm>
#include <string>

namespace hearth::gateway {
namespace {

constexpr const char *header_now = "x-settlement-type", *header_before = "x-settle";

std::string settlement_of(const HttpRequest& request) {
    std::string type(request.header(request.count(header_now) > 0 ? header_now : header_before));
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return type;
}

} // namespace

bool names_settlement(const HttpRequest& request) {
    return request.count(header_now) + request.count(header_before) > 0;
}

std::optional<ApiError> check_settlement(const HttpRequest& request) {
    if (!names_settlement(request)) return std::nullopt;
    const std::string type = settlement_of(request);
    if (type == "batch" || type == "settle_batch") return std::nullopt;
    const bool in_public = type == "individual" || type.starts_with("settle_individual") || type == "settle_metadata";
    if (in_public)
        return bad_request("X-SETTLEMENT-TYPE",
                           "This gateway publishes no prompts and answers, so that an answer cannot be settled by "
                           "itself. Ask with 'batch': hashes of all answers come under one root an epoch.",
                           "unsupported_settlement");
    if (type == "private" || type == "settle")
        return bad_request("X-SETTLEMENT-TYPE",
                           "Every answer of this home is committed to by a receipt, of hashes alone; none can be left "
                           "out. Ask with 'batch'.",
                           "unsupported_settlement");
    return bad_request("X-SETTLEMENT-TYPE", "That is no type of settlement. Ask with 'batch', or leave the header out.",
                       "unsupported_settlement");
}

} // namespace hearth::gateway
