// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The node's examination of itself.
Card {
    id: card

    required property NodeConnection connection

    function examine() {
        reader.examine()
    }

    title: qsTr("Doctor")
    icon: "shield"
    tools: ActionButton {
        objectName: "examine"
        text: reader.running ? qsTr("Examining…") : qsTr("Examine")
        enabled: card.connection.online && !reader.running
        onClicked: card.examine()
    }

    DoctorReader {
        id: reader
        connection: card.connection
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: reader.error }
    Label {
        Layout.fillWidth: true
        dim: true
        text: reader.summary !== "" ? reader.summary : qsTr("Checks keys, disk, worker, sandbox, ledger and models, and says how to mend what is wrong.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: reader.checks
        delegate: RowLayout {
            id: row
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.s
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2. %3").arg(modelData.word).arg(modelData.resultWord).arg(modelData.detail)
            Icon {
                Layout.alignment: Qt.AlignTop
                implicitWidth: 18 * Theme.scale
                implicitHeight: implicitWidth
                color: Theme.ink(row.modelData.tone)
                name: row.modelData.tone === "good" ? "check" : row.modelData.tone === "bad" ? "cross" : "warning"
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                Label { Layout.fillWidth: true; text: row.modelData.word; wrapMode: Text.Wrap }
                Label { Layout.fillWidth: true; kind: "caption"; text: row.modelData.detail; wrapMode: Text.Wrap }
                Label {
                    Layout.fillWidth: true
                    visible: text !== ""
                    kind: "caption"
                    color: Theme.accent
                    text: row.modelData.repair
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
