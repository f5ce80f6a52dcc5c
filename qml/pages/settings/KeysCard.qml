// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The public keys and the way to a backup.
Card {
    id: card

    required property NodeConnection connection

    title: qsTr("Keys")
    icon: "key"
    tools: ActionButton {
        objectName: "backUpKeys"
        icon.name: "export"
        text: qsTr("Back up…")
        enabled: card.connection.online && !reader.busy
        onClicked: {
            backup.active = true
            backup.item.open()
        }
    }

    KeysReader {
        id: reader
        connection: card.connection
        active: card.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: reader.error }
    Banner { Layout.fillWidth: true; tone: "good"; text: reader.note }
    Repeater {
        model: reader.keys
        delegate: RowLayout {
            id: row
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.m
            Label { Layout.preferredWidth: Math.max(80 * Theme.scale, implicitWidth); dim: true; text: row.modelData.word }
            CopyLabel {
                Layout.fillWidth: true
                text: row.modelData.key
                name: qsTr("%1 key").arg(row.modelData.word)
                alone: false
            }
            Item {
                Layout.preferredWidth: Math.max(104 * Theme.scale, seal.implicitWidth)
                implicitHeight: seal.implicitHeight
                Badge {
                    id: seal
                    anchors.right: parent.right
                    text: row.modelData.sealed ? qsTr("passphrase") : qsTr("no passphrase")
                    tone: row.modelData.sealed ? "good" : ""
                }
            }
        }
    }
    Label {
        Layout.fillWidth: true
        visible: !reader.loaded && !card.connection.online
        dim: true
        text: qsTr("The node cannot be asked now.")
    }
    Label {
        Layout.fillWidth: true
        visible: reader.loaded
        kind: "caption"
        text: qsTr("Only public halves are shown. Nobody who helps you ever needs the secret ones.")
        wrapMode: Text.Wrap
    }
    Loader {
        id: backup
        active: false
        visible: false
        sourceComponent: BackupDialog {
            keys: reader
            onChosen: (file, passphrase) => reader.backUp(file, passphrase)
        }
    }
}
