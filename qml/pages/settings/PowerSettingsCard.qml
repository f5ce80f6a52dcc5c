// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// What electricity costs here, for the figures beside the earnings.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool ready: connection.online && !all.busy

    title: qsTr("Electricity")
    spacing: Theme.m
    visible: all.loaded

    SettingsReader {
        id: all
        connection: card.connection
        active: card.parent !== null && card.parent.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: all.error }
    SettingLine {
        objectName: "powerPrice"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["power.price_per_kwh"] ?? {}
        name: qsTr("Price of a kilowatt-hour")
        note: qsTr("For example 0.32. Empty: no cost is shown.")
        onApplied: (text) => all.change("power.price_per_kwh", text)
    }
    SettingLine {
        objectName: "powerCurrency"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["power.currency"] ?? {}
        name: qsTr("Currency of these prices")
        note: qsTr("For example EUR. It is shown beside EMB.")
        onApplied: (text) => all.change("power.currency", text)
    }
    SettingLine {
        objectName: "embWorth"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["power.emb_worth"] ?? {}
        name: qsTr("What one EMB is worth to you")
        note: qsTr("For example 0.05: no market says it. With it earnings are shown net of electricity. Empty: nothing is converted.")
        onApplied: (text) => all.change("power.emb_worth", text)
    }
    SettingLine {
        objectName: "powerWatts"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["power.watts"] ?? {}
        name: qsTr("Watts of a device that computes")
        note: qsTr("Taken where a device does not measure itself. 0: it is not counted.")
        onApplied: (text) => all.change("power.watts", text)
    }
}
