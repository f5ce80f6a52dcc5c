// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// Who orders the blocks, and with which other full nodes this one exchanges them.
Card {
    id: card

    required property NetworkReader network

    title: qsTr("Validators and peers")
    icon: "shield"

    Label {
        Layout.fillWidth: true
        visible: card.network.alone
        text: qsTr("This home orders its blocks alone; there are no other validators and no peers.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.network.validators
        delegate: ColumnLayout {
            id: validator
            required property var modelData
            Layout.fillWidth: true
            spacing: 2
            CopyLabel {
                Layout.fillWidth: true
                alone: false
                text: validator.modelData.key
                name: qsTr("Validator key")
            }
            Flow {
                Layout.fillWidth: true
                spacing: Theme.s
                Badge { text: validator.modelData.own ? qsTr("this home") : ""; tone: "accent" }
                Badge { text: validator.modelData.word; tone: validator.modelData.tone }
                Label { topPadding: 3; kind: "caption"; text: validator.modelData.share }
            }
            Repeater {
                model: validator.modelData.offences
                delegate: Label {
                    required property string modelData
                    Layout.fillWidth: true
                    kind: "caption"
                    color: Theme.bad
                    text: modelData
                    wrapMode: Text.Wrap
                }
            }
        }
    }
    Label {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        visible: !card.network.alone
        font.weight: Font.DemiBold
        text: qsTr("Full nodes that exchange blocks with this one")
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: !card.network.alone && (!card.network.peersKnown || card.network.peers.length === 0)
        dim: true
        text: card.network.peersKnown ? qsTr("None is connected now; this home tries those it was told of again by itself.")
                                      : qsTr("Not known: the consensus engine does not answer now.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: card.network.peers
        delegate: RowLayout {
            id: peer
            required property var modelData
            Layout.fillWidth: true
            spacing: Theme.m
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                Label {
                    Layout.fillWidth: true
                    text: peer.modelData.name !== "" ? peer.modelData.name : peer.modelData.id.slice(0, 12)
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                }
                Label {
                    Layout.fillWidth: true
                    kind: "caption"
                    text: peer.modelData.address
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                }
            }
            Label {
                kind: "caption"
                color: peer.modelData.behind ? Theme.warn : Theme.muted
                text: peer.modelData.behind ? qsTr("block %1, behind").arg(peer.modelData.height) : qsTr("block %1").arg(peer.modelData.height)
            }
        }
    }
}
