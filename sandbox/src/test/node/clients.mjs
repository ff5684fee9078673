// Slack's own clients, led by a test: each line in is an order, each line out an answer or what the socket brought. Both are JSON.
//
//   {"call": "auth.test", "args": {}}             -> {"ok": {…}} or {"failed": {"code", "data", "retryAfter"}}
//   {"connect": {"text": "hello"}}                -> {"ok": {}}; from then on every envelope is told, and acknowledged with that
//   {"disconnect": true}                          -> {"ok": {}}
import { createInterface } from 'node:readline';
import { WebClient } from '@slack/web-api';
import { SocketModeClient } from '@slack/socket-mode';

const { SLACK_API_URL: slackApiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = process.env;
const RECONNECT_MILLIS = 500;

const silent = {
  debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {},
  getLevel: () => 'error',
};
const once = { slackApiUrl, logger: silent, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
const web = new WebClient(botToken, once);
let socket;

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

async function connect(answer) {
  socket = new SocketModeClient({ appToken, logger: silent, clientOptions: once, clientPingTimeout: RECONNECT_MILLIS });
  socket.on('slack_event', async ({ type, body, ack, accepts_response_payload: takesAnswer }) => {
    say({ heard: { type, body } });
    await ack(takesAnswer ? answer : undefined);
  });
  await socket.start();
  return {};
}

async function follow(order) {
  if (order.call) {
    return web.apiCall(order.call, order.args ?? {});
  }
  if (order.connect) {
    return connect(order.connect);
  }
  await socket.disconnect();
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    say({ ok: await follow(JSON.parse(line)) });
  } catch (error) {
    say({ failed: { code: error.code ?? String(error), data: error.data ?? {}, retryAfter: error.retryAfter ?? 0 } });
  }
}
process.exit(0);
