// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import Hearth.Controls
import Hearth.Window

/// The list of pages; Ctrl+1 … Ctrl+9, Ctrl+0 and Ctrl+, reach them as well.
Rectangle {
    id: side

    required property var pages
    required property string current
    property bool narrow: false
    signal chosen(string key)

    implicitWidth: narrow ? 64 * Theme.scale : 212 * Theme.scale
    color: Theme.side
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Pages")

    Rectangle {
        anchors.right: parent.right
        width: 1
        height: parent.height
        color: Theme.line
    }
    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: 4
        RowLayout {
            Layout.fillWidth: true
            Layout.preferredHeight: 40 * Theme.scale
            Layout.bottomMargin: Theme.m
            spacing: Theme.s
            Item {
                Layout.alignment: side.narrow ? Qt.AlignHCenter : Qt.AlignLeft
                implicitWidth: 30 * Theme.scale
                implicitHeight: implicitWidth
                Layout.leftMargin: side.narrow ? 0 : 6
                Icon {
                    anchors.centerIn: parent
                    width: 28 * Theme.scale
                    height: width
                    name: "heart"
                    color: Theme.accent
                }
            }
            Label {
                visible: !side.narrow
                Layout.fillWidth: true
                text: "Hearth"
                font.pixelSize: 19 * Theme.scale
                font.weight: Font.DemiBold
            }
        }
        Flickable { // many pages, large text, a low window: the list scrolls
            id: list
            objectName: "pageList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            contentWidth: width
            contentHeight: entries.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: contentHeight > height
            T.ScrollBar.vertical: ScrollMark {}

            function reveal(item: Item) {
                if (height > 0) contentY = Math.max(0, Math.min(Math.max(contentY, item.y + item.height - height), item.y))
            }
            Column {
                id: entries
                width: list.width
                spacing: 4
                Repeater {
                    model: side.pages
                    delegate: SidebarButton {
                        required property var modelData
                        objectName: "page-" + modelData.key
                        width: entries.width
                        text: modelData.text
                        icon.name: modelData.icon
                        narrow: side.narrow
                        checked: side.current === modelData.key
                        onClicked: side.chosen(modelData.key)
                        onActiveFocusChanged: if (activeFocus) list.reveal(this)
                        onCheckedChanged: if (checked) list.reveal(this)
                    }
                }
            }
        }
    }
}
