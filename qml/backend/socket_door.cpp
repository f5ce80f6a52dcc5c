// SPDX-License-Identifier: Apache-2.0
#include "backend/socket_door.h"

#include "control/client.h"
#include "core/file.h"

#include <QCoreApplication>
#include <QProcess>

#include <chrono>
#include <thread>

namespace hearth::desktop {
namespace {

constexpr int start_deadline_ms = 60'000;
constexpr std::chrono::minutes end_patience{10};
constexpr std::chrono::milliseconds end_poll{100};
constexpr qsizetype max_message = 2000;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(SocketDoor)
};

} // namespace

SocketDoor::SocketDoor(core::Home home) : m_home(std::move(home)) {}

core::Result<std::shared_ptr<control::Node>> SocketDoor::open() {
    control::ConnectOptions options;
    options.client = "hearth";
    HEARTH_TRY(std::shared_ptr<control::SocketNode> node, control::connect(m_home.control_socket(), options));
    const std::lock_guard lock(m_mutex);
    m_current = node;
    m_was_there = true;
    return std::shared_ptr<control::Node>(std::move(node));
}

control::Diagnosis SocketDoor::diagnose(const core::Error& error) {
    std::error_code unknown;
    // A home that somebody chose stands in a folder that was there; the default one's is made with it.
    const bool placeless = !m_home.is_default && !std::filesystem::is_directory(m_home.root.parent_path(), unknown);
    return control::diagnose(error, m_home, control::find_service_program(), m_was_there || placeless);
}

core::Status SocketDoor::start() {
    const std::filesystem::path program = control::find_service_program();
    if (program.empty())
        return core::fail(core::Code::not_found, Text::tr("The service's program hearthd was not found.").toStdString(),
                          Text::tr("Install Hearth, or put hearthd beside this program.").toStdString());
    QProcess process;
    QStringList arguments;
    if (!m_home.is_default) arguments << "--home" << QString::fromStdString(m_home.root.string());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QString::fromStdString(program.string()), arguments);
    if (!process.waitForStarted())
        return core::fail(core::Code::io,
                          Text::tr("hearthd cannot be started: %1.").arg(process.errorString()).toStdString());
    if (!process.waitForFinished(start_deadline_ms))
        return core::fail(core::Code::timed_out, Text::tr("hearthd was started but is not ready yet.").toStdString(),
                          Text::tr("Look into logs/hearthd.log of the home.").toStdString());
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return {};
    const QString said = QString::fromUtf8(process.readAll().left(max_message)).trimmed();
    return core::fail(
        core::Code::unavailable,
        (said.isEmpty() ? Text::tr("hearthd ended with code %1.").arg(process.exitCode()) : said).toStdString(),
        Text::tr("Look into logs/hearthd.log of the home.").toStdString());
}

core::Status SocketDoor::await_end() {
    const auto until = std::chrono::steady_clock::now() + end_patience;
    std::error_code problem;
    while (std::filesystem::exists(m_home.lock_file(), problem) && !core::FileLock::acquire(m_home.lock_file())) {
        if (m_hurries) return core::fail(core::Code::cancelled, Text::tr("The window closes.").toStdString());
        if (std::chrono::steady_clock::now() >= until)
            return core::fail(core::Code::timed_out,
                              Text::tr("The service still finishes what it computes.").toStdString(),
                              Text::tr("Start it once it has ended.").toStdString());
        std::this_thread::sleep_for(end_poll);
    }
    return {};
}

void SocketDoor::hurry() {
    m_hurries = true;
    std::shared_ptr<control::SocketNode> node;
    {
        const std::lock_guard lock(m_mutex);
        node = m_current.lock();
    }
    if (node) node->cancel_calls();
}

} // namespace hearth::desktop
