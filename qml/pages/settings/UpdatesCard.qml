// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// Whether there is a newer version, what is new in it, and what applying it means here.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool free: connection.online && !reader.working

    title: qsTr("Updates")
    icon: "refresh"
    spacing: Theme.s
    tools: ActionButton {
        objectName: "updateCheck"
        text: qsTr("Check now")
        enabled: card.free && reader.loaded && reader.state !== "off"
        onClicked: reader.check()
    }

    UpdatesReader {
        id: reader
        objectName: "updatesReader"
        connection: card.connection
        active: card.visible
    }
    SettingsReader {
        id: all
        connection: card.connection
        active: card.visible
    }
    Banner { objectName: "updateSettingError"; Layout.fillWidth: true; tone: "bad"; text: all.error }
    // A call that failed says why itself; what is kept is of one that nobody here began.
    Banner { objectName: "updateError"; Layout.fillWidth: true; tone: "bad"; text: reader.error !== "" ? reader.error : reader.problem }
    Label {
        Layout.fillWidth: true
        visible: !reader.loaded
        dim: true
        text: card.connection.online ? qsTr("Reading…") : qsTr("The node cannot be asked now.")
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: reader.loaded
        spacing: Theme.s
        Label { objectName: "updateSentence"; Layout.fillWidth: true; text: reader.sentence; wrapMode: Text.Wrap }
        Label {
            Layout.fillWidth: true
            visible: reader.size !== "" && reader.state !== "applied"
            kind: "caption"
            text: qsTr("Here: %1").arg(reader.size)
            wrapMode: Text.Wrap
        }
        Label { Layout.fillWidth: true; visible: reader.notes !== ""; kind: "caption"; text: qsTr("What is new in %1").arg(reader.offered); wrapMode: Text.Wrap }
        Label { objectName: "updateNotes"; Layout.fillWidth: true; visible: text !== ""; text: reader.notes; textFormat: Text.PlainText; wrapMode: Text.Wrap }
        Label { objectName: "updateApplying"; Layout.fillWidth: true; visible: text !== ""; kind: "caption"; text: reader.applying; wrapMode: Text.Wrap }
        ProgressLine {
            objectName: "updateProgress"
            Layout.fillWidth: true
            visible: reader.working
            text: reader.progress
            fraction: reader.fraction
            stopText: qsTr("Stop")
            onStopped: reader.stop()
        }
        Flow {
            Layout.fillWidth: true
            visible: !reader.working && (reader.canDownload || reader.canApply)
            spacing: Theme.s
            ActionButton {
                objectName: "updateDownload"
                visible: reader.canDownload
                text: qsTr("Download %1").arg(reader.offered)
                enabled: card.free
                onClicked: reader.download()
            }
            ActionButton {
                objectName: "updateApply"
                visible: reader.canApply
                text: qsTr("Apply %1").arg(reader.offered)
                enabled: card.free
                onClicked: reader.apply()
            }
        }
        Label {
            Layout.fillWidth: true
            visible: reader.state !== "off"
            kind: "caption"
            text: reader.checkedAt !== "" ? qsTr("The server was asked: %1").arg(reader.checkedAt) : qsTr("The server was never asked.")
            wrapMode: Text.Wrap
        }
    }
    ColumnLayout {
        id: choices
        readonly property var modes: ["never", "ask", "idle"]
        readonly property string when: (all.settings["updates.apply"] ?? {}).text ?? ""
        readonly property bool looks: (all.settings["updates.check"] ?? {}).text === "true"
        Layout.fillWidth: true
        visible: all.loaded
        enabled: card.connection.online && !all.busy
        spacing: Theme.s
        Toggle {
            objectName: "updatesCheck"
            Layout.fillWidth: true
            text: qsTr("Look for new versions")
            checked: choices.looks
            onToggled: {
                const wanted = checked
                checked = Qt.binding(() => choices.looks)
                all.change("updates.check", wanted ? "true" : "false")
            }
        }
        Label { Layout.fillWidth: true; text: qsTr("What happens to a new version"); wrapMode: Text.Wrap }
        Choice {
            objectName: "updatesApply"
            Layout.fillWidth: true
            label: qsTr("What happens to a new version")
            model: [qsTr("Only shown"), qsTr("You decide"), qsTr("By itself")]
            currentIndex: choices.modes.indexOf(choices.when)
            onActivated: (index) => {
                currentIndex = Qt.binding(() => choices.modes.indexOf(choices.when)) // what holds, not what was tried
                all.change("updates.apply", choices.modes[index])
            }
        }
        Label {
            Layout.fillWidth: true
            kind: "caption"
            text: choices.when === "never" ? qsTr("It is shown here and never fetched.")
                : choices.when === "idle" ? qsTr("An installation from the archive fetches and applies it once nothing is being computed.")
                : qsTr("It is fetched and applied when you say so here.")
            wrapMode: Text.Wrap
        }
    }
}
