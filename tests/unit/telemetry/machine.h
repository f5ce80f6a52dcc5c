// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/gpu_cards.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace hearth::test {

/// A machine of tests/vectors/telemetry, laid out in a folder of its own.
class Machine {
public:
    explicit Machine(const QString& name) {
        QFile file(QStringLiteral(HEARTH_SOURCE_DIR "/tests/vectors/telemetry/") + name + ".machine");
        if (!file.open(QIODevice::ReadOnly)) qFatal("no machine %s", qPrintable(name));
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.isEmpty() || line.startsWith('#')) continue;
            if (const int link = static_cast<int>(line.indexOf(" -> ")); link >= 0)
                tie(QString::fromUtf8(line.left(link)), QString::fromUtf8(line.mid(link + 4)));
            else if (const int equal = static_cast<int>(line.indexOf(" = ")); equal >= 0)
                put(QString::fromUtf8(line.left(equal)), unescaped(line.mid(equal + 3)));
            else
                qFatal("unreadable line of %s: %s", qPrintable(name), line.constData());
        }
    }

    void put(const QString& path, const QByteArray& content) {
        make_room(path);
        QFile file(m_root.filePath(path));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    void tie(const QString& path, const QString& target) {
        make_room(path);
        if (!QFile::link(target, m_root.filePath(path))) qFatal("cannot link %s", qPrintable(path));
    }
    QByteArray get(const QString& path) const {
        QFile file(m_root.filePath(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString path(const QString& name) const { return m_root.filePath(name); }

    telemetry::Places places(const QString& nvml = "/nonexistent/libnvidia-ml.so.1") const {
        telemetry::Places made;
        made.proc = path("proc").toStdString();
        made.sys = path("sys").toStdString();
        made.nvml = nvml.toStdString();
        made.pci_ids.clear();
        return made;
    }

private:
    void make_room(const QString& path) {
        if (!QDir().mkpath(QFileInfo(m_root.filePath(path)).path())) qFatal("no folder for %s", qPrintable(path));
    }
    static QByteArray unescaped(const QByteArray& text) {
        QByteArray out;
        for (int i = 0; i < text.size(); ++i) {
            if (text[i] != '\\' || i + 1 >= text.size())
                out += text[i];
            else if (text[++i] == 'n')
                out += '\n';
            else if (text[i] == 't')
                out += '\t';
            else if (text[i] == 'x') {
                out += static_cast<char>(text.mid(i + 1, 2).toInt(nullptr, 16));
                i += 2;
            }
        }
        return out;
    }

    QTemporaryDir m_root;
};

/// A copy of the fake NVML whose behaviour is a word in a file beside it; see fake_nvml.cpp.
class FakeNvml {
public:
    explicit FakeNvml(const QString& library, const QByteArray& behaviour)
        : m_file(m_folder.filePath("libnvidia-ml.so.1")) {
        if (!QFile::copy(library, m_file)) qFatal("no fake library %s", qPrintable(library));
        behave(behaviour);
    }
    void behave(const QByteArray& behaviour) {
        QFile file(m_folder.filePath("behaviour"));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("no behaviour");
        file.write(behaviour);
    }
    /// The power limit that was set last, in milliwatts.
    QByteArray limit() const {
        QFile file(m_folder.filePath("limit"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// Somebody asked and gets no answer.
    bool hangs() const { return QFile::exists(m_folder.filePath("hangs")); }
    const QString& file() const { return m_file; }

private:
    QTemporaryDir m_folder;
    QString m_file;
};

} // namespace hearth::test
