// SPDX-License-Identifier: Apache-2.0
#include "control/machine.h"

#include <windows.h>

namespace hearth::control {
namespace {

/// Programs without a manifest are told an old version of the system; its registry tells the real one.
std::string of_registry(const wchar_t* name) {
    wchar_t text[64];
    DWORD size = sizeof text;
    if (::RegGetValueW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", name, RRF_RT_REG_SZ,
                       nullptr, text, &size) != ERROR_SUCCESS)
        return "unknown";
    std::string plain;
    for (const wchar_t* c = text; *c != L'\0'; ++c)
        plain.push_back(*c < 0x80 ? static_cast<char>(*c) : '?');
    return plain;
}

} // namespace

std::optional<Machine> machine() {
    SYSTEM_INFO info{};
    ::GetNativeSystemInfo(&info);
    const char* architecture = info.wProcessorArchitecture == PROCESSOR_ARCHITECTURE_AMD64   ? "x86_64"
                               : info.wProcessorArchitecture == PROCESSOR_ARCHITECTURE_ARM64 ? "arm64"
                                                                                             : "unknown";
    return Machine{"Windows", of_registry(L"CurrentBuildNumber"), architecture};
}

} // namespace hearth::control
