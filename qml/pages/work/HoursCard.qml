// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Work

/// The hours of the week as a grid, and the same in words.
Card {
    id: card

    required property WorkReader reader
    required property bool editable
    readonly property var rule: reader.states["hours"] ?? {}

    title: qsTr("Hours of the week")
    icon: "clock"
    tools: Badge { text: card.rule.word ?? ""; tone: card.rule.tone ?? "" }

    Label {
        objectName: "hoursText"
        Layout.fillWidth: true
        text: card.reader.hoursText
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        visible: text !== "" && text !== card.reader.sentence // which stands above
        kind: "caption"
        text: card.rule.reason ?? ""
        wrapMode: Text.Wrap
    }
    WeekGrid {
        objectName: "weekGrid"
        Layout.fillWidth: true
        Layout.maximumWidth: 760 * Theme.scale
        enabled: card.editable && !card.reader.busy
        days: card.reader.days
        onEdited: (days) => card.reader.setDays(days)
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("Draw with the mouse; or move with the arrow keys, choose with Space, and a whole day with Return. Local time.")
        wrapMode: Text.Wrap
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        Repeater {
            model: [
                { text: qsTr("At any hour"), days: [0xffffff, 0xffffff, 0xffffff, 0xffffff, 0xffffff, 0xffffff, 0xffffff] },
                { text: qsTr("Evenings and weekends"), days: [0xfc0000, 0xfc0000, 0xfc0000, 0xfc0000, 0xfc0000, 0xffffff, 0xffffff] },
                { text: qsTr("Nights"), days: [0xc000ff, 0xc000ff, 0xc000ff, 0xc000ff, 0xc000ff, 0xc000ff, 0xc000ff] }
            ]
            delegate: ActionButton {
                required property var modelData
                enabled: card.editable && !card.reader.busy
                text: modelData.text
                onClicked: card.reader.setDays(modelData.days)
            }
        }
    }
}
