// SPDX-License-Identifier: Apache-2.0
#include "backend/typed_amount.h"

#include "core/amount_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace hearth::desktop {

core::Result<core::Amount> typed_amount(const QString& text) {
    QString plain = text.trimmed();
    const QString point = QLocale().decimalPoint();
    if (point != QLatin1String(".") && plain.contains(QLatin1Char('.')))
        return core::fail(
            core::Code::invalid_argument,
            QCoreApplication::translate("TypedAmount", "“%1” can be read in two ways; write the decimals after “%2”.")
                .arg(plain, point)
                .toStdString());
    plain.replace(point, QLatin1String("."));
    return core::parse_emb(plain.toStdString());
}

} // namespace hearth::desktop
