// SPDX-License-Identifier: Apache-2.0
#include "application.h"
#include "core/user_folders.h"

#include <QApplication>
#include <QQuickStyle>

#include <cstdio>

namespace {

int complain(const hearth::core::Error& error, int code) {
    std::fprintf(stderr, "%s\n", error.message.c_str());
    if (!error.hint.empty()) std::fprintf(stderr, "%s\n", error.hint.c_str());
    return code;
}

/// Qt's last words where it finds no display; it would end the program with a core dump.
void end_without_display(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtFatalMsg) {
        std::fprintf(stderr, "%s\n", qPrintable(text));
        return;
    }
    std::_Exit(complain(hearth::core::fail(hearth::core::Code::unavailable, "There is no display for the window.",
                                           "Use hearthctl status instead, or start hearth on a desktop."),
                        1));
}

QStringList words_of(int argc, char** argv) {
    QStringList words;
    for (int i = 0; i < argc; ++i)
        words << QString::fromLocal8Bit(argv[i]);
    return words;
}

} // namespace

int main(int argc, char** argv) {
    QElapsedTimer since_start;
    since_start.start();
    // Qt takes "/" for the home folder where HOME is unset, and a relative one as it is.
    if (const auto user = hearth::core::user_folders::home())
        qputenv("HOME", QByteArray::fromStdString(user->string()));
    // Before Qt looks for a display: help, the version and a wrong word need none.
    const auto options = hearth::desktop::parseOptions(words_of(argc, argv));
    if (!options) return complain(options.error(), 2);
    if (options->help || options->version) {
        const QString text =
            options->help ? hearth::desktop::usageText() : QStringLiteral("hearth " HEARTH_VERSION "\n");
        std::fputs(qPrintable(text), stdout);
        return 0;
    }
    QGuiApplication::setApplicationName(QStringLiteral("hearth"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Hearth"));
    QGuiApplication::setApplicationVersion(QStringLiteral(HEARTH_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.hearth.Hearth"));
    const QtMessageHandler usual = qInstallMessageHandler(end_without_display);
    const QApplication application(argc, argv); // for the tray's menu; the window itself has no widgets
    qInstallMessageHandler(usual);
    // The window's own controls are drawn by us; the style only fills in file dialogs and the like.
    QQuickStyle::setStyle(QStringLiteral("Basic"));
    hearth::desktop::Application window(*options, since_start);
    if (const auto opened = window.open(); !opened) return complain(opened.error(), 1);
    if (window.isSecond()) return 0;
    const int code = QGuiApplication::exec();
    if (!window.close()) std::_Exit(code);
    return code;
}
