// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Models

/// Where models come from: the catalogue, a search of the hub, and what was stopped on its way.
Card {
    id: card

    required property NodeConnection connection
    required property ModelsReader reader
    property bool active: true
    readonly property bool free: connection.online && !reader.working

    HubReader {
        id: hub
        objectName: "hub"
        connection: card.connection
        active: card.active
    }
    Label { Layout.fillWidth: true; kind: "heading"; text: qsTr("Get a model") }
    Repeater {
        model: hub.downloads
        delegate: RowLayout {
            id: download
            required property var modelData
            Layout.fillWidth: true
            visible: !modelData.running
            spacing: Theme.m
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 2
                Label { Layout.fillWidth: true; text: download.modelData.name; wrapMode: Text.WrapAnywhere }
                Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("Stopped at %1").arg(download.modelData.text); wrapMode: Text.Wrap }
            }
            ActionButton {
                objectName: "goOnButton"
                text: qsTr("Go on")
                enabled: card.free
                Accessible.description: download.modelData.name
                onClicked: card.reader.pull(download.modelData.reference, "", keep.checked)
            }
            ActionButton {
                objectName: "dropButton"
                kind: "quiet"
                icon.name: "trash"
                tip: qsTr("Delete what came of %1").arg(download.modelData.name)
                enabled: card.connection.online
                onClicked: hub.drop(download.modelData.reference)
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        InputField {
            id: words
            objectName: "hubWords"
            Layout.fillWidth: true
            placeholderText: qsTr("Search the hub, or hf:ORG/NAME")
            onAccepted: hub.search(text)
        }
        ActionButton {
            objectName: "hubSearch"
            icon.name: "search"
            text: qsTr("Search")
            enabled: card.connection.online && !hub.busy
            onClicked: hub.search(words.text)
        }
        ActionButton {
            objectName: "hubCatalogue"
            visible: hub.shown !== ""
            text: qsTr("Catalogue")
            enabled: card.connection.online && !hub.busy
            onClicked: { words.text = ""; hub.search("") }
        }
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: hub.error }
    Label {
        Layout.fillWidth: true
        visible: hub.busy
        dim: true
        text: qsTr("Asking…")
    }
    Label {
        Layout.fillWidth: true
        visible: !hub.busy && hub.loaded && hub.shown !== "" && hub.count === 0
        dim: true
        text: qsTr("The hub has nothing for these words.")
        wrapMode: Text.Wrap
    }
    Toggle {
        id: keep
        objectName: "keepFetched"
        Layout.fillWidth: true
        text: qsTr("Keep what is fetched, too")
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("It takes its size once more; else it goes after the import.")
        wrapMode: Text.Wrap
    }
    Repeater {
        objectName: "offers"
        model: hub.offers
        delegate: OfferRow {
            Layout.fillWidth: true
            busy: isRepository ? hub.busy || !card.connection.online : !card.free
            onWanted: card.reader.pull(reference, "", keep.checked)
            onOpened: hub.search(reference)
        }
    }
}
