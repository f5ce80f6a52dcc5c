// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// A button: `kind` is "plain", "primary", "danger" or "quiet" (no frame); with an icon and a tip if given.
T.Button {
    id: control

    property string kind: "plain"
    property string tip: ""
    property bool iconLast: false

    readonly property color ink: !enabled ? Theme.strongLine
        : kind === "primary" ? Theme.accentInk
        : kind === "danger" ? Theme.bad
        : kind === "quiet" ? Theme.accent : Theme.text

    implicitHeight: Theme.controlHeight
    implicitWidth: contentItem.implicitWidth + leftPadding + rightPadding
    leftPadding: text === "" ? 9 : 14
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    font.family: Qt.application.font.family
    font.pixelSize: Theme.body
    font.weight: Font.Medium
    Accessible.role: Accessible.Button
    Accessible.name: text !== "" ? text : tip
    Accessible.description: tip
    Accessible.onPressAction: if (enabled) clicked() // not every Qt does so by itself
    Keys.onReturnPressed: clicked()
    Keys.onEnterPressed: clicked()

    contentItem: Item {
        implicitWidth: row.implicitWidth
        Row {
            id: row
            anchors.centerIn: parent
            spacing: 7
            layoutDirection: control.iconLast ? Qt.RightToLeft : Qt.LeftToRight
            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.icon.name !== ""
                width: 17 * Theme.scale
                height: width
                name: control.icon.name
                color: control.ink
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                visible: control.text !== ""
                text: control.text
                font: control.font
                color: control.ink
            }
        }
    }
    background: Rectangle {
        radius: Theme.smallRadius
        color: {
            if (control.kind === "primary")
                return !control.enabled ? Theme.pressed : control.down ? Qt.darker(Theme.accent, 1.15)
                    : control.hovered ? Qt.lighter(Theme.accent, 1.08) : Theme.accent
            if (control.down) return Theme.pressed
            if (control.hovered && control.enabled) return Theme.raised
            return control.kind === "quiet" ? "transparent" : Theme.card
        }
        border.width: control.kind === "primary" || control.kind === "quiet" ? 0 : 1
        border.color: control.kind === "danger" ? Theme.bad : Theme.line
        FocusRing { shown: control.visualFocus }
    }
    Tip { shown: control.hovered && control.tip !== ""; text: control.tip }
}
