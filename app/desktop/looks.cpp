// SPDX-License-Identifier: Apache-2.0
#include "looks.h"

#include <QCoreApplication>
#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLocale>
#include <QPointer>
#include <QTranslator>

namespace hearth::desktop {

void chooseFont() {
    static const QStringList wanted{QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Cantarell"),
                                    QStringLiteral("DejaVu Sans")};
    for (const QString& family : wanted)
        if (QFontDatabase::hasFamily(family)) {
            QFont font(family);
            font.setHintingPreference(QFont::PreferNoHinting);
            QGuiApplication::setFont(font);
            return;
        }
}

bool speak(const QString& code) {
    static QPointer<QTranslator> spoken;
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    if (spoken) QCoreApplication::removeTranslator(spoken);
    delete spoken;
    spoken = new QTranslator(QCoreApplication::instance());
    const QString folder = QStringLiteral(":/i18n");
    // English has a file too: it holds the plural forms.
    return (spoken->load(locale, QStringLiteral("hearth"), QStringLiteral("_"), folder) ||
            spoken->load(QStringLiteral("hearth_en"), folder)) &&
           QCoreApplication::installTranslator(spoken);
}

} // namespace hearth::desktop
