// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <filesystem>
#include <QTemporaryDir>
#include <QTest>
#include <string>

namespace hearth::test {

inline std::filesystem::path fake_worker() {
    return HEARTH_FAKE_WORKER;
}

inline std::filesystem::path path_of(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

/// The value, or the test ends with the error's sentence.
template <typename T>
T must(core::Result<T> result, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (!result) qFatal("%s:%d: %s", file, line, result.error().message.c_str());
    return std::move(result).value();
}
inline void must(const core::Status& status, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (!status) qFatal("%s:%d: %s", file, line, status.error().message.c_str());
}

} // namespace hearth::test
