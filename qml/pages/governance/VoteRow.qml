// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// The three choices, and what became of the one that was made here.
ColumnLayout {
    id: row

    required property string ownChoice
    required property string castState
    required property string castNote
    required property string castTx
    property bool able: true ///< the node can be asked
    signal chosen(string choice)

    function take() {
        for (let i = 0; i < choices.count; ++i)
            if (choices.itemAt(i).enabled && !choices.itemAt(i).made) {
                choices.itemAt(i).forceActiveFocus(Qt.TabFocusReason)
                return
            }
    }

    spacing: Theme.s
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            id: choices
            model: [
                { key: "yes", text: qsTr("Vote for it"), done: qsTr("You voted for it") },
                { key: "no", text: qsTr("Vote against it"), done: qsTr("You voted against it") },
                { key: "abstain", text: qsTr("Abstain"), done: qsTr("You abstained") }
            ]
            delegate: ActionButton {
                required property var modelData
                readonly property bool made: row.ownChoice === modelData.key
                objectName: "vote-" + modelData.key
                kind: made ? "primary" : "plain"
                icon.name: made ? "check" : ""
                text: made ? modelData.done : modelData.text
                enabled: row.able && row.castState !== "sending"
                tip: made ? "" : row.ownChoice === "" ? qsTr("Signed by this node's operator. It may be changed until the vote ends.")
                                                      : qsTr("Takes the place of your vote before.")
                onClicked: if (!made) row.chosen(modelData.key)
            }
        }
    }
    Banner {
        objectName: "voteReceipt"
        Layout.fillWidth: true
        tone: row.castState === "failed" ? "bad" : row.castState === "confirmed" ? "good" : "info"
        text: row.castState === "" ? "" : row.castNote
    }
    CopyLabel {
        Layout.fillWidth: true
        visible: row.castTx !== ""
        alone: false
        text: row.castTx
        name: qsTr("Transaction")
    }
}
