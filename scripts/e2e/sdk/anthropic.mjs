// The official TypeScript SDK talks to the proxy and tells what it got, a line for each case; expected.txt has the lines it must be.
//
//     ANTHROPIC_BASE_URL=… ANTHROPIC_API_KEY=… node anthropic.mjs

import Anthropic, { APIError } from '@anthropic-ai/sdk';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pdf = 'JVBERi0xLjQKJSVFT0YK';
const client = new Anthropic({ maxRetries: 0, timeout: 30_000 });
const ask = (scenario, more = {}) => ({
  model: 'claude-opus-5-5',
  max_tokens: 2000,
  messages: [{ role: 'user', content: `scenario:sdk-${scenario} Please.` }],
  ...more,
});
const whole = (params) => client.messages.create(params);
const streamed = (params) => client.messages.stream(params).finalMessage();
const ways = { whole, streamed };

async function tell(name, work) {
  let told;
  try {
    told = await work();
  } catch (error) {
    told = `threw ${error}`;
  }
  console.log(`${name}: ${told}`);
}

const show = (message) => `${message.content.map(block).join(', ')}; ${message.stop_reason}`;

function block(it) {
  switch (it.type) {
    case 'text':
      return `text [${it.text}]`;
    case 'thinking':
      return `thinking [${it.thinking}] ${it.signature ? 'signed' : 'unsigned'}`;
    case 'tool_use':
      return `${it.name} ${JSON.stringify(it.input)}`;
    default:
      return it.type;
  }
}

for (const [way, send] of Object.entries(ways)) {
  await tell(`text, ${way}`, async () => show(await send(ask('text', { system: 'Be brief.' }))));

  await tell(`max_tokens of 0, ${way}`, async () => show(await send(ask('text', { max_tokens: 0 }))));

  await tell(`usage, ${way}`, async () => {
    const { usage } = await send(ask('usage'));
    return `${usage.input_tokens} in, ${usage.cache_read_input_tokens} cached, ${usage.output_tokens} out`;
  });

  await tell(`tools, ${way}`, async () => {
    const schema = { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] };
    const params = ask('tools', { tools: [{ name: 'weather', description: 'The weather at a place.', input_schema: schema }] });
    const first = await send(params);
    const results = first.content
      .filter((it) => it.type === 'tool_use')
      .map((it) => ({ type: 'tool_result', tool_use_id: it.id, content: `rain in ${it.input.place}` }));
    const messages = [...params.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }];
    return `${show(first)} → ${show(await send({ ...params, messages }))}`;
  });

  await tell(`thinking, ${way}`, async () => {
    const params = ask('thinking', { thinking: { type: 'enabled', budget_tokens: 1024 } });
    const first = await send(params);
    const messages = [...params.messages, { role: 'assistant', content: first.content }, { role: 'user', content: 'Go on.' }];
    return `${show(first)} → ${show(await send({ ...params, messages }))}`;
  });

  await tell(`image and PDF, ${way}`, async () => {
    const media = (type, media_type, data) => ({ type, source: { type: 'base64', media_type, data } });
    const content = [
      { type: 'text', text: 'scenario:sdk-media Look.' },
      media('image', 'image/png', png),
      media('document', 'application/pdf', pdf),
    ];
    return show(await send(ask('media', { messages: [{ role: 'user', content }] })));
  });

  await tell(`stop sequence, ${way}`, async () => {
    const message = await send(ask('stop', { stop_sequences: ['HALT'] }));
    return `${show(message)} ${message.stop_sequence}`;
  });

  const schema = { type: 'object', properties: { harbour: { type: 'string' } }, required: ['harbour'], additionalProperties: false };
  const format = { type: 'json_schema', schema };
  await tell(`structured output, ${way}`, async () => show(await send(ask('format', { output_config: { format } }))));
  await tell(`structured output as it was, ${way}`, async () => show(await send(ask('format', { output_format: format }))));
}

await tell('tokens are counted', async () => {
  const { max_tokens, ...params } = ask('text');
  const { input_tokens } = await client.messages.countTokens(params);
  return input_tokens > 5 && input_tokens < 50;
});
await tell('models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return ids.filter((id) => id.endsWith('-model')).sort().join(' ');
});
await tell('one model', async () => {
  const model = await client.models.retrieve('big-model');
  return `${model.type} ${model.id}`;
});
await tell('no such model', () => fails(() => client.models.retrieve('unheard-of')));

// What the SDK makes of an error: its class without the ending, the status, and what the envelope says.
async function fails(work) {
  try {
    return `no error but ${show(await work())}`;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    const id = error.requestID ? '' : ' without a request id';
    return `${error.constructor.name.replace(/Error$/, '')} ${error.status} ${error.type} [${error.apiMessage}]${id}`;
  }
}

for (const [way, send] of Object.entries(ways)) {
  for (const scenario of ['bad-request', 'bad-key', 'not-found', 'too-large', 'rate-limit', 'overload', 'overflow']) {
    await tell(`${scenario}, ${way}`, () => fails(() => send(ask(scenario))));
  }
  await tell(`max_tokens below 0, ${way}`, () => fails(() => send(ask('text', { max_tokens: -1 }))));
}
await tell('a wrong client key', () => fails(() => client.withOptions({ apiKey: 'wrong' }).messages.create(ask('text'))));
await tell('seconds to wait', async () => {
  try {
    return show(await whole(ask('rate-limit')));
  } catch (error) {
    return error.headers.get('retry-after');
  }
});
await tell('the SDK tries again', async () => show(await client.withOptions({ maxRetries: 1 }).messages.create(ask('retried'))));

await tell('a stream that breaks off', async () => {
  let heard = '';
  try {
    for await (const event of client.messages.stream(ask('cut'))) {
      heard += event.delta?.text ?? '';
    }
    return `no error after [${heard}]`;
  } catch (error) {
    return `${error.type} after [${heard}]`;
  }
});
await tell('a stream that is left', async () => {
  const stream = client.messages.stream(ask('endless'));
  for await (const event of stream) {
    if (event.type === 'content_block_delta') {
      stream.abort();
      break;
    }
  }
  return 'left';
});
