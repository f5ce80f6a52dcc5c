// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// A switch with its name at the left.
T.Switch {
    id: control

    implicitHeight: Theme.controlHeight
    implicitWidth: label.implicitWidth + 56
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checked: checked
    Accessible.onPressAction: switchOver()
    Accessible.onToggleAction: switchOver()

    function switchOver() {
        if (!enabled) return
        toggle()
        toggled()
    }

    indicator: Rectangle {
        x: control.width - width
        y: (control.height - height) / 2
        implicitWidth: 40
        implicitHeight: 22
        radius: 11
        color: control.checked ? Theme.accent : Theme.strongLine
        Rectangle {
            x: control.checked ? 20 : 2
            y: 2
            width: 18
            height: 18
            radius: 9
            color: Theme.card
            Behavior on x { NumberAnimation { duration: Theme.quick } }
        }
        FocusRing { shown: control.visualFocus; corner: 11 }
    }
    contentItem: Label {
        id: label
        verticalAlignment: Text.AlignVCenter
        rightPadding: 56
        text: control.text
    }
}
