// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Network

/// The way out of the network, after what is locked there is told.
Card {
    id: card

    required property NodeConnection connection
    required property HomeChangeReader change

    title: qsTr("Leave the network")
    icon: "export"

    Label {
        Layout.fillWidth: true
        text: qsTr("The home goes on alone then, on a ledger of its own that begins empty. Keys, models and settings stay.")
        wrapMode: Text.Wrap
    }
    ActionButton {
        objectName: "leaveNetwork"
        text: qsTr("Leave…")
        enabled: card.connection.online && !card.change.working
        onClicked: {
            card.change.lookAtHoldings()
            dialog.active = true
            dialog.item.open()
        }
    }
    Loader {
        id: dialog
        active: false
        visible: false
        sourceComponent: ConfirmDialog {
            objectName: "leaveDialog"
            title: qsTr("Leave the network?")
            text: qsTr("This home has there:")
            confirmText: qsTr("Leave the network")
            dangerous: true
            ready: card.change.holdingsKnown && card.connection.online
            onConfirmed: card.change.leave()
            HoldingsList { Layout.fillWidth: true; reader: card.change }
            Label {
                Layout.fillWidth: true
                text: qsTr("What its accounts have stays theirs and is there again if the home joins again. Vouchers of channels and receipts under way do not come back: redeem or wait first. Jobs and receipts are kept in the home's folder left/.")
                wrapMode: Text.Wrap
            }
        }
    }
}
