// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <filesystem>

namespace hearth::cli {

/// Examines a receipt file without a service. A file that cannot be decoded is a view with one failed check;
/// an error only says that it could not be read.
core::Result<control::ReceiptView> examine_receipt_file(const std::filesystem::path& file);

/// The checks of the file with the service's replay in place of its own "not checked" rows.
control::ReceiptView with_replay(control::ReceiptView of_file, const control::ReceiptView& of_service);

/// The service computes the answer again, be the receipt its own or any home's; it has to run here and to have the
/// model. Errors: conflict (the file holds another receipt by now), not_found and io in the service's words.
core::Result<control::ReceiptView> replay_receipt_file(Context& context, const control::ReceiptView& of_file,
                                                       const std::filesystem::path& file);

} // namespace hearth::cli
