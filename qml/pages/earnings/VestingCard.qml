// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Earnings

/// When what was earned comes into the account.
Card {
    id: card

    required property EarningsReader earnings

    title: qsTr("Released next")
    spacing: Theme.m

    Column {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            model: card.earnings.vesting
            delegate: GridLayout {
                id: step

                required property var modelData

                width: parent ? parent.width : 0
                columns: 2
                columnSpacing: Theme.m
                rowSpacing: 0
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("%1: %2 EMB, %3").arg(modelData.when).arg(modelData.amount).arg(modelData.note)

                Label { Layout.fillWidth: true; text: step.modelData.when; wrapMode: Text.Wrap }
                Label {
                    Layout.alignment: Qt.AlignRight
                    kind: "mono"
                    text: qsTr("%1 EMB").arg(step.modelData.amount)
                    HoverHandler { id: hover }
                    Tip { shown: hover.hovered; text: step.modelData.exact }
                }
                Label {
                    Layout.fillWidth: true
                    Layout.columnSpan: 2
                    visible: step.modelData.note !== ""
                    kind: "caption"
                    text: step.modelData.note
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
