// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"

/// What wordings() joins. Internal to the library.
namespace hearth::core {

std::span<const Wording> sentence_table(); ///< states, stages, verdicts, checks
std::span<const Wording> hub_table();      ///< models that could be here, and fetching them
std::span<const Wording> update_table();   ///< new versions of the program
/// Errors and what to do about them, by the room that uses most of each; those of core, of programs and of pages.
std::span<const Wording> error_table();
std::span<const Wording> node_error_table();      ///< of the service: `node`
std::span<const Wording> node_jobs_error_table(); ///< of its jobs, their money and what node.sqlite keeps
std::span<const Wording> ledger_error_table();    ///< of `ledger`
std::span<const Wording> gateway_error_table();   ///< of `gateway`
std::span<const Wording> evidence_table();        ///< of what answers of other networks prove: checks and their worth
std::span<const Wording> model_error_table();     ///< of `model` and `text`
std::span<const Wording> compute_error_table();   ///< of `compute`, `exact`, `worker` and `telemetry`
std::span<const Wording> link_error_table();      ///< of `link` and `control`

} // namespace hearth::core
