// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls

/// A page that scrolls as a whole: heading, tools at the right, then its parts below each other.
Flickable {
    id: page

    property string title: ""
    property string subtitle: ""
    property alias tools: toolRow.data
    default property alias content: body.data
    readonly property bool narrow: width < 820 * Theme.scale

    function reveal(item: Item) {
        let above = item
        while (above && above !== contentItem) above = above.parent
        if (!above) return
        const top = item.mapToItem(contentItem, 0, 0).y - Theme.m, bottom = top + item.height + 2 * Theme.m
        if (top < contentY) contentY = Math.max(0, top)
        else if (bottom > contentY + height) contentY = Math.min(top, bottom - height)
    }

    // What has the keyboard is brought into sight.
    Window.onActiveFocusItemChanged: if (visible && Window.activeFocusItem) reveal(Window.activeFocusItem)
    contentWidth: width
    contentHeight: column.implicitHeight + 2 * Theme.xl
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    T.ScrollBar.vertical: ScrollMark {}
    Accessible.role: Accessible.Pane
    Accessible.name: title
    Keys.onPressed: (event) => {
        const step = event.key === Qt.Key_PageDown ? height * 0.85 : event.key === Qt.Key_PageUp ? -height * 0.85 : 0
        if (step === 0) return
        contentY = Math.max(0, Math.min(contentHeight - height, contentY + step))
        event.accepted = true
    }

    ColumnLayout {
        id: column
        x: Theme.xl
        y: Theme.xl
        width: page.width - 2 * Theme.xl
        spacing: Theme.l
        RowLayout {
            Layout.fillWidth: true
            visible: page.title !== ""
            spacing: Theme.m
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 2
                Label { Layout.fillWidth: true; kind: "title"; text: page.title }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    dim: true
                    text: page.subtitle
                    wrapMode: Text.Wrap
                }
            }
            Row {
                id: toolRow
                spacing: Theme.s
            }
        }
        ColumnLayout {
            id: body
            Layout.fillWidth: true
            spacing: Theme.l
        }
    }
}
