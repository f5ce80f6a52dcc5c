// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Gateway

/// Calls that are sold one by one to those without a key: on which terms, and what came of them.
Card {
    id: card

    required property NodeConnection connection
    property bool listed: false

    title: qsTr("Paid by the call")
    icon: "coins"

    PaymentsReader {
        id: sales
        connection: card.connection
        active: card.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: sales.error }
    Label {
        objectName: "paymentState"
        Layout.fillWidth: true
        visible: sales.loaded
        color: sales.tone === "warn" ? Theme.warn : Theme.text
        text: sales.state
        wrapMode: Text.Wrap
    }
    Repeater {
        model: sales.facts
        delegate: FieldRow {
            required property var modelData
            objectName: "paymentFact"
            Layout.fillWidth: true
            name: modelData.name
            value: modelData.value
            isId: modelData.isId
        }
    }
    Label {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        visible: sales.loaded && (sales.sold || sales.rows.length > 0)
        font.weight: Font.DemiBold
        text: sales.rows.length > 0 ? qsTr("The last payments") : qsTr("Nobody has paid by the call yet.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: sales.sums
        delegate: FieldRow {
            required property var modelData
            objectName: "paymentSum"
            Layout.fillWidth: true
            name: modelData.name
            value: modelData.value
        }
    }
    ActionButton {
        objectName: "paymentTable"
        visible: sales.rows.length > 0
        text: card.listed ? qsTr("Hide the payments") : qsTr("Show each payment")
        onClicked: card.listed = !card.listed
    }
    Repeater {
        model: card.listed ? sales.rows : []
        delegate: ColumnLayout {
            id: row
            required property var modelData
            objectName: "payment"
            Layout.fillWidth: true
            spacing: 0
            Accessible.role: Accessible.Grouping
            Accessible.name: qsTr("Payment of %1: %2, %3").arg(row.modelData.payer).arg(row.modelData.amount).arg(row.modelData.word)
            Flow {
                Layout.fillWidth: true
                spacing: Theme.s
                Badge { text: row.modelData.word; tone: row.modelData.tone }
                Label { text: row.modelData.amount }
                Label { dim: true; text: qsTr("%1, from %2").arg(row.modelData.when).arg(row.modelData.payer) }
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                kind: "caption"
                text: row.modelData.note
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            }
        }
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("By the protocol x402. Address, prices and who settles are set on the page \"Settings\". Amounts are counted in the asset that is set there now.")
        wrapMode: Text.Wrap
    }
}
