// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// What this home asks for its answers; a change stands in what it offers next.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool ready: connection.online && !all.busy

    title: qsTr("Own prices")
    icon: "coins"
    spacing: Theme.m
    visible: all.loaded

    SettingsReader {
        id: all
        connection: card.connection
        active: card.parent !== null && card.parent.visible
    }
    Banner { objectName: "pricesError"; Layout.fillWidth: true; tone: "bad"; text: all.error }
    SettingLine {
        objectName: "promptPrice"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["prices.prompt_million"] ?? {}
        name: qsTr("A million tokens that are read, in EMB")
        note: qsTr("For example 0.1. Empty: the usual price of the ledger's rules.")
        onApplied: (text) => all.change("prices.prompt_million", text)
    }
    SettingLine {
        objectName: "completionPrice"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["prices.completion_million"] ?? {}
        name: qsTr("A million tokens that are written, in EMB")
        note: qsTr("For example 0.4. Empty: the usual price of the ledger's rules.")
        onApplied: (text) => all.change("prices.completion_million", text)
    }
    SettingLine {
        objectName: "modelPrices"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["prices.models"] ?? {}
        name: qsTr("Single models")
        note: qsTr("In place of these, as MODEL=0.05/0.2 for tokens read and written, with commas between them.")
        onApplied: (text) => all.change("prices.models", text)
    }
}
