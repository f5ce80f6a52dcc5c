// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// What this home takes on trust, in plain words, with what can be compared.
Card {
    id: card

    required property NetworkReader network

    title: qsTr("What this home trusts")
    icon: "key"

    Repeater {
        model: card.network.trust
        delegate: Label {
            required property string modelData
            Layout.fillWidth: true
            text: modelData
            wrapMode: Text.Wrap
        }
    }
    FieldRow { Layout.fillWidth: true; name: qsTr("Chain"); value: card.network.chain; isId: true }
    FieldRow { Layout.fillWidth: true; visible: card.network.genesis !== ""; name: qsTr("Genesis"); value: card.network.genesis; isId: true }
    FieldRow { Layout.fillWidth: true; name: qsTr("State now"); value: card.network.appHash; isId: true }
    Label {
        Layout.fillWidth: true
        visible: card.network.seeds.length > 0
        kind: "caption"
        text: qsTr("It asks these full nodes for blocks, and checks what they send:")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.network.seeds
        delegate: CopyLabel {
            required property string modelData
            Layout.fillWidth: true
            alone: false
            text: modelData
            name: qsTr("Full node")
        }
    }
}
