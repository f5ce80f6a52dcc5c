// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// Who owns a process or a file of Windows. For the sources of that system only.
namespace hearth::core::account {

/// The account of a process as the text of its SID ("S-1-5-21-…"); empty where the system does not tell.
std::wstring of_process(void* process);
/// Of this process.
const std::wstring& own();

} // namespace hearth::core::account
