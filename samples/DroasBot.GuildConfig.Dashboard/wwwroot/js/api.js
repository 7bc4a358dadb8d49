// Talks to the server: JSON, ETags, the antiforgery token, problem details.

export class Problem extends Error {
  constructor(status, details) {
    super(details.detail || details.title || `The server answered ${status}.`);
    this.status = status;
    this.errors = details.errors ?? {};
  }
}

/** The request may or may not have reached the server. */
export class ConnectionLost extends Error {
  constructor() {
    super('There is no connection to the server. Nothing you have typed is lost.');
  }
}

let antiforgeryToken = '';

async function send(path, { method = 'GET', headers = {}, body } = {}) {
  let response;
  try {
    response = await fetch(path, { method, body, cache: 'no-cache', headers: { ...headers, ...(method !== 'GET' && { 'X-Antiforgery-Token': antiforgeryToken }) } });
  } catch {
    throw new ConnectionLost();
  }

  if (response.ok) {
    return response;
  }

  const details = response.headers.get('Content-Type')?.includes('json') ? await response.json() : {};
  if (response.status === 401) {
    dispatchEvent(new Event('signedout'));
  }

  throw new Problem(response.status, details);
}

const read = async path => (await send(path)).json();

const write = async (path, method, revision, { body, type, reason } = {}) => (await send(path, {
  method,
  body,
  headers: {
    'If-Match': `"${revision}"`,
    ...(type && { 'Content-Type': type }),
    ...(reason && { 'X-Audit-Log-Reason': encodeURIComponent(reason) }),
  },
})).json();

export async function me() {
  const state = await read('/me');
  antiforgeryToken = state.antiforgeryToken;
  return state;
}

export const signIn = async name => { await send(`/sign-in/development/${encodeURIComponent(name)}`, { method: 'POST' }); };
export const signOut = async () => { await send('/sign-out', { method: 'POST' }); };

export const myGuilds = (search, after) => read(`/me/guilds?${new URLSearchParams({ search, after })}`);
export const myGuild = id => read(`/me/guilds/${id}`);

export const schema = () => read('/guilds/schema');
export const guilds = ids => read(`/guilds?ids=${ids.join(',')}`);
export const guild = id => read(`/guilds/${id}`);
export const patch = (id, revision, changes, reason) =>
  write(`/guilds/${id}`, 'PATCH', revision, { body: JSON.stringify(changes), type: 'application/merge-patch+json', reason });

export const history = (id, before) => read(`/guilds/${id}/history?limit=10${before ? `&before=${before}` : ''}`);

/** @param action 'restore' or 'undo' */
export const revert = (id, action, target, revision, dryRun = false) =>
  write(`/guilds/${id}/${action}/${target}${dryRun ? '?dryRun=true' : ''}`, 'POST', revision);

export const picture = guild => `/guilds/${guild.guildId}/background?${guild.background.contentHash}`;
export const putPicture = (id, revision, file) => write(`/guilds/${id}/background`, 'PUT', revision, { body: file, type: file.type });
export const events = (id, after) => `/guilds/${id}/events?after=${after}`;
