// SPDX-License-Identifier: Apache-2.0
#include "layout.h"

#include "full_run.h"
#include "looks.h"

#include <algorithm>
#include <vector>

namespace hearth::desktop::testing {
namespace {

constexpr double slack = 1.0; ///< what rounding to pixels may do

struct Mark {
    const QQuickItem* item;
    QRectF place; ///< where it is drawn, in the coordinates of the root
    QRectF seen;  ///< what is left of it within all that clips it
};

bool is_text(const QQuickItem* item) {
    return item->inherits("QQuickText") && !item->property("text").toString().isEmpty();
}

bool is_control(const QQuickItem* item) {
    const QByteArray name = item->metaObject()->className();
    return name.startsWith("Badge_") || name.startsWith("ActionButton_") || name.startsWith("MenuButton_");
}

/// Where the letters of a text stand within its item.
QRectF drawn(const QQuickItem* item) {
    if (!is_text(item)) return {0, 0, item->width(), item->height()};
    const double wide = item->property("contentWidth").toDouble(), tall = item->property("contentHeight").toDouble();
    const int across = item->property("horizontalAlignment").toInt(),
              down = item->property("verticalAlignment").toInt();
    const double x = across & Qt::AlignRight     ? item->width() - wide
                     : across & Qt::AlignHCenter ? (item->width() - wide) / 2
                                                 : 0;
    const double y = down & Qt::AlignBottom    ? item->height() - tall
                     : down & Qt::AlignVCenter ? (item->height() - tall) / 2
                                               : 0;
    return {x, y, wide, tall};
}

/// A line that its list keeps for later lies somewhere, unseen, where the list shows another one.
bool kept_for_later(const QQuickItem* item) {
    QQuickItem* view = item->parentItem() != nullptr ? item->parentItem()->parentItem() : nullptr;
    if (view == nullptr || !view->inherits("QQuickListView")) return false;
    const QPointF middle(item->x() + item->width() / 2, item->y() + item->height() / 2);
    QQuickItem* shown = nullptr;
    QMetaObject::invokeMethod(view, "itemAt", Q_RETURN_ARG(QQuickItem*, shown), Q_ARG(qreal, middle.x()),
                              Q_ARG(qreal, middle.y()));
    return shown != nullptr && shown != item;
}

void collect(const QQuickItem* item, const QQuickItem* root, const QRectF& window, std::vector<Mark>& marks) {
    if (!item->isVisible() || item->opacity() <= 0 || kept_for_later(item)) return;
    if (is_text(item) || is_control(item)) {
        const QRectF place = item->mapRectToItem(root, drawn(item));
        marks.push_back({item, place, place & window});
    }
    const QRectF within =
        item->clip() ? window & item->mapRectToItem(root, QRectF(0, 0, item->width(), item->height())) : window;
    for (const QQuickItem* child : item->childItems())
        collect(child, root, within, marks);
}

std::vector<Mark> marks_of(const QQuickItem* root) {
    std::vector<Mark> marks;
    if (root != nullptr) collect(root, root, QRectF(0, 0, root->width(), root->height()), marks);
    return marks;
}

QString words_of(const QQuickItem* item) {
    return item->property("text").toString().left(60);
}

void gather(const QQuickItem* item, QStringList& texts) {
    if (is_text(item)) texts << item->property("text").toString();
    for (const QQuickItem* child : item->childItems())
        gather(child, texts);
}

bool holds(const QQuickItem* whole, const QQuickItem* part) {
    for (const QQuickItem* item = part; item != nullptr; item = item->parentItem())
        if (item == whole) return true;
    return false;
}

} // namespace

bool Layout::speak(const QString& code) const {
    return desktop::speak(code);
}

bool Layout::everything() const {
    return test::full_run();
}

QStringList Layout::texts(QQuickItem* root) const {
    QStringList texts;
    if (root != nullptr) gather(root, texts);
    return texts;
}

QStringList Layout::cutTexts(QQuickItem* root) const {
    QStringList cut;
    for (const Mark& mark : marks_of(root)) {
        if (!is_text(mark.item)) continue;
        const bool elided =
            mark.item->property("truncated").toBool() && mark.item->property("elide").toInt() != Qt::ElideMiddle;
        const bool too_wide = mark.item->width() > 0 && mark.place.width() > mark.item->width() + slack;
        // Above and below a page scrolls; to the left and right it does not.
        const bool beyond = mark.seen.height() > slack && mark.place.width() > mark.seen.width() + slack;
        if (elided || too_wide || beyond) cut << words_of(mark.item);
    }
    return cut;
}

QStringList Layout::overlaps(QQuickItem* root) const {
    std::vector<Mark> marks = marks_of(root);
    marks.erase(std::remove_if(marks.begin(), marks.end(), [](const Mark& m) { return m.seen.isEmpty(); }),
                marks.end());
    QStringList pairs;
    for (auto one = marks.begin(); one != marks.end(); ++one)
        for (auto other = one + 1; other != marks.end(); ++other) {
            if (holds(one->item, other->item) || holds(other->item, one->item)) continue;
            const QRectF both = one->seen & other->seen;
            if (both.width() > slack && both.height() > slack)
                pairs << words_of(one->item) + QStringLiteral(" / ") + words_of(other->item);
        }
    return pairs;
}

} // namespace hearth::desktop::testing
