// SPDX-License-Identifier: Apache-2.0
// Known answers for payments at the edge, made by viem and the stock x402 client packages. The keys are of this file
// alone and hold nothing. Run where @x402/core, @x402/evm (2.27) and viem are installed:  node make_x402.mjs > x402.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const here = createRequire(process.cwd() + "/");
const load = async (name) => import(pathToFileURL(here.resolve(name)).href);
const { hashTypedData, keccak256, toHex } = await load("viem");
const { privateKeyToAccount } = await load("viem/accounts");
const { x402Client } = await load("@x402/core/client");
const { ExactEvmScheme } = await load("@x402/evm/exact/client");
const { UptoEvmScheme } = await load("@x402/evm/upto/client");
const { ExactEvmSchemeV1 } = await load("@x402/evm/exact/v1/client");

const payer = privateKeyToAccount("0x" + "a1".repeat(32));
const cow = privateKeyToAccount(keccak256(toHex("cow")));
const asset = "0x036cbd53842c5426634e7929541ec2318f3dcf7e";
const payTo = "0x1111111111111111111111111111111111111111";
const facilitator = "0x2222222222222222222222222222222222222222";

const mail = {
    domain: { name: "Ether Mail", version: "1", chainId: 1, verifyingContract: "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC" },
    types: {
        Person: [{ name: "name", type: "string" }, { name: "wallet", type: "address" }],
        Mail: [{ name: "from", type: "Person" }, { name: "to", type: "Person" }, { name: "contents", type: "string" }],
    },
    primaryType: "Mail",
    message: {
        from: { name: "Cow", wallet: "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826" },
        to: { name: "Bob", wallet: "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB" },
        contents: "Hello, Bob!",
    },
};

const offer = (scheme, extra) => ({
    scheme, network: "eip155:84532", amount: "20000", asset, payTo, maxTimeoutSeconds: 300, extra,
});
const offers = {
    exact: offer("exact", { name: "USDC", version: "2", assetTransferMethod: "eip3009" }),
    exact_permit2: offer("exact", { name: "USDC", version: "2", assetTransferMethod: "permit2" }),
    upto: offer("upto", { name: "USDC", version: "2", assetTransferMethod: "permit2", facilitatorAddress: facilitator }),
};
const client = new x402Client()
    .register("eip155:84532", new ExactEvmScheme(payer))
    .register("eip155:84532", new UptoEvmScheme(payer))
    .registerV1("base-sepolia", new ExactEvmSchemeV1(payer));

const payments = {};
for (const [name, accepted] of Object.entries(offers)) {
    payments[name] = await client.createPaymentPayload({
        x402Version: 2, resource: { url: "http://127.0.0.1/v1/chat/completions", description: "", mimeType: "application/json" },
        accepts: [accepted], extensions: {},
    });
}
payments.exact_v1 = await client.createPaymentPayload({
    x402Version: 1, error: "",
    accepts: [{
        scheme: "exact", network: "base-sepolia", maxAmountRequired: "20000", asset, payTo,
        resource: "http://127.0.0.1/v1/chat/completions", description: "", mimeType: "application/json",
        outputSchema: null, maxTimeoutSeconds: 300, extra: { name: "USDC", version: "2" },
    }],
});

console.log(JSON.stringify({
    keccak: { "": keccak256("0x"), abc: keccak256(toHex("abc")) },
    mail: { digest: hashTypedData(mail), signer: cow.address, signature: await cow.signTypedData(mail) },
    made_at: Math.floor(Date.now() / 1000), payer: payer.address.toLowerCase(), payTo, asset, facilitator, payments,
}, null, 1));
