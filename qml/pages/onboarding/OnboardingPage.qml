// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Devices
import Hearth.Models
import Hearth.Network
import Hearth.Onboarding
import Hearth.Settings
import Hearth.Work

/// A new home is set up in five steps. Each can be skipped; Next alone leads through all of them with what each
/// proposes. The home keeps the step, and what runs here goes on from one step to the next.
Rectangle {
    id: page

    required property NodeConnection connection
    required property FirstRunReader first
    readonly property int index: first.steps.indexOf(first.step)
    readonly property var step: parts.item
    readonly property var names: ({
        place: qsTr("Place"), devices: qsTr("Devices"), benchmark: qsTr("Model"), identity: qsTr("Identity"), work: qsTr("When to work")
    })
    readonly property var headings: ({
        place: qsTr("Where should the node live?"), devices: qsTr("What can compute here?"), benchmark: qsTr("Which model should it begin with?"),
        identity: qsTr("Who is this node?"), work: qsTr("When should it work?")
    })

    color: Theme.page
    Accessible.role: Accessible.Pane
    Accessible.name: qsTr("Set-up, step %1 of %2").arg(index + 1).arg(first.steps.length)

    DevicesReader { id: theDevices; connection: page.connection }
    Measuring { id: theMeasuring; connection: page.connection }
    ProfilesReader { id: theProfiles; connection: page.connection }
    ModelsReader { id: theModels; connection: page.connection }
    KeysReader { id: theKeys; connection: page.connection }
    WorkReader { id: theWork; connection: page.connection }
    HomeChangeReader { id: theChange; connection: page.connection }

    function skip() {
        if (step && step.skipped) step.skipped()
        first.go(index + 1 < first.steps.length ? first.steps[index + 1] : "done")
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        Page {
            id: body
            Layout.fillWidth: true
            Layout.fillHeight: true
            title: page.headings[page.first.step] ?? ""

            Flow {
                Layout.fillWidth: true
                spacing: Theme.l
                Accessible.role: Accessible.List
                Accessible.name: qsTr("Steps")
                Repeater {
                    model: page.first.steps
                    delegate: StepMark {
                        required property int index
                        required property string modelData
                        number: index + 1
                        text: page.names[modelData]
                        done: index < page.index
                        current: index === page.index
                        narrow: body.narrow
                    }
                }
            }
            Banner { objectName: "onboardingFault"; Layout.fillWidth: true; tone: "bad"; text: page.first.error }
            Loader {
                id: parts
                Layout.fillWidth: true
                sourceComponent: {
                    switch (page.first.step) {
                    case "place": return place
                    case "devices": return found
                    case "benchmark": return speed
                    case "identity": return identity
                    case "work": return when
                    }
                    return null
                }
                onLoaded: {
                    body.contentY = 0
                    next.forceActiveFocus(Qt.TabFocusReason)
                }
            }
            Label {
                objectName: "about"
                Layout.fillWidth: true
                kind: "caption"
                text: page.step ? page.step.about : ""
                wrapMode: Text.Wrap
            }
        }
        Rectangle {
            Layout.fillWidth: true
            implicitHeight: 1
            color: Theme.line
        }
        Flow {
            Layout.alignment: Qt.AlignRight
            Layout.margins: Theme.m
            Layout.maximumWidth: page.width - 2 * Theme.m
            Layout.preferredWidth: back.width + skipping.width + next.width + 2 * spacing + 1
            spacing: Theme.s
            ActionButton {
                id: back
                objectName: "back"
                enabled: page.index > 0 && page.connection.online && !page.first.busy && !theModels.working
                text: qsTr("Back")
                onClicked: page.first.go(page.first.steps[page.index - 1])
            }
            ActionButton {
                id: skipping
                objectName: "skip"
                kind: "quiet"
                enabled: page.connection.online && !page.first.busy
                text: qsTr("Skip")
                tip: qsTr("Go on without what this step proposes")
                onClicked: page.skip()
            }
            ActionButton {
                id: next
                objectName: "next"
                kind: "primary"
                enabled: page.step !== null && page.step.ready
                text: page.first.step === "benchmark" && page.step && page.step.brings === "import" ? qsTr("Import and go on")
                    : page.first.step === "benchmark" && page.step && page.step.brings === "pull" ? qsTr("Fetch and go on")
                    : page.first.step === "work" ? qsTr("Finish") : qsTr("Next")
                onClicked: page.step.next()
            }
        }
    }
    Component { id: place; PlaceStep { first: page.first; editable: page.connection.online } }
    Component {
        id: found
        DevicesStep { first: page.first; devices: theDevices; measuring: theMeasuring; profiles: theProfiles; editable: page.connection.online }
    }
    Component {
        id: speed
        BenchmarkStep { first: page.first; devices: theDevices; measuring: theMeasuring; models: theModels; editable: page.connection.online }
    }
    Component { id: identity; IdentityStep { first: page.first; keys: theKeys; change: theChange; editable: page.connection.online } }
    Component { id: when; WorkStep { first: page.first; work: theWork; change: theChange; connection: page.connection; editable: page.connection.online } }
}
