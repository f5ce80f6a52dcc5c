// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// What to do with a node that has not answered anything yet.
Card {
    id: card

    property bool hasModel: false
    signal pageWanted(string key)

    title: qsTr("First steps")
    icon: "heart"
    spacing: Theme.l

    Repeater {
        model: [
            { title: qsTr("Import a model"), done: card.hasModel, page: "models", action: qsTr("Go to the models"),
              text: qsTr("A GGUF file or a Hugging Face folder. Small models of 0.1 to 1 billion parameters run well on a CPU.") },
            { title: qsTr("Ask it something"), done: false, page: "playground", action: qsTr("Open the playground"),
              text: qsTr("In the playground, or with any OpenAI client; the address is in the settings.") },
            { title: qsTr("Watch its proofs"), done: false, page: "jobs", action: "",
              text: qsTr("Each answer gets a signed receipt. How it is proved and paid is shown here from then on.") }
        ]
        delegate: RowLayout {
            id: step

            required property int index
            required property var modelData
            readonly property bool next: !modelData.done && (index === 0 || card.hasModel)

            Layout.fillWidth: true
            spacing: Theme.m
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2").arg(modelData.title).arg(modelData.text)

            Rectangle {
                Layout.alignment: Qt.AlignTop
                implicitWidth: 28 * Theme.scale
                implicitHeight: implicitWidth
                radius: width / 2
                color: step.modelData.done ? Theme.goodSoft : step.next ? Theme.accentSoft : Theme.raised
                Icon {
                    anchors.centerIn: parent
                    visible: step.modelData.done
                    width: 16 * Theme.scale
                    height: width
                    name: "check"
                    color: Theme.good
                }
                Label {
                    anchors.centerIn: parent
                    visible: !step.modelData.done
                    font.weight: Font.DemiBold
                    color: step.next ? Theme.accent : Theme.muted
                    text: step.index + 1
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 2
                Label { Layout.fillWidth: true; font.weight: Font.DemiBold; text: step.modelData.title; wrapMode: Text.Wrap }
                Label { Layout.fillWidth: true; kind: "caption"; text: step.modelData.text; wrapMode: Text.Wrap }
            }
            ActionButton {
                visible: step.next && step.modelData.action !== ""
                kind: step.index === 0 ? "plain" : "primary"
                text: step.modelData.action
                onClicked: card.pageWanted(step.modelData.page)
            }
        }
    }
}
