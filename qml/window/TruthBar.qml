// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Window

/// One sentence of truth and the verbs that fit it.
Rectangle {
    id: bar

    required property NodeConnection connection
    required property Truth truth
    signal importWanted

    implicitHeight: Math.max(64 * Theme.scale, row.implicitHeight + 2 * Theme.m)
    color: Theme.card
    Accessible.role: Accessible.Pane
    Accessible.name: truth.sentence

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: 1
        color: Theme.line
    }
    RowLayout {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.xl
        anchors.rightMargin: Theme.xl
        anchors.topMargin: Theme.s
        anchors.bottomMargin: Theme.s
        spacing: Theme.m
        Rectangle {
            implicitWidth: 38 * Theme.scale
            implicitHeight: implicitWidth
            radius: width / 2
            color: Theme.ground(bar.truth.tone)
            Icon {
                anchors.centerIn: parent
                width: 21 * Theme.scale
                height: width
                name: bar.truth.icon
                color: bar.truth.tone === "" ? Theme.muted : Theme.ink(bar.truth.tone)
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 1
            Label {
                objectName: "sentence"
                Layout.fillWidth: true
                kind: "heading"
                text: bar.truth.sentence
                wrapMode: Text.Wrap
            }
            Flow {
                id: details
                objectName: "details"
                readonly property var parts: bar.truth.error !== "" ? [bar.truth.error]
                    : bar.truth.details.concat(bar.truth.age !== "" ? [bar.truth.age] : [])
                Layout.fillWidth: true
                visible: parts.length > 0
                Repeater {
                    model: details.parts.length
                    delegate: Label {
                        required property int index
                        width: Math.min(implicitWidth, details.width)
                        rightPadding: Theme.l
                        kind: "caption"
                        text: details.parts[index] ?? ""
                        color: bar.truth.error !== "" ? Theme.bad : Theme.muted
                        wrapMode: Text.Wrap
                        Label { // between two parts of a line, never at its end
                            visible: parent.x > 0
                            x: -(Theme.l + width) / 2
                            kind: "caption"
                            text: "·"
                        }
                    }
                }
            }
        }
        GridLayout { // below each other where they would leave the sentence no room
            columns: bar.width < 700 * Theme.scale ? 1 : 6
            columnSpacing: Theme.m
            rowSpacing: Theme.s
            ActionButton {
                objectName: "startService"
                visible: bar.truth.action === "start"
                kind: "primary"
                icon.name: "play"
                text: bar.connection.condition === "not installed" ? qsTr("Set up the node") : qsTr("Start the service")
                onClicked: bar.connection.startService()
            }
            ActionButton {
                visible: bar.truth.action === "retry"
                icon.name: "refresh"
                text: qsTr("Try again")
                onClicked: bar.connection.retryNow()
            }
            ActionButton {
                visible: bar.truth.action === "import"
                kind: "primary"
                icon.name: "import"
                text: qsTr("Import a model")
                onClicked: bar.importWanted()
            }
            ActionButton {
                objectName: "resume"
                visible: bar.truth.action === "resume"
                kind: "primary"
                icon.name: "play"
                text: qsTr("Resume")
                onClicked: bar.truth.resume()
            }
            MenuButton {
                objectName: "pauseMenu"
                visible: bar.connection.online && bar.truth.canPause
                text: qsTr("Pause")
                entries: [
                    { key: "finish", text: qsTr("Finish, then pause"), detail: qsTr("Running answers end and earn; no new ones begin.") },
                    { key: "now", text: qsTr("Pause now"), detail: qsTr("Running answers are broken off and earn nothing.") },
                    { key: "30", text: qsTr("Snooze for 30 minutes"), detail: "" },
                    { key: "60", text: qsTr("Snooze for 1 hour"), detail: "" },
                    { key: "240", text: qsTr("Snooze for 4 hours"), detail: "" }
                ]
                onChosen: (key) => {
                    if (key === "finish") bar.truth.finishThenPause()
                    else if (key === "now") bar.truth.pauseNow()
                    else bar.truth.snooze(parseInt(key))
                }
            }
        }
    }
}
