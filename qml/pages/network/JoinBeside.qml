// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// How a new home beside this one joins: by commands.
ColumnLayout {
    id: part

    required property var commands

    spacing: Theme.s
    Label {
        Layout.fillWidth: true
        text: qsTr("Or type this. It makes a new home beside this one, which stays as it is; joins with it; starts its service; and opens its window. It begins with an empty account.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: part.commands
        delegate: CopyLabel {
            required property string modelData
            Layout.fillWidth: true
            alone: false
            text: modelData
            name: qsTr("Command")
        }
    }
    ActionButton {
        objectName: "copyCommands"
        icon.name: copied.running ? "check" : "copy"
        text: copied.running ? qsTr("Copied") : qsTr("Copy the commands")
        onClicked: {
            Clipboard.copy(part.commands.join("\n"))
            copied.restart()
        }
    }
    Timer { id: copied; interval: 1500 }
}
