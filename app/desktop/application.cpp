// SPDX-License-Identifier: Apache-2.0
#include "application.h"

#include "backend/socket_door.h"
#include "fake/scripted_door.h"
#include "links.h"
#include "looks.h"
#include "rehearsal.h"
#include "screenshots.h"

#include <QApplication>
#include <QIcon>
#include <QScreen>

#include <algorithm>
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
    auto door =
        fake::ScriptedDoor::make(m_options.scenario.toStdString(), core::system_clock(), m_options.rehearse == 0);
    if (!door) return core::fail(core::Code::not_found, "There is no such scenario.", "See hearth --help.");
    return std::shared_ptr<ServiceDoor>(std::move(door));
}

core::Status Application::open() {
    const bool shooting = !m_options.screenshots.isEmpty();
    if (!shooting && !m_options.measure && m_options.scenario.isEmpty()) {
        HEARTH_CHECK(takeThePlace());
        if (m_is_second) return {};
    }
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

    m_window->installEventFilter(this);
    connect(m_window, &QWindow::visibilityChanged, m_connection.get(), [this](QWindow::Visibility visibility) {
        m_connection->setSeen(visibility != QWindow::Hidden && visibility != QWindow::Minimized);
    });
    if (m_options.proposal > 0) QMetaObject::invokeMethod(m_window, "showProposal", Q_ARG(int, m_options.proposal));
    if (m_options.measure) measureFirstFrame();
    if (shooting) {
        m_tray = std::make_unique<Tray>(*m_connection, *m_preferences);
        auto* screenshots =
            new Screenshots(*m_window, *m_connection, *m_preferences, m_tray->menu(), m_options.screenshots, this);
        screenshots->begin();
        return {};
    }
    restorePlace();
    if (m_options.rehearse > 0)
        (new Rehearsal(*m_window, *m_connection, std::dynamic_pointer_cast<fake::ScriptedDoor>(m_door),
                       m_options.rehearse, m_window))
            ->begin();
    else
        makeTray();
    m_preferences->maximised() ? m_window->showMaximized() : m_window->show();
    if (!m_options.link.isEmpty()) openLink(m_options.link);
    return {};
}

core::Status Application::takeThePlace() {
    HEARTH_TRY(const core::Home home, core::Home::resolve(m_options.home));
    m_instance = std::make_unique<SingleInstance>(home);
    m_is_second = m_instance->tellTheFirst(m_options.link.isEmpty() ? m_options.page : m_options.link);
    if (m_is_second) return {};
    if (!m_instance->listen()) std::fprintf(stderr, "A second start will not find this window.\n");
    connect(m_instance.get(), &SingleInstance::raised, this, &Application::show);
    connect(m_instance.get(), &SingleInstance::linked, this, &Application::openLink);
    return {};
}

void Application::makeTray() {
    if (m_options.measure) return;
    m_notifier = std::make_unique<Notifier>();
    m_tray = std::make_unique<Tray>(*m_connection, *m_preferences, m_notifier.get());
    const auto follow = [this] { QGuiApplication::setQuitOnLastWindowClosed(!m_tray->shown()); };
    connect(m_tray.get(), &Tray::shownChanged, this, [this, follow] {
        follow();
        if (!m_tray->shown() && !m_window->isVisible()) show({}); // nothing else is left of the program
    });
    connect(m_tray.get(), &Tray::openWanted, this, [this] { show({}); });
    connect(m_tray.get(), &Tray::proposalWanted, this, [this](int proposal) {
        show({});
        QMetaObject::invokeMethod(m_window, "showProposal", Q_ARG(int, proposal));
    });
    connect(m_tray.get(), &Tray::quitWanted, qApp, &QCoreApplication::quit);
    follow();
}

void Application::show(const QString& page) {
    if (m_window == nullptr) return;
    if (!page.isEmpty()) m_window->setProperty("page", page);
    if (m_window->visibility() == QWindow::Minimized || !m_window->isVisible())
        m_preferences->maximised() ? m_window->showMaximized() : m_window->showNormal();
    m_window->raise();
    m_window->requestActivate();
}

void Application::openLink(const QString& link) {
    if (m_window == nullptr) return;
    const auto parsed = parseLink(link);
    if (!parsed) {
        QMetaObject::invokeMethod(m_window, "refuseLink",
                                  Q_ARG(QString, QString::fromStdString(parsed.error().message)),
                                  Q_ARG(QString, QString::fromStdString(parsed.error().hint)));
        return;
    }
    const bool invitation = parsed->kind == Link::Kind::invitation;
    QMetaObject::invokeMethod(m_window, "offerLink",
                              Q_ARG(QString, invitation ? QStringLiteral("invitation") : QStringLiteral("receipt")),
                              Q_ARG(QString, parsed->word));
}

bool Application::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_window && event->type() == QEvent::Close) keepPlace();
    return QObject::eventFilter(watched, event);
}

/// Only onto a screen that is still there.
void Application::restorePlace() {
    const QRect place = m_preferences->place();
    if (!place.isValid()) return;
    const auto screens = QGuiApplication::screens();
    const bool seen = std::any_of(screens.begin(), screens.end(), [&](const QScreen* screen) {
        const QRect both = screen->availableGeometry() & place;
        return both.width() > 100 && both.height() > 50;
    });
    if (seen)
        m_window->setGeometry(place);
    else
        m_window->resize(place.size());
}

void Application::keepPlace() {
    const bool maximised = m_window->visibility() == QWindow::Maximized;
    if (m_window->visibility() == QWindow::Hidden) return;
    m_preferences->setPlace(
        maximised && m_preferences->place().isValid() ? m_preferences->place() : m_window->geometry(), maximised);
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
    if (m_window != nullptr) {
        keepPlace();
        m_window->hide();
    }
    m_tray.reset();
    m_engine.reset();
    m_connection.reset();
    if (!m_executor) return true;
    // What runs is told to end; the node itself goes on.
    if (m_door) m_door->hurry();
    return m_executor->shutdown(patience);
}

} // namespace hearth::desktop
