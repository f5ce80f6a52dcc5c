// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QList>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <optional>

namespace hearth::test {

/// An object of the accessibility bus.
struct SpiPlace {
    QString bus;
    QDBusObjectPath path;
};
QDBusArgument& operator<<(QDBusArgument& to, const SpiPlace& place);
const QDBusArgument& operator>>(const QDBusArgument& from, SpiPlace& place);

/// What a screen reader is told of one object.
struct SpiObject {
    SpiPlace place;
    QString name, role;
    bool focusable = false;
};

/// A desktop session of its own, without a screen: an X server in memory, a session bus, and the accessibility bus that
/// the session bus starts. All of it ends with this. Needs Debian's xvfb, dbus-daemon and at-spi2-core.
class ScreenReader {
public:
    /// Empty: this machine has all of it. Else the sentence that says what is missing.
    static QString missing();

    ScreenReader();
    ~ScreenReader();
    /// Errors: a sentence.
    std::optional<QString> begin();
    /// Starts a program that shows a window there.
    bool start(const QString& program, const QStringList& arguments);
    QByteArray said() const;                         ///< by that program
    bool runs() const;                               ///< that program, still
    const QString& bus() const { return m_address; } ///< of the session

    /// Everything that is shown below the applications, in the order of the tree; nothing while there is none.
    QList<SpiObject> shown() const;
    std::optional<SpiObject> find(const std::function<bool(const SpiObject&)>& fits) const;
    QStringList actions(const SpiObject& object) const;
    bool act(const SpiObject& object, const QString& action) const;

private:
    QProcessEnvironment surroundings() const;
    void walk(const SpiPlace& place, int depth, QList<SpiObject>& found) const;
    QList<SpiPlace> children(const SpiPlace& place) const;

    QTemporaryDir m_folder;
    QString m_display, m_address;
    std::unique_ptr<QProcess> m_screen, m_bus, m_program;
    std::optional<QDBusConnection> m_spi;
};

} // namespace hearth::test
