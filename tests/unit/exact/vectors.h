// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/reference.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <bit>
#include <string>
#include <vector>

namespace hearth::test {

using Floats = std::vector<float>;
using exact::reference::QuantisedRow;

inline QJsonObject read_vectors(const std::string& name) {
    QFile file(QString::fromStdString(HEARTH_VECTORS_DIR "/exact/" + name + ".json"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

inline std::uint64_t word(const QJsonValue& hex) {
    return hex.toString().toULongLong(nullptr, 16);
}
/// fp32 values stand in the vectors as their bits, so that a difference of one bit is a difference of text.
inline QString bits_of(float v) {
    return QStringLiteral("%1").arg(std::bit_cast<std::uint32_t>(v), 8, 16, QChar('0'));
}
inline float real(const QJsonValue& hex) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(word(hex)));
}
inline Floats reals(const QJsonValue& list) {
    Floats out;
    for (const auto& v : list.toArray())
        out.push_back(real(v));
    return out;
}
template <typename Number>
std::vector<Number> numbers(const QJsonValue& list) {
    std::vector<Number> out;
    for (const auto& v : list.toArray())
        out.push_back(static_cast<Number>(v.toInt()));
    return out;
}
inline QJsonArray hex(const Floats& values) {
    QJsonArray out;
    for (const float v : values)
        out.append(bits_of(v));
    return out;
}
inline QString hex(core::ByteView bytes) {
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())).toHex();
}
inline QString hex(const core::Hash& hash) {
    return hex(hash.view());
}
inline QuantisedRow row_of(const QJsonValue& values, const QJsonValue& scale) {
    return {numbers<std::int8_t>(values), real(scale)};
}
inline QuantisedRow row_of(const QJsonValue& pair) {
    return row_of(pair[0], pair[1]);
}
inline core::Bytes bytes_of(const QuantisedRow& row) {
    core::Bytes out(row.values.size());
    std::copy(row.values.begin(), row.values.end(), out.begin());
    core::append_u32(out, std::bit_cast<std::uint32_t>(row.scale));
    return out;
}

} // namespace hearth::test
