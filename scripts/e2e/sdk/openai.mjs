// The official OpenAI client talks to `POST /v1/chat/completions` of the proxy and tells what it got; openai.txt has the lines it must be.
//
//     OPENAI_BASE_URL=…/v1 OPENAI_API_KEY=… node openai.mjs

import OpenAI, { APIError } from 'openai';

const client = new OpenAI({ maxRetries: 0, timeout: 30_000 });
const ask = (scenario, more = {}) => ({
  model: 'claude-sonnet-5-5',
  messages: [{ role: 'user', content: `scenario:sdk-${scenario} Please.` }],
  ...more,
});
const whole = (params) => client.chat.completions.create(params);
const streamed = (params) => client.chat.completions.stream({ ...params, stream_options: { include_usage: true } }).finalChatCompletion();
const ways = { whole, streamed };

async function tell(name, work) {
  let told;
  try {
    told = await work();
  } catch (error) {
    told = error instanceof APIError ? `${error.constructor.name} ${error.status}` : `threw ${error}`;
  }
  console.log(`${name}: ${told}`);
}

const show = ({ choices: [{ message, finish_reason }] }) =>
  [message.content, ...(message.tool_calls ?? []).map((call) => `${call.function.name} ${call.function.arguments}`)].join(', ') + `; ${finish_reason}`;

for (const [way, send] of Object.entries(ways)) {
  await tell(`text, ${way}`, async () => {
    const messages = [{ role: 'system', content: 'Be brief.' }, ...ask('text').messages];
    return show(await send(ask('text', { messages })));
  });
  await tell(`usage, ${way}`, async () => {
    const { usage } = await send(ask('usage'));
    return `${usage.prompt_tokens} in, ${usage.prompt_tokens_details.cached_tokens} cached, ${usage.completion_tokens} out`;
  });
  await tell(`tools, ${way}`, async () => {
    const parameters = { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] };
    const params = ask('tools', { tools: [{ type: 'function', function: { name: 'weather', parameters } }] });
    const first = await send(params);
    const { role, content, tool_calls } = first.choices[0].message;
    const results = tool_calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: `rain in ${JSON.parse(call.function.arguments).place}` }));
    const messages = [...params.messages, { role, content, tool_calls }, ...results];
    return `${show(first)} → ${show(await send({ ...params, messages }))}`;
  });
  for (const scenario of ['bad-request', 'bad-key', 'not-found', 'rate-limit', 'overload']) {
    await tell(`${scenario}, ${way}`, async () => show(await send(ask(scenario))));
  }
}
for (const model of ['claude-opus-5-5', 'claude-haiku-5-5', 'acme-large-2']) {
  await tell(model, async () => show(await whole(ask('text', { model }))));
}
await tell('models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return ids.filter((id) => id.endsWith('-model')).sort().join(' ');
});
await tell('a wrong client key', async () => show(await client.withOptions({ apiKey: 'wrong' }).chat.completions.create(ask('text'))));
await tell('the client tries again', async () => show(await client.withOptions({ maxRetries: 1 }).chat.completions.create(ask('retried'))));
await tell('a stream that is left', async () => {
  const stream = await client.chat.completions.create(ask('endless', { stream: true }));
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) break; // ends the request
  }
  return 'left';
});
