// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One model that could be here, with what is known before a byte of it comes.
RowLayout {
    id: row

    required property string reference
    required property string title
    required property string facts
    required property string speed
    required property string fit
    required property string fitWord
    required property string tone
    required property bool pinned
    required property bool isRepository
    required property bool usable
    property bool busy: false
    signal wanted
    signal opened

    spacing: Theme.m
    Accessible.name: title

    ColumnLayout {
        Layout.fillWidth: true
        spacing: 2
        Flow {
            Layout.fillWidth: true
            spacing: Theme.s
            Label {
                id: name
                width: Math.min(Math.ceil(natural.advanceWidth), parent.width)
                text: row.title
                TextMetrics { id: natural; font: name.font; text: name.text }
                font.weight: Font.DemiBold
                wrapMode: Text.WrapAnywhere
            }
            Badge { text: row.fitWord; tone: row.tone }
            Badge {
                text: row.isRepository || row.pinned ? "" : qsTr("unpinned")
                tip: qsTr("Nobody has said the hash of this file beforehand; what the hub has under that name is taken.")
            }
        }
        Label { Layout.fillWidth: true; kind: "caption"; text: row.facts; wrapMode: Text.Wrap }
        Label { Layout.fillWidth: true; kind: "caption"; text: row.fit; visible: text !== ""; wrapMode: Text.Wrap }
        Label { Layout.fillWidth: true; kind: "caption"; text: row.speed; visible: text !== ""; wrapMode: Text.Wrap }
    }
    ActionButton {
        objectName: "offerButton"
        visible: row.isRepository || row.usable
        enabled: !row.busy
        text: row.isRepository ? qsTr("Files…") : qsTr("Get")
        Accessible.description: row.title
        onClicked: row.isRepository ? row.opened() : row.wanted()
    }
}
