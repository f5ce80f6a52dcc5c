// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// What a link from another program asks for. It is told first, and done only when somebody here says so.
ConfirmDialog {
    id: dialog

    /// "invitation" or "receipt".
    property string kind: ""
    property string word: ""
    signal invitationWanted(invitation: string)
    signal receiptWanted(receiptId: string)

    function ask(kind: string, word: string) {
        dialog.kind = kind
        dialog.word = word
        open()
    }

    title: kind === "invitation" ? qsTr("A link brings an invitation") : qsTr("A link names a receipt")
    text: kind === "invitation"
        ? qsTr("Another program opened a link with an invitation to a network. Looking at it joins nothing and changes nothing: it shows what a home would trust.")
        : qsTr("Another program opened a link to a receipt. This node shows it, if it has it.")
    confirmText: kind === "invitation" ? qsTr("Look at the invitation") : qsTr("Show the receipt")
    onConfirmed: kind === "invitation" ? invitationWanted(word) : receiptWanted(word)

    Label {
        objectName: "linkWord"
        Layout.fillWidth: true
        kind: "caption"
        text: dialog.word.length > 96 ? dialog.word.substring(0, 96) + "…" : dialog.word
        wrapMode: Text.WrapAnywhere
    }
}
