// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// An id or address in fixed-width letters, elided in the middle, with a button that copies all of it.
RowLayout {
    id: root

    required property string text
    property string name: ""
    property bool alone: true

    spacing: 2
    Label {
        Layout.fillWidth: !root.alone
        Layout.maximumWidth: implicitWidth + 1
        kind: "mono"
        elide: Text.ElideMiddle
        text: root.text === "" ? "—" : root.text
        Accessible.name: root.name === "" ? text : qsTr("%1: %2").arg(root.name).arg(text)
    }
    ActionButton {
        visible: root.text !== ""
        implicitHeight: 26 * Theme.scale
        leftPadding: 5
        kind: "quiet"
        icon.name: copied.running ? "check" : "copy"
        tip: copied.running ? qsTr("Copied") : root.name === "" ? qsTr("Copy") : qsTr("Copy %1").arg(root.name)
        onClicked: {
            Clipboard.copy(root.text)
            copied.restart()
        }
    }
    Timer { id: copied; interval: 1500 }
}
