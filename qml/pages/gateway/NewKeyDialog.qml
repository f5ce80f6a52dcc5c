// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// Name and limits of a new key; all may stay empty.
ConfirmDialog {
    id: dialog

    objectName: "newKeyDialog"

    required property CallersReader callers
    readonly property string budgetFault: callers.budgetFault(budget.text)
    readonly property string numberFault: callers.numberFault(perMinute.text) || callers.numberFault(atOnce.text)

    title: qsTr("A new API key")
    text: qsTr("What it may take is counted over this home and every network behind it; only answers of this home's cost its budget.")
    confirmText: qsTr("Make the key")
    ready: budgetFault === "" && numberFault === ""
    onConfirmed: callers.create(name.text, budget.text, atOnce.text, perMinute.text)
    onOpened: name.forceActiveFocus()

    InputField { id: name; objectName: "keyName"; Layout.fillWidth: true; placeholderText: qsTr("Name, as laptop"); maximumLength: 64 }
    InputField { id: budget; objectName: "keyBudget"; Layout.fillWidth: true; placeholderText: qsTr("Budget in EMB, as 2.5 (empty: none)") }
    InputField { id: perMinute; objectName: "keyRate"; Layout.fillWidth: true; placeholderText: qsTr("Answers a minute (empty: no limit)") }
    InputField { id: atOnce; objectName: "keyAtOnce"; Layout.fillWidth: true; placeholderText: qsTr("Answers at the same time (empty: no limit)") }
    Label {
        objectName: "keyFault"
        Layout.fillWidth: true
        visible: text !== ""
        kind: "caption"
        color: Theme.bad
        text: dialog.budgetFault || dialog.numberFault
        wrapMode: Text.Wrap
    }
}
