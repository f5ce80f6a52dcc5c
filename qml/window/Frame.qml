// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Devices
import Hearth.Earnings
import Hearth.Gateway
import Hearth.Governance
import Hearth.Jobs
import Hearth.Models
import Hearth.Network
import Hearth.Onboarding
import Hearth.Overview
import Hearth.Playground
import Hearth.Settings
import Hearth.Window
import Hearth.Work

/// Everything inside the window: sidebar, sentence of truth, and the page. Pages are made when first seen and
/// then kept, so that coming back shows what was there.
Rectangle {
    id: frame

    required property NodeConnection connection
    required property Preferences preferences
    property string page: "overview"
    readonly property var pages: [
        { key: "overview", text: qsTr("Overview"), icon: "home" },
        { key: "jobs", text: qsTr("Jobs & proofs"), icon: "shield" },
        { key: "earnings", text: qsTr("Earnings"), icon: "coins" },
        { key: "playground", text: qsTr("Playground"), icon: "question" },
        { key: "models", text: qsTr("Models"), icon: "model" },
        { key: "devices", text: qsTr("Devices"), icon: "gpu" },
        { key: "work", text: qsTr("When to work"), icon: "clock" },
        { key: "governance", text: qsTr("Governance"), icon: "vote" },
        { key: "network", text: qsTr("Network"), icon: "network" },
        { key: "gateway", text: qsTr("Gateway"), icon: "send" },
        { key: "settings", text: qsTr("Settings"), icon: "gear" }
    ]
    /// How what the node said before it went away is shown.
    readonly property real stale: connection.online || !connection.known ? 1 : 0.55
    /// The home is not set up yet: its steps stand in place of the pages.
    readonly property bool settingUp: theFirstRun.wanted
    readonly property Item pageItem: {
        for (let i = 0; i < loaders.count; ++i) {
            const loader = loaders.itemAt(i)
            if (loader && loader.modelData.key === page) return loader.item
        }
        return null
    }

    color: Theme.page

    function show(key: string) {
        page = key
    }
    function showReceipt(receiptId: string) {
        page = "jobs"
        pageItem.open(receiptId)
    }
    /// Its card, whatever is shown now: one step from a notification.
    function showProposal(id: int) {
        page = "governance"
        pageItem.openProposal(id)
    }

    function offerLink(kind: string, word: string) {
        refuseLink("", "")
        if (settingUp)
            refuseLink(qsTr("The link waits for this node to be set up."), qsTr("Open it again afterwards."))
        else
            theLink.ask(kind, word)
    }
    function refuseLink(why: string, hint: string) {
        linkFault.text = why
        linkFault.detail = hint
    }

    RowLayout {
        anchors.fill: parent
        spacing: 0
        Sidebar {
            visible: !frame.settingUp
            Layout.fillHeight: true
            pages: frame.pages
            current: frame.page
            narrow: frame.width < 1040 * Theme.scale
            onChosen: (key) => frame.show(key)
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.fillHeight: true
            spacing: 0
            Rectangle {
                objectName: "scenarioBanner"
                visible: frame.connection.scenario !== ""
                Layout.fillWidth: true
                implicitHeight: note.implicitHeight + 10
                color: Theme.warnSoft
                Label {
                    id: note
                    anchors.centerIn: parent
                    width: parent.width - 2 * Theme.xl
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.Wrap
                    kind: "caption"
                    color: Theme.warn
                    text: qsTr("Scripted scenario “%1”, not a real node: nothing here is computed, signed or earned.").arg(frame.connection.scenario)
                }
            }
            TruthBar {
                Layout.fillWidth: true
                connection: frame.connection
                truth: theTruth
                onImportWanted: frame.settingUp ? theFirstRun.go("benchmark") : frame.show("models")
            }
            Banner {
                id: linkFault
                objectName: "linkFault"
                Layout.fillWidth: true
                Layout.margins: Theme.m
                tone: "warn"
                closable: true
                onClosed: frame.refuseLink("", "")
            }
            Loader {
                objectName: "onboarding"
                Layout.fillWidth: true
                Layout.fillHeight: true
                visible: active
                active: frame.settingUp
                sourceComponent: OnboardingPage { connection: frame.connection; first: theFirstRun }
            }
            Item {
                visible: !frame.settingUp
                Layout.fillWidth: true
                Layout.fillHeight: true
                opacity: frame.page === "settings" ? 1 : frame.stale // the window's own settings are never old
                Behavior on opacity { NumberAnimation { duration: Theme.calm } }
                Repeater {
                    id: loaders
                    model: frame.pages
                    delegate: Loader {
                        id: loader

                        required property var modelData
                        property bool wanted: false
                        readonly property bool current: modelData.key === frame.page

                        anchors.fill: parent
                        visible: current
                        active: wanted && !frame.settingUp // what nobody sees is not laid out, and loses nothing meanwhile
                        onCurrentChanged: if (current) wanted = true
                        Component.onCompleted: if (current) wanted = true
                        sourceComponent: {
                            switch (modelData.key) {
                            case "overview": return overview
                            case "jobs": return jobs
                            case "earnings": return earnings
                            case "playground": return playground
                            case "models": return models
                            case "devices": return devices
                            case "work": return work
                            case "governance": return governance
                            case "network": return network
                            case "gateway": return gateway
                            }
                            return settings
                        }
                    }
                }
            }
        }
    }
    Component {
        id: overview
        OverviewPage {
            connection: frame.connection
            onPageWanted: (key) => frame.show(key)
            onReceiptWanted: (id) => frame.showReceipt(id)
        }
    }
    Component { id: jobs; JobsPage { connection: frame.connection } }
    Component {
        id: earnings
        EarningsPage {
            connection: frame.connection
            onReceiptWanted: (id) => frame.showReceipt(id)
        }
    }
    Component {
        id: playground
        PlaygroundPage {
            connection: frame.connection
            onReceiptWanted: (id) => frame.showReceipt(id)
            onPageWanted: (key) => frame.show(key)
        }
    }
    Component { id: devices; DevicesPage { connection: frame.connection; history: theHistory } }
    Component { id: work; WorkPage { connection: frame.connection; truth: theTruth } }
    Component { id: models; ModelsPage { connection: frame.connection } }
    Component { id: governance; GovernancePage { connection: frame.connection } }
    Component { id: network; NetworkPage { connection: frame.connection } }
    Component { id: gateway; GatewayPage { connection: frame.connection } }
    Component {
        id: settings
        SettingsPage {
            connection: frame.connection
            preferences: frame.preferences
            stale: frame.stale
            onPageWanted: (key) => frame.show(key)
        }
    }
    Repeater {
        model: frame.pages
        delegate: Item {
            required property int index
            required property var modelData
            // Ten digits; the settings are where other programs have them, too.
            Shortcut { sequence: modelData.key === "settings" ? "Ctrl+," : "Ctrl+" + (index + 1) % 10; onActivated: frame.show(modelData.key) }
        }
    }
    LinkDialog {
        id: theLink
        objectName: "linkDialog"
        onReceiptWanted: (id) => frame.showReceipt(id)
        onInvitationWanted: (text) => {
            frame.page = "network"
            frame.pageItem.lookAt(text)
        }
    }
    DeviceHistory { // goes on while its page is not seen
        id: theHistory
        connection: frame.connection
    }
    FirstRunReader {
        id: theFirstRun
        connection: frame.connection
    }
    Truth { // last, so that it goes after the pages that read it
        id: theTruth
        connection: frame.connection
    }
}
