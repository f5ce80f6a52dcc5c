// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// A framed part of a page with a heading, an optional icon and room for controls at the right.
Rectangle {
    id: card

    property string title: ""
    property string icon: ""
    property string tone: ""
    property alias tools: toolRow.data
    default property alias content: body.data
    property alias spacing: body.spacing

    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: tone === "bad" || tone === "warn" ? Theme.ink(tone) : Theme.line
    implicitHeight: column.implicitHeight + 2 * Theme.l
    implicitWidth: column.implicitWidth + 2 * Theme.l
    Accessible.role: Accessible.Grouping
    Accessible.name: title

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.l
        spacing: Theme.m
        RowLayout {
            visible: card.title !== ""
            Layout.fillWidth: true
            spacing: Theme.s
            Icon {
                visible: card.icon !== ""
                implicitWidth: 18 * Theme.scale
                implicitHeight: implicitWidth
                name: card.icon
                color: Theme.accent
            }
            Label {
                Layout.fillWidth: true
                kind: "heading"
                text: card.title
                wrapMode: Text.Wrap
            }
            Row {
                id: toolRow
                spacing: Theme.s
            }
        }
        ColumnLayout {
            id: body
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: Theme.s
        }
    }
}
