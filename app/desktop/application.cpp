// SPDX-License-Identifier: Apache-2.0
#include "application.h"

#include "backend/socket_door.h"
#include "fake/scripted_door.h"
#include "looks.h"
#include "screenshots.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QIcon>

#include <cstdio>

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds patience{1500};

} // namespace

Application::Application(Options options, const QElapsedTimer& since_start)
    : m_options(std::move(options)), m_since_start(since_start) {}

Application::~Application() = default;

core::Result<std::shared_ptr<ServiceDoor>> Application::makeDoor() const {
    if (m_options.scenario.isEmpty()) {
        HEARTH_TRY(core::Home home, core::Home::resolve(m_options.home));
        return std::shared_ptr<ServiceDoor>(std::make_shared<SocketDoor>(std::move(home)));
    }
    auto door = fake::ScriptedDoor::make(m_options.scenario.toStdString(), core::system_clock(), true);
    if (!door) return core::fail(core::Code::not_found, "There is no such scenario.", "See hearth --help.");
    return std::shared_ptr<ServiceDoor>(std::move(door));
}

core::Status Application::open() {
    const bool shooting = !m_options.screenshots.isEmpty();
    HEARTH_TRY(m_door, makeDoor());
    m_executor = std::make_unique<BackendExecutor>();
    m_connection = std::make_unique<NodeConnection>(*m_executor, m_door);
    m_preferences = std::make_unique<Preferences>(!shooting && m_options.scenario.isEmpty());
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.hearth.Hearth.svg")));
    chooseFont();
    speak(m_options.language.isEmpty() ? m_preferences->language() : m_options.language);
    m_connection->begin();

    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->setInitialProperties(
        {{QStringLiteral("connection"), QVariant::fromValue(m_connection.get())},
         {QStringLiteral("preferences"), QVariant::fromValue(m_preferences.get())},
         {QStringLiteral("page"), m_options.page.isEmpty() ? QStringLiteral("overview") : m_options.page}});
    m_engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Hearth/Window/Main.qml")));
    if (m_engine->rootObjects().isEmpty())
        return core::fail(core::Code::internal, "The window could not be made.",
                          "Start hearth from a terminal to see why.");
    m_window = qobject_cast<QQuickWindow*>(m_engine->rootObjects().constFirst());
    if (m_window == nullptr) return core::fail(core::Code::internal, "The window is not a window.");

    connect(m_window, &QWindow::visibilityChanged, m_connection.get(), [this](QWindow::Visibility visibility) {
        m_connection->setSeen(visibility != QWindow::Hidden && visibility != QWindow::Minimized);
    });
    if (m_options.proposal > 0) QMetaObject::invokeMethod(m_window, "showProposal", Q_ARG(int, m_options.proposal));
    if (m_options.measure) measureFirstFrame();
    if (shooting) {
        auto* screenshots = new Screenshots(*m_window, *m_connection, *m_preferences, m_options.screenshots, this);
        screenshots->begin();
        return {};
    }
    m_window->show();
    return {};
}

void Application::measureFirstFrame() {
    connect(
        m_window, &QQuickWindow::frameSwapped, this,
        [this] {
            std::printf("first frame after %lld ms\n", static_cast<long long>(m_since_start.elapsed()));
            std::fflush(stdout);
            QCoreApplication::quit();
        },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

bool Application::close() {
    if (m_window != nullptr) m_window->hide();
    m_engine.reset();
    m_connection.reset();
    if (!m_executor) return true;
    // What runs is told to end; the node itself goes on.
    if (m_door) m_door->hurry();
    return m_executor->shutdown(patience);
}

} // namespace hearth::desktop
