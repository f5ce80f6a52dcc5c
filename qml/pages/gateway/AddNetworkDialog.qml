// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// Kind, address and key of a network. What was typed stays until the network has answered.
ConfirmDialog {
    id: dialog

    objectName: "addNetworkDialog"

    required property GatewayReader gateway
    readonly property string chosenKind: gateway.kinds[Math.max(0, kind.currentIndex)]

    title: qsTr("Add a network")
    text: qsTr("It is asked for its models first and kept if it answers.")
    confirmText: qsTr("Test and add")
    ready: url.text.trim() !== "" && name.text.trim() !== ""
    onConfirmed: gateway.add(url.text, name.text, chosenKind, key.text, signers.visible ? signers.text : "",
                             models.visible ? models.text : "", priceIn.text, priceOut.text)
    onOpened: kind.forceActiveFocus()

    Choice {
        id: kind
        objectName: "networkKind"
        Layout.fillWidth: true
        label: qsTr("Kind")
        model: dialog.gateway.kindNames
    }
    Label {
        objectName: "kindWorth"
        Layout.fillWidth: true
        kind: "caption"
        text: dialog.gateway.worth(dialog.chosenKind)
        wrapMode: Text.Wrap
    }
    InputField {
        id: url
        objectName: "networkUrl"
        Layout.fillWidth: true
        placeholderText: "http://127.0.0.1:8080/v1"
        label: qsTr("Address of the network")
    }
    InputField {
        id: name
        objectName: "networkName"
        Layout.fillWidth: true
        placeholderText: qsTr("Name to know it by, as box")
        maximumLength: 64
    }
    InputField {
        id: key
        objectName: "networkKey"
        Layout.fillWidth: true
        placeholderText: qsTr("Key that it gave you (if it wants one)")
        echoMode: TextInput.Password
    }
    InputField {
        id: signers
        Layout.fillWidth: true
        maximumLength: 8192
        visible: dialog.chosenKind !== "openai" && dialog.chosenKind !== "toploc"
        placeholderText: dialog.chosenKind === "cocoon" || dialog.chosenKind === "morpheus"
                         ? qsTr("Software that its hardware must run: mrtd=… to rtmr3=…")
                         : qsTr("Keys and software that you trust (else E0)")
    }
    InputField {
        id: models
        Layout.fillWidth: true
        visible: dialog.chosenKind === "opengradient"
        placeholderText: qsTr("Its models, as it lists none")
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.s
        InputField {
            id: priceIn
            objectName: "networkPriceIn"
            Layout.fillWidth: true
            placeholderText: qsTr("EMB per million read")
            label: qsTr("Price of a million tokens read, in EMB")
            maximumLength: 16
        }
        InputField {
            id: priceOut
            objectName: "networkPriceOut"
            Layout.fillWidth: true
            placeholderText: qsTr("EMB per million written")
            label: qsTr("Price of a million tokens written, in EMB")
            maximumLength: 16
        }
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("With a price its answers count against callers' budgets and stand in what was spent.")
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("Whoever runs it can read what is asked. The key is kept in a file of its own in the node's home, and nowhere else.")
        wrapMode: Text.Wrap
    }
}
