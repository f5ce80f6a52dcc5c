// SPDX-License-Identifier: Apache-2.0
#include "model_list_model.h"

#include "backend/format.h"

#include <QCoreApplication>

namespace hearth::desktop {
namespace {

QString state_word(control::ModelState state) {
    switch (state) {
    case control::ModelState::ready:
        return QCoreApplication::translate("Models", "ready");
    case control::ModelState::loaded:
        return QCoreApplication::translate("Models", "loaded");
    case control::ModelState::disabled:
        return QCoreApplication::translate("Models", "disabled");
    case control::ModelState::removed:
        return QCoreApplication::translate("Models", "removed");
    }
    return {};
}

QString tone_of(control::ModelState state) {
    if (state == control::ModelState::loaded) return QStringLiteral("good");
    if (state == control::ModelState::disabled) return QStringLiteral("bad");
    return {};
}

QString measure_word(const std::string& name) {
    if (name == "perplexity_fp32") return QCoreApplication::translate("Models", "perplexity in fp32");
    if (name == "weights") return QCoreApplication::translate("Models", "weights");
    return QString::fromStdString(name).replace(QLatin1Char('_'), QLatin1Char(' '));
}

QString quality_text(const control::ModelInfo& row) {
    QStringList parts;
    for (const auto& [name, value] : row.quality)
        parts << measure_word(name) + QLatin1Char(' ') + format::plainNumber(value);
    return parts.join(QStringLiteral("  ·  "));
}

QString profiles_text(const control::ModelInfo& row) {
    QStringList names;
    for (const std::string& profile : row.profiles)
        names << QString::fromStdString(profile);
    return names.join(QStringLiteral(", "));
}

QString price_text(const control::ModelInfo& row) {
    if (row.prompt_million.empty() || row.completion_million.empty()) return {};
    return QCoreApplication::translate("Models", "Asks %1 EMB for a million tokens read, %2 EMB for a million written.")
        .arg(format::money(row.prompt_million), format::money(row.completion_million));
}

QString known(const std::string& text) {
    return text.empty() ? format::unknown() : QString::fromStdString(text);
}

} // namespace

bool ModelListModel::same(const control::ModelInfo& a, const control::ModelInfo& b) const {
    return a.name == b.name && a.state == b.state && a.reason == b.reason && a.is_default == b.is_default &&
           a.quality == b.quality && a.profiles == b.profiles && a.bytes == b.bytes &&
           a.source_bytes == b.source_bytes && a.receipts_in_window == b.receipts_in_window &&
           a.prompt_million == b.prompt_million && a.completion_million == b.completion_million;
}

QVariant ModelListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const control::ModelInfo& row = rows()[static_cast<std::size_t>(index.row())];
    switch (role) {
    case ModelId:
        return QString::fromStdString(row.model_id);
    case Qt::DisplayRole:
    case Name:
        return QString::fromStdString(row.name);
    case Arch:
        return known(row.arch);
    case Profiles:
        return profiles_text(row);
    case Size:
        return row.bytes > 0 ? format::bytes(row.bytes) : format::unknown();
    case Parameters:
        return row.parameters > 0 ? format::countShort(row.parameters) : format::unknown();
    case Context:
        return row.context_length > 0 ? format::count(row.context_length) : format::unknown();
    case License:
        return known(row.license);
    case Quality:
        return quality_text(row);
    case State:
        return state_word(row.state);
    case StateKey:
        return QString::fromLatin1(control::name_of(row.state));
    case Tone:
        return tone_of(row.state);
    case Reason:
        return format::worded(row.reason);
    case IsDefault:
        return row.is_default;
    case Price:
        return price_text(row);
    case ReceiptsInWindow:
        return static_cast<int>(row.receipts_in_window);
    case SourceSize:
        return row.source_bytes > 0 ? format::bytes(row.source_bytes) : QString();
    case Kind:
        return QString::fromStdString(row.kind);
    default:
        return {};
    }
}

QHash<int, QByteArray> ModelListModel::roleNames() const {
    return {{ModelId, "modelId"},
            {Name, "name"},
            {Arch, "arch"},
            {Profiles, "profiles"},
            {Size, "size"},
            {Parameters, "parameters"},
            {Context, "context"},
            {License, "license"},
            {Quality, "quality"},
            {State, "modelState"},
            {StateKey, "stateKey"},
            {Tone, "tone"},
            {Reason, "reason"},
            {IsDefault, "isDefault"},
            {Price, "price"},
            {ReceiptsInWindow, "receiptsInWindow"},
            {SourceSize, "sourceSize"},
            {Kind, "kind"}};
}

} // namespace hearth::desktop
