// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls
import Hearth.Jobs

/// One job in a list.
T.ItemDelegate {
    id: line

    required property string at
    required property string atExact
    required property string modelName
    required property string tokens
    required property string level
    required property string levelText
    required property string levelTone
    required property string jobState
    required property string tone
    required property string reason
    required property string earned
    required property string earnedExact
    required property string moneyState
    required property string moneyTone
    required property var stages
    property bool chosen: false
    property bool tight: false

    implicitHeight: Math.max(46 * Theme.scale, contentItem.implicitHeight + 10)
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("%1, %2, %3, %4 EMB").arg(at).arg(modelName).arg(jobState).arg(earned)
    Accessible.selected: chosen
    Accessible.onPressAction: if (enabled) clicked()

    background: Rectangle {
        radius: Theme.smallRadius
        color: line.chosen ? Theme.accentSoft : line.hovered ? Theme.raised : "transparent"
        Rectangle {
            visible: !line.chosen && !line.hovered
            anchors.bottom: parent.bottom
            x: Theme.m
            width: parent.width - 2 * Theme.m
            height: 1
            color: Theme.line
        }
    }
    contentItem: RowLayout {
        spacing: Theme.m
        ColumnLayout {
            Layout.leftMargin: Theme.m
            Layout.fillWidth: true
            Layout.minimumWidth: 80
            spacing: 0
            Label {
                Layout.fillWidth: true
                text: line.modelName
                wrapMode: Text.Wrap // anywhere in a long name rather than to cut it
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: line.reason !== "" ? qsTr("%1  ·  %2").arg(line.at).arg(line.reason)
                                         : line.width < 620 * Theme.scale ? qsTr("%1  ·  %2").arg(line.at).arg(line.tokens)
                    : qsTr("%1  ·  %2 tokens").arg(line.at).arg(line.tokens)
                color: line.reason !== "" && line.tone === "bad" ? Theme.bad : Theme.muted
                wrapMode: Text.Wrap
            }
        }
        ProofStrip {
            visible: !line.tight
            Layout.preferredWidth: (line.width < 620 * Theme.scale ? 112 : 140) * Theme.scale
            stages: line.stages
            compact: true
        }
        Item {
            Layout.preferredWidth: Math.max(104 * Theme.scale, badge.implicitWidth)
            Layout.minimumWidth: badge.implicitWidth
            implicitHeight: badge.implicitHeight
            Badge {
                id: badge
                anchors.verticalCenter: parent.verticalCenter
                text: line.jobState
                tone: line.tone
                tip: line.reason
            }
        }
        Badge {
            visible: line.width > 620 * Theme.scale
            Layout.preferredWidth: 34 * Theme.scale
            opacity: line.level === "" ? 0 : 1 // the columns stay where they are
            text: line.level
            tone: line.levelTone
            tip: line.levelText
        }
        ColumnLayout {
            Layout.fillWidth: false
            Layout.preferredWidth: Math.max(74 * Theme.scale, implicitWidth)
            Layout.minimumWidth: implicitWidth
            Layout.rightMargin: Theme.l // the list's scroll mark stands there
            spacing: 0
            Label {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignRight
                kind: "mono"
                text: line.earned
                HoverHandler { id: overEarned }
                Tip { shown: overEarned.hovered; text: line.earnedExact }
            }
            Label {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignRight
                kind: "caption"
                visible: text !== ""
                color: line.moneyTone === "bad" ? Theme.bad : Theme.muted
                text: line.moneyState
            }
        }
    }
}
