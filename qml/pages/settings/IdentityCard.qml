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
        id: identity
        connection: card.connection
        active: card.visible
        onWordsConfirmed: card.confirmed = true
    }
    Banner { objectName: "identityError"; Layout.fillWidth: true; tone: "bad"; text: identity.error }
    Banner {
        objectName: "wordsConfirmed"
        Layout.fillWidth: true
        tone: "good"
        text: card.confirmed ? qsTr("The words on your paper are right. Keep it where fire and thieves do not find it.") : ""
    }
    Label {
        Layout.fillWidth: true
        visible: !identity.loaded
        dim: true
        text: card.connection.online ? qsTr("Reading…") : qsTr("The node cannot be asked now.")
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: identity.loaded
        spacing: Theme.s
        Label { Layout.fillWidth: true; kind: "caption"; text: qsTr("Public address of this home's owner"); wrapMode: Text.Wrap }
        CopyLabel {
            objectName: "address"
            Layout.fillWidth: true
            alone: false
            text: identity.account
            name: qsTr("Public address")
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            Badge {
                objectName: "backupBadge"
                Layout.alignment: Qt.AlignTop
                text: identity.offline ? qsTr("offline") : identity.backedUp ? qsTr("backed up") : qsTr("no backup")
                tone: identity.offline || identity.backedUp ? "good" : "warn"
            }
            Label {
                objectName: "backupState"
                Layout.fillWidth: true
                text: identity.offline ? qsTr("The owner's key is kept somewhere else; its words are made there.") : identity.backup
                wrapMode: Text.Wrap
            }
        }
        Label {
            Layout.fillWidth: true
            kind: "caption"
            text: identity.coversAccounts
                ? qsTr("Whoever loses this disk without a backup loses what the home has earned. 24 words on paper bring the owner's key and its accounts back.")
                : qsTr("24 words on paper bring back the owner's key and what it has earned. This home is older than them: the account that pays for what is asked here also needs a backup file.")
            wrapMode: Text.Wrap
        }
        ActionButton {
            objectName: "showWords"
            visible: !identity.offline
            icon.name: "key"
            text: qsTr("Write down the words…")
            enabled: card.connection.online && !identity.busy
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
        sourceComponent: WordsDialogs { reader: identity }
    }
}
