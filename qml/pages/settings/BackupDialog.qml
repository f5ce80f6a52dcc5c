// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Dialogs
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Settings

/// Asks for a passphrase twice, then for the file.
ConfirmDialog {
    id: dialog

    objectName: "backupDialog"

    /// Judges passphrases as the node does.
    required property KeysReader keys
    readonly property string fault: keys.passphraseFault(first.text)

    signal chosen(url file, string passphrase)

    title: qsTr("Back up the keys")
    text: qsTr("All keys go into one file that only this passphrase opens. Write the passphrase down; it cannot be recovered.")
    confirmText: qsTr("Choose the file…")
    ready: dialog.fault === "" && first.text === second.text
    onConfirmed: file.open()

    InputField {
        id: first
        objectName: "passphrase"
        Layout.fillWidth: true
        placeholderText: qsTr("Passphrase, at least 10 characters, 5 of them different")
        echoMode: TextInput.Password
    }
    Label {
        objectName: "passphraseFault"
        Layout.fillWidth: true
        visible: second.text !== "" && dialog.fault !== ""
        kind: "caption"
        color: Theme.bad
        wrapMode: Text.Wrap
        text: dialog.fault
    }
    InputField {
        id: second
        objectName: "passphraseAgain"
        Layout.fillWidth: true
        placeholderText: qsTr("The same again")
        echoMode: TextInput.Password
    }
    Label {
        Layout.fillWidth: true
        visible: second.text !== "" && first.text !== second.text
        kind: "caption"
        color: Theme.bad
        text: qsTr("The two differ.")
    }
    FileDialog {
        id: file
        title: qsTr("Back up the keys")
        fileMode: FileDialog.SaveFile
        defaultSuffix: "hearth-keys"
        onAccepted: {
            dialog.chosen(selectedFile, first.text)
            first.text = ""
            second.text = ""
        }
        onRejected: {
            first.text = ""
            second.text = ""
        }
    }
}
