// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Settings

/// The way to keep this home's keys somewhere else: today a sealed file.
ColumnLayout {
    id: part

    required property KeysReader keys
    property bool editable: true

    spacing: Theme.s
    Label {
        Layout.fillWidth: true
        text: qsTr("Whoever loses these keys loses what the node earned; nobody can give them back. Keep a sealed copy away from this machine.")
        wrapMode: Text.Wrap
    }
    Banner { Layout.fillWidth: true; tone: "good"; text: part.keys.note }
    Banner { Layout.fillWidth: true; tone: "bad"; text: part.keys.error }
    ActionButton {
        objectName: "backUpNow"
        enabled: part.editable && !part.keys.busy
        text: qsTr("Back up the keys…")
        onClicked: {
            dialog.active = true
            dialog.item.open()
        }
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
