// SPDX-License-Identifier: Apache-2.0
#include "text/chat_template.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace hearth;

namespace {

core::Result<std::string> render(const std::string& source, const std::string& messages = "[]",
                                 const std::string& variables = {}) {
    HEARTH_TRY(const text::ChatTemplate parsed, text::ChatTemplate::parse(source));
    text::ChatTemplate::Input input;
    input.messages_json = messages;
    input.variables_json = variables;
    input.bos_token = "<s>";
    input.date = "2024-07-26T14:03:05";
    return parsed.render(input);
}

std::string text_of(const core::Result<std::string>& result) {
    return result ? *result : "error: " + result.error().message;
}

core::Code code_of(const core::Result<std::string>& result) {
    return result ? core::Code::conflict : result.error().code;
}

std::string repeated(const std::string& text, int count) {
    std::string out;
    for (int index = 0; index < count; ++index)
        out += text;
    return out;
}

} // namespace

class TestChatTemplate : public QObject {
    Q_OBJECT

private slots:
    void writesValuesAsPythonDoes_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* source, const char* expected) { QTest::newRow(source) << source << expected; };
        row("{{ true }} {{ none }} {{ 1 == 2 }}", "True None False");
        row("{{ ['a', 1, 2.0, none, {'k': \"it's\"}] }}", "['a', 1, 2.0, None, {'k': \"it's\"}]");
        row("{{ 'x' ~ true ~ none ~ 3 }}", "xTrueNone3");
        row("{{ [1, true] | join('-') }}", "1-True");
        row("{{ {'b': 1, 'a': [true, none]} | tojson }}", "{\"b\": 1, \"a\": [true, null]}");
        row("{{ {'b': 1, 'a': []} | tojson(indent=2) }}", "{\n  \"b\": 1,\n  \"a\": []\n}");
        row("{{ '<ü\"\\n>' | tojson }}", "\"<ü\\\"\\n>\"");
        row("{{ 'ü' | tojson(ensure_ascii=true) }}", "\"\\u00fc\"");
        row("{{ {'b': 1, 'a': 2} | tojson(sort_keys=true, separators=(',', ':')) }}", "{\"a\":2,\"b\":1}");
        row("{{ 1e20 }} {{ 0.1 }} {{ 3.0 }} {{ 1e-7 }}", "1e+20 0.1 3.0 1e-07");
        row("{{ undefined_name }}|{{ undefined_name is defined }}", "|False");
        row("{{ [1, 2, 3][::-1] }}{{ 'abcdef'[1:-1:2] }}{{ [][::-1] }}", "[3, 2, 1]bd[]");
        row("{{ 'a,b,c'.split(',', 1) }}{{ ' x '.strip() }}{{ 'abc'.startswith('ab') }}", "['a', 'b,c']xTrue");
        row("{{ {'items': 1}.items() | list }}", "[['items', 1]]");
        row("{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% "
            "endif %}{{ i }}{% endfor %}",
            "02");
        row("{% set ns = namespace(n=0) %}{% for i in [1, 2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n "
            "}}",
            "3");
        row("{{ 7 + 3 * 2 }} {{ 1 + 0.5 }} {{ 2 * 1.5 }} {{ true + 1 }}", "13 1.5 3.0 2");
        row("{{ 'ab' * 2 ~ [1] * 2 ~ ([1] + [2]) }}{{ 2 * 3 ** 2 }}{{ '*' }}", "abab[1, 1][1, 2]18*");
        row("{% generation %}kept{% endgeneration %}", "kept");
        row("  {% if true %}\nx\n  {% endif %}\ny\n", "x\ny");
        row("{{ strftime_now('%Y-%m-%d %A %j') }} {{ strftime_now('%d %b %Y') }}", "2024-07-26 Friday 208 26 Jul 2024");
        row("{{ strftime_now('%c|%x|%X|%r|%R|%e|%k|%l|%U|%W|%V|%G|%g|%C|%I:%M:%S %p|%P|%-I|%y|%u%w') }}",
            "Fri Jul 26 14:03:05 2024|07/26/24|14:03:05|02:03:05 PM|14:03|26|14| 2|29|30|30|2024|24|20|02:03:05 "
            "PM|pm|2|24|55");
        row("a\r\n{% if true %}\r\nb\rc\r\n{% endif %}\r\n{{ 'd\r\ne' }}\r\n", "a\nb\nc\nd\ne");
        row("{{ 'a' is sequence }}{{ {} is mapping }}{{ none is iterable }}{{ true is number }}", "TrueTrueFalseTrue");
        row("{{ '<b>' | safe + '<i>' }}", "<b>&lt;i&gt;");
        row("{% macro f(x) %}[{{ x }}]{% endmacro %}{{ f(1) ~ f(x=2) }}", "[1][2]");
    }
    void writesValuesAsPythonDoes() {
        QFETCH(const QString, source);
        QFETCH(const QString, expected);
        QCOMPARE(QString::fromStdString(text_of(render(source.toStdString()))), expected);
    }

    void theDayIsTheCallersOrTheTemplates() {
        auto parsed = text::ChatTemplate::parse("{% if strftime_now is defined %}now{% else %}then{% endif %}");
        QVERIFY(parsed.ok());
        text::ChatTemplate::Input input;
        input.messages_json = "[]";
        QCOMPARE(*parsed->render(input), std::string("then"));
        input.date = "2025-01-01";
        QCOMPARE(*parsed->render(input), std::string("now"));
        // A date of another form must not silently give a template without one.
        for (const char* date : {"1 Jan 2025", "2025-13-01", "2025-01-01T24:00:00", "2025-1-1", "2025-01-01T10:00"}) {
            input.date = date;
            QCOMPARE(code_of(parsed->render(input)), core::Code::internal);
        }
    }

    void weeksAreCountedAsPythonCountsThem() {
        auto parsed = text::ChatTemplate::parse("{{ strftime_now('%G-%V-%u %U %W %j') }}");
        QVERIFY(parsed.ok());
        text::ChatTemplate::Input input;
        input.messages_json = "[]";
        for (const auto& [date, expected] : {std::pair("2021-01-03", "2020-53-7 01 00 003"),
                                             {"2024-12-30", "2025-01-1 52 53 365"},
                                             {"2020-12-31", "2020-53-4 52 52 366"},
                                             {"2023-01-01", "2022-52-7 01 00 001"}}) {
            input.date = date;
            QCOMPARE(*parsed->render(input), std::string(expected));
        }
    }

    void onlyARefusalIsAMatterOfTheConversation() {
        const auto hint = [](const char* source) { return render(source).error().hint; };
        QVERIFY(hint("{{ raise_exception('No') }}").find("conversation") != std::string::npos);
        QVERIFY(hint("{{ 'x' | from_json }}").find("fault lies in the model's chat template") != std::string::npos);
        QVERIFY(hint("{{ strftime_now('%Q') }}").find("fault lies in the model's chat template") != std::string::npos);
    }

    void aRefusalKeepsTheTemplatesWords() {
        const auto result = render("{{ raise_exception('Roles must alternate!') }}");
        QCOMPARE(code_of(result), core::Code::invalid_argument);
        QCOMPARE(result.error().message, std::string("Roles must alternate!"));
    }

    void faultsNameLineAndConstruct() {
        const auto filter = render("a\nb\n{{ 'x' | from_json }}");
        QCOMPARE(code_of(filter), core::Code::unsupported);
        QVERIFY2(filter.error().message.find("from_json") != std::string::npos, filter.error().message.c_str());
        QVERIFY2(filter.error().message.find("line 3") != std::string::npos, filter.error().message.c_str());
        const auto syntax = render("a\n{% if %}");
        QCOMPARE(code_of(syntax), core::Code::unsupported);
        QVERIFY2(syntax.error().message.find("line 2") != std::string::npos, syntax.error().message.c_str());
        for (const char* source :
             {"{% include 'x' %}", "{% extends 'x' %}", "{% import 'x' as y %}", "{% block b %}{% endblock %}"})
            QCOMPARE(code_of(render(source)), core::Code::unsupported);
    }

    void reachesNothingButItsArguments() {
        for (const char* source : {"{{ ''.__class__.__mro__ }}", "{{ self.__init__.__globals__ }}", "{{ debug() }}",
                                   "{{ open('/etc/passwd') }}", "{{ cycler.__init__.__globals__.os }}"})
            QVERIFY2(!render(source).ok() || render(source)->empty(), source);
    }

    void brokenConversationsEndInASentence() {
        for (const char* messages : {"", "[", "{\"a\":", "[\"\\ud800\"]", "[1e999]"})
            QCOMPARE(code_of(render("{{ messages }}", messages)), core::Code::invalid_argument);
        const std::string deep = repeated("[", 100000);
        QCOMPARE(code_of(render("{{ messages }}", deep)), core::Code::invalid_argument);
        QCOMPARE(code_of(render("\xff")), core::Code::invalid_argument);
        QCOMPARE(code_of(render("{{ messages }}", "\"\xff\"")), core::Code::invalid_argument);
    }

    void hostileTemplatesStop_data() {
        QTest::addColumn<QString>("source");
        const auto row = [](const char* name, const std::string& source) {
            QTest::newRow(name) << QString::fromStdString(source);
        };
        const std::string loop = "{% for i in range(100000) %}";
        row("loops", loop + loop + loop + "{% endfor %}{% endfor %}{% endfor %}");
        row("endless output", loop + loop + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}");
        row("captured output", "{% set x %}" + loop + std::string(100000, 'x') + "{% endfor %}{% endset %}");
        row("doubling ~", "{% set ns = namespace(x='xxxxxxxx') %}" + loop + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}");
        row("doubling +", "{% set ns = namespace(x='xxxxxxxx') %}" + loop + "{% set ns.x = ns.x + ns.x %}{% endfor %}");
        row("doubling lists", "{% set ns = namespace(x=[1]) %}" + loop + "{% set ns.x = ns.x + ns.x %}{% endfor %}");
        row("lists in lists", "{% set ns = namespace(x=[1]) %}" + loop + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}");
        row("deep lists", "{% set ns = namespace(x=[1]) %}" + loop + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}");
        row("itself", "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}{{ ns == ns }}");
        row("itself in a list", "{% set ns = namespace() %}{% set ns.x = [[ns]] + [] %}{{ ns }}");
        row("text times number", "{{ ('x' * 90000000) ~ ('x' * 90000000) }}");
        row("list times number", "{{ ([0] * 1000000000) | list }}");
        row("replace", "{% set x = 'x' * 100000 %}{{ x | replace('', x) }}");
        row("replace method", "{% set x = 'x' * 100000 %}{{ x.replace('x', x) }}");
        row("join", "{{ range(100000) | join('x' * 100000) }}");
        row("join method", "{{ ('x' * 100000).join(['a'] * 100000) }}");
        row("indent", "{% set x = '\\n' * 1000000 %}{{ x | indent(1000) }}");
        row("format", "{{ '%1000000000d' | format(1) }}");
        row("format method", "{{ '{:>1000000000}'.format(1) }}");
        row("recursion", "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}");
        row("mutual recursion",
            "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}");
        row("recursive loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}");
        row("long chain", "{{ 1" + repeated(" + 1", 100000) + " }}");
        row("long path", "{{ a" + repeated(".a", 200000) + " }}");
        row("many nots", "{{ " + repeated("not ", 100000) + "1 }}");
        row("many minuses", "{{ " + repeated("- ", 100000) + "1 }}");
        row("brackets", "{{ " + repeated("(", 100000) + " }}");
        row("lists as text", "{{ " + repeated("[", 100000) + " }}");
        row("ifs", repeated("{% if 1 %}", 50000));
        row("elifs", "{% if 0 %}" + repeated("{% elif 0 %}", 50000) + "{% endif %}");
        row("fors", repeated("{% for a in [1] %}", 40000));
        row("big", std::string(2u << 20, 'x'));
    }
    void hostileTemplatesStop() {
        QFETCH(const QString, source);
        QElapsedTimer timer;
        timer.start();
        const auto result = render(source.toStdString());
        QVERIFY2(!result.ok(), "it renders");
        const core::Code code = result.error().code;
        QVERIFY2(code == core::Code::too_large || code == core::Code::unsupported, result.error().message.c_str());
        QVERIFY2(timer.elapsed() < 60000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        QVERIFY(result.error().message.size() < 2000);
    }

    void aMegabyteOfConversationRenders() {
        const std::string words(1 << 20, 'w');
        const auto result = render("{% for m in messages %}{{ '<' ~ m.role + '>' + m.content | trim }}{% endfor %}",
                                   "[{\"role\":\"user\",\"content\":\"" + words + "\"}]");
        QVERIFY2(result.ok(), result ? "" : result.error().message.c_str());
        QCOMPARE(result->size(), words.size() + 6);
        std::string many = "[";
        for (int index = 0; index < 20000; ++index)
            many += "{\"role\":\"user\",\"content\":\"hello\"},";
        many.back() = ']';
        const auto turns =
            render("{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% endif %}{% endfor %}", many);
        QVERIFY2(turns.ok(), turns ? "" : turns.error().message.c_str());
        QCOMPARE(turns->size(), std::size_t{100000});
    }

    void oneTemplateServesSeveralThreads() {
        auto parsed = text::ChatTemplate::parse("{% for m in messages %}{{ m }}{% endfor %}");
        QVERIFY(parsed.ok());
        std::vector<std::string> found(4);
        std::vector<std::jthread> threads;
        for (std::size_t index = 0; index < found.size(); ++index)
            threads.emplace_back([&, index] {
                text::ChatTemplate::Input input;
                input.messages_json = "[" + std::to_string(index) + "]";
                for (int round = 0; round < 200; ++round)
                    found[index] = *parsed->render(input);
            });
        threads.clear();
        for (std::size_t index = 0; index < found.size(); ++index)
            QCOMPARE(found[index], std::to_string(index));
    }
};

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "tst_text_chat_template.moc"
