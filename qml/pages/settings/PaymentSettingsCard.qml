// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// On which terms calls are sold to those without a key (x402); what came of it stands on the Gateway page.
Card {
    id: card

    required property NodeConnection connection
    property bool open: false
    readonly property bool ready: connection.online && !all.busy
    readonly property bool sold: ((all.settings["payment.pay_to"] ?? {}).text ?? "") !== ""

    title: qsTr("Paid by the call")
    icon: "coins"
    spacing: Theme.m
    visible: all.loaded

    SettingsReader {
        id: all
        connection: card.connection
        active: card.parent !== null && card.parent.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: all.error }
    Label {
        objectName: "paymentsSold"
        Layout.fillWidth: true
        text: card.sold ? qsTr("Your address is set: whoever has no key may pay by the call (x402).")
                        : qsTr("No call is sold. With an address of yours, whoever has no key may pay by the call (x402).")
        wrapMode: Text.Wrap
    }
    ActionButton {
        objectName: "openPayments"
        text: card.open ? qsTr("Hide the terms") : qsTr("Show the terms")
        onClicked: card.open = !card.open
    }
    Loader { // made as a whole: layouts whose parts come to sight one by one do not settle
        Layout.fillWidth: true
        visible: card.open
        sourceComponent: card.open ? lines : null
    }
    Component {
        id: lines
        ColumnLayout {
            spacing: Theme.m
            SettingLine {
                objectName: "paymentFacilitator"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.facilitator"] ?? {}
                name: qsTr("Who settles (facilitator)")
                note: qsTr("Its address. \"local\": nobody; for trying out, no money moves.")
                onApplied: (text) => all.change("payment.facilitator", text)
            }
            SettingLine {
                objectName: "paymentFacilitatorAddress"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.facilitator_address"] ?? {}
                name: qsTr("The facilitator's own address")
                note: qsTr("On the chain; needed where calls are paid by what was used (upto).")
                onApplied: (text) => all.change("payment.facilitator_address", text)
            }
            SettingLine {
                objectName: "paymentNetwork"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.network"] ?? {}
                name: qsTr("Chain")
                note: qsTr("For example eip155:8453, which is Base.")
                onApplied: (text) => all.change("payment.network", text)
            }
            SettingLine {
                objectName: "paymentAsset"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.asset"] ?? {}
                name: qsTr("Contract of the asset")
                note: qsTr("USDC on Base, unless you change it.")
                onApplied: (text) => all.change("payment.asset", text)
            }
            SettingLine {
                objectName: "paymentAssetName"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.asset_name"] ?? {}
                name: qsTr("Name of the asset")
                note: qsTr("As its contract says it; callers sign it.")
                onApplied: (text) => all.change("payment.asset_name", text)
            }
            SettingLine {
                objectName: "paymentAssetVersion"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.asset_version"] ?? {}
                name: qsTr("Version of the asset")
                note: qsTr("As its contract says it; callers sign it.")
                onApplied: (text) => all.change("payment.asset_version", text)
            }
            SettingLine {
                objectName: "paymentDecimals"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.decimals"] ?? {}
                name: qsTr("Digits after the point")
                note: qsTr("Of the asset: 6 of USDC.")
                onApplied: (text) => all.change("payment.decimals", text)
            }
            SettingLine {
                objectName: "paymentSchemes"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.schemes"] ?? {}
                name: qsTr("Ways to pay")
                note: qsTr("upto: what was used; exact: always the most. Commas between them.")
                onApplied: (text) => all.change("payment.schemes", text)
            }
            SettingLine {
                objectName: "paymentPrompt"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.prompt_million"] ?? {}
                name: qsTr("Price of a million tokens read")
                note: qsTr("In the asset.")
                onApplied: (text) => all.change("payment.prompt_million", text)
            }
            SettingLine {
                objectName: "paymentCompletion"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.completion_million"] ?? {}
                name: qsTr("Price of a million tokens written")
                note: qsTr("In the asset.")
                onApplied: (text) => all.change("payment.completion_million", text)
            }
            SettingLine {
                objectName: "paymentEmb"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.emb"] ?? {}
                name: qsTr("Price of one EMB")
                note: qsTr("In the asset. With it, models of other networks are sold, too, where you entered their price.")
                onApplied: (text) => all.change("payment.emb", text)
            }
            SettingLine {
                objectName: "paymentMost"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.most"] ?? {}
                name: qsTr("One call at most")
                note: qsTr("In the asset.")
                onApplied: (text) => all.change("payment.most", text)
            }
            SettingLine {
                objectName: "payTo"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["payment.pay_to"] ?? {}
                name: qsTr("Your address")
                note: qsTr("That callers pay to. Write it last: calls are sold from the next start on. Empty: none is.")
                onApplied: (text) => all.change("payment.pay_to", text)
            }
        }
    }
}
