// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Overview

/// Today's earnings, what their electricity cost, and since when the node runs. What is not known takes no place.
Card {
    id: card

    required property GlanceReader glance
    readonly property string energy: glance.today.energy ?? ""
    readonly property string cost: glance.today.cost ?? ""

    title: qsTr("Today")

    GridLayout {
        Layout.fillWidth: true
        columns: card.width < 620 * Theme.scale ? 1 : 3
        columnSpacing: Theme.l
        rowSpacing: Theme.s

        Label {
            objectName: "todayEarned"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            visible: card.glance.today.amount !== undefined
            text: qsTr("Earned: %1 EMB").arg(card.glance.today.amount ?? "")
            wrapMode: Text.Wrap
            HoverHandler { id: hover }
            Tip { shown: hover.hovered; text: card.glance.today.exact ?? "" }
        }
        Label {
            objectName: "todayEnergy"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            visible: card.energy !== ""
            text: card.cost === "" ? qsTr("Electricity: %1").arg(card.energy) : qsTr("Electricity: %1, %2").arg(card.energy).arg(card.cost)
            wrapMode: Text.Wrap
            HoverHandler { id: over }
            Tip { shown: over.hovered; text: card.glance.today.note ?? "" }
        }
        Label {
            objectName: "runningSince"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            visible: card.glance.running !== ""
            dim: true
            text: qsTr("Running %1").arg(card.glance.running)
            wrapMode: Text.Wrap
        }
    }
}
