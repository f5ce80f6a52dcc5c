// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <vector>

/// A signal and what Silero VAD says of each of its chunks, by another implementation: vectors/model/make_silero.py.
namespace hearth::test {

inline constexpr int speech_chunk = 512, speech_rate = 16000;

struct Speech {
    std::vector<float> samples;
    std::vector<double> speech; ///< of each chunk
};

inline Speech speech_signal() {
    QFile file(QStringLiteral(HEARTH_VECTORS_DIR "/model/silero.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QJsonObject read = QJsonDocument::fromJson(file.readAll()).object();
    Speech found;
    for (const QJsonValue& value : read["samples"].toArray())
        found.samples.push_back(static_cast<float>(value.toDouble()));
    for (const QJsonValue& value : read["speech"].toArray())
        found.speech.push_back(value.toDouble());
    return found;
}

/// Its TorchScript, or empty where it was not fetched.
inline QString silero_file() {
    const QString file = QStringLiteral(HEARTH_CACHE_DIR "/models/silero_vad.jit");
    return QFile::exists(file) ? file : QString();
}
inline constexpr const char* no_silero =
    "silero_vad.jit is not here; installers/bootstrap test fetches it, or its function fetch_speech_model.";

} // namespace hearth::test
