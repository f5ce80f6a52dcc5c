// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Network

/// An invitation is pasted, what it makes a home trust is told, and then this home joins, or another one beside it.
Card {
    id: card

    required property NodeConnection connection
    required property HomeChangeReader change

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
        readOnly: card.change.working
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
        ActionButton {
            objectName: "joinNetwork"
            visible: reader.obstacle === ""
            kind: "primary"
            text: qsTr("Join with this home…")
            enabled: card.connection.online && !card.change.working
            onClicked: {
                card.change.lookAtHoldings()
                confirming.active = true
                confirming.item.open()
            }
        }
    }
    Loader {
        active: reader.examined && reader.commands.length > 0
        visible: active
        Layout.fillWidth: true
        sourceComponent: JoinBeside { commands: reader.commands }
    }
    Loader {
        id: confirming
        active: false
        visible: false
        sourceComponent: ConfirmDialog {
            objectName: "joinDialog"
            title: qsTr("Join %1?").arg(reader.chain)
            text: qsTr("This home leaves its own ledger, where it has:")
            confirmText: qsTr("Trust it and join")
            ready: card.change.holdingsKnown && card.connection.online && reader.examined
            onConfirmed: card.change.join(area.text)
            HoldingsList { Layout.fillWidth: true; reader: card.change }
            Label {
                Layout.fillWidth: true
                text: qsTr("None of that can be taken along. It is kept in the home's folder left/ with its jobs and receipts; keys, models and settings stay. What cannot be joined changes nothing.")
                wrapMode: Text.Wrap
            }
        }
    }
}
