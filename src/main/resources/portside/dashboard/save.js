// Files of what the page shows: CSV (RFC 4180) and JSON, with exact numbers.

const ROW = ['id', 'at', 'instance', 'provider', 'host', 'asked', 'served', 'class', 'project', 'conversation', 'client', 'stream', 'status', 'result', 'fault', 'stop', 'detail', 'prep_ms', 'first_ms',
  'ms', 'in', 'read', 'write', 'write_1h', 'out', 'think', 'searches', 'est', 'cost', 'worth', 'currency', 'cost_source', 'price', 'tries', 'failover_from'];
const TOKENS = ['input', 'cache_read', 'cache_write', 'cache_write_1h', 'output', 'thinking'];

export function requestsAsCsv(rows) {
  return csv([ROW, ...rows.map((row) => ROW.map((name) => row[name]))]);
}

// One line per group and currency.
export function usageAsCsv(usage) {
  const names = [...new Set((usage.groups ?? []).flatMap((group) => Object.keys(group)))].filter((name) => ['day', 'hour', 'model'].includes(name));
  const head = [...names, 'requests', 'failed', ...TOKENS, 'currency', 'cost', 'worth', 'unpriced', 'estimated'];
  return csv([head, ...(usage.groups ?? []).flatMap((group) => {
    const currencies = [...new Set([...Object.keys(group.cost ?? {}), ...Object.keys(group.worth ?? {})])];
    return (currencies.length ? currencies : [null]).map((currency, n) => [
      ...names.map((name) => group[name]),
      ...(n ? [null, null, ...TOKENS.map(() => null)] : [group.requests, group.failed, ...TOKENS.map((name) => group.tokens?.[name])]), // counted once
      currency, group.cost?.[currency], group.worth?.[currency], n ? null : group.unpriced, n ? null : group.estimated]);
  })]);
}

export function csv(lines) {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

// A spreadsheet takes text that begins like this for a formula and runs it.
function cell(value) {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
