// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <chrono>
#include <functional>
#include <string>

/// Verbs that wait for what the service does by itself.
namespace hearth::cli {

/// Looks again and again until something is so. On standard error it says what it waits for, once per sentence.
class Waiting {
public:
    explicit Waiting(Context& context);

    /// Before each further look; waits a moment. Errors: timed_out after --timeout, cancelled after Ctrl-C.
    core::Status again(const std::string& sentence);

private:
    Context& m_context;
    const std::chrono::steady_clock::time_point m_begin;
    std::string m_said;
    Interrupt::Scope m_scope;
};

using StatusTest = std::function<bool(const control::NodeStatus&)>;

/// The first state that passes, also of a service that is only starting. Errors: those of Waiting; refused and
/// unsupported, which no waiting mends; unavailable, where it is its owner's to change that.
core::Result<control::NodeStatus> wait_for_status(Context& context, const StatusTest& passes);
/// Takes work: it is eligible and has its model loaded.
bool takes_work(const control::NodeStatus& status);

using ReceiptTest = std::function<bool(const control::ReceiptView&)>;

/// The receipt once it passes. Errors: not_found …, and those of Waiting.
core::Result<control::ReceiptView> wait_for_receipt(Context& context, const std::string& id, const ReceiptTest& passes);

} // namespace hearth::cli
