// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Work

/// Whether it may work now, why, until when, and the verbs that change it by hand.
Card {
    id: card

    required property WorkReader reader
    required property Truth truth
    required property bool online

    title: qsTr("Now")
    icon: "clock"
    tools: Badge {
        text: card.reader.works ? qsTr("may work") : qsTr("rests")
        tone: card.reader.works ? "good" : "warn"
    }

    Label {
        objectName: "workSentence"
        Layout.fillWidth: true
        text: card.reader.sentence
        wrapMode: Text.Wrap
    }
    Label {
        objectName: "workUntil"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        text: card.reader.until
        wrapMode: Text.Wrap
    }
    Flow {
        Layout.fillWidth: true
        Layout.topMargin: Theme.s
        visible: card.online
        spacing: Theme.s
        ActionButton {
            visible: !card.truth.canPause
            kind: "primary"
            icon.name: "play"
            text: qsTr("Resume")
            onClicked: card.truth.resume()
        }
        ActionButton {
            objectName: "finishThenPause"
            visible: card.truth.canPause
            icon.name: "pause"
            text: qsTr("Finish, then pause")
            tip: qsTr("Running answers end and earn; no new ones begin.")
            onClicked: card.truth.finishThenPause()
        }
        ActionButton {
            visible: card.truth.canPause
            kind: "danger"
            text: qsTr("Pause now")
            tip: qsTr("Running answers are broken off and earn nothing.")
            onClicked: card.truth.pauseNow()
        }
        Repeater {
            model: [
                { minutes: 30, text: qsTr("Snooze 30 min") },
                { minutes: 60, text: qsTr("Snooze 1 h") },
                { minutes: 240, text: qsTr("Snooze 4 h") }
            ]
            delegate: ActionButton {
                required property var modelData
                visible: card.truth.canPause
                icon.name: "snooze"
                text: modelData.text
                onClicked: card.truth.snooze(modelData.minutes)
            }
        }
    }
}
