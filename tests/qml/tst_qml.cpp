// SPDX-License-Identifier: Apache-2.0
#include "layout.h"
#include "looks.h"
#include "scenario.h"

#include <QQmlEngine>
#include <QQuickStyle>
#include <QtQuickTest/quicktest.h>

/// Makes the modules and the scripted scenarios known to the test files.
class Setup : public QObject {
    Q_OBJECT
public slots:
    void applicationAvailable() {
        QQuickStyle::setStyle(QStringLiteral("Basic"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        hearth::desktop::chooseFont();
        qmlRegisterType<hearth::desktop::testing::Scenario>("Hearth.Testing", 1, 0, "Scenario");
        qmlRegisterType<hearth::desktop::testing::Layout>("Hearth.Testing", 1, 0, "LayoutEye");
    }
    void qmlEngineAvailable(QQmlEngine* engine) { engine->addImportPath(QStringLiteral("qrc:/qt/qml")); }
};

QUICK_TEST_MAIN_WITH_SETUP(hearth, Setup)
#include "tst_qml.moc"
