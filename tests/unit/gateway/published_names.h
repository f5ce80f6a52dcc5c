// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/model_names.h"

#include <QFile>

namespace hearth::test {

/// A file of resources/models.
inline std::string text_of(const char* file) {
    QFile source(QStringLiteral(HEARTH_SOURCE_DIR "/resources/models/") + file);
    if (!source.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", file);
    return source.readAll().toStdString();
}

/// The names that an installation knows.
inline gateway::ModelNames published() {
    auto names = gateway::ModelNames::parse(text_of("names.json"));
    if (!names) qFatal("%s", names.error().message.c_str());
    return std::move(*names);
}

} // namespace hearth::test
