// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// The connections over which work comes and goes.
Card {
    id: card

    required property NetworkReader network

    title: qsTr("Gateways and links")
    icon: "send"

    Label {
        Layout.fillWidth: true
        visible: card.network.links.length === 0
        dim: !card.network.alone
        text: card.network.alone ? qsTr("None: what is asked here is computed here, and nobody else asks.")
                                 : qsTr("None. Without a gateway no work comes from others; network/network.toml in the home names those that it dials, or the ledger does.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.network.links
        delegate: ColumnLayout {
            id: link
            required property int index
            required property var modelData
            Layout.fillWidth: true
            spacing: 2
            Rectangle {
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.xs
                visible: link.index > 0
                implicitHeight: 1
                color: Theme.line
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.m
                Label {
                    Layout.fillWidth: true
                    text: link.modelData.place
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                }
                Label {
                    text: link.modelData.latency
                    Accessible.name: qsTr("There and back: %1").arg(text)
                    HoverHandler { id: over }
                    Tip { shown: over.hovered; text: link.modelData.latencyTip }
                }
            }
            CopyLabel {
                Layout.fillWidth: true
                visible: link.modelData.key !== ""
                alone: false
                text: link.modelData.key
                name: qsTr("Node key")
            }
            Flow {
                Layout.fillWidth: true
                spacing: Theme.s
                Badge { text: link.modelData.word; tone: link.modelData.tone }
                FlowLabel {
                    visible: text !== ""
                    room: parent.width
                    topPadding: 3
                    kind: "caption"
                    text: link.modelData.roles
                }
                FlowLabel {
                    visible: text !== ""
                    room: parent.width
                    topPadding: 3
                    kind: "caption"
                    text: link.modelData.load
                }
            }
            Label {
                Layout.fillWidth: true
                visible: text !== ""
                kind: "caption"
                color: Theme.bad
                text: link.modelData.reason
                wrapMode: Text.Wrap
            }
        }
    }
}
