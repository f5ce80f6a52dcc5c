// SPDX-License-Identifier: Apache-2.0
#include "update_stage.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace hearth::test {

bool UpdateStage::start() {
    m_key = run({release_script, "key", file("signing.pem")}).trimmed();
    m_server.start("python3", {QStringLiteral(HEARTH_SOURCE_DIR "/tests/unit/node/update_server.py"), m_place});
    if (!m_server.waitForStarted()) return false;
    while (!m_server.canReadLine())
        if (!m_server.waitForReadyRead(20'000)) return false;
    const QList<QByteArray> words = m_server.readLine().trimmed().split(' ');
    m_port = words.value(1).toInt();
    return m_key.size() == 64 && words.value(0) == "ready";
}

void UpdateStage::clear() const {
    for (const char* folder : {"show", "home", "programs", "packed"})
        QDir(file(folder)).removeRecursively();
    for (const char* name : {"mood", "requests.jsonl"})
        QFile::remove(file(name));
    for (const char* folder : {"show", "home/cache"})
        QDir(m_place).mkpath(folder);
    unpacked("0.1.0", "hearthd 0.1.0");
    std::filesystem::permissions(path("programs"), std::filesystem::perms(0755)); // whatever this user's umask is
}

void UpdateStage::show(const QString& version, const QStringList& options, const QString& says,
                       const QString& key) const {
    unpacked(version, says.isEmpty() ? "hearthd " + version : says, "packed");
    offer(version, options, key);
}

void UpdateStage::offer(const QString& version, const QStringList& options, const QString& key) const {
    const QString name = "hearth-" + version + "-linux-x86_64";
    QStringList words{release_script, "release", file("show"), "--key",          file(key),
                      "--version",    version,   "--notes",    file("notes.txt")};
    run({"-c",
         "import sys, tarfile\nwith tarfile.open(sys.argv[1], 'w:gz', compresslevel=1) as t: t.add(sys.argv[2], "
         "sys.argv[3])",
         file(name + ".tar.gz"), file("packed/" + name), name});
    write("notes.txt", "Answers begin sooner.\n");
    write("hearth_" + version + "_amd64.deb", QByteArray(5000, 'd'));
    run(words + options + QStringList{file(name + ".tar.gz"), file("hearth_" + version + "_amd64.deb")});
}

QStringList UpdateStage::ranges() const {
    QFile notes(file("requests.jsonl"));
    QStringList found;
    if (!notes.open(QIODevice::ReadOnly)) return found;
    for (const QByteArray& line : notes.readAll().split('\n'))
        if (const QString range = QJsonDocument::fromJson(line).object()["range"].toString(); !range.isEmpty())
            found << range;
    return found;
}

QByteArray UpdateStage::run(const QStringList& words) {
    QProcess python;
    python.start("python3", words);
    if (!python.waitForFinished(20'000) || python.exitCode() != 0)
        qFatal("python3 %s: %s", qPrintable(words.join(' ')), python.readAllStandardError().constData());
    return python.readAllStandardOutput();
}

void UpdateStage::unpacked(const QString& version, const QString& says, const QString& where) const {
    const QString top = where + "/hearth-" + version + "-linux-x86_64";
    QDir(m_place).mkpath(top + "/bin");
    QDir(m_place).mkpath(top + "/lib/hearth/bundled");
    QByteArray weight;
    for (std::uint32_t i = 0, x = 1; i < 400'000; ++i, x = x * 1664525U + 1013904223U)
        weight.append(static_cast<char>(x >> 24));
    write(top + "/lib/hearth/weight", weight);
    write(top + "/bin/hearthd", "#!/bin/sh\necho '" + says.toUtf8() + "'\n");
    QFile::setPermissions(file(top + "/bin/hearthd"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace hearth::test
