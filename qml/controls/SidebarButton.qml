// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// An entry of the page list; narrow windows show its icon only.
T.AbstractButton {
    id: control

    property bool narrow: false
    property string badge: ""

    implicitHeight: 40 * Theme.scale
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.selected: checked
    Accessible.onPressAction: if (enabled) clicked()
    Keys.onReturnPressed: clicked()

    contentItem: Item {
        Icon {
            id: mark
            x: control.narrow ? (parent.width - width) / 2 : Theme.m
            anchors.verticalCenter: parent.verticalCenter
            width: 20 * Theme.scale
            height: width
            name: control.icon.name
            color: control.checked ? Theme.accent : Theme.muted
        }
        Label {
            visible: !control.narrow
            anchors.left: mark.right
            anchors.leftMargin: Theme.m
            anchors.right: parent.right
            anchors.rightMargin: Theme.s
            anchors.verticalCenter: parent.verticalCenter
            text: control.text
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.caption
            color: control.checked ? Theme.text : Theme.muted
            font.weight: control.checked ? Font.DemiBold : Font.Normal
        }
    }
    background: Rectangle {
        radius: Theme.smallRadius
        color: control.checked ? Theme.card : control.hovered ? Theme.pressed : "transparent"
        border.width: control.checked ? 1 : 0
        border.color: Theme.line
        FocusRing { shown: control.visualFocus }
    }
    Tip { shown: control.hovered && control.narrow; text: control.text }
}
