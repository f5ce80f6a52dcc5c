// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QSettings>
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

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void store(const char* key, const QVariant& value);

    std::unique_ptr<QSettings> m_store;
    QString m_theme = QStringLiteral("system"), m_language;
    double m_text_scale = 1.0;
    bool m_reduced_motion = false;
};

} // namespace hearth::desktop
