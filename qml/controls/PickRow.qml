// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls

/// One of several things of which one is picked, with what is to be known of it below its name.
T.AbstractButton {
    id: row

    property string detail: ""
    property string note: ""

    implicitHeight: words.implicitHeight + topPadding + bottomPadding
    implicitWidth: words.implicitWidth + leftPadding + rightPadding
    leftPadding: Theme.m + 28
    rightPadding: Theme.m
    topPadding: Theme.s
    bottomPadding: Theme.s
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.description: [detail, note].filter((part) => part !== "").join(". ")
    Accessible.checked: checked
    Accessible.onPressAction: if (enabled) clicked()
    Keys.onUpPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.TabFocusReason)
    Keys.onDownPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)

    contentItem: ColumnLayout {
        id: words
        spacing: 2
        Label { Layout.fillWidth: true; text: row.text; font.weight: Font.DemiBold; wrapMode: Text.WrapAtWordBoundaryOrAnywhere }
        Label { Layout.fillWidth: true; visible: text !== ""; kind: "caption"; text: row.detail; wrapMode: Text.Wrap }
        Label { Layout.fillWidth: true; visible: text !== ""; kind: "caption"; text: row.note; wrapMode: Text.Wrap }
    }
    background: Rectangle {
        radius: Theme.smallRadius
        color: row.checked ? Theme.accentSoft : row.hovered ? Theme.raised : Theme.card
        border.width: 1
        border.color: row.checked ? Theme.accent : Theme.line
        Rectangle {
            x: Theme.m
            anchors.verticalCenter: parent.verticalCenter
            width: 16
            height: 16
            radius: 8
            color: Theme.card
            border.width: 1.5
            border.color: row.checked ? Theme.accent : Theme.strongLine
            Rectangle {
                anchors.centerIn: parent
                width: 8
                height: 8
                radius: 4
                visible: row.checked
                color: Theme.accent
            }
        }
        FocusRing { shown: row.visualFocus }
    }
}
