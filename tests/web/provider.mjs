// A provider of OpenID Connect for tests: npm's oidc-provider with its own pages, one client, and whoever says who they are.
// node provider.mjs PORT BACK, where BACK is the address of the pages' answer; prints "ready".
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, back] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: "iqa",
    client_secret: "a secret of tests alone",
    redirect_uris: [back],
    grant_types: ["authorization_code"],
    response_types: ["code"],
  }],
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: true,
  pkce: { required: () => true },
  async findAccount(_, id) {
    return { accountId: id, claims: async () => ({ sub: id, email: `${id}@example.test`, email_verified: !id.startsWith("unverified") }) };
  },
});

createServer(provider.callback()).listen(Number(port), "127.0.0.1", () => console.log("ready"));
