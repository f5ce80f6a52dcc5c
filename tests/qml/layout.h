// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QQuickItem>
#include <QStringList>

namespace hearth::desktop::testing {

/// What a person would see at a glance: texts that are cut, and things that lie on each other.
class Layout : public QObject {
    Q_OBJECT
public:
    /// Whether every page is to be looked at in every scenario, not only those that differ in it.
    Q_INVOKABLE bool everything() const;

    /// As the program does it; false where there are no translations.
    Q_INVOKABLE bool speak(const QString& code) const;

    /// All texts below `root`, those of pages that are not shown as well.
    Q_INVOKABLE QStringList texts(QQuickItem* root) const;

    /// Visible texts below `root` that are elided, wider than their place, or beyond the edge of what shows them.
    /// Elided in the middle is no fault: so are ids, beside a button that copies all of them.
    Q_INVOKABLE QStringList cutTexts(QQuickItem* root) const;

    /// Pairs of visible texts, badges and buttons below `root` of which one lies on the other.
    Q_INVOKABLE QStringList overlaps(QQuickItem* root) const;
};

} // namespace hearth::desktop::testing
