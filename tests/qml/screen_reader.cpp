// SPDX-License-Identifier: Apache-2.0
#include "screen_reader.h"

#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QDBusVariant>
#include <QFile>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace hearth::test {
namespace {

constexpr int start_ms = 20'000, call_ms = 10'000, most_depth = 64;
constexpr unsigned state_focusable = 11, state_showing = 25; ///< bits of the protocol
const QString accessible = QStringLiteral("org.a11y.atspi.Accessible");
const QString acting = QStringLiteral("org.a11y.atspi.Action");

std::unique_ptr<QProcess> launch(const QString& program, const QStringList& arguments, const QProcessEnvironment& in) {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(in);
    // A test that is killed ends nothing: what it started must not outlive it.
    process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    process->start(program, arguments);
    if (!process->waitForStarted(start_ms)) return nullptr;
    return process;
}

/// The first line that it prints: the display's number, the bus's address.
QString first_line(QProcess& process) {
    while (!process.canReadLine())
        if (!process.waitForReadyRead(start_ms)) return {};
    return QString::fromUtf8(process.readLine()).trimmed();
}

void end(std::unique_ptr<QProcess>& process) {
    if (!process) return;
    process->terminate();
    if (!process->waitForFinished(start_ms)) process->kill();
    process->waitForFinished(start_ms);
    process.reset();
}

QDBusMessage call(const QDBusConnection& bus, const SpiPlace& place, const QString& face, const QString& method,
                  const QVariantList& arguments = {}) {
    QDBusMessage message = QDBusMessage::createMethodCall(place.bus, place.path.path(), face, method);
    message.setArguments(arguments);
    return bus.call(message, QDBus::Block, call_ms);
}

} // namespace

QDBusArgument& operator<<(QDBusArgument& to, const SpiPlace& place) {
    to.beginStructure();
    to << place.bus << place.path;
    to.endStructure();
    return to;
}

const QDBusArgument& operator>>(const QDBusArgument& from, SpiPlace& place) {
    from.beginStructure();
    from >> place.bus >> place.path;
    from.endStructure();
    return from;
}

QString ScreenReader::missing() {
    QStringList packages;
    if (QStandardPaths::findExecutable(QStringLiteral("Xvfb")).isEmpty()) packages << QStringLiteral("xvfb");
    if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
        packages << QStringLiteral("dbus-daemon");
    if (!QFile::exists(QStringLiteral("/usr/share/dbus-1/services/org.a11y.Bus.service")))
        packages << QStringLiteral("at-spi2-core");
    if (packages.isEmpty()) return {};
    return QStringLiteral("There is no screen reader's bus here: apt-get install ") + packages.join(QLatin1Char(' ')) +
           QStringLiteral(".");
}

ScreenReader::ScreenReader() {
    qDBusRegisterMetaType<SpiPlace>();
    qDBusRegisterMetaType<QList<SpiPlace>>();
}

ScreenReader::~ScreenReader() {
    end(m_program);
    if (m_spi) QDBusConnection::disconnectFromBus(m_spi->name());
    end(m_bus); // what it started ends with it
    end(m_screen);
}

QProcessEnvironment ScreenReader::surroundings() const {
    QProcessEnvironment made;
    for (const char* kept : {"PATH", "LD_LIBRARY_PATH", "QML2_IMPORT_PATH", "ASAN_OPTIONS"})
        if (qEnvironmentVariableIsSet(kept)) made.insert(QString::fromLatin1(kept), qEnvironmentVariable(kept));
    for (const char* own : {"HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"})
        made.insert(QString::fromLatin1(own), m_folder.path());
    made.insert(QStringLiteral("LANG"), QStringLiteral("C.UTF-8"));
    made.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    made.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
    made.insert(QStringLiteral("QT_LINUX_ACCESSIBILITY_ALWAYS_ON"), QStringLiteral("1"));
    if (!m_display.isEmpty()) made.insert(QStringLiteral("DISPLAY"), m_display);
    if (!m_address.isEmpty()) made.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_address);
    return made;
}

std::optional<QString> ScreenReader::begin() {
    m_screen = launch(QStringLiteral("Xvfb"),
                      {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                       QStringLiteral("0"), QStringLiteral("1280x900x24"), QStringLiteral("-nolisten"),
                       QStringLiteral("tcp"), QStringLiteral("-noreset")},
                      surroundings());
    const QString display = m_screen ? first_line(*m_screen) : QString();
    if (display.isEmpty()) return QStringLiteral("The X server in memory (Xvfb) does not start.");
    m_display = QLatin1Char(':') + display;
    m_bus = launch(QStringLiteral("dbus-daemon"),
                   {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")},
                   surroundings());
    m_address = m_bus ? first_line(*m_bus) : QString();
    if (m_address.isEmpty()) return QStringLiteral("The session bus (dbus-daemon) does not start.");
    const QDBusConnection session = QDBusConnection::connectToBus(m_address, QStringLiteral("hearth-session"));
    const QDBusReply<QString> address =
        call(session, {QStringLiteral("org.a11y.Bus"), QDBusObjectPath(QStringLiteral("/org/a11y/bus"))},
             QStringLiteral("org.a11y.Bus"), QStringLiteral("GetAddress"));
    QDBusConnection::disconnectFromBus(session.name());
    if (!address.isValid()) return QStringLiteral("The accessibility bus does not start: ") + address.error().message();
    m_spi = QDBusConnection::connectToBus(address.value(), QStringLiteral("hearth-accessibility"));
    if (!m_spi->isConnected()) return QStringLiteral("The accessibility bus lets nobody in.");
    return std::nullopt;
}

bool ScreenReader::start(const QString& program, const QStringList& arguments) {
    m_program = launch(program, arguments, surroundings());
    return m_program != nullptr;
}

QByteArray ScreenReader::said() const {
    return m_program ? m_program->readAllStandardError() + m_program->readAllStandardOutput() : QByteArray();
}

bool ScreenReader::runs() const {
    return m_program && m_program->state() != QProcess::NotRunning;
}

QList<SpiPlace> ScreenReader::children(const SpiPlace& place) const {
    const QDBusReply<QList<SpiPlace>> reply = call(*m_spi, place, accessible, QStringLiteral("GetChildren"));
    return reply.isValid() ? reply.value() : QList<SpiPlace>();
}

void ScreenReader::walk(const SpiPlace& place, int depth, QList<SpiObject>& found) const {
    const QDBusReply<QList<uint>> states = call(*m_spi, place, accessible, QStringLiteral("GetState"));
    if (!states.isValid() || states.value().isEmpty() || depth > most_depth) return; // it went away meanwhile
    const auto is = [&](unsigned bit) { return (states.value().first() >> bit & 1U) != 0; };
    if (depth > 0 && !is(state_showing)) return;
    const QDBusReply<QDBusVariant> name = call(*m_spi, place, QStringLiteral("org.freedesktop.DBus.Properties"),
                                               QStringLiteral("Get"), {accessible, QStringLiteral("Name")});
    const QDBusReply<QString> role = call(*m_spi, place, accessible, QStringLiteral("GetRoleName"));
    if (!name.isValid() || !role.isValid()) return;
    found << SpiObject{place, name.value().variant().toString(), role.value(), is(state_focusable)};
    for (const SpiPlace& child : children(place))
        walk(child, depth + 1, found);
}

QList<SpiObject> ScreenReader::shown() const {
    QList<SpiObject> found;
    const SpiPlace registry{QStringLiteral("org.a11y.atspi.Registry"),
                            QDBusObjectPath(QStringLiteral("/org/a11y/atspi/accessible/root"))};
    for (const SpiPlace& application : children(registry))
        walk(application, 0, found);
    return found;
}

std::optional<SpiObject> ScreenReader::find(const std::function<bool(const SpiObject&)>& fits) const {
    for (const SpiObject& object : shown())
        if (fits(object)) return object;
    return std::nullopt;
}

QStringList ScreenReader::actions(const SpiObject& object) const {
    QStringList names;
    const QDBusReply<QDBusVariant> count = call(*m_spi, object.place, QStringLiteral("org.freedesktop.DBus.Properties"),
                                                QStringLiteral("Get"), {acting, QStringLiteral("NActions")});
    for (int i = 0; count.isValid() && i < count.value().variant().toInt(); ++i) {
        const QDBusReply<QString> name = call(*m_spi, object.place, acting, QStringLiteral("GetName"), {i});
        names << name.value();
    }
    return names;
}

bool ScreenReader::act(const SpiObject& object, const QString& action) const {
    const qsizetype index = actions(object).indexOf(action);
    if (index < 0) return false;
    const QDBusReply<bool> done =
        call(*m_spi, object.place, acting, QStringLiteral("DoAction"), {static_cast<int>(index)});
    return done.isValid() && done.value();
}

} // namespace hearth::test
