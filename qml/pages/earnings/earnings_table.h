// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/result.h"

#include <filesystem>

/// Earnings as a table file (RFC 4180). Pure but for the file; runs off the GUI thread.
namespace hearth::desktop::table {

/// "receipt_id,model,at,state,amount_1e-9_EMB,epoch,answer,device" and a line for each row; times in UTC.
std::string csv(const std::vector<control::EarningsRow>& rows);
core::Status writeCsv(const std::filesystem::path& file, const std::vector<control::EarningsRow>& rows);
/// "begins,joules,kWh" and a line for each column of the chart of electricity; times in UTC.
std::string energyCsv(const control::Energy& energy);

} // namespace hearth::desktop::table
