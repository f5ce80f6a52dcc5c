// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The last lines of the service's log.
Card {
    id: card

    required property NodeConnection connection

    title: qsTr("Log")
    icon: "jobs"
    spacing: Theme.s
    tools: ActionButton {
        objectName: "openLogs"
        text: qsTr("Open the folder")
        enabled: log.folder !== ""
        onClicked: log.openFolder()
    }

    LogReader {
        id: log
        objectName: "logReader"
        connection: card.connection
        active: card.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: log.error }
    Choice {
        readonly property var levels: ["info", "warning", "error"]
        objectName: "logLevel"
        Layout.fillWidth: true
        label: qsTr("Which lines")
        model: [qsTr("All lines"), qsTr("Warnings and errors"), qsTr("Errors")]
        currentIndex: 0
        onActivated: (index) => log.level = levels[index]
    }
    Label {
        Layout.fillWidth: true
        visible: log.lines.length === 0
        dim: true
        text: !log.loaded && !card.connection.online ? qsTr("The node cannot be asked now.") : !log.loaded ? qsTr("Reading…") : qsTr("No such line lately.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: log.lines
        delegate: ColumnLayout {
            id: line
            required property var modelData
            Layout.fillWidth: true
            spacing: 0
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: line.modelData.component === "" ? line.modelData.when : qsTr("%1, %2").arg(line.modelData.when).arg(line.modelData.component)
                wrapMode: Text.Wrap
            }
            Label {
                objectName: "logLine"
                Layout.fillWidth: true
                color: line.modelData.tone === "" ? Theme.text : Theme.ink(line.modelData.tone)
                text: line.modelData.text
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
            }
        }
    }
}
