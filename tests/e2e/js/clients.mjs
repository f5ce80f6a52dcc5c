// SPDX-License-Identifier: Apache-2.0
// Drives a node with the stock JavaScript clients: openai, LangChain, AI SDK.
//
//   node clients.mjs BASE_URL MODEL
//
// One line per check, then "N passed, N failed"; exit 1 if any failed. Checks what the API promises, not which words the
// model chooses.
import assert from "node:assert/strict";

import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { generateText, Output, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

const [baseURL, model] = process.argv.slice(2);
if (!model) {
  console.error("usage: node clients.mjs BASE_URL MODEL");
  process.exit(2);
}

const question = "Say something about fire.";
const fire = z.object({ size: z.number().int().min(0).max(9), name: z.string().max(9) });
const city = z.object({ city: z.string().max(12) });
const fits = (value, schema) => assert.ok(schema.safeParse(value).success, JSON.stringify(value));

const stock = new OpenAI({ baseURL, apiKey: "unused", maxRetries: 0 });
const chat = (more = {}, options) =>
  stock.chat.completions.create(
    { model, messages: [{ role: "user", content: question }], max_tokens: 12, temperature: 0, ...more },
    options,
  );

const openai = {
  async "lists and retrieves models"() {
    const ids = [];
    for await (const card of stock.models.list()) ids.push(card.id);
    assert.ok(ids.includes(model), ids.join());
    assert.equal((await stock.models.retrieve(model)).id, model);
  },
  async "an unknown model is a NotFoundError with its code"() {
    await assert.rejects(chat({ model: "no/such-model" }), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      return error.code === "model_not_found";
    });
  },
  async "a streamed answer is the whole answer"() {
    const whole = await chat();
    let text = "";
    let usage;
    for await (const chunk of await chat({ stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, whole.choices[0].message.content);
    assert.deepEqual(usage.completion_tokens, whole.usage.completion_tokens);
  },
  async "the stream helper puts an answer together"() {
    const helper = stock.chat.completions.stream({
      model,
      messages: [{ role: "user", content: question }],
      max_tokens: 12,
      temperature: 0,
    });
    const done = await helper.finalChatCompletion();
    assert.equal(done.choices[0].message.content, (await chat()).choices[0].message.content);
  },
  async "a parsed answer fits its schema"() {
    const done = await stock.chat.completions.parse({
      model,
      messages: [{ role: "user", content: "Describe a fire." }],
      max_tokens: 80,
      temperature: 0,
      response_format: zodResponseFormat(fire, "fire"),
    });
    fits(done.choices[0].message.parsed, fire);
  },
  async "a tool is called and its result is read"() {
    const tools = [{ type: "function", function: { name: "weather", parameters: z.toJSONSchema(city) } }];
    const messages = [{ role: "user", content: "What is the weather in Paris?" }];
    const first = (await chat({ messages, tools, tool_choice: "required", max_tokens: 80 })).choices[0];
    assert.equal(first.finish_reason, "tool_calls");
    const [call] = first.message.tool_calls;
    assert.equal(call.function.name, "weather");
    fits(JSON.parse(call.function.arguments), city);
    messages.push(first.message, { role: "tool", tool_call_id: call.id, content: "rain" });
    const second = (await chat({ messages, tools, tool_choice: "none" })).choices[0];
    assert.ok(second.message.content.length > 0);
  },
  async "an aborted stream ends, and the node goes on"() {
    const stop = new AbortController();
    const events = await chat({ stream: true, max_tokens: 1500 }, { signal: stop.signal });
    for await (const chunk of events) {
      assert.equal(chunk.object, "chat.completion.chunk");
      stop.abort();
    }
    assert.equal((await chat({ max_tokens: 1 })).choices.length, 1);
  },
  async "the Responses API answers the same words"() {
    const done = await stock.responses.create({ model, input: question, max_output_tokens: 16, temperature: 0 });
    const words = (await chat({ max_tokens: 16 })).choices[0].message.content;
    assert.equal(done.output_text, words);
  },
};

const lang = new ChatOpenAI({
  model,
  temperature: 0,
  maxTokens: 80,
  maxRetries: 0,
  apiKey: "unused",
  configuration: { baseURL },
});

const langchain = {
  async "invoke answers, with usage"() {
    const answer = await lang.invoke([new SystemMessage("Be brief."), new HumanMessage(question)]);
    assert.ok(answer.content.length > 0);
    assert.ok(answer.usage_metadata.output_tokens > 0);
  },
  async "stream gives what invoke gives"() {
    let text = "";
    for await (const chunk of await lang.stream(question)) text += chunk.content;
    assert.equal(text, (await lang.invoke(question)).content);
  },
  async "structured output fits its schema"() {
    fits(await lang.withStructuredOutput(fire, { method: "jsonSchema" }).invoke("Describe a fire."), fire);
  },
  async "a bound tool is called"() {
    const weather = { name: "weather", description: "The weather of a city", schema: city };
    const answer = await lang.bindTools([weather], { tool_choice: "weather" }).invoke("The weather in Paris?");
    assert.equal(answer.tool_calls[0].name, "weather");
    fits(answer.tool_calls[0].args, city);
  },
  async "a batch is answered in order"() {
    const [one, two] = await lang.batch([question, "Say something about water."]);
    assert.equal(one.content, (await lang.invoke(question)).content);
    assert.ok(two.content.length > 0);
  },
};

const hearth = createOpenAICompatible({
  name: "hearth",
  baseURL,
  apiKey: "unused",
  includeUsage: true,
  supportsStructuredOutputs: true,
})(model);
const once = { model: hearth, temperature: 0, maxOutputTokens: 80, maxRetries: 0 };

const aiSdk = {
  async "generateText answers, with usage and reason"() {
    const answer = await generateText({ ...once, maxOutputTokens: 12, prompt: question });
    assert.ok(answer.text.length > 0);
    assert.ok(answer.usage.outputTokens > 0);
    assert.equal(answer.finishReason, "length");
  },
  async "streamText gives what generateText gives"() {
    let text = "";
    for await (const part of streamText({ ...once, prompt: question }).textStream) text += part;
    assert.equal(text, (await generateText({ ...once, prompt: question })).text);
  },
  async "an object fits its schema"() {
    const answer = await generateText({ ...once, output: Output.object({ schema: fire }), prompt: "Describe a fire." });
    fits(answer.output, fire);
  },
  async "a tool is called and runs"() {
    const cities = [];
    const weather = tool({
      description: "The weather of a city",
      inputSchema: city,
      execute: async (input) => {
        cities.push(input.city);
        return "rain";
      },
    });
    const answer = await generateText({
      ...once,
      tools: { weather },
      toolChoice: "required",
      stopWhen: stepCountIs(1),
      prompt: "What is the weather in Paris?",
    });
    assert.equal(answer.toolResults[0].output, "rain");
    assert.equal(cities.length, answer.toolCalls.length);
  },
  async "an unknown model is an APICallError with status 404"() {
    const wrong = createOpenAICompatible({ name: "hearth", baseURL, apiKey: "unused" })("no/such-model");
    await assert.rejects(generateText({ ...once, model: wrong, prompt: question }), { statusCode: 404 });
  },
};

let passed = 0;
let failed = 0;
for (const [client, checks] of Object.entries({ openai, LangChain: langchain, "AI SDK": aiSdk })) {
  for (const [name, check] of Object.entries(checks)) {
    const began = performance.now();
    try {
      await check();
      passed += 1;
      console.log(`ok    ${client}: ${name} (${((performance.now() - began) / 1000).toFixed(2)} s)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${client}: ${name}: ${error}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
