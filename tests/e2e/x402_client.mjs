// SPDX-License-Identifier: Apache-2.0
// The stock x402 client packages pay a gateway that sells calls, with no chain at hand: node x402_client.mjs FOLDER URL
// FOLDER holds their node_modules, URL is the gateway's /v1. Prints what failed, and how many passed.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { randomBytes } from "node:crypto";

const [folder, url] = process.argv.slice(2);
const here = createRequire(folder + "/");
const load = async (name) => import(pathToFileURL(here.resolve(name)).href);
const { generatePrivateKey, privateKeyToAccount } = await load("viem/accounts");
const { x402Client } = await load("@x402/core/client");
const { wrapFetchWithPayment } = await load("@x402/fetch");
const { ExactEvmScheme } = await load("@x402/evm/exact/client");
const { UptoEvmScheme } = await load("@x402/evm/upto/client");
const { ExactEvmSchemeV1 } = await load("@x402/evm/exact/v1/client");

const account = privateKeyToAccount(generatePrivateKey());
const decoded = (header) => JSON.parse(Buffer.from(header, "base64").toString());
const ask = (extra = {}) => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
        model: "fake/small", max_tokens: 12, seed: randomBytes(4).readUInt32BE(),
        messages: [{ role: "user", content: "hi" }], ...extra,
    }),
});
const path = url + "/chat/completions";

/// A fetch that counts what went out, and takes `without` out of what comes back.
function counting(without) {
    const sent = [];
    const go = async (input, init) => {
        const request = new Request(input, init);
        sent.push(request.clone());
        const answer = await fetch(request);
        if (!without) return answer;
        const headers = new Headers(answer.headers);
        headers.delete(without);
        return new Response(await answer.text(), { status: answer.status, headers });
    };
    return { go, sent };
}

const checks = {
    async "exact, second version"() {
        const { go, sent } = counting();
        const client = new x402Client().register("eip155:*", new ExactEvmScheme(account));
        const answer = await wrapFetchWithPayment(go, client)(path, ask());
        const paid = decoded(answer.headers.get("payment-response"));
        return answer.status === 200 && sent.length === 2 && paid.success && paid.amount === "20000" &&
            paid.payer === account.address.toLowerCase() && (await answer.json()).choices.length === 1;
    },
    async "upto, second version"() {
        const { go } = counting();
        const client = new x402Client().register("eip155:*", new UptoEvmScheme(account));
        const answer = await wrapFetchWithPayment(go, client)(path, ask());
        const paid = decoded(answer.headers.get("payment-response"));
        const usage = (await answer.json()).usage;
        const cost = 10 * usage.prompt_tokens + 40 * usage.completion_tokens;
        return answer.status === 200 && paid.success && paid.amount === String(cost);
    },
    async "upto, as a stream"() {
        const { go } = counting();
        const client = new x402Client().register("eip155:*", new UptoEvmScheme(account));
        const answer = await wrapFetchWithPayment(go, client)(path, ask({ stream: true }));
        if (!(await answer.text()).endsWith("data: [DONE]\n\n")) return false;
        const receipt = await (await fetch(url + "/receipts/" + answer.headers.get("x-payment-id"))).json();
        return ["owed", "settled"].includes(receipt.state) && Number(receipt.amount) > 0;
    },
    async "exact, first version"() {
        const { go } = counting("payment-required");
        const client = new x402Client().registerV1("base-sepolia", new ExactEvmSchemeV1(account));
        const answer = await wrapFetchWithPayment(go, client)(path, ask());
        return answer.status === 200 && decoded(answer.headers.get("x-payment-response")).success;
    },
    async "one payment pays once"() {
        const { go, sent } = counting();
        const client = new x402Client().register("eip155:*", new UptoEvmScheme(account));
        const paying = wrapFetchWithPayment(go, client);
        if ((await paying(path, ask())).status !== 200) return false;
        const again = await fetch(sent[1]);
        return again.status === 402 && (await again.json()).reason === "nonce_used";
    },
    async "a payment of somebody else's"() {
        const { go, sent } = counting();
        const client = new x402Client().register("eip155:*", new UptoEvmScheme(account));
        await wrapFetchWithPayment(go, client)(path, ask());
        const payment = decoded(sent[1].headers.get("payment-signature"));
        payment.payload.permit2Authorization.nonce = "1";
        const header = Buffer.from(JSON.stringify(payment)).toString("base64");
        const refused = await fetch(path, { ...ask(), headers: { "PAYMENT-SIGNATURE": header } });
        return refused.status === 402 && (await refused.json()).reason === "bad_signature";
    },
};

let passed = 0, failed = 0;
for (const [name, check] of Object.entries(checks)) {
    let why = "";
    const fine = await check().catch((error) => ((why = ": " + (error.stack ?? error)), false));
    fine ? ++passed : ++failed;
    if (!fine) console.log(`failed: ${name}${why}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
