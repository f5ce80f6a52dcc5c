// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings

/// EMB to another account: typed, checked, confirmed, and then the block that holds it.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool ready: connection.online && !money.busy
    readonly property string addressFault: to.text === "" ? "" : money.addressFault(to.text)
    /// The balance is named, so that the sentence follows it.
    readonly property string amountFault: amount.text === "" || money.balance === "" ? "" : money.amountFault(amount.text)
    readonly property bool complete: to.text !== "" && amount.text !== "" && addressFault === "" && amountFault === ""

    title: qsTr("Send EMB")
    icon: "coins"
    spacing: Theme.m

    MoneySender {
        id: money
        objectName: "moneySender"
        connection: card.connection
        active: card.visible
        // What was refused stays in the fields, to be mended there.
        onReceiptChanged: {
            to.clear()
            amount.clear()
        }
    }
    Banner { objectName: "sendError"; Layout.fillWidth: true; tone: "bad"; text: money.error }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("From the account that pays for what is asked here, not from what vests.")
        wrapMode: Text.Wrap
    }
    FieldRow { Layout.fillWidth: true; name: qsTr("Account"); value: money.address; isId: money.address !== "" }
    FieldRow {
        objectName: "sendBalance"
        Layout.fillWidth: true
        name: qsTr("In it")
        value: money.balance === "—" ? "—" : qsTr("%1 EMB").arg(money.balance)
        tip: money.balanceExact
    }
    GridLayout {
        Layout.fillWidth: true
        columns: width < 560 * Theme.scale ? 1 : 3
        columnSpacing: Theme.s
        rowSpacing: Theme.s
        InputField {
            id: to
            objectName: "sendTo"
            Layout.fillWidth: true
            enabled: card.ready
            label: qsTr("Address of the account that gets it")
            placeholderText: label
            maximumLength: 80
        }
        InputField {
            id: amount
            objectName: "sendAmount"
            Layout.preferredWidth: 140 * Theme.scale
            enabled: card.ready
            label: qsTr("Amount in EMB")
            placeholderText: label
            maximumLength: 24
        }
        ActionButton {
            objectName: "send"
            enabled: card.ready && card.complete
            text: money.busy ? qsTr("Sending…") : qsTr("Send…")
            onClicked: ask.open()
        }
    }
    Label {
        objectName: "sendFault"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        color: Theme.bad
        text: card.addressFault !== "" ? card.addressFault : card.amountFault
        wrapMode: Text.Wrap
    }
    ColumnLayout {
        objectName: "sendReceipt"
        Layout.fillWidth: true
        visible: money.receipt.tx !== undefined
        spacing: Theme.s
        Banner {
            Layout.fillWidth: true
            tone: "good"
            text: money.receipt.tx === undefined ? "" : qsTr("%1 are sent; block %2 holds it.").arg(money.receipt.amount).arg(money.receipt.height)
        }
        FieldRow { Layout.fillWidth: true; name: qsTr("To"); value: money.receipt.to ?? ""; isId: true }
        FieldRow { Layout.fillWidth: true; name: qsTr("Transaction"); value: money.receipt.tx ?? ""; isId: true }
    }
    ConfirmDialog {
        id: ask
        objectName: "sendConfirm"
        title: qsTr("Send %1?").arg(money.amountInFull(amount.text))
        text: qsTr("To %1. Nobody can take it back.").arg(to.text.trim())
        confirmText: qsTr("Send")
        dangerous: true
        ready: card.ready && card.complete
        onConfirmed: money.send(to.text, amount.text)
    }
}
