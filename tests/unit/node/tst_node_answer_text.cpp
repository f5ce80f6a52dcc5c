// SPDX-License-Identifier: Apache-2.0
#include "node/door/foreign_chat.h"

#include <QTest>

using namespace hearth;

/// The text of another network's answer, out of the bytes in which it comes.
class NodeAnswerText : public QObject {
    Q_OBJECT

private slots:
    void anAnswersTextIsReadHoweverItIsCut() {
        const std::string stream =
            ": hi\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"Gr\u00fc\"}}]}\r\n\r\n"
            "data: {\"choices\":[{\"delta\":{\"content\":\"\u00df\"},\"finish_reason\":\"stop\"}]}\n\n"
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
        for (std::size_t size = 1; size < stream.size(); size += 7) {
            node::AnswerText answer;
            std::string text;
            for (std::size_t at = 0; at < stream.size(); at += size)
                text += answer.feed(std::string_view(stream).substr(at, size));
            QCOMPARE(text + answer.end(), std::string("Gr\u00fc\u00df"));
            QCOMPARE(answer.finish_reason(), std::string("stop"));
            QCOMPARE(answer.usage()->completion_tokens, 2U);
        }
        node::AnswerText whole;
        std::string text = whole.feed("{\n\"choices\": [{\"message\": {\"content\": ");
        text += whole.feed("\"one\"},\n\"finish_reason\": \"length\"}]}");
        QCOMPARE(text + whole.end(), std::string("one"));
        QVERIFY(!whole.usage());
        node::AnswerText two;
        QCOMPARE(two.feed("data: {\"choices\":[],\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"), std::string());
        node::AnswerText role;
        QCOMPARE(role.feed("data: {\"choices\":[{\"delta\":{\"role\":\"a\",\"role\":\"a\",\"content\":\"b\"}}]}\n\n"),
                 std::string("b"));
        node::AnswerText nonsense;
        QCOMPARE(nonsense.feed("data: [1,2]\n\ndata: {\"choices\":{}}\n\ndata: {\"choices\":[3]}\n\n"), std::string());
    }
};

QTEST_GUILESS_MAIN(NodeAnswerText)
#include "tst_node_answer_text.moc"
