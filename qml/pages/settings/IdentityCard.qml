// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The public address of this home, whether it is written down somewhere else, and the way to that.
Card {
    id: card

    required property NodeConnection connection
    property bool confirmed: false ///< just now

    title: qsTr("Identity and backup")
    icon: "shield"
    spacing: Theme.s

    IdentityReader {
        id: reader
        connection: card.connection
        active: card.visible
        onWordsConfirmed: card.confirmed = true
    }
    Banner { objectName: "identityError"; Layout.fillWidth: true; tone: "bad"; text: reader.error }
    Banner {
        objectName: "wordsConfirmed"
        Layout.fillWidth: true
        tone: "good"
        text: card.confirmed ? qsTr("The words on your paper are right. Keep it where fire and thieves do not find it.") : ""
    }
    Label {
        Layout.fillWidth: true
        visible: !reader.loaded
        dim: true
        text: card.connection.online ? qsTr("Reading…") : qsTr("The node cannot be asked now.")
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: reader.loaded
        spacing: Theme.s
        Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("Public address of this home's owner"); wrapMode: Text.Wrap }
        CopyLabel {
            objectName: "address"
            Layout.fillWidth: true
            alone: false
            text: reader.account
            name: qsTr("Public address")
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            Badge {
                objectName: "backupBadge"
                Layout.alignment: Qt.AlignTop
                text: reader.offline ? qsTr("offline") : reader.backedUp ? qsTr("backed up") : qsTr("no backup")
                tone: reader.offline || reader.backedUp ? "good" : "warn"
            }
            Label {
                objectName: "backupState"
                Layout.fillWidth: true
                text: reader.offline ? qsTr("The owner's key is kept somewhere else; its words are made there.") : reader.backup
                wrapMode: Text.Wrap
            }
        }
        Label {
            Layout.fillWidth: true
            kind: "caption"
            text: reader.coversAccounts
                ? qsTr("Whoever loses this disk without a backup loses what the home has earned. 24 words on paper bring the owner's key and its accounts back.")
                : qsTr("24 words on paper bring back the owner's key and what it has earned. This home is older than them: the account that pays for what is asked here also needs a backup file.")
            wrapMode: Text.Wrap
        }
        ActionButton {
            objectName: "showWords"
            visible: !reader.offline
            icon.name: "key"
            text: qsTr("Write down the words…")
            enabled: card.connection.online && !reader.busy
            onClicked: {
                card.confirmed = false
                dialogs.active = true
                dialogs.item.begin()
            }
        }
    }
    Loader {
        id: dialogs
        active: false
        visible: false
        sourceComponent: WordsDialogs { reader: reader }
    }
}
