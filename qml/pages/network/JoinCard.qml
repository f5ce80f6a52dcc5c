// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Network

/// An invitation is pasted, what it makes a home trust is told, and then how to follow it. The window itself joins
/// nothing: a home takes its place while its service does not run.
Card {
    id: card

    required property NodeConnection connection

    function examine(invitation: string) {
        area.text = invitation
        reader.examine(invitation)
    }

    title: qsTr("Join a network")
    icon: "import"

    InvitationReader {
        id: reader
        connection: card.connection
    }
    Label {
        Layout.fillWidth: true
        visible: !reader.examined
        text: qsTr("Somebody who stands in a network sends an invitation. Paste it here to see what a home would trust by joining; nothing is changed yet.")
        wrapMode: Text.Wrap
    }
    InputArea {
        id: area
        objectName: "invitation"
        Layout.fillWidth: true
        implicitHeight: 72 * Theme.scale
        placeholder: "hearth-network-1.…"
        label: qsTr("Invitation")
        onTextChanged: reader.forget()
        onAccepted: card.examine(area.text)
    }
    ActionButton {
        objectName: "examineInvitation"
        visible: !reader.examined
        kind: "primary"
        text: qsTr("See what it means")
        enabled: card.connection.online && !reader.examining && area.text.trim() !== ""
        onClicked: card.examine(area.text)
    }
    Banner { objectName: "invitationFault"; Layout.fillWidth: true; tone: "bad"; text: reader.error }
    ColumnLayout {
        objectName: "whatItMeans"
        Layout.fillWidth: true
        visible: reader.examined
        spacing: Theme.s
        Label {
            Layout.fillWidth: true
            font.weight: Font.DemiBold
            text: qsTr("A home that joins %1 trusts").arg(reader.chain)
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
        Repeater {
            model: reader.trust
            delegate: Label {
                required property string modelData
                Layout.fillWidth: true
                text: modelData
                wrapMode: Text.Wrap
            }
        }
        FieldRow { Layout.fillWidth: true; name: qsTr("Genesis"); value: reader.genesis; isId: true }
        Repeater {
            model: reader.addresses
            delegate: CopyLabel {
                required property string modelData
                Layout.fillWidth: true
                alone: false
                text: modelData
                name: qsTr("Address")
            }
        }
        Banner { Layout.fillWidth: true; tone: "warn"; text: reader.obstacle }
        Label {
            Layout.fillWidth: true
            visible: reader.commands.length > 0
            text: qsTr("If you trust that, type this. It makes a new home beside this one, which stays as it is; starts its service; and opens its window. It begins with an empty account.")
            wrapMode: Text.Wrap
        }
        Repeater {
            model: reader.commands
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
            visible: reader.commands.length > 0
            kind: "primary"
            icon.name: copied.running ? "check" : "copy"
            text: copied.running ? qsTr("Copied") : qsTr("Copy the commands")
            onClicked: {
                Clipboard.copy(reader.commands.join("\n"))
                copied.restart()
            }
        }
        Timer { id: copied; interval: 1500 }
    }
}
