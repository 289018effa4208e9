// Requests as Claude Code sends them, for whatever answers at a port.

import { request } from 'node:http';

const SYSTEM = 'You help with this repository: read before you write, run the tests, say what you did. '.repeat(900);

// A turn of a conversation, asked and read to its end. turn: its number, from 0; earlier ones stand before it. prompt: what is asked now.
export async function ask(port, { session, project, kind = 'main', type = null, model = 'claude-opus-5-5', turn = 0, prompt, stream = true }) {
  const messages = [];
  for (let n = 0; n < turn; n++) messages.push({ role: 'user', content: `step ${n}: ${'look at the next file and say what it is for. '.repeat(40)}` }, { role: 'assistant', content: `done with ${n}` });
  messages.push({ role: 'user', content: prompt });
  const body = JSON.stringify({ model, max_tokens: 2_000, stream, system: [{ type: 'text', text: SYSTEM, cache_control: { type: 'ephemeral' } }], messages });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-api-key': 'dummy', 'anthropic-version': '2023-06-01', 'user-agent': 'claude-cli/2.1.332 (external, cli)',
    'x-claude-code-session-id': session, 'x-claude-code-request-class': kind, 'x-portside-project': project, ...(type ? { 'x-claude-code-agent-id': `a-${turn}`, 'x-claude-code-agent-type': type } : {}) };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/v1/messages', method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (piece) => { text += piece; });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
