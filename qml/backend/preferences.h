// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QRect>
#include <QSettings>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace hearth::desktop {

/// How the user likes the window. Kept in the user's configuration, not in the node's home.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("The program makes the preferences.")
    /// "system", "light" or "dark".
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY changed)
    /// What "system" means now, or the choice.
    Q_PROPERTY(bool dark READ dark NOTIFY changed)
    /// 0.85 … 1.6
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)
    /// "" = the system's, else a language code that the window speaks; holds from the next start.
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY changed)
    /// An icon beside the clock, where the desktop has a place for one; closing the window then leaves it.
    Q_PROPERTY(bool trayIcon READ trayIcon WRITE setTrayIcon NOTIFY changed)
    /// The desktop has a place for it. Found by the program, not kept.
    Q_PROPERTY(bool trayThere READ trayThere NOTIFY changed)
    /// Somebody shows notices here: the desktop, or the icon. Found by the program, not kept.
    Q_PROPERTY(bool noticesThere READ noticesThere NOTIFY changed)
    /// Troubles of the node are told by the desktop's notifications, but for the quiet hours.
    Q_PROPERTY(bool notices READ notices WRITE setNotices NOTIFY changed)
    /// Hours of the day; none are quiet where both are the same.
    Q_PROPERTY(int quietFrom READ quietFrom WRITE setQuietFrom NOTIFY changed)
    Q_PROPERTY(int quietTo READ quietTo WRITE setQuietTo NOTIFY changed)
public:
    /// Without `keep` nothing is read or written (tests, screenshots).
    explicit Preferences(bool keep, QObject* parent = nullptr);

    QString theme() const { return m_theme; }
    void setTheme(const QString& theme);
    bool dark() const;
    double textScale() const { return m_text_scale; }
    void setTextScale(double scale);
    bool reducedMotion() const { return m_reduced_motion; }
    void setReducedMotion(bool reduced);
    QString language() const { return m_language; }
    void setLanguage(const QString& language);
    bool trayIcon() const { return m_tray_icon; }
    void setTrayIcon(bool wanted);
    bool trayThere() const { return m_tray_there; }
    void setTrayThere(bool there);
    bool noticesThere() const { return m_notices_there; }
    void setNoticesThere(bool there);
    bool notices() const { return m_notices; }
    void setNotices(bool wanted);
    int quietFrom() const { return m_quiet_from; }
    void setQuietFrom(int hour);
    int quietTo() const { return m_quiet_to; }
    void setQuietTo(int hour);
    /// Proposals of whose open vote a notice was given, by chain, account and number.
    const QStringList& proposalsTold() const { return m_proposals_told; }
    void setProposalsTold(const QStringList& told);
    /// Where the window stood last; not valid = never.
    QRect place() const { return m_place; }
    bool maximised() const { return m_maximised; }
    void setPlace(const QRect& place, bool maximised);

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void store(const char* key, const QVariant& value);

    std::unique_ptr<QSettings> m_store;
    QString m_theme = QStringLiteral("system"), m_language;
    double m_text_scale = 1.0;
    bool m_reduced_motion = false, m_tray_icon = true, m_tray_there = false, m_notices_there = false, m_notices = true,
         m_maximised = false;
    int m_quiet_from = 22, m_quiet_to = 7;
    QRect m_place;
    QStringList m_proposals_told;
};

} // namespace hearth::desktop
