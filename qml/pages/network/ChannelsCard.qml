// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// Money set aside between this home and others, out of which vouchers pay.
Card {
    id: card

    required property NetworkReader network

    title: qsTr("Payment channels")
    icon: "key"

    Repeater {
        model: card.network.channels
        delegate: ColumnLayout {
            id: channel
            required property int index
            required property var modelData
            Layout.fillWidth: true
            spacing: 2
            Rectangle {
                Layout.fillWidth: true
                Layout.bottomMargin: Theme.xs
                visible: channel.index > 0
                implicitHeight: 1
                color: Theme.line
            }
            CopyLabel {
                Layout.fillWidth: true
                alone: false
                text: channel.modelData.key
                name: qsTr("Key of the other side")
            }
            Flow {
                Layout.fillWidth: true
                spacing: Theme.s
                Badge { text: channel.modelData.word; tone: channel.modelData.tone }
                FlowLabel {
                    room: parent.width
                    topPadding: 3
                    kind: "caption"
                    text: channel.modelData.spent
                }
                FlowLabel {
                    room: parent.width
                    topPadding: 3
                    kind: "caption"
                    text: channel.modelData.settled
                }
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: channel.modelData.ends
                wrapMode: Text.Wrap
            }
        }
    }
}
