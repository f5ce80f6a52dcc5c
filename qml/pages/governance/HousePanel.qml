// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// How one house has voted so far: how much of it, and which way. `house` is a map of proposals::houses().
Column {
    id: panel

    required property var house

    spacing: Theme.xs
    Accessible.role: Accessible.Grouping
    Accessible.name: house.hasSay ? qsTr("%1: %2 voted, %3 needed; for %4, against %5, abstained %6").arg(house.word).arg(house.voted)
                                        .arg(house.quorum).arg(house.yes).arg(house.no).arg(house.abstain)
                                  : qsTr("%1: no say").arg(house.word)

    Label {
        width: panel.width
        font.weight: Font.DemiBold
        text: panel.house.word
        HoverHandler { id: over }
        Tip { shown: over.hovered; text: panel.house.about }
    }
    Label {
        width: panel.width
        visible: !panel.house.hasSay
        kind: "caption"
        text: qsTr("Nobody weighs anything here yet, so it has no say.")
        wrapMode: Text.Wrap
    }
    Label {
        width: panel.width
        visible: panel.house.hasSay
        kind: "caption"
        color: panel.house.reached ? Theme.good : Theme.muted
        text: panel.house.reached ? qsTr("%1 of it voted; %2 were needed").arg(panel.house.voted).arg(panel.house.quorum)
                                  : qsTr("%1 of it voted so far; %2 are needed").arg(panel.house.voted).arg(panel.house.quorum)
        wrapMode: Text.Wrap
    }
    Rectangle { // the quorum
        width: panel.width
        visible: panel.house.hasSay
        implicitHeight: 4
        radius: 2
        color: Theme.pressed
        Accessible.ignored: true
        Rectangle {
            width: parent.width * panel.house.turnout
            height: parent.height
            radius: 2
            color: panel.house.reached ? Theme.good : Theme.accent
        }
    }
    Item { // which way
        width: panel.width
        visible: panel.house.hasSay
        implicitHeight: 12
        Accessible.ignored: true
        Rectangle {
            anchors.fill: parent
            radius: 3
            color: Theme.raised
            border.width: 1
            border.color: Theme.line
        }
        Rectangle {
            width: parent.width * panel.house.yesPart
            height: parent.height
            radius: 3
            color: Theme.good
        }
        Rectangle {
            x: parent.width * panel.house.yesPart
            width: parent.width * panel.house.abstainPart
            height: parent.height
            color: Theme.strongLine
        }
        Rectangle {
            x: parent.width - width
            width: parent.width * panel.house.noPart
            height: parent.height
            radius: 3
            color: Theme.bad
        }
        Rectangle { // what yes must pass, of yes and no
            visible: panel.house.yesPart + panel.house.noPart > 0
            x: parent.width * panel.house.needed * (1 - panel.house.abstainPart) - 1
            y: -3
            width: 2
            height: parent.height + 6
            color: Theme.text
        }
    }
    Flow {
        width: panel.width
        visible: panel.house.hasSay
        spacing: Theme.m
        Repeater {
            model: [
                { word: qsTr("For"), figure: panel.house.yes, tone: "good" },
                { word: qsTr("Against"), figure: panel.house.no, tone: "bad" },
                { word: qsTr("Abstained"), figure: panel.house.abstain, tone: "" }
            ]
            delegate: Label {
                required property var modelData
                kind: "caption"
                color: Theme.ink(modelData.tone)
                text: qsTr("%1 %2").arg(modelData.word).arg(modelData.figure)
            }
        }
    }
    Label {
        width: panel.width
        visible: panel.house.own !== "" || panel.house.lent !== ""
        kind: "caption"
        dim: false
        text: panel.house.lent === "" ? qsTr("Your weight: %1").arg(panel.house.own)
            : panel.house.own === "" ? qsTr("Lent to you: %1").arg(panel.house.lent)
            : qsTr("Your weight: %1, and %2 lent to you").arg(panel.house.own).arg(panel.house.lent)
        wrapMode: Text.Wrap
        HoverHandler { id: overWeight }
        Tip { shown: overWeight.hovered; text: qsTr("Nobody counts for more than %1 of what is cast in this house, or than an equal share where few take part.").arg(panel.house.cap) }
    }
}
