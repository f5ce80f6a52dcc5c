// SPDX-License-Identifier: Apache-2.0
#include "../text/small_vocabulary.h"
#include "gateway/edge/schema_text.h"
#include "gateway/edge/tool_answer.h"
#include "gateway/edge/tool_grammar.h"
#include "gateway/edge/tool_reader.h"
#include "text/constraint.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>

using namespace hearth;
using gateway::ApiError;
using gateway::Json;

namespace {

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
}

Json random_schema(Random& random, unsigned depth);

Json random_object(Random& random, unsigned depth) {
    Json schema = {{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
    for (std::uint32_t i = 0, count = below(random, 4); i < count; ++i) {
        const std::string name = "m" + std::to_string(i);
        schema["properties"][name] = random_schema(random, depth + 1);
        if (below(random, 2)) schema["required"].push_back(name);
    }
    if (below(random, 3)) schema["additionalProperties"] = false;
    return schema;
}

Json random_schema(Random& random, unsigned depth) {
    const std::uint32_t small = below(random, 4);
    switch (below(random, depth > 2 ? 5 : 9)) {
    case 0:
        return {{"type", "string"}, {"minLength", small}, {"maxLength", small + below(random, 5)}};
    case 1:
        return {{"type", "integer"}, {"minimum", -int(small)}, {"maximum", int(small) + 40}};
    case 2:
        return {{"enum", Json::array({"red", 7, nullptr, Json{{"deep", Json::array({1, "x"})}}})}};
    case 3:
        return {{"type", Json::array({"boolean", "null"})}};
    case 4:
        return {{"type", "string"}, {"pattern", "^[a-f]{2}-[0-9]+$"}, {"title", "left out"}};
    case 5:
        return {{"anyOf", Json::array({random_schema(random, depth + 1), random_schema(random, depth + 1)})}};
    case 6:
        return {{"type", "array"},
                {"items", random_schema(random, depth + 1)},
                {"minItems", small},
                {"maxItems", small + below(random, 3)}};
    case 7:
        return {{"type", "number"}, {"minimum", 0.5}, {"exclusiveMaximum", 90}};
    default:
        return random_object(random, depth);
    }
}

std::size_t characters(const std::string& utf8) {
    return static_cast<std::size_t>(QString::fromStdString(utf8).toUcs4().size());
}

bool is_of(const Json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
}

bool valid(const Json& value, const Json& schema);

bool valid_members(const Json& value, const Json& schema) {
    for (const Json& name : schema.value("required", Json::array()))
        if (!value.contains(name.get<std::string>())) return false;
    const Json properties = schema.value("properties", Json::object());
    const bool closed = schema.value("additionalProperties", Json(true)) == false;
    return std::all_of(value.items().begin(), value.items().end(), [&](const auto& member) {
        const auto known = properties.find(member.key());
        return known == properties.end() ? !closed : valid(member.value(), *known);
    });
}

bool valid_number(const Json& value, const Json& schema) {
    const double number = value.get<double>();
    return number >= schema.value("minimum", -1e300) && number <= schema.value("maximum", 1e300) &&
           number < schema.value("exclusiveMaximum", 1e301);
}

bool valid_text(const std::string& text, const Json& schema) {
    const std::size_t size = characters(text);
    if (size < schema.value("minLength", std::size_t{0}) || size > schema.value("maxLength", SIZE_MAX)) return false;
    if (!schema.contains("pattern")) return true;
    return text.size() > 3 && text[0] >= 'a' && text[0] <= 'f' && text[2] == '-' &&
           std::all_of(text.begin() + 3, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// For the keywords of random_schema(), read straight from what they mean.
bool valid(const Json& value, const Json& schema) {
    if (schema.contains("anyOf"))
        return std::any_of(schema["anyOf"].begin(), schema["anyOf"].end(),
                           [&](const Json& one) { return valid(value, one); });
    if (schema.contains("enum"))
        return std::find(schema["enum"].begin(), schema["enum"].end(), value) != schema["enum"].end();
    const Json type = schema.value("type", Json());
    const Json types = type.is_array() ? type : Json::array({type});
    if (std::none_of(types.begin(), types.end(), [&](const Json& one) { return is_of(value, one.get<std::string>()); }))
        return false;
    if (value.is_object()) return valid_members(value, schema);
    if (value.is_number()) return valid_number(value, schema);
    if (value.is_string()) return valid_text(value.get<std::string>(), schema);
    if (!value.is_array()) return true;
    return value.size() >= schema.value("minItems", std::size_t{0}) &&
           value.size() <= schema.value("maxItems", SIZE_MAX) &&
           std::all_of(value.begin(), value.end(), [&](const Json& one) { return valid(one, schema["items"]); });
}

} // namespace

class TestGatewaySchema : public QObject {
    Q_OBJECT

    std::optional<text::Tokenizer> m_tokenizer;

    std::string text_of(const Json& schema) const {
        auto text = gateway::schema_text(schema, "s");
        if (auto* error = std::get_if<ApiError>(&text)) return "refused at " + error->param + ": " + error->message;
        return std::get<std::string>(text);
    }
    core::Result<text::Constraint> grammar_of(const Json& schema) const {
        return text::Constraint::from_lark(*m_tokenizer, gateway::schema_grammar(text_of(schema)));
    }

    /// What a model of no sense would say, who likes to come to an end; nothing after `most` tokens.
    std::optional<std::string> say(text::Constraint& constraint, Random& random, int most) {
        std::string said;
        for (int step = 0; step < most; ++step) {
            const auto bits = constraint.allowed();
            if (!bits) return std::nullopt;
            std::vector<text::TokenId> ids;
            for (text::TokenId id = 0; id < m_tokenizer->size(); ++id)
                if ((*bits)[id / 32] >> (id % 32) & 1U) ids.push_back(id);
            if (ids.empty()) return std::nullopt;
            text::TokenId id = ids[below(random, static_cast<std::uint32_t>(ids.size()))];
            for (const char closer : {'"', '}', ']'})
                for (const text::TokenId candidate : ids)
                    if (below(random, 3) == 0 && m_tokenizer->token_bytes(candidate) == std::string(1, closer))
                        id = candidate;
            if (constraint.may_stop() && (step > 40 || id == *m_tokenizer->end_token())) return said;
            if (id == *m_tokenizer->end_token()) return std::nullopt;
            if (!constraint.accept(id)) return std::nullopt;
            said += m_tokenizer->token_bytes(id);
        }
        return "";
    }

private slots:
    void initTestCase() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        m_tokenizer = std::move(*tokenizer);
    }

    void whateverIsSaidUnderASchemaIsValid() {
        Random random(20260901);
        int finished = 0;
        for (int round = 0; round < 250; ++round) {
            const Json schema = random_schema(random, 0);
            auto constraint = grammar_of(schema);
            QVERIFY2(constraint.ok(), (schema.dump() + (constraint ? "" : constraint.error().message)).c_str());
            const auto said = say(*constraint, random, 600);
            QVERIFY2(said, schema.dump().c_str());
            if (said->empty()) continue;
            ++finished;
            const Json value = Json::parse(*said, nullptr, false);
            if (value.is_discarded()) { // a number beyond a double
                QVERIFY2(gateway::is_json(*said), said->c_str());
                continue;
            }
            QVERIFY2(valid(value, schema), (schema.dump() + "\n" + *said).c_str());
        }
        QVERIFY2(finished > 200, std::to_string(finished).c_str());
    }

    void theSameGrammarAllowsTheSameTokens() {
        Random random(7);
        for (int round = 0; round < 20; ++round) {
            const Json schema = random_schema(random, 0);
            auto one = grammar_of(schema), other = grammar_of(schema);
            QVERIFY(one.ok() && other.ok());
            const auto seed = static_cast<std::uint32_t>(round);
            Random first(seed), second(seed);
            QCOMPARE(say(*one, first, 300), say(*other, second, 300));
        }
    }

    void aSchemaIsRefusedByName_data() {
        QTest::addColumn<QString>("schema");
        QTest::addColumn<QString>("param");
        const auto row = [](const char* schema, const char* param) { QTest::newRow(schema) << schema << param; };
        row("{\"not\":{}}", "s.not");
        row("{\"properties\":{\"a\":{\"uniqueItems\":true}}}", "s.properties.a.uniqueItems");
        row("{\"oneOf\":[{\"type\":\"string\"}]}", "s.oneOf");
        row("{\"x-guidance\":{\"lenient\":true}}", "s.x-guidance");
        row("{\"type\":\"strin\"}", "s.type");
        row("{\"enum\":[]}", "s.enum");
        row("{\"anyOf\":[]}", "s.anyOf");
        row("{\"minLength\":-1}", "s.minLength");
        row("{\"minItems\":100000000}", "s.minItems");
        row("{\"$ref\":\"http://example.org/x\"}", "s.$ref");
        row("{\"$ref\":\"#/$defs/a\"}", "s.$ref");
        row("{\"$ref\":\"#\"}", "s");
        row("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}", "s");
        row("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]}}}", "s");
        row("{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#\"}}", "s");
        row("{\"type\":\"array\",\"minItems\":1,\"prefixItems\":[{\"$ref\":\"#\"}]}", "s");
        row("{\"type\":\"array\",\"minItems\":2,\"prefixItems\":[{\"type\":\"null\"}],\"items\":{\"$ref\":\"#\"}}",
            "s");
        row("[1]", "s");
        row("false", "s");
    }
    void aSchemaIsRefusedByName() {
        QFETCH(const QString, schema);
        QFETCH(const QString, param);
        const auto text = gateway::schema_text(Json::parse(schema.toStdString()), "s");
        QVERIFY(std::holds_alternative<ApiError>(text));
        QCOMPARE(QString::fromStdString(std::get<ApiError>(text).param), param);
        QCOMPARE(std::get<ApiError>(text).status, 400);
    }

    void aRecursiveSchemaThatEndsIsTaken() {
        const Json tree =
            Json::parse("{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":"
                        "\"integer\"},\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/"
                        "n\"},{\"type\":\"null\"}]}},\"required\":[\"v\",\"next\"],"
                        "\"additionalProperties\":false}}}");
        auto constraint = grammar_of(tree);
        QVERIFY2(constraint.ok(), text_of(tree).c_str());
        const std::string words = "{\"v\": 1, \"next\": {\"v\": 2, \"next\": null}}";
        const auto ids = m_tokenizer->encode(words, false, false);
        QVERIFY(ids.ok());
        std::string spelled;
        for (const char c : words) { // byte by byte: the vocabulary's pieces are few
            const auto id = static_cast<text::TokenId>(3 + static_cast<unsigned char>(c));
            QVERIFY2(constraint->accept(id).ok(), spelled.c_str());
            spelled += c;
        }
        QVERIFY(constraint->may_stop());
    }

    void tooMuchIsRefused() {
        Json wide = {{"type", "object"}, {"properties", Json::object()}};
        for (int i = 0; i < 5000; ++i)
            wide["properties"]["p" + std::to_string(i)] = Json::object();
        QVERIFY(text_of(wide).starts_with("refused"));
        Json deep = {{"type", "string"}};
        for (int i = 0; i < 40; ++i)
            deep = {{"type", "array"}, {"items", deep}};
        QVERIFY(text_of(deep).starts_with("refused"));
        Json choices = {{"enum", Json::array()}};
        for (int i = 0; i < 3000; ++i)
            choices["enum"].push_back(i);
        QVERIFY(text_of(choices).starts_with("refused"));
    }

    void callsOfToolsAreReadAsTheyWereDrawn() {
        const std::string object = text_of({{"type", "object"},
                                            {"properties", {{"a", {{"enum", {1, "}\"{"}}}}}},
                                            {"required", {"a"}},
                                            {"additionalProperties", false}});
        Random random(3);
        for (const bool must : {true, false}) {
            for (int round = 0; round < 60; ++round) {
                const std::string grammar = gateway::tool_grammar({{"f", object}, {"g_2", object}}, must, round % 2);
                auto constraint = text::Constraint::from_lark(*m_tokenizer, grammar);
                QVERIFY2(constraint.ok(), constraint ? "" : constraint.error().message.c_str());
                const auto said = say(*constraint, random, 400);
                QVERIFY(said);
                if (said->empty()) continue;
                gateway::ToolReader reader;
                std::string arguments;
                for (const char c : *said)
                    for (const auto& piece : reader.push(std::string_view(&c, 1)))
                        if (piece.what == gateway::ToolReader::Piece::What::arguments) arguments += piece.text;
                reader.finish(true);
                QVERIFY2(!reader.broken(), said->c_str());
                QVERIFY2(!must || reader.calls() > 0, said->c_str());
                QVERIFY2(round % 2 || reader.calls() <= 1, said->c_str());
                if (reader.calls() == 1) QVERIFY2(gateway::is_json(arguments), said->c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestGatewaySchema)
#include "tst_gateway_schema.moc"
