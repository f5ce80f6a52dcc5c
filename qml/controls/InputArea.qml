// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// Several lines of text that scroll inside their frame. Tab leaves it; `accepted` on Ctrl+Return.
Rectangle {
    id: frame

    property alias text: area.text
    property alias length: area.length
    property alias readOnly: area.readOnly
    property alias inputMethodHints: area.inputMethodHints
    property string placeholder: ""
    property string label: placeholder
    signal accepted

    function edit() {
        area.forceActiveFocus(Qt.TabFocusReason)
    }

    implicitHeight: 96 * Theme.scale
    implicitWidth: 240
    radius: Theme.smallRadius
    color: Theme.card
    border.width: 1
    border.color: area.activeFocus ? Theme.focus : Theme.strongLine

    Flickable {
        id: view
        anchors.fill: parent
        anchors.margins: 1
        contentWidth: width
        contentHeight: Math.max(area.implicitHeight, height)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollMark {}
        T.TextArea {
            id: area
            width: view.width
            height: view.contentHeight
            implicitHeight: contentHeight + topPadding + bottomPadding
            padding: 10
            wrapMode: TextEdit.Wrap
            textFormat: TextEdit.PlainText
            font.family: Qt.application.font.family
            font.pixelSize: Theme.body
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            selectByMouse: true
            KeyNavigation.priority: KeyNavigation.BeforeItem
            Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
            Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
            Keys.onPressed: (event) => {
                if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && (event.modifiers & Qt.ControlModifier)) {
                    event.accepted = true
                    frame.accepted()
                }
            }
            onCursorRectangleChanged: {
                if (cursorRectangle.y < view.contentY) view.contentY = cursorRectangle.y
                else if (cursorRectangle.y + cursorRectangle.height > view.contentY + view.height - 8)
                    view.contentY = cursorRectangle.y + cursorRectangle.height - view.height + 8
            }
            Accessible.role: Accessible.EditableText
            Accessible.name: frame.label
            Accessible.multiLine: true
        }
    }
    Label {
        visible: area.text === "" && area.preeditText === ""
        anchors.fill: parent
        anchors.margins: 11
        text: frame.placeholder
        dim: true
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
    FocusRing { shown: area.activeFocus }
}
