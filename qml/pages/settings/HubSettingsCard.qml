// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// Where models are looked for and fetched from. The token is typed here and never shown again.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool ready: connection.online && !all.busy
    readonly property bool hasToken: (all.settings["hub.token"] ?? {}).text === "set"
    property bool keepingToken: false

    function keepToken() {
        if (!ready || token.text.trim() === "") return
        keepingToken = true
        all.change("hub.token", token.text.trim())
    }

    title: qsTr("Where models come from")
    icon: "import"
    spacing: Theme.m
    visible: all.loaded

    SettingsReader {
        id: all
        connection: card.connection
        active: card.parent !== null && card.parent.visible
        // What was refused stays in the field, to be mended there.
        onBusyChanged: {
            if (all.busy || !card.keepingToken) return
            card.keepingToken = false
            if (all.error === "") token.clear()
        }
    }
    Banner { objectName: "hubError"; Layout.fillWidth: true; tone: "bad"; text: all.error }
    SettingLine {
        objectName: "hubEndpoint"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["hub.endpoint"] ?? {}
        name: qsTr("Address of the hub")
        note: qsTr("One with the interface of Hugging Face's.")
        onApplied: (text) => all.change("hub.endpoint", text)
    }
    SettingLine {
        objectName: "hubMirrors"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["hub.mirrors"] ?? {}
        name: qsTr("Mirrors")
        note: qsTr("Asked in this order, without the token, where the hub does not answer. Commas between them.")
        onApplied: (text) => all.change("hub.mirrors", text)
    }
    SettingLine {
        objectName: "hubProxy"
        Layout.fillWidth: true
        editable: card.ready
        setting: all.settings["hub.proxy"] ?? {}
        name: qsTr("Proxy")
        note: qsTr("Empty: what the environment of the service says.")
        onApplied: (text) => all.change("hub.proxy", text)
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: 2
        Label { Layout.fillWidth: true; text: qsTr("Token of the hub"); wrapMode: Text.Wrap }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            InputField {
                id: token
                objectName: "hubToken"
                Layout.fillWidth: true
                enabled: card.ready
                label: qsTr("Token of the hub")
                echoMode: TextInput.Password
                maximumLength: 1024
                onAccepted: card.keepToken()
            }
            ActionButton {
                objectName: "keepToken"
                enabled: card.ready && token.text.trim() !== ""
                text: qsTr("Keep")
                onClicked: card.keepToken()
            }
            ActionButton {
                objectName: "removeToken"
                visible: card.hasToken
                enabled: card.ready
                text: qsTr("Remove")
                onClicked: all.change("hub.token", "")
            }
        }
        Label {
            objectName: "tokenState"
            Layout.fillWidth: true
            kind: "caption"
            text: card.hasToken ? qsTr("One is kept, in the home's keys folder. It is never shown.")
                : qsTr("None is kept. Some models are given only to who has agreed to their terms.")
            wrapMode: Text.Wrap
        }
    }
}
