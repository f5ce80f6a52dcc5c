// SPDX-License-Identifier: Apache-2.0
#include "core/account_windows.h"

#include <vector>
#include <windows.h>

#include <sddl.h>

namespace hearth::core::account {

std::wstring of_process(void* process) {
    HANDLE token = nullptr;
    if (::OpenProcessToken(process, TOKEN_QUERY, &token) == 0) return {};
    DWORD size = 0;
    ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    std::vector<unsigned char> buffer(size);
    const bool told = ::GetTokenInformation(token, TokenUser, buffer.data(), size, &size) != 0;
    ::CloseHandle(token);
    wchar_t* text = nullptr;
    if (!told || ::ConvertSidToStringSidW(reinterpret_cast<const TOKEN_USER*>(buffer.data())->User.Sid, &text) == 0)
        return {};
    std::wstring account = text;
    ::LocalFree(text);
    return account;
}

const std::wstring& own() {
    static const std::wstring account = of_process(::GetCurrentProcess());
    return account;
}

} // namespace hearth::core::account
