// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Earnings

/// What each model or each device earned in the chosen range.
Card {
    id: card

    required property EarningsReader earnings

    title: qsTr("Earned by")
    tools: Segments {
        label: qsTr("Earned by")
        current: card.earnings.by
        options: [
            { key: "model", text: qsTr("Model") },
            { key: "device", text: qsTr("Device") }
        ]
        onChosen: (key) => card.earnings.by = key
    }

    Column {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            model: card.earnings.parts
            delegate: GridLayout {
                id: part

                required property var modelData

                width: parent ? parent.width : 0
                columns: 2
                columnSpacing: Theme.m
                rowSpacing: 2
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("%1: %2 EMB, %3").arg(modelData.name).arg(modelData.amount).arg(modelData.answers)

                Label { Layout.fillWidth: true; text: part.modelData.name; wrapMode: Text.Wrap }
                Label {
                    Layout.alignment: Qt.AlignRight
                    kind: "mono"
                    text: qsTr("%1 EMB").arg(part.modelData.amount)
                    HoverHandler { id: hover }
                    Tip { shown: hover.hovered; text: part.modelData.exact }
                }
                Rectangle {
                    Layout.fillWidth: true
                    implicitHeight: 6
                    radius: 3
                    color: Theme.raised
                    Rectangle {
                        width: Math.max(height, parent.width * part.modelData.share)
                        height: parent.height
                        radius: 3
                        color: Theme.accent
                    }
                }
                Label { Layout.alignment: Qt.AlignRight; kind: "caption"; text: part.modelData.answers }
            }
        }
    }
}
