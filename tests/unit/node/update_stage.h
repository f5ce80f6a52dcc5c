// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "node/updates/updates.h"
#include "support.h"

#include <QProcess>

namespace hearth::test {

inline constexpr const char* release_script = HEARTH_SOURCE_DIR "/installers/updates/make_release.py";

/// A server's folder made by the script that packagers use, the server, and an installation from an archive.
class UpdateStage {
public:
    explicit UpdateStage(const QString& place) : m_place(place) {}
    ~UpdateStage() {
        m_server.closeWriteChannel();
        if (m_server.state() != QProcess::NotRunning && !m_server.waitForFinished(5'000)) m_server.kill();
    }

    bool start();
    /// Nothing is shown, nothing is here but the program that runs.
    void clear() const;
    /// Made anew with each call; `says`: what its service answers to --version.
    void show(const QString& version, const QStringList& options = {}, const QString& says = {},
              const QString& key = "signing.pem") const;
    /// What stands in packed/hearth-VERSION-linux-x86_64.
    void offer(const QString& version, const QStringList& options = {}, const QString& key = "signing.pem") const;
    void mood(const QByteArray& mood) const { write("mood", mood); }
    QStringList ranges() const; ///< that were asked for

    QString file(const QString& name) const { return m_place + "/" + name; }
    std::filesystem::path path(const QString& name) const { return file(name).toStdString(); }
    std::string endpoint() const { return "https://127.0.0.1:" + std::to_string(m_port); }
    std::string key() const { return m_key.toStdString(); }
    /// What the service below a folder of programs says of itself.
    QByteArray says(const QString& folder) const {
        QProcess program;
        program.start(file("programs/" + folder + "/bin/hearthd"), {"--version"});
        program.waitForFinished(5'000);
        return program.readAllStandardOutput().trimmed();
    }
    void write(const QString& name, const QByteArray& content) const {
        must(core::write_file_atomic(path(name), core::as_bytes(content.toStdString())));
    }

    node::Updates::Parts parts(node::Store& store) const {
        hub::Options server;
        server.plain = true;
        server.endpoint = endpoint();
        server.ca_file = path("cert.pem");
        server.wait = std::chrono::milliseconds(1);
        server.tries = 2;
        return {store,
                key(),
                server,
                path("home/cache/updates"),
                "0.1.0",
                node::InstalledAs::look(path("programs/hearth-0.1.0-linux-x86_64/bin")),
                core::SigningKey::from_seed(core::Bytes(32, 9)).public_key(),
                [] { return true; },
                [] {},
                {},
                core::system_clock()};
    }

    /// What python3 writes; the test ends where it fails.
    static QByteArray run(const QStringList& words);

private:
    void unpacked(const QString& version, const QString& says, const QString& where = "programs") const;

    QString m_place;
    QProcess m_server;
    QByteArray m_key;
    int m_port = 0;
};

} // namespace hearth::test
