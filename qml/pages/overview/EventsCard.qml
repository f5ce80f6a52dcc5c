// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Overview

/// What happened last to answers and their money.
Card {
    id: card

    required property GlanceReader glance

    title: qsTr("Last events")
    tools: Segments {
        label: qsTr("Which events")
        current: card.glance.eventKind
        options: [
            { key: "", text: qsTr("All") },
            { key: "problems", text: qsTr("Problems") },
            { key: "money", text: qsTr("Money") }
        ]
        onChosen: (key) => card.glance.eventKind = key
    }

    Column {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            model: card.glance.events
            delegate: GridLayout {
                id: line

                required property var modelData

                width: parent ? parent.width : 0
                columns: 3
                columnSpacing: Theme.s
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("%1: %2").arg(modelData.when).arg(modelData.text)

                Rectangle {
                    Layout.alignment: Qt.AlignTop
                    Layout.topMargin: 6 * Theme.scale
                    implicitWidth: 8
                    implicitHeight: 8
                    radius: 4
                    color: Theme.ink(line.modelData.tone)
                }
                Label { Layout.fillWidth: true; text: line.modelData.text; wrapMode: Text.Wrap }
                Label { Layout.alignment: Qt.AlignTop; kind: "caption"; text: line.modelData.when }
            }
        }
    }
    Label {
        objectName: "noEvents"
        Layout.fillWidth: true
        visible: card.glance.events.length === 0
        dim: true
        text: card.glance.eventKind === "money" ? qsTr("Nothing was paid out lately.") : qsTr("No answer failed lately.")
    }
    ActionButton {
        objectName: "moreEvents"
        visible: card.glance.moreEvents
        kind: "quiet"
        text: card.glance.manyEvents ? qsTr("Show fewer") : qsTr("Show more")
        onClicked: card.glance.manyEvents = !card.glance.manyEvents
    }
}
