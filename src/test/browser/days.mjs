// Days an operator may look at: none of it happened, all of it is the same in every run but the hour.

const MODELS = [
  { instance: 'glm', provider: 'glm', host: 'api.z.ai', served: 'glm-5.3', in: 1.4, read: 0.26, out: 4.4, share: 40 },
  { instance: 'glm', provider: 'glm', host: 'api.z.ai', served: 'glm-5.3-flash', in: 0.15, read: 0.03, out: 0.5, share: 22 },
  { instance: 'kimi-k2', provider: 'kimi', host: 'api.moonshot.ai', served: 'kimi-k3.1-pro', in: 2, read: 0.2, out: 10, share: 14 },
  { instance: 'gemini', provider: 'gemini', host: 'generativelanguage.googleapis.com', served: 'gemini-3.1-pro-preview-customtools', in: 2, read: 0.2, out: 12, share: 10 },
  { instance: 'gemini', provider: 'gemini', host: 'generativelanguage.googleapis.com', served: 'gemini-3.8-flash', in: 0.75, read: 0.075, out: 3.75, share: 6 },
  { instance: 'minimax', provider: 'minimax', host: 'api.minimax.io', served: 'MiniMax-M3.1-Flash', in: 0.15, read: 0.015, out: 0.6, share: 5 },
  { instance: 'chain', provider: 'deepseek', host: 'api.deepseek.com', served: 'deepseek-flash', in: 0.3, read: 0.006, out: 1.2, share: 3 },
];
const PROJECTS = ['shop', 'portside', 'billing-api', 'notes', 'infrastructure', null];
const STOPS = ['tool_use', 'tool_use', 'tool_use', 'end_turn', 'max_tokens'];
const FAULTS = [[413, 'request_too_large', 'TOO_LARGE', 'the body is larger than MAX_BODY_MB'], [429, 'rate_limit_error', 'QUOTA', 'Your plan is used up until 14:00'], [529, 'overloaded_error', 'OVERLOADED', 'the provider is overloaded'], [400, 'invalid_request_error', 'INVALID', 'max_tokens: too large for this model']];
const HOSTILE = '<img src=x onerror="window.broken=1">';
const LONG = 'an-unusually-long-name-that-somebody-gave-to-it-without-thinking-of-tables-at-all';

// The same sequence in every run.
function dice(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

// A finished request. n: its number, from which all else follows. at: milliseconds.
export function row(n, at, changes = {}) {
  const next = dice(n * 7919 + 17);
  next();
  let share = next() * 100;
  const model = MODELS.find((one) => (share -= one.share) < 0) ?? MODELS[0];
  const fails = n < 2 * FAULTS.length && n % 2 === 1 ? Boolean(next()) : next() < 0.012; // the first rows have every fault
  const tries = next() < 0.02 ? 2 : 1;
  const first = Math.round(250 + next() ** 3 * 2600);
  const out = Math.round(40 + next() ** 2 * 1800);
  const read = Math.round(12_000 + next() * 90_000);
  const fresh = Math.round(200 + next() ** 3 * 9_000);
  const [status, result, fault, detail] = fails ? FAULTS[(n >> 1) % FAULTS.length] : next() < 0.008 ? [200, 'left', null, ''] : [200, 'ok', null, ''];
  const plan = model.provider === 'kimi';
  const cost = fails ? 0 : (fresh * model.in + read * model.read + out * model.out) / 1e6;
  return {
    id: `req_${(n * 2654435761 % 2 ** 32).toString(36).padStart(7, '0')}${n.toString(36).padStart(4, '0')}`, at: new Date(at).toISOString(), instance: model.instance, provider: model.provider, host: model.host, wire: 'chat',
    asked: n % 3 ? 'claude-opus-5-5' : 'claude-haiku-5-5', served: model.served, class: n % 4 === 1 ? 'subagent' : n % 29 === 0 ? 'compaction' : 'main', project: PROJECTS[(n >> 3) % PROJECTS.length],
    conversation: `3535${(n >> 5).toString(16).padStart(4, '0')}-8c1d-4b7e-9f00-2b1c5d6e7f80`, sub_type: n % 4 === 1 ? 'Explore' : null, prompt: null, client: 'claude-cli/2.1.332', stream: true,
    status, result, fault, stop: result === 'ok' ? STOPS[n % STOPS.length] : null, detail, prep_ms: 1, first_ms: fails ? null : first, ms: fails ? 120 : first + out * 14,
    in: fails ? 0 : fresh, read: fails ? 0 : read, write: 0, write_1h: 0, out: fails ? 0 : out, think: fails ? 0 : Math.round(out / 3), searches: 0, est: result === 'left',
    cost: plan ? 0 : cost, worth: cost, currency: 'USD', cost_source: plan ? 'plan' : 'list', price: `${model.provider}/${model.served}@2026-11-20`, tries, failover_from: tries > 1 && model.instance === 'chain' ? 'kimi' : null, ...changes,
  };
}

function details(one) {
  const attempts = [];
  if (one.tries > 1) attempts.push({ n: 1, provider: one.failover_from ?? one.provider, served: one.failover_from ? 'kimi-k3.1-pro' : one.served, key: '1b77e0', why: 'first of the chain', outcome: '503', fault: 'OVERLOADED', at_ms: 1, ms: 380 });
  attempts.push({ n: attempts.length + 1, provider: one.provider, served: one.served, key: '9f3a1c', why: attempts.length ? 'kimi answered 503: overloaded' : 'the only one', outcome: String(one.status), fault: one.fault, at_ms: attempts.length ? 390 : 1, ms: one.ms - (attempts.length ? 390 : 1) });
  return { ...one, attempts, records: one.tries > 1 };
}

function records(one) {
  const message = { role: 'user', content: 'Rename the field and run the tests.' };
  return [
    { record: 'client_request', id: one.id, path: '/v1/messages', headers: { authorization: '(hidden)', 'anthropic-version': '2023-06-01' }, body: JSON.stringify({ model: one.asked, max_tokens: 32000, stream: true, messages: [message] }) },
    { record: 'upstream_request', id: one.id, n: 1, path: '/v1/chat/completions', headers: { authorization: '(hidden)' }, body: JSON.stringify({ model: one.served, stream: true, messages: [message] }) },
    { record: 'upstream_answer', id: one.id, n: 1, status: 200, body: 'data: {"choices":[{"delta":{"content":"Done."}}]}\n\ndata: [DONE]\n\n' },
    { record: 'client_answer', id: one.id, status: 200, body: 'event: message_start\ndata: {…}\n\n' },
  ];
}

function added(rows, of = {}) {
  const sums = { requests: 0, failed: 0, tokens: { input: 0, cache_read: 0, cache_write: 0, cache_write_1h: 0, output: 0, thinking: 0 }, cost: {}, worth: {}, unpriced: 0, estimated: 0 };
  for (const one of rows) {
    sums.requests++;
    if (!['ok', 'left'].includes(one.result)) sums.failed++;
    sums.tokens.input += one.in;
    sums.tokens.cache_read += one.read;
    sums.tokens.output += one.out;
    sums.tokens.thinking += one.think;
    if (one.cost === null) sums.unpriced++;
    else {
      sums.cost[one.currency] = (sums.cost[one.currency] ?? 0) + one.cost;
      sums.worth[one.currency] = (sums.worth[one.currency] ?? 0) + one.worth;
    }
    if (one.est) sums.estimated++;
  }
  return { ...of, ...sums };
}

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1] ?? null;
const midnight = () => new Date().setUTCHours(0, 0, 0, 0);

// rows: today's, the newest first. instances: [name, state, note]. earlier: whether other days had requests too.
function day(rows, instances, { earlier = true, budgets = [], log = [], running = [], journal = 'on', self = instances[0][0] } = {}) {
  const sums = new Map();
  return {
    rows,
    log,
    details,
    records,
    overview() {
      const recent = rows.filter((one) => Date.parse(one.at) > Date.now() - 300_000);
      const today = added(rows);
      return {
        at: new Date().toISOString(), instance: self, version: '1.4.0', zone: 'UTC', journal,
        today: { ...today, hit: rows.length ? today.tokens.cache_read / (today.tokens.input + today.tokens.cache_read) : null, first_ms_p50: median(rows.map((one) => one.first_ms).filter(Boolean)) },
        running: running.length, burn_per_hour: rows.length ? { USD: 1.9 } : {}, forecast_day: rows.length ? { USD: today.cost.USD + 11.4 } : {}, budgets,
        instances: instances.map(([name, state, note], n) => {
          const own = recent.filter((one) => one.instance === name);
          const up = state !== 'down';
          return {
            name, url: `http://127.0.0.1:${8080 + n}`, dashboard: `http://127.0.0.1:${8080 + n}/dashboard`, state, note, running: up ? running.filter((one) => one.instance === name).length : null, requests_5m: up ? own.length : null,
            failed_5m: up ? own.filter((one) => one.status !== 200).length : null, first_ms_p50: median(own.map((one) => one.first_ms).filter(Boolean)), tokens_per_second: own.length ? 71 - 9 * n : null,
            today: added(rows.filter((one) => one.instance === name)), models: models(name), providers: [], uptime_seconds: up ? 86_400 * n + 7_260 : null,
          };
        }),
        running_requests: running,
      };
    },
    usage(days_, by) {
      const key = `${days_} ${by}`;
      if (!sums.has(key)) sums.set(key, usage(rows, earlier ? days_ : 1, days_, by));
      return sums.get(key);
    },
  };
}

function models(name) {
  const served = MODELS.filter((one) => one.instance === name).map((one) => one.served);
  return served.length ? { big: served[0], middle: served[0], small: served.at(-1) } : { big: 'demo-big', middle: 'demo-middle', small: 'demo-small' };
}

// Earlier days are today's rows, thinned out.
function usage(rows, days_, asked, by) {
  const groups = new Map();
  const all = [];
  for (let back = 0; back < days_; back++) {
    rows.forEach((one, n) => {
      if (back && (n * 31 + back * 17) % 10 < (back * 3) % 8) return;
      const at = new Date(Date.parse(one.at) - back * 86_400_000).toISOString();
      const of = Object.fromEntries(by.map((name) => [name, { day: at.slice(0, 10), hour: at.slice(0, 13), model: one.served }[name] ?? one[name] ?? '']));
      const key = JSON.stringify(of);
      if (!groups.has(key)) groups.set(key, { of, rows: [] });
      groups.get(key).rows.push(one);
      all.push(one);
    });
  }
  return { since: new Date(midnight() - (asked - 1) * 86_400_000).toISOString(), until: new Date(midnight() + 86_400_000).toISOString(), zone: 'UTC', groups: [...groups.values()].map((group) => added(group.rows, group.of)), total: added(all) };
}

// Spread over the day until now, more at noon than at night.
function many(count) {
  const since = midnight();
  const length = Math.max(3_600_000, Date.now() - since);
  return Array.from({ length: count }, (_, n) => row(n, since + length * (1 - (n / count) ** 1.15)));
}

function lines(count) {
  const texts = [['INFO', 'POST /v1/messages 200 tool_use glm/glm-5.3 in 1.2k +48k out 620 0.42 s 9.2 s'], ['INFO', 'POST /v1/messages 200 end_turn glm/glm-5.3-flash in 310 +12k out 88 0.31 s 1.4 s'],
    ['WARN', 'kimi: 429 from api.moonshot.ai, out for 42 s'], ['INFO', 'POST /v1/messages 200 tool_use gemini/gemini-3.8-flash in 2.4k +61k out 1.1k 0.58 s 12.9 s']];
  return Array.from({ length: count }, (_, n) => ({ at: new Date(Date.now() - (count - n) * 1_700).toISOString(), level: n % 41 === 7 ? 'ERROR' : texts[n % 4][0], logger: 'portside', message: n % 41 === 7 ? 'glm: the connection to api.z.ai broke after 3 events' : texts[n % 4][1], instance: 'glm' }));
}

const ALL = [['chain', 'healthy', ''], ['demo', 'healthy', ''], ['gemini', 'unconfigured', 'OPENAI_API_KEY is missing in env/.env-gemini'], ['glm', 'healthy', ''], ['kimi-k2', 'degraded', '429 from api.moonshot.ai, back in 42 s'], ['minimax', 'healthy', '']];
const BUDGETS = [
  { instance: 'glm', setting: 'BUDGET_DAY', window: 'day', currency: 'USD', limit: 20, spent: 14.2, ratio: 0.71, action: 'warn', reopens: null },
  { instance: 'gemini', setting: 'BUDGET_MONTH', window: 'month', currency: 'USD', limit: 150, spent: 131.4, ratio: 0.876, action: 'stop', reopens: '2026-12-01T00:00:00Z' },
  { instance: 'minimax', setting: 'BUDGET_DAY', window: 'day', currency: 'tokens', limit: 20e6, spent: 21.3e6, ratio: 1.065, action: 'stop', reopens: '2026-12-01T00:00:00Z' },
];

function runningNow(count) {
  return Array.from({ length: count }, (_, n) => {
    const { id, instance, provider, asked, served, class: kind, project, conversation } = row(900_000 + n, Date.now() - n * 2_300);
    return { id, at: new Date(Date.now() - n * 2_300 - 800).toISOString(), instance, provider, asked, served, class: kind, project, conversation, out: 90 * n };
  });
}

export const days = {
  empty: () => day([], [['demo', 'healthy', ''], ['glm', 'unconfigured', 'OPENAI_API_KEY is missing in env/.env-glm']], { earlier: false }),
  busy: () => day(many(10_000), ALL, { budgets: BUDGETS, log: lines(200), running: runningNow(4), self: 'glm' }),
  quiet: () => day(many(60), ALL.slice(0, 4), { log: lines(40), self: 'glm' }),
  down: () => day(many(800), ALL.map(([name, state, note]) => (name === 'minimax' ? [name, 'down', 'no answer on port 8085 since 13:58'] : name === 'glm' ? [name, 'failing', '503 from api.z.ai'] : [name, state, note])),
    { budgets: BUDGETS.slice(0, 1), log: lines(120), running: runningNow(2), self: 'chain', journal: 'failing: No space left on device' }),
  long: () => day(many(200).map((one, n) => (n % 3 ? one : { ...one, instance: LONG, provider: LONG, served: `${LONG}/${LONG}`, project: LONG, detail: LONG.repeat(4), result: n % 2 ? 'api_error' : one.result })),
    [...ALL, [LONG, 'failing', `${LONG} ${LONG}`]], { log: lines(30), self: LONG, budgets: [{ ...BUDGETS[0], instance: LONG }] }),
  hostile: () => day(many(40).map((one) => ({ ...one, id: `${one.id}${HOSTILE}`, instance: HOSTILE, provider: HOSTILE, host: HOSTILE, asked: HOSTILE, served: HOSTILE, class: HOSTILE, project: HOSTILE, conversation: HOSTILE, stop: HOSTILE, detail: HOSTILE, client: HOSTILE, price: HOSTILE, sub_type: HOSTILE })),
    [[HOSTILE, 'failing', HOSTILE], ['lures', 'healthy', '']], { self: HOSTILE, budgets: [{ ...BUDGETS[0], instance: HOSTILE, window: HOSTILE }], log: [{ at: new Date().toISOString(), level: HOSTILE, logger: HOSTILE, message: HOSTILE, instance: HOSTILE }] }),
};
