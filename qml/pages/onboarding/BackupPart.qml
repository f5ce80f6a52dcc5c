// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Settings

/// The ways to keep this home's keys somewhere else: words on paper, or a sealed file.
ColumnLayout {
    id: part

    required property KeysReader keys
    property bool editable: true
    property bool confirmed: false ///< that the words are on paper, just now

    spacing: Theme.s
    IdentityReader {
        id: identity
        connection: part.keys.connection
        active: part.visible
        onWordsConfirmed: part.confirmed = true
    }
    Label {
        Layout.fillWidth: true
        text: qsTr("Whoever loses these keys loses what the node earned; nobody can give them back. Write the 24 words of the operator's key on paper, or keep a sealed copy of all keys away from this machine.")
        wrapMode: Text.Wrap
    }
    Banner {
        Layout.fillWidth: true
        tone: "good"
        text: part.confirmed ? qsTr("The words on your paper are right. Keep it where fire and thieves do not find it.") : part.keys.note
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: identity.error !== "" ? identity.error : part.keys.error }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        ActionButton {
            objectName: "showWords"
            visible: !identity.offline
            icon.name: "key"
            enabled: part.editable && identity.loaded && !identity.busy
            text: qsTr("Write down the words…")
            onClicked: {
                part.confirmed = false
                words.active = true
                words.item.begin()
            }
        }
        ActionButton {
            objectName: "backUpNow"
            enabled: part.editable && !part.keys.busy
            text: qsTr("Back up the keys…")
            onClicked: {
                dialog.active = true
                dialog.item.open()
            }
        }
    }
    Loader {
        id: words
        active: false
        visible: false
        sourceComponent: WordsDialogs { reader: identity }
    }
    Loader {
        id: dialog
        active: false
        sourceComponent: BackupDialog {
            keys: part.keys
            onChosen: (file, passphrase) => part.keys.backUp(file, passphrase)
        }
    }
}
