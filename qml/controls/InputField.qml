// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// One line of text.
T.TextField {
    id: control

    property string label: placeholderText

    implicitHeight: Theme.controlHeight
    implicitWidth: 200 * Theme.scale
    leftPadding: 10
    rightPadding: 10
    verticalAlignment: TextInput.AlignVCenter
    font.family: Qt.application.font.family
    font.pixelSize: Theme.body
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    maximumLength: 4096
    Accessible.role: Accessible.EditableText
    Accessible.name: label

    background: Rectangle {
        radius: Theme.smallRadius
        color: Theme.card
        border.width: 1
        border.color: control.activeFocus ? Theme.focus : Theme.strongLine
        Label {
            visible: control.text === "" && control.preeditText === ""
            anchors.fill: parent
            leftPadding: 10
            verticalAlignment: Text.AlignVCenter
            text: control.placeholderText
            dim: true
            Accessible.ignored: true
        }
        FocusRing { shown: control.activeFocus }
    }
}
