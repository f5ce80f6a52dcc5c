// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One step in the row of all: its number or a tick, and its name where there is room.
RowLayout {
    id: mark

    required property int number
    required property string text
    property bool done: false
    property bool current: false
    property bool narrow: false

    spacing: Theme.s
    Accessible.role: Accessible.ListItem
    Accessible.name: done ? qsTr("Step %1, %2: done").arg(number).arg(text)
        : current ? qsTr("Step %1, %2: now").arg(number).arg(text) : qsTr("Step %1, %2").arg(number).arg(text)

    Rectangle {
        implicitWidth: 26 * Theme.scale
        implicitHeight: implicitWidth
        radius: width / 2
        color: mark.done ? Theme.goodSoft : mark.current ? Theme.accent : Theme.pressed
        Icon {
            anchors.centerIn: parent
            visible: mark.done
            width: 15 * Theme.scale
            height: width
            name: "check"
            color: Theme.good
        }
        Label {
            anchors.centerIn: parent
            visible: !mark.done
            kind: "caption"
            font.weight: Font.DemiBold
            color: mark.current ? Theme.accentInk : Theme.muted
            text: mark.number
            Accessible.ignored: true
        }
    }
    Label {
        visible: !mark.narrow || mark.current
        text: mark.text
        elide: Text.ElideNone
        dim: !mark.current
        font.weight: mark.current ? Font.DemiBold : Font.Normal
        Accessible.ignored: true
    }
}
