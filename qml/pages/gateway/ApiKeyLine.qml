// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One caller's key: what it spent of its budget, how fast it may ask, and the way to refuse it.
ColumnLayout {
    id: line

    required property var apiKey
    property bool first: false
    property bool ready: true
    signal revokeWanted

    spacing: Theme.xs
    opacity: apiKey.inForce ? 1 : 0.6
    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Key %1: %2").arg(apiKey.name).arg(apiKey.word)

    Rectangle {
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.xs
        visible: !line.first
        implicitHeight: 1
        color: Theme.line
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.m
        Label {
            Layout.fillWidth: true
            font.weight: Font.DemiBold
            text: line.apiKey.name
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        }
        ActionButton {
            objectName: "revokeKey"
            visible: line.apiKey.inForce
            kind: "danger"
            text: qsTr("Revoke…")
            tip: qsTr("Refuse the key %1 from now on").arg(line.apiKey.name)
            enabled: line.ready
            onClicked: line.revokeWanted()
        }
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        Badge { text: line.apiKey.word; tone: line.apiKey.inForce ? "good" : "" }
        Label {
            id: limits
            width: Math.min(Math.ceil(natural.advanceWidth), parent.width)
            topPadding: 3
            TextMetrics { id: natural; font: limits.font; text: limits.text }
            kind: "caption"
            text: line.apiKey.limits
            wrapMode: Text.Wrap
        }
    }
    Label {
        Layout.fillWidth: true
        text: line.apiKey.budget === "" ? qsTr("%1 EMB spent, no budget").arg(line.apiKey.spent)
                                        : qsTr("%1 of %2 EMB spent").arg(line.apiKey.spent).arg(line.apiKey.budget)
        wrapMode: Text.Wrap
        HoverHandler { id: over }
        Tip { shown: over.hovered; text: line.apiKey.spentExact }
    }
    Rectangle {
        Layout.fillWidth: true
        visible: line.apiKey.share >= 0
        implicitHeight: 6
        radius: 3
        color: Theme.pressed
        Rectangle {
            width: Math.max(line.apiKey.share > 0 ? 6 : 0, parent.width * line.apiKey.share)
            height: parent.height
            radius: 3
            color: line.apiKey.share >= 0.9 ? Theme.warn : Theme.accent
        }
    }
}
