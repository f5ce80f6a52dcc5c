// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <vector>

/// What encoders make of some texts, by another implementation: vectors/model/make_embeddings.py.
namespace hearth::test {

struct EmbeddedText {
    QString text;
    std::vector<std::uint32_t> ids;
    std::vector<double> vector;
};

/// Of "tiny", "tiny-cls" or "minilm"; empty if the file is not there.
inline std::vector<EmbeddedText> embedded_texts(const char* model) {
    QFile file(QStringLiteral(HEARTH_VECTORS_DIR "/model/embeddings.json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    std::vector<EmbeddedText> texts;
    for (const QJsonValue& row : QJsonDocument::fromJson(file.readAll()).object()[QLatin1String(model)].toArray()) {
        EmbeddedText one{row.toObject()["text"].toString(), {}, {}};
        for (const QJsonValue& id : row.toObject()["ids"].toArray())
            one.ids.push_back(static_cast<std::uint32_t>(id.toInteger()));
        for (const QJsonValue& value : row.toObject()["vector"].toArray())
            one.vector.push_back(value.toDouble());
        texts.push_back(std::move(one));
    }
    return texts;
}

/// By how much two vectors differ in the value that differs most; infinity if their lengths differ.
template <typename Values>
double apart(const std::vector<double>& wanted, const Values& found) {
    if (wanted.empty() || static_cast<std::size_t>(found.size()) != wanted.size()) return HUGE_VAL;
    double most = 0;
    auto at = found.begin();
    for (const double value : wanted)
        most = std::max(most, std::abs(value - static_cast<double>(*at++)));
    return std::isnan(most) ? HUGE_VAL : most;
}

/// The folder of all-MiniLM-L6-v2, or empty where it was not fetched.
inline QString minilm_folder() {
    const QString folder = QStringLiteral(HEARTH_CACHE_DIR "/models/all-MiniLM-L6-v2");
    return QFile::exists(folder + "/modules.json") ? folder : QString();
}
inline constexpr const char* no_minilm =
    "all-MiniLM-L6-v2 is not here; installers/bootstrap test fetches it, or its function fetch_embedding_model.";

} // namespace hearth::test
