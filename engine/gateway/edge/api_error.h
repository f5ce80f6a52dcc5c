// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace hearth::gateway {

/// A failure as callers of the OpenAI API see it.
struct ApiError {
    int status = 500;
    std::string type = "server_error";
    std::string code;  ///< empty = null
    std::string param; ///< empty = null
    std::string message;
    std::optional<unsigned> retry_after_s;
    bool waits_known = false; ///< retry_after_s is no guess
};

/// 400 with the parameter that is wrong.
ApiError bad_request(std::string param, std::string message, std::string code = {});

/// An error of the HTTP edge itself: 4xx are the caller's, 5xx ours.
ApiError http_error(int status, std::string code, std::string message);

/// Status and code for what a backend answered; `model` names what was asked for.
ApiError from_backend(const core::Error& error, const std::string& model);

/// {"error":{"message","type","param","code"}}
std::string error_json(const ApiError& error);

/// How the events of a stream are written: as bare data, or with types and numbers as /v1/responses has them.
enum class EventForm { bare, typed };
/// The same as an event that ends a stream; `number`: its own, where events have numbers and it is known.
std::string error_event(const ApiError& error, EventForm form, std::optional<std::uint64_t> number = {});

} // namespace hearth::gateway
